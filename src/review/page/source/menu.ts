// A button that opens a list of choices.
import { h } from "./dom";
import { icon, type Icon } from "./icons";
import { drawn } from "./keys";

export interface Item {
    text: string;
    key?: string | undefined;
    run(): void;
}

interface MenuOf {
    icon: Icon;
    label: string;
    kind: string;
    items(): Item[];
}

export function menuButton({ icon: sign, label, kind, items }: MenuOf): HTMLElement {
    const button = h(
        "button",
        {
            type: "button",
            class: kind,
            "aria-haspopup": "menu",
            "aria-expanded": "false",
            title: label,
            click: () => toggle(),
        },
        icon(sign),
        h("span", { class: "label" }, label),
    );
    const box = h("div", { class: "menu-place" }, button);
    let open: HTMLElement | undefined;

    const close = (back = false): void => {
        open?.remove();
        open = undefined;
        button.setAttribute("aria-expanded", "false");
        document.removeEventListener("pointerdown", outside, true);
        if (back) button.focus();
    };
    const outside = (event: Event): void => {
        const target = event.target as Node;
        if (!box.contains(target) && !open?.contains(target)) close();
    };
    const toggle = (): void => {
        if (open) return close();
        open = h("div", { class: "menu", role: "menu", "aria-label": label });
        for (const item of items()) open.append(choice(item));
        open.addEventListener("keydown", (event) => keys(event, open, close));
        // Not beside its button: rows are moved, and what is moved holds what is fixed within.
        (document.querySelector("main, header") ?? document.body).append(open);
        open.addEventListener("focusout", (event) => {
            if (event.relatedTarget && !open?.contains(event.relatedTarget as Node)) close();
        });
        fit(open, button);
        button.setAttribute("aria-expanded", "true");
        document.addEventListener("pointerdown", outside, true);
        open.querySelector("button")?.focus();
    };
    const choice = (item: Item): HTMLElement =>
        h(
            "button",
            {
                type: "button",
                role: "menuitem",
                tabindex: -1,
                click: () => {
                    close(true);
                    item.run();
                },
            },
            h("span", {}, item.text),
            item.key !== undefined && h("kbd", { "aria-hidden": "true" }, drawn(item.key)),
        );
    return box;
}

/** Keeps a menu on the screen. */
function fit(menu: HTMLElement, button: HTMLElement): void {
    const at = button.getBoundingClientRect();
    const [width, height] = [menu.offsetWidth, menu.offsetHeight];
    const rtl = document.documentElement.dir === "rtl";
    const left = rtl ? at.left : at.right - width;
    const below = at.bottom + 6 + height <= innerHeight || at.top < height + 12;
    menu.style.left = `${Math.round(Math.max(8, Math.min(left, innerWidth - width - 8)))}px`;
    menu.style.top = `${Math.round(Math.max(8, below ? Math.min(at.bottom + 6, innerHeight - height - 8) : at.top - height - 6))}px`;
}

function keys(event: KeyboardEvent, menu: HTMLElement | undefined, close: (back: boolean) => void): void {
    event.stopPropagation();
    const all = Array.from(menu?.querySelectorAll("button") ?? []);
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const to: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
    const place = to[event.key];
    if (place !== undefined) {
        event.preventDefault();
        all.at(place % all.length)?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
        event.preventDefault();
        close(true);
    }
}
