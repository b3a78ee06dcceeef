// One row on the page: number, shape, confidence and state; both sides; what is open below them. Its
// elements stay while it is drawn, so that the focus stays too; only what has changed is filled anew.
import type { Place } from "./carets";
import { bdi, fill, h, spoken } from "./dom";
import { icon } from "./icons";
import type { Drawn } from "./list";
import { marksOf } from "./marks";
import { shown } from "./offsets";
import { paint } from "./paint";
import type { Link, Piece, Row, RowState, Side, Text } from "./protocol";
import { confidence, words } from "./words";

export const SIDES = ["source", "target"] as const;

/** What a row shows. */
export interface Face {
    row: Row;
    /** Its number in the text, from 1. */
    number: number;
    /** Its place in the grid, from 1, for screen readers. */
    index: number;
    state: RowState;
    current: boolean;
    side: Side;
    selected: boolean;
    /** The side whose cell waits for its partner. */
    pinned: Side | undefined;
    carets: Partial<Record<Side, Place>>;
    links: Link[] | undefined;
    /** The row below belongs to the same moved passage. */
    joined: boolean;
    /** The side whose text is being edited: it is left as it is. */
    editing: Side | undefined;
}

/** Rows from this confidence on need no look; below the other they are more likely wrong than right. */
const SURE = 0.8;
const WEAK = 0.5;

export type Band = "sure" | "look" | "weak" | "gap";

export function bandOf(row: Row): Band {
    if (row.s.length === 0 || row.t.length === 0) return "gap";
    return row.c === undefined ? "sure" : bandFor(row.c);
}

export function bandFor(c: number): Band {
    return c >= SURE ? "sure" : c < WEAK ? "weak" : "look";
}

export class RowView implements Drawn {
    readonly element: HTMLElement;
    readonly cells: Record<Side, HTMLElement>;
    /** What is open below the texts. */
    readonly extra: HTMLElement;
    private readonly head: HTMLElement;
    private readonly note: HTMLElement;
    private known: Record<string, unknown[]> = {};

    constructor(row: Row, texts: Record<Side, Text>) {
        this.head = h("div", { class: "head", role: "rowheader" });
        const cell = (side: Side): HTMLElement =>
            h("div", {
                class: `side ${side}`,
                role: "gridcell",
                "data-side": side,
                tabindex: -1,
                lang: texts[side].lang,
                dir: texts[side].dir,
            });
        this.cells = { source: cell("source"), target: cell("target") };
        this.note = h("p", { class: "note" });
        this.extra = h("div", { class: "extra", role: "gridcell" });
        this.element = h(
            "div",
            { role: "row", "data-row": row.id },
            this.head,
            this.cells.source,
            this.cells.target,
            this.extra,
        );
    }

    update(face: Face): void {
        const { row, state, current, selected } = face;
        const band = bandOf(row);
        this.ifNew(
            "row",
            [band, state, current, selected, row.held, row.moved, face.joined, face.index, row.doubt],
            () => {
                const classes = ["bead", "row", band, state];
                if (current) classes.push("current");
                if (selected) classes.push("selected");
                if (row.held) classes.push("held");
                if (row.moved) classes.push("moved");
                if (face.joined) classes.push("joined");
                if (row.doubt && state === "open") classes.push("doubt");
                this.element.className = classes.join(" ");
                this.element.setAttribute("aria-rowindex", String(face.index));
                if (selected) this.element.setAttribute("aria-selected", "true");
                else this.element.removeAttribute("aria-selected");
            },
        );
        this.ifNew("head", [row, face.number, state, words()], () => fill(this.head, ...head(face)));
        for (const side of SIDES) this.fillCell(side, face);
        this.ifNew("note", [row.note], () => {
            if (!row.note) return this.note.remove();
            fill(this.note, icon("note"), spoken(`${words().note}: `), bdi(row.note));
            this.extra.prepend(this.note);
        });
    }

    private fillCell(side: Side, face: Face): void {
        const cell = this.cells[side];
        const { row, current, links } = face;
        const pieces = side === "source" ? row.s : row.t;
        const caret = face.carets[side];
        this.ifNew(`${side} focus`, [current, face.side, face.pinned === side], () => {
            cell.tabIndex = current ? 0 : -1;
            cell.classList.toggle("here", current && face.side === side);
            cell.classList.toggle("pinned", face.pinned === side);
        });
        if (face.editing === side) return;
        this.ifNew(side, [row, face.state, links, caret?.piece, caret?.offset, words()], () => {
            cell.classList.toggle("blank", pieces.length === 0);
            if (pieces.length === 0) {
                const said =
                    face.state === "omitted" ? words().omitted : row.held ? words().waits : words().noPartner;
                return fill(cell, h("span", { lang: words().code, dir: words().dir }, said));
            }
            fill(cell, ...pieces.map((piece, at) => paragraph(piece, at, side, cell.dir, links, caret)));
        });
    }

    private ifNew(part: string, now: unknown[], draw: () => void): void {
        const before = this.known[part];
        if (before && before.every((value, at) => value === now[at])) return;
        this.known[part] = now;
        draw();
    }

    /** Fills a side again at the next update, whatever has changed. */
    forget(side: Side): void {
        delete this.known[side];
    }
}

function paragraph(
    piece: Piece,
    at: number,
    side: Side,
    dir: string,
    links: Link[] | undefined,
    caret: Place | undefined,
): HTMLElement {
    const text = shown(piece);
    const inside = h("bdi", { dir });
    const marks = links ? marksOf(piece, side === "source" ? "s" : "t", links) : [];
    paint(inside, text, marks, caret?.piece === at ? caret.offset : undefined);
    const edited = piece.edited !== undefined;
    return h(
        "p",
        {
            class: edited ? "piece edited" : "piece",
            "data-piece": at,
            title: edited ? piece.text : undefined,
        },
        inside,
        edited && spoken(` (${words().edited})`),
    );
}

function head({ row, number, state }: Face): Node[] {
    const w = words();
    const shape = `${row.s.length}–${row.t.length}`;
    const c = row.c === undefined ? w.byHand : confidence(row.c);
    const meter = h("span", { class: "meter", "aria-hidden": "true" }, h("i"));
    (meter.firstElementChild as HTMLElement).style.setProperty("--c", String(row.c ?? 1));
    const top = h(
        "span",
        { class: "at" },
        h("span", { class: "n" }, String(number)),
        shape !== "1–1" && h("bdi", { class: "shape", dir: words().dir }, shape),
        h("span", { class: row.c === undefined ? "c hand" : "c" }, c),
    );
    return [top, meter, signs(row, state)];
}

/** The state in words and signs: never by colour alone. */
function signs(row: Row, state: RowState): HTMLElement {
    const w = words();
    const out = h("span", { class: "signs" });
    const sign = (name: Parameters<typeof icon>[0], text: string, kind: string): void => {
        out.append(h("span", { class: `sign ${kind}` }, icon(name), text));
    };
    if (state === "accepted") sign("accept", w.states.accepted, "accepted");
    else if (state === "rejected") sign("reject", w.states.rejected, "rejected");
    else if (state === "omitted") sign("omit", w.states.omitted, "omitted");
    else if (row.held) sign("held", w.states.held, "held");
    else if (row.doubt) out.append(spoken(w.states.doubt));
    if (row.moved) sign("moved", w.states.moved, "moved");
    return out;
}
