// What the page says: aloud in a live region, and in short messages at its foot.
import { bdi, h } from "./dom";
import { icon } from "./icons";
import { words } from "./words";

const aloud = h("div", { class: "spoken", role: "status", "aria-live": "polite" });
const messages = h("div", { class: "messages" });
const trouble = h("div", { class: "trouble", role: "alert", hidden: true });
let fading = 0;

export function voices(): Node[] {
    return [aloud, messages, trouble];
}

/** For screen readers. The same text twice is read twice. */
export function say(text: string): void {
    // What is said now makes an older message stale.
    messages.querySelector(".fading")?.remove();
    aloud.textContent = aloud.textContent === text ? `${text}\u00a0` : text;
}

/** A short message that fades. */
export function tell(text: string): void {
    say(text);
    window.clearTimeout(fading);
    const message = h("p", { class: "message fading", "aria-hidden": "true" }, text);
    messages.append(message);
    fading = window.setTimeout(() => message.remove(), 2600);
}

/** A message that stays until it is closed: a conflict, or what was refused. */
export function warn(text: string, hint?: string): void {
    const message = h(
        "div",
        { class: "message warning", role: "alert" },
        h("p", {}, bdi(text), hint !== undefined && h("small", {}, `${words().hint}: `, bdi(hint))),
        h(
            "button",
            { type: "button", class: "bare", "aria-label": words().close, click: () => message.remove() },
            icon("close"),
        ),
    );
    messages.prepend(message);
    while (messages.querySelectorAll(".warning").length > 3)
        messages.querySelector(".warning:last-of-type")?.remove();
}

/** Closes the latest warning. Returns false where there is none. */
export function closeWarning(): boolean {
    const warning = messages.querySelector(".warning");
    warning?.remove();
    return warning !== null;
}

/** Tells that the program does not answer, and so many decisions wait; nothing: it answers again. */
export function tellTrouble(waiting: number | undefined): void {
    const was = !trouble.hidden;
    trouble.hidden = waiting === undefined;
    if (waiting === undefined) {
        if (was) tell(words().keptAgain);
        return;
    }
    const text = words().notKept(waiting);
    if (trouble.textContent !== text) trouble.textContent = text;
}
