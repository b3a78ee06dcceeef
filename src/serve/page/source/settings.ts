// What a person chose, kept in this browser.

export type Theme = "auto" | "light" | "dark";
export type Speech = "en" | "ar";
export type Columns = "both" | "matches" | "concordance";

export interface Settings {
    speech: Speech;
    theme: Theme;
    columns: Columns;
    min: number;
}

const PLACE = "muwazi-serve";

export const settings: Settings = {
    speech: navigator.language.toLowerCase().startsWith("ar") ? "ar" : "en",
    theme: "auto",
    columns: "both",
    min: 70,
};

/** A browser may forbid the storage; the settings then hold for this tab. */
export function loadSettings(): void {
    try {
        const kept: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
        if (kept && typeof kept === "object") Object.assign(settings, kept);
    } catch {
        // Nothing is kept, or nothing that can be read.
    }
}

export function keepSettings(change: Partial<Settings>): void {
    Object.assign(settings, change);
    try {
        localStorage.setItem(PLACE, JSON.stringify(settings));
    } catch {
        // The settings hold for this tab.
    }
}

export function showTheme(): void {
    document.documentElement.dataset["theme"] = settings.theme;
}
