// What was found: matches at one side, terms and places at the other. One unit is the current one.
import { bdi, fill, h, type Child } from "../../../review/page/source/dom";
import type { Command } from "./commands";
import { ask, placeOf } from "./network";
import type { Answer, Concordance, Match, Memory, Occurrence, Shown, Term, Unit } from "./protocol";
import { PLACES, type Found } from "./search";
import { settings } from "./settings";
import { UnitView, type Item } from "./unit";
import { told, wordsOf } from "./voice";
import { words } from "./words";

export interface ResultActs {
    run(command: Command): void;
    copy(text: string): void;
    more(places: number): void;
    /** Searches again, from a lower score if one is given. */
    again(least?: number): void;
}

export class Results {
    readonly element = h("main", { class: "results", id: "results" });
    views: UnitView[] = [];
    private at = 0;

    constructor(
        private readonly memories: Memory[],
        private readonly acts: ResultActs,
    ) {}

    get current(): UnitView | undefined {
        return this.views[this.at];
    }

    show(found: Found): void {
        const had = this.current;
        const hadFocus = this.element.contains(document.activeElement);
        this.views = [];
        this.element.dataset["columns"] = settings.columns;
        if (!found.answer && !found.concordance) {
            fill(this.element, this.welcome());
            return;
        }
        const matches = this.matches(found);
        const side = [this.terms(found), this.places(found), this.phrases(found)];
        fill(
            this.element,
            matches,
            side.some((each) => each !== undefined) && h("div", { class: "aside" }, ...side),
        );
        const same = this.views.findIndex(({ item }) => isSame(item, had?.item));
        this.go(hadFocus && same >= 0 ? same : 0, hadFocus);
        // Dates and domains come after the texts, which nobody should wait for.
        for (const view of this.views) if (view.item.match) void this.know(view);
    }

    /** Makes a unit the current one. */
    go(at: number, focus = true): void {
        this.at = Math.max(0, Math.min(at, this.views.length - 1));
        this.views.forEach((view, index) => view.mark(index === this.at));
        const { current } = this;
        if (!current) return;
        if (focus) {
            current.element.focus({ preventScroll: true });
            current.element.scrollIntoView({ block: "nearest" });
            void this.know(current);
        }
    }

    step(by: number): void {
        const inside = this.current?.element.contains(document.activeElement) === true;
        this.go(inside ? this.at + by : this.at);
    }

    /** Asks for what the memory knows of a unit beside its texts. */
    private async know(view: UnitView): Promise<void> {
        const { memory, shown } = view.item;
        if (view.isKnown || memory === undefined) return;
        view.isKnown = true;
        try {
            view.tell(await ask<Unit>(placeOf(memory, `units/${shown.unit}`)));
        } catch {
            // It may be gone by now; the texts are there all the same.
        }
    }

    private matches({ answer, query }: Found): HTMLElement | undefined {
        if (!answer) return undefined;
        const w = words();
        if ("error" in answer)
            return section(
                "matches",
                w.matches,
                failed(answer.error, () => this.acts.again()),
            );
        const list = answer.matches.map((match) => this.view(match, { match, query: query.text }));
        const lower = [50, 30].find((least) => least < query.min);
        return section(
            "matches",
            w.matches,
            list.length > 0 && h("ol", { class: "units" }, ...list),
            list.length === 0 && h("p", { class: "none soft" }, w.noMatch),
            list.length === 0 &&
                lower !== undefined &&
                h("button", { type: "button", click: () => this.acts.again(lower) }, w.lower(lower)),
        );
    }

    private places({ concordance, query }: Found): HTMLElement | undefined {
        if (!concordance) return undefined;
        const w = words();
        if ("error" in concordance)
            return section(
                "places",
                w.concordance,
                failed(concordance.error, () => this.acts.again()),
            );
        const { total, occurrences } = concordance;
        const list = occurrences.map((place) => this.view(place, { place, query: query.text }));
        const title = `${w.concordance} · ${w.places(list.length, total)}`;
        return section(
            "places",
            list.length > 0 ? title : w.concordance,
            query.where.trim() !== "" && h("p", { class: "none soft" }, w.unfiltered),
            list.length > 0
                ? h("ol", { class: "units" }, ...list)
                : h("p", { class: "none soft" }, w.noPlace),
            list.length < total &&
                h(
                    "button",
                    { type: "button", click: () => this.acts.more(list.length + 5 * PLACES) },
                    w.more,
                ),
        );
    }

