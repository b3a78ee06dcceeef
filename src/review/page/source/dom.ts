// Elements. Texts come in as text nodes only, never as markup.

type Attribute = string | number | boolean | undefined | ((event: never) => void);
export type Child = Node | string | false | undefined;

/** Makes an element. A function among the attributes listens to the event of its name. */
export function h<K extends keyof HTMLElementTagNameMap>(
    tag: K,
    attributes: Record<string, Attribute> = {},
    ...children: Child[]
): HTMLElementTagNameMap[K] {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (typeof value === "function") element.addEventListener(name, value as unknown as EventListener);
        else if (value === true) element.setAttribute(name, "");
        else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
    }
    fill(element, ...children);
    return element;
}

export function fill(element: Element, ...children: Child[]): void {
    element.replaceChildren(...children.filter((child) => child !== false && child !== undefined));
}

/** A text that others wrote, kept from changing the direction of what stands around it. */
export function bdi(text: string, dir: "ltr" | "rtl" | "auto" = "auto", lang?: string): HTMLElement {
    return h("bdi", { dir, lang }, visible(text));
}

/** Control characters as the signs that Unicode has for them, so that none hides; lengths stay. */
export function visible(text: string): string {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, (sign) => {
        const code = sign.charCodeAt(0);
        if (code < 0x20) return String.fromCharCode(0x2400 + code);
        return code === 0x7f ? "\u2421" : "\ufffd";
    });
}

/** For screen readers only. */
export function spoken(text: string): HTMLElement {
    return h("span", { class: "spoken" }, text);
}
