// The words of the language that the page speaks.
import { arabic } from "./arabic";
import { english, type Words } from "./english";
import { settings, type Speech } from "./settings";

const ALL: Record<Speech, Words> = { en: english, ar: arabic };

export function words(): Words {
    return ALL[settings.speech] ?? english;
}

export function confidence(c: number): string {
    return c.toFixed(2);
}

export function percent(p: number): string {
    return `${Math.round(p * 100)}%`;
}

/** Turns the whole page to the language chosen. */
export function showSpeech(): void {
    document.documentElement.lang = words().code;
    document.documentElement.dir = words().dir;
}
