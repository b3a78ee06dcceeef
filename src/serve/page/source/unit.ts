// One unit on the page: score, both texts with their differences, and what is known of it.
import { bdi, fill, h, spoken, visible, type Child } from "../../../review/page/source/dom";
import { icon, type Icon } from "../../../review/page/source/icons";
import { ariaName, drawn } from "../../../review/page/source/keys";
import { KEYS, type Command } from "./commands";
import { inText, stretches, type Stretch } from "./differ";
import type { Match, Occurrence, Shown, Unit } from "./protocol";
import { dateOf, words } from "./words";

export interface Item {
    shown: Shown;
    /** Missing where it is not told. */
    memory: string | undefined;
    mayWrite: boolean;
    match?: Match;
    place?: Occurrence;
    query: string;
}

export type Side = "source" | "target";

/** From these scores on a match needs little work, or some. */
const SURE = 95;
const LOOK = 75;

const RTL = /^(ar|fa|he|ur|ps|sd|ug|yi|dv|ckb)\b/;

export function dirOf(lang: string): "rtl" | "ltr" {
    return RTL.test(lang) ? "rtl" : "ltr";
}

export class UnitView {
    readonly element: HTMLElement;
    readonly sides: Record<Side, HTMLElement>;
    private readonly meta = h("p", { class: "meta soft" });
    private readonly tools = h("div", { class: "unit-tools" });
    /** Whether its metadata was asked for. */
    isKnown = false;

    constructor(
        readonly item: Item,
        private readonly run: (command: Command) => void,
    ) {
        const { shown } = item;
        this.sides = { source: side("source", shown.source_lang), target: side("target", shown.target_lang) };
        const label = [item.match && words().score(item.match.score), shown.source]
            .filter(Boolean)
            .join(": ");
        this.element = h(
            "li",
            { class: `unit ${item.match ? band(item.match) : "place"}`, tabindex: -1, "aria-label": label },
            item.match && head(item.match),
            h("div", { class: "texts" }, this.sides.source, this.sides.target),
            h("div", { class: "below" }, this.meta, this.tools),
        );
        this.draw();
        this.tell(undefined);
    }

    /** The texts as they are in the memory. */
    draw(): void {
        const { shown, match, place, query } = this.item;
        const differences = match?.differences ?? [];
        const found = place
            ? inText(shown.source, [{ span: place.span, op: "found" as const }])
            : stretches(shown.source, differences, "source");
        fill(this.sides.source, h("p", { class: "text" }, ...painted(shown.source, found)));
        fill(this.sides.target, h("p", { class: "text" }, visible(shown.target)));
        if (!match || differences.length === 0) return;
        // The query stands below the source, so that both are compared word by word.
        const own = painted(query, stretches(query, differences, "query"));
        const label = h("bdi", { class: "label", lang: words().code }, words().query);
        this.sides.source.append(h("p", { class: "own" }, label, " ", h("bdi", { class: "words" }, ...own)));
    }

    /** What is known of the unit beside its texts. */
    tell(unit: Unit | undefined): void {
        const w = words();
        const { item } = this;
        const attributes = new Map(unit?.meta.attributes ?? []);
        const props = (unit?.meta.props ?? []).filter(({ kind }) =>
            /^x-(domain|client|project|document)$/.test(kind),
        );
        const created = dateOf(attributes.get("creationdate") ?? item.match?.created);
        const changed = dateOf(attributes.get("changedate"));
        const by = attributes.get("changeid") ?? attributes.get("creationid");
        const penalties = item.match?.penalties ?? [];
        const parts: Child[] = [
            item.memory !== undefined && h("span", { class: "memory" }, bdi(item.memory)),
            ...props.map(({ value }) => h("span", { class: "tag" }, bdi(value))),
            changed !== undefined
                ? h("span", {}, w.changed(changed))
                : created !== undefined && h("span", {}, w.created(created)),
            by !== undefined && h("span", {}, bdi(by)),
            item.match?.reviewed === true && h("span", {}, w.reviewed),
            ...penalties.map(({ kind, points }) =>
                h("span", { class: "penalty" }, h("bdi", {}, w.penalty(kind, points))),
            ),
            ...(unit?.meta.notes ?? []).map((note) => h("span", {}, `${w.notesOf}: `, bdi(note))),
        ];
        fill(this.meta, ...parts);
    }

    /** Shows whether it is the current one: then with its buttons. */
    mark(isCurrent: boolean): void {
        this.element.classList.toggle("current", isCurrent);
        this.element.tabIndex = isCurrent ? 0 : -1;
        if (!isCurrent) return this.tools.replaceChildren();
        const { item } = this;
        const w = words().short;
        fill(
            this.tools,
            this.button("note", "copy", w.copy),
            item.mayWrite && this.button("edit", "edit", w.edit),
            item.memory !== undefined && this.button("reopen", "history", w.history),
            item.mayWrite && this.button("close", "remove", w.remove),
        );
    }

    private button(sign: Icon, command: Command, text: string): HTMLElement {
        const key = KEYS[command][0];
        return h(
            "button",
            {
                type: "button",
                class: `tool ${command}`,
                title: words().commands[command],
                "aria-keyshortcuts": ariaName(key),
                click: () => this.run(command),
            },
            icon(sign),
            h("span", {}, text),
            h("kbd", { "aria-hidden": "true" }, drawn(key)),
        );
    }
}

function side(name: Side, lang: string): HTMLElement {
    return h("div", { class: `side ${name}`, lang, dir: dirOf(lang) });
}

function band({ score, nearest }: Match): string {
    return nearest === true || score < LOOK ? "weak" : score < SURE ? "look" : "sure";
}

/** Score as a number, as a meter, and in a word. */
function head(match: Match): HTMLElement {
    const w = words();
    const bar = h("i");
    bar.style.setProperty("--c", String(Math.min(match.score, 100) / 100));
    return h(
        "div",
        { class: "score" },
        h("b", { class: "c" }, w.score(match.score)),
        h("span", { class: "meter", "aria-hidden": "true" }, bar),
        h("span", { class: "kind soft" }, w.kinds[match.nearest === true ? "nearest" : match.kind]),
    );
}

/** A text with its stretches as marks; each says to screen readers and to the mouse what it is. */
function painted(text: string, marks: Stretch[]): Node[] {
    const out: Node[] = [];
    let at = 0;
    for (const { from, to, op } of marks) {
        out.push(document.createTextNode(visible(text.slice(at, from))));
        const name = op === "found" ? undefined : words().ops[op];
        const inner = visible(text.slice(from, to));
        out.push(h("mark", { class: op, title: name }, inner, name !== undefined && spoken(` (${name})`)));
        at = to;
    }
    out.push(document.createTextNode(visible(text.slice(at))));
    return out;
}