    /** Parts of a long query that stand somewhere, where the whole does not. */
    private phrases({ answer, concordance, query }: Found): HTMLElement | undefined {
        if (!answer || "error" in answer || settings.columns !== "both") return undefined;
        if (concordance && "total" in concordance && concordance.total > 0) return undefined;
        const seen = new Set<string>();
        const list: HTMLElement[] = [];
        for (const phrase of answer.phrases ?? [])
            for (const place of phrase.occurrences.slice(0, 3)) {
                const key = `${place.memory} ${place.unit} ${place.span.start}`;
                if (!seen.has(key)) list.push(this.view(place, { place, query: query.text }));
                seen.add(key);
            }
        if (list.length === 0) return undefined;
        return section("phrases", words().phrases, h("ol", { class: "units" }, ...list));
    }

    private terms({ answer }: Found): HTMLElement | undefined {
        const terms = answer && "terms" in answer ? (answer.terms ?? []) : [];
        if (terms.length === 0) return undefined;
        const known = new Map(terms.map((term) => [term.term, term]));
        const list = [...known.values()].map((term) => this.term(term));
        return section("terms", words().terms, h("ul", { class: "term-list" }, ...list));
    }

    private term({ term, translations, notes }: Term): HTMLElement {
        const copy = (text: string): HTMLElement =>
            h("button", { type: "button", class: "term", click: () => this.acts.copy(text) }, bdi(text));
        return h(
            "li",
            {},
            bdi(term),
            ...translations.map(copy),
            ...(notes ?? []).map((note) => h("span", { class: "soft" }, bdi(note))),
        );
    }

    private view(shown: Shown, more: { match?: Match; place?: Occurrence; query: string }): HTMLElement {
        const only = this.memories.length === 1 ? this.memories[0]?.name : undefined;
        const memory = shown.memory ?? this.asked ?? only;
        const mayWrite = this.memories.some(({ name, right }) => name === memory && right === "write");
        const item: Item = { shown, memory, mayWrite, ...more };
        const at = this.views.length;
        const view = new UnitView(item, (command) => {
            this.go(at);
            this.acts.run(command);
        });
        view.element.addEventListener("pointerdown", (event) => {
            if (!(event.target as Element).closest("button, textarea")) this.go(at, false);
        });
        view.element.addEventListener("focus", () => {
            if (this.at !== at) this.go(at);
        });
        this.views.push(view);
        return view.element;
    }

    /** The memory that alone was asked. */
    asked: string | undefined;

    private welcome(): HTMLElement {
        const w = words();
        const line = ({ name, right, languages }: Memory): HTMLElement =>
            h(
                "li",
                {},
                h("b", {}, bdi(name)),
                h(
                    "span",
                    { class: "soft" },
                    [...languages.map(({ lang, texts }) => `${lang} ${w.number(texts)}`)].join(" · "),
                ),
                right === "read" && h("span", { class: "tag" }, w.reads),
            );
        return h(
            "div",
            { class: "welcome" },
            h("p", {}, w.welcome),
            h("ul", { class: "memories" }, ...this.memories.map(line)),
        );
    }
}

function isSame(item: Item, other: Item | undefined): boolean {
    return (
        other !== undefined &&
        item.shown.unit === other.shown.unit &&
        item.memory === other.memory &&
        (item.match === undefined) === (other.match === undefined)
    );
}

function section(name: string, title: string, ...children: Child[]): HTMLElement {
    const id = `title-${name}`;
    return h("section", { class: name, "aria-labelledby": id }, h("h2", { id }, title), ...children);
}

function failed(error: unknown, again: () => void): HTMLElement {
    const box = h("div", { class: "failed" }, told(...wordsOf(error)));
    box.append(h("button", { type: "button", click: again }, words().again));
    return box;
}

/** How many were found, for the bar and for screen readers. */
export function countsOf({ answer, concordance }: Found): string {
    if (!answer && !concordance) return "";
    const matches = answer && "matches" in answer ? (answer as Answer).matches.length : 0;
    const places = concordance && "total" in concordance ? (concordance as Concordance).total : 0;
    return words().found(matches, places);
}
