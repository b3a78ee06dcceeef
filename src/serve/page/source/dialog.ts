// Dialogs: what all have in common; keys and settings.
import { bdi, fill, h, type Child } from "../../../review/page/source/dom";
import { icon } from "../../../review/page/source/icons";
import { drawn } from "../../../review/page/source/keys";
import { COMMANDS, KEYS } from "./commands";
import { keepSettings, settings, showTheme, type Speech, type Theme } from "./settings";
import { words } from "./words";

/** Opens a dialog; the browser keeps the focus in it, and gives it back. What it returns closes it. */
export function openDialog(title: string, kind: string, content: (close: () => void) => Child[]): () => void {
    const before = document.activeElement as HTMLElement | null;
    const dialog = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": "dialog-title" });
    const close = (): void => dialog.close();
    dialog.addEventListener("close", () => {
        dialog.remove();
        // What had the focus may have been drawn anew meanwhile: then the current unit takes it.
        const known = before?.isConnected && before !== document.body;
        const back = known ? before : document.querySelector<HTMLElement>(".unit[tabindex='0']");
        back?.focus({ preventScroll: true });
    });
    dialog.addEventListener("pointerdown", (event) => {
        if (event.target === dialog) close();
    });
    // Keys in a dialog are the dialog's own.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    const shut = h(
        "button",
        { type: "button", class: "bare", "aria-label": words().close, click: close },
        icon("close"),
    );
    const head = h("header", {}, h("h2", { id: "dialog-title" }, title), shut);
    fill(dialog, h("div", { class: "dialog-box" }, head, ...content(close)));
    document.body.append(dialog);
    dialog.showModal();
    return close;
}

export function openHelp(): void {
    const w = words();
    const line = (command: (typeof COMMANDS)[number]): HTMLElement =>
        h(
            "li",
            {},
            h("span", { class: "command" }, w.commands[command]),
            h("span", { class: "keys" }, ...KEYS[command].map((key) => h("kbd", { dir: "ltr" }, drawn(key)))),
        );
    openDialog(w.helpTitle, "wide", () => [
        h("p", { class: "soft" }, w.helpIntro),
        h("ul", { class: "commands" }, ...COMMANDS.map(line)),
    ]);
}

export function openSettings(changed: () => void): void {
    const w = words();
    openDialog(w.settings.title, "small", (close) => [
        choice("theme", w.settings.theme, settings.theme, w.settings.themes, (theme) => {
            keepSettings({ theme: theme as Theme });
            showTheme();
        }),
        choice("speech", w.settings.speech, settings.speech, { en: "English", ar: "العربية" }, (speech) => {
            keepSettings({ speech: speech as Speech });
            close();
            changed();
        }),
    ]);
}

function choice(
    id: string,
    label: string,
    now: string,
    of: Record<string, string>,
    chosen: (value: string) => void,
): HTMLElement {
    const buttons = Object.entries(of).map(([value, text]) => {
        const input = h("input", { type: "radio", name: id, value, change: () => chosen(value) });
        input.checked = value === now;
        return h("label", { class: "choice" }, input, bdi(text));
    });
    return h("fieldset", {}, h("legend", {}, label), h("div", { class: "choices" }, ...buttons));
}
