// What the page says: aloud in a live region, and in messages at its foot.
import { bdi, h } from "../../../review/page/source/dom";
import { icon } from "../../../review/page/source/icons";
import { Refusal, Silence } from "./network";
import { words } from "./words";

const aloud = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
const messages = h("div", { class: "messages" });
let fading = 0;

export function voices(): Node[] {
    return [aloud, messages];
}

/** For screen readers. The same text twice is read twice. */
export function say(text: string): void {
    aloud.textContent = aloud.textContent === text ? `${text}\u00a0` : text;
}

/** A short message that fades. */
export function tell(text: string): void {
    say(text);
    window.clearTimeout(fading);
    messages.querySelector(".fading")?.remove();
    const message = h("p", { class: "message fading", "aria-hidden": "true" }, text);
    messages.append(message);
    fading = window.setTimeout(() => message.remove(), 2600);
}

/** A message that stays until it is closed. */
export function warn(text: string, hint?: string): void {
    closeWarning();
    const message = h(
        "div",
        { class: "message warning", role: "alert" },
        told(text, hint),
        h(
            "button",
            { type: "button", class: "bare", "aria-label": words().close, click: () => message.remove() },
            icon("close"),
        ),
    );
    messages.prepend(message);
}

/** An error as the program words it, with its hint. */
export function told(text: string, hint?: string): HTMLElement {
    return h("p", {}, bdi(text), hint !== undefined && h("small", {}, `${words().hint}: `, bdi(hint)));
}

export function wordsOf(error: unknown): [string, string | undefined] {
    if (error instanceof Refusal) return [error.message, error.hint];
    if (error instanceof Silence) return [words().silence, undefined];
    return [String(error), undefined];
}

export function fail(error: unknown): void {
    warn(...wordsOf(error));
}

/** Closes the latest warning. Returns false where there is none. */
export function closeWarning(): boolean {
    const warning = messages.querySelector(".warning");
    warning?.remove();
    return warning !== null;
}
