// The bar above the rows: what is reviewed, how far it is, order, filter, search, and the way out.
import type { Desk } from "./desk";
import { bdi, fill, h } from "./dom";
import { icon, type Icon } from "./icons";
import { ariaName, keysWith, type Command } from "./keys";
import { menuButton } from "./menu";
import { FILTERS, ORDERS, type Filter, type Order } from "./order";
import { settings } from "./settings";
import { words } from "./words";

export interface HeadActs {
    run(command: Command): void;
    out(): void;
    settings(): void;
}

export class Head {
    readonly element = h("header", { class: "head-bar" });
    readonly search: HTMLInputElement;
    private readonly order: HTMLSelectElement;
    private readonly filter: HTMLSelectElement;
    private readonly progress = h("div", { class: "progress" });
    private readonly done = h("i");
    private readonly told = h("span", { class: "told" });
    private readonly left = h("button", { type: "button", class: "left" });
    private readonly found = h("span", { class: "found soft", "aria-live": "polite" });
    private readonly undo: HTMLButtonElement;
    private readonly redo: HTMLButtonElement;
    private timer = 0;

    constructor(
        private readonly desk: Desk,
        acts: HeadActs,
    ) {
        const w = words();
        const { source, target } = desk.review.whole;
        this.order = choose(
            w.order,
            ORDERS.map((each) => [each, w.orders[each]]),
            (value, pointed) => this.choose({ order: value as Order }, pointed),
        );
        this.filter = choose(
            w.filter,
            FILTERS.map((each) => [each, w.filters[each]]),
            (value, pointed) => this.choose({ filter: value as Filter }, pointed),
        );
        this.search = h("input", {
            type: "search",
            placeholder: matchMedia("(max-width: 46rem)").matches ? w.searchShort : w.search,
            "aria-label": w.search,
            dir: "auto",
            autocomplete: "off",
            spellcheck: "false",
            enterkeyhint: "search",
        });
        this.search.addEventListener("input", () => this.type());
        this.search.addEventListener("keydown", (event) => this.searchKey(event));
        this.left.addEventListener("click", () => acts.run("nextDoubtful"));
        this.undo = tool("undo", w.commands.undo, () => acts.run("undo"), "undo");
        this.redo = tool("redo", w.commands.redo, () => acts.run("redo"), "redo");
        fill(
            this.element,
            h(
                "div",
                { class: "line title-line" },
                tool("home", w.toHome, () => acts.run("home"), "home"),
                h(
                    "h1",
                    {},
                    bdi(source.name, "ltr"),
                    h("span", { class: "and", "aria-hidden": "true" }, " · "),
                    bdi(target.name, "ltr"),
                ),
                this.progress,
                this.left,
                h("span", { class: "tools" }, this.undo, this.redo, ...this.rest(acts)),
            ),
            h(
                "div",
                { class: "line filter-line" },
                this.order,
                this.filter,
                h("span", { class: "search" }, icon("search"), this.search),
                this.found,
                legend(),
            ),
        );
        fill(this.progress, h("span", { class: "track", "aria-hidden": "true" }, this.done), this.told);
    }

    /** What is wanted less often: buttons, or on narrow screens one menu. */
    private rest(acts: HeadActs): HTMLElement[] {
        const w = words();
        const items = [
            { text: w.out, run: acts.out },
            { text: w.commands.help, run: () => acts.run("help") },
            { text: w.settings.title, run: acts.settings },
        ];
        const wide = [
            tool("out", w.out, acts.out),
            tool("help", w.commands.help, () => acts.run("help"), "help"),
            tool("settings", w.settings.title, acts.settings),
        ];
        for (const button of wide) button.classList.add("wide-only");
        const menu = menuButton({ icon: "more", label: w.menu, kind: "bare", items: () => items });
        menu.classList.add("narrow-only");
        return [...wide, menu];
    }

    /** Shows counts, order and filter as they are now. */
    draw(): void {
        const { desk } = this;
        const w = words();
        const { rows, decided, doubtful } = desk.review.counts();
        this.done.style.width = `${rows === 0 ? 0 : (decided / rows) * 100}%`;
        this.told.textContent = w.decided(decided, rows);
        this.left.textContent = w.doubtfulLeft(doubtful);
        this.left.title = w.commands.nextDoubtful;
        this.left.disabled = doubtful === 0;
        this.order.value = desk.wanted.order;
        this.filter.value = desk.wanted.filter;
        this.filter.classList.toggle("on", desk.wanted.filter !== "all");
        if (this.search.value !== desk.wanted.query && document.activeElement !== this.search)
            this.search.value = desk.wanted.query;
        const narrowed = desk.wanted.filter !== "all" || desk.wanted.query.trim() !== "";
        this.found.textContent = narrowed ? w.found(desk.list.rows.length) : "";
        // A disabled button would lose the focus; what there is not is told instead.
        this.undo.setAttribute("aria-disabled", String(!desk.review.undo));
        this.redo.setAttribute("aria-disabled", String(!desk.review.redo));
    }

    /** Who chose with the mouse goes on with the rows; who walks through the choices by key stays. */
    private choose(change: { order?: Order; filter?: Filter }, pointed: boolean): void {
        this.desk.want(change);
        if (pointed) this.desk.takeFocus();
    }

    private type(): void {
        window.clearTimeout(this.timer);
        this.timer = window.setTimeout(() => this.desk.want({ query: this.search.value }), 60);
    }

    private searchKey(event: KeyboardEvent): void {
        event.stopPropagation();
        if (event.key === "Escape") {
            event.preventDefault();
            this.search.value = "";
            window.clearTimeout(this.timer);
            if (this.desk.wanted.query !== "") this.desk.want({ query: "" });
            this.desk.takeFocus();
        } else if (event.key === "Enter" || event.key === "ArrowDown") {
            event.preventDefault();
            window.clearTimeout(this.timer);
            this.desk.want({ query: this.search.value });
            this.desk.takeFocus();
        }
    }
}

function choose(
    label: string,
    options: [string, string][],
    chosen: (value: string, pointed: boolean) => void,
): HTMLSelectElement {
    const element = h(
        "select",
        { "aria-label": label, title: label },
        ...options.map(([value, text]) => h("option", { value }, text)),
    );
    let pointed = false;
    element.addEventListener("pointerdown", () => {
        pointed = true;
    });
    element.addEventListener("keydown", () => {
        pointed = false;
    });
    element.addEventListener("change", () => chosen(element.value, pointed));
    return element;
}

export function tool(sign: Icon, label: string, click: () => void, command?: Command): HTMLButtonElement {
    const key = command && keysWith(settings.keys)[command][0];
    return h(
        "button",
        {
            type: "button",
            class: "bare",
            "aria-label": label,
            title: label,
            "aria-keyshortcuts": key && ariaName(key),
            click,
        },
        icon(sign),
    );
}

/** What the meters mean. */
function legend(): HTMLElement {
    const w = words();
    const meter = (band: string, c: number, text: string): HTMLElement => {
        const bar = h("i");
        bar.style.setProperty("--c", String(c));
        return h("li", { class: band }, h("span", { class: "meter" }, bar), h("bdi", { dir: "ltr" }, text));
    };
    return h(
        "ul",
        { class: "legend", "aria-label": w.confidence },
        meter("sure", 1, "0.8–1"),
        meter("look", 0.7, "0.5–0.8"),
        meter("weak", 0.4, "0–0.5"),
        h("li", {}, h("span", { class: "blank" }), w.noPartner),
    );
}
