// The bar above: the search and its options.
import { fill, h } from "../../../review/page/source/dom";
import { icon, type Icon } from "../../../review/page/source/icons";
import { ariaName } from "../../../review/page/source/keys";
import type { Query } from "./address";
import { KEYS, type Command } from "./commands";
import type { Memory } from "./protocol";
import { keepSettings, settings, type Columns } from "./settings";
import { languageOf, words } from "./words";

const LEAST = [30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 100];

export interface BarActs {
    /** The query was changed; `typed`: by a letter, so that more may come. */
    changed(typed: boolean): void;
    /** The person goes on to the units. */
    leave(): void;
    run(command: Command): void;
    settings(): void;
}

export class Bar {
    readonly element = h("header", { class: "head-bar" });
    readonly text: HTMLTextAreaElement;
    private readonly memory: HTMLSelectElement;
    private readonly direction: HTMLSelectElement;
    private readonly least: HTMLSelectElement;
    private readonly where: HTMLInputElement;
    private readonly columns: HTMLSelectElement;
    private readonly count = h("span", { class: "found soft" });

    constructor(
        memories: Memory[],
        private readonly acts: BarActs,
    ) {
        const w = words();
        this.text = h("textarea", {
            class: "query",
            rows: 1,
            dir: "auto",
            placeholder: w.placeholder,
            "aria-label": w.commands.search,
            "aria-keyshortcuts": "/",
            autocomplete: "off",
            spellcheck: "false",
            enterkeyhint: "search",
            maxlength: 20_000,
        });
        this.memory = select(w.memory, [["", w.allMemories], ...memories.map(named)]);
        this.direction = select(w.direction, [["", w.anyDirection], ...directions(memories)]);
        this.least = select(
            w.least,
            LEAST.map((n) => [String(n), w.leastOf(n)]),
        );
        this.columns = select(w.view, Object.entries(w.columns));
        this.where = h("input", {
            type: "text",
            class: "where",
            dir: "ltr",
            placeholder: w.filtersPlace,
            "aria-label": w.filters,
            title: w.filters,
            autocomplete: "off",
            spellcheck: "false",
        });
        this.listen();
        const mayWrite = memories.some(({ right }) => right === "write");
        fill(
            this.element,
            h(
                "div",
                { class: "line title-line" },
                h("h1", {}, "Muwazi"),
                h("div", { class: "search" }, icon("search"), this.text),
                h(
                    "span",
                    { class: "tools" },
                    mayWrite && tool("pair", "add", () => acts.run("add")),
                    mayWrite && tool("undo", "undo", () => acts.run("undo")),
                    memories.some(({ reviews }) => reviews) &&
                        tool("merge", "reviews", () => acts.run("reviews")),
                    tool("help", "help", () => acts.run("help")),
                    tool("settings", undefined, () => acts.settings()),
                ),
            ),
            h(
                "div",
                { class: "line filter-line", role: "group", "aria-label": w.options },
                this.memory,
                this.direction,
                this.least,
                this.columns,
                this.where,
                this.count,
            ),
        );
    }

    private listen(): void {
        const { acts } = this;
        this.text.addEventListener("input", () => {
            this.grow();
            acts.changed(true);
        });
        this.text.addEventListener("keydown", (event) => {
            const down = event.key === "ArrowDown" && this.text.selectionStart === this.text.value.length;
            const enter = event.key === "Enter" && !event.shiftKey;
            if (event.isComposing || !(down || enter || event.key === "Escape")) return;
            event.preventDefault();
            event.stopPropagation();
            acts.leave();
        });
        for (const each of [this.memory, this.direction, this.least])
            each.addEventListener("change", () => acts.changed(false));
        this.least.addEventListener("change", () => keepSettings({ min: Number(this.least.value) }));
        this.columns.addEventListener("change", () => {
            keepSettings({ columns: this.columns.value as Columns });
            acts.changed(false);
        });
        this.where.addEventListener("input", () => acts.changed(true));
        this.where.addEventListener("keydown", (event) => {
            if (event.key === "Enter" || event.key === "Escape") acts.leave();
        });
    }

    /** As high as its text, up to a third of the screen. */
    private grow(): void {
        this.text.style.height = "auto";
        this.text.style.height = `${Math.min(this.text.scrollHeight + 2, innerHeight / 3)}px`;
    }

    read(): Query {
        const [from = "", to = ""] = this.direction.value.split(" ");
        return {
            text: this.text.value,
            memory: this.memory.value,
            from,
            to,
            min: Number(this.least.value),
            where: this.where.value,
        };
    }

    write(query: Query): void {
        if (this.text.value !== query.text) this.text.value = query.text;
        put(this.memory, query.memory, query.memory);
        const pair = query.from === "" && query.to === "" ? "" : `${query.from} ${query.to}`;
        put(this.direction, pair, pair.trim().replace(" ", " → "));
        put(this.least, String(query.min), words().leastOf(query.min));
        this.columns.value = settings.columns;
        this.where.value = query.where;
        this.mark();
        requestAnimationFrame(() => this.grow());
    }

    /** Shows which options narrow the search. */
    mark(): void {
        for (const each of [this.memory, this.direction]) each.classList.toggle("on", each.value !== "");
    }

    told(text: string): void {
        this.count.textContent = text;
    }

    busy(isBusy: boolean): void {
        this.element.classList.toggle("busy", isBusy);
    }
}

function named({ name, right }: Memory): [string, string] {
    return [name, right === "write" ? name : `${name} (${words().reads})`];
}

/** Every language to every other that stands with it in a memory. */
function directions(memories: Memory[]): [string, string][] {
    const pairs = new Map<string, string>();
    for (const { languages } of memories) {
        // A memory of many languages would make a list that nobody reads.
        const most = [...languages].sort((a, b) => b.texts - a.texts).slice(0, 4);
        for (const from of most)
            for (const to of most)
                if (from !== to)
                    pairs.set(`${from.lang} ${to.lang}`, `${languageOf(from.lang)} → ${languageOf(to.lang)}`);
    }
    // An arrow between Arabic words would point backwards.
    const arrow = words().dir === "rtl" ? "←" : "→";
    return [...pairs].map(([value, text]) => [value, text.replace("→", arrow)]);
}

function select(label: string, options: [string, string][]): HTMLSelectElement {
    const list = options.map(([value, text]) => h("option", { value }, text));
    return h("select", { "aria-label": label, title: label }, ...list);
}

/** Chooses a value, which an address may have and the list not. */
function put(element: HTMLSelectElement, value: string, text: string): void {
    if (!Array.from(element.options).some((option) => option.value === value))
        element.append(h("option", { value }, text));
    element.value = value;
}

function tool(sign: Icon, command: Command | undefined, click: () => void): HTMLButtonElement {
    const label = command ? words().commands[command] : words().settings.title;
    const key = command && KEYS[command][0];
    return h(
        "button",
        {
            type: "button",
            class: `bare tool-${command ?? "settings"}`,
            "aria-label": label,
            title: key ? `${label} (${key.toUpperCase()})` : label,
            "aria-keyshortcuts": key && ariaName(key),
            click,
        },
        command === "add" ? h("span", { class: "plus", "aria-hidden": "true" }, "+") : icon(sign),
    );
}
