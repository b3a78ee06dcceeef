// The words of the language that the page speaks.
import { arabic } from "./arabic";
import { english, type Words } from "./english";
import { settings, type Speech } from "./settings";
import { momentOf } from "./when";

const ALL: Record<Speech, Words> = { en: english, ar: arabic };

export function words(): Words {
    return ALL[settings.speech] ?? english;
}

/** A day, or with its time; nothing where a time cannot be read. */
export function dateOf(time: string | undefined, timeStyle?: "short"): string | undefined {
    const moment = time === undefined ? undefined : momentOf(time);
    if (!moment) return undefined;
    const style: Intl.DateTimeFormatOptions = { dateStyle: "medium", ...(timeStyle && { timeStyle }) };
    return new Intl.DateTimeFormat(words().locale, style).format(moment);
}

export function languageOf(code: string): string {
    try {
        return new Intl.DisplayNames(words().code, { type: "language" }).of(code) ?? code;
    } catch {
        return code;
    }
}

/** Turns the whole page to the language chosen. */
export function showSpeech(): void {
    document.documentElement.lang = words().code;
    document.documentElement.dir = words().dir;
}
