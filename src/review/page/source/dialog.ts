// Dialogs: what all have in common, and the small ones.
import { fill, h, type Child } from "./dom";
import { icon } from "./icons";
import { words } from "./words";

/** Opens a dialog; the browser keeps the focus in it. What it returns closes it. */
export function openDialog(title: string, kind: string, content: (close: () => void) => Child[]): () => void {
    const before = document.activeElement as HTMLElement | null;
    const dialog = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": "dialog-title" });
    const close = (): void => {
        dialog.close();
    };
    dialog.addEventListener("close", () => {
        dialog.remove();
        // What had the focus may have been drawn anew meanwhile: then the current cell takes it.
        const known = before?.isConnected && before !== document.body;
        const back = known ? before : document.querySelector<HTMLElement>(".current .here");
        back?.focus({ preventScroll: true });
    });
    dialog.addEventListener("pointerdown", (event) => {
        if (event.target === dialog) close();
    });
    // Keys in a dialog are the dialog's own.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    fill(
        dialog,
        h(
            "div",
            { class: "dialog-box" },
            h(
                "header",
                {},
                h("h2", { id: "dialog-title" }, title),
                h(
                    "button",
                    { type: "button", class: "bare", "aria-label": words().close, click: close },
                    icon("close"),
                ),
            ),
            ...content(close),
        ),
    );
    document.body.append(dialog);
    dialog.showModal();
    return close;
}

export function dialogIsOpen(): boolean {
    return document.querySelector("dialog[open]") !== null;
}

/** Asks for the number of a row. */
export function askNumber(most: number, done: (number: number) => void): void {
    const input = h("input", {
        type: "number",
        min: 1,
        max: most,
        inputmode: "numeric",
        id: "row-number",
        required: true,
        autofocus: true,
    });
    openDialog(words().commands.goTo, "small", (close) => [
        h(
            "form",
            {
                submit: (event: SubmitEvent) => {
                    event.preventDefault();
                    const number = Math.round(Number(input.value));
                    close();
                    if (number >= 1) done(Math.min(number, most));
                },
            },
            h("label", { for: "row-number" }, `${words().goToLabel} (1–${most})`),
            input,
            h("div", { class: "buttons" }, h("button", { type: "submit", class: "main" }, words().go)),
        ),
    ]);
}

/** Asks for a text of several lines. Ctrl and Enter keep it. */
export function askText(label: string, text: string, done: (text: string) => void): void {
    const area = h("textarea", { id: "note-text", rows: 4, dir: "auto", autofocus: true });
    area.value = text;
    openDialog(label, "small", (close) => {
        const keep = (): void => {
            close();
            if (area.value.trim() !== text) done(area.value.trim());
        };
        area.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            keep();
        });
        area.setAttribute("aria-label", label);
        return [
            area,
            h("p", { class: "soft" }, words().editHint),
            h(
                "div",
                { class: "buttons" },
                h("button", { type: "button", click: close }, words().cancel),
                h("button", { type: "button", class: "main", click: keep }, words().keep),
            ),
        ];
    });
}
