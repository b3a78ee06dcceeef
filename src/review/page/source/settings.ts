// What a person chose, kept in this browser and by the program: the next page has another port, and so
// another place in the browser.
import { ask } from "./network";
import type { Changed } from "./keys";
import type { Order } from "./order";

export type Theme = "auto" | "light" | "dark";
export type Speech = "en" | "ar";

export interface Settings {
    speech: Speech;
    theme: Theme;
    order: Order;
    keys: Changed;
    /** Who decides, as others read it. */
    by: string;
    /** Whether the evidence of the current row is open. */
    evidence: boolean;
}

const PLACE = "muwazi-review";

export const settings: Settings = {
    speech: navigator.language.toLowerCase().startsWith("ar") ? "ar" : "en",
    theme: "auto",
    order: "document",
    keys: {},
    by: "",
    evidence: false,
};

/** A browser may forbid the storage; the settings then hold for this tab. */
export async function loadSettings(): Promise<void> {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
        if (kept && typeof kept === "object") Object.assign(settings, kept);
    } catch {
        // Nothing is kept, or nothing that can be read.
    }
    try {
        Object.assign(settings, await ask<Partial<Settings>>("settings"));
    } catch {
        // The program keeps none.
    }
}

export function keepSettings(change: Partial<Settings>): void {
    Object.assign(settings, change);
    try {
        localStorage.setItem(PLACE, JSON.stringify(settings));
    } catch {
        // The settings hold for this tab.
    }
    ask("settings", { post: settings }).catch(() => undefined);
}

export function showTheme(): void {
    document.documentElement.dataset["theme"] = settings.theme;
}
