// A list of which only what is near the view is in the page: 10,000 rows take no longer than 30.
// Heights are guessed from the lengths of the texts and measured where a row is drawn.
import type { Id, Row } from "./protocol";

/** A drawn row. */
export interface Drawn {
    readonly element: HTMLElement;
}

export interface Drawing<V extends Drawn> {
    make(row: Row): V;
    update(view: V, row: Row, place: number): void;
}

/** So much above and below the view is drawn, in pixels. */
const MARGIN = 400;
/** So much is free below the last row, for what opens there. */
const END = 120;

export class List<V extends Drawn> {
    readonly views = new Map<Id, V>();
    rows: Row[] = [];
    private places = new Map<Id, number>();
    private tops = new Float64Array(1);
    private readonly heights = new Map<Id, number>();
    private readonly sizes: ResizeObserver;
    private width = 0;
    /** Guesses are kept by row: a row of other texts is another object. */
    private guesses = new WeakMap<Row, number>();
    private all = false;

    constructor(
        readonly scroller: HTMLElement,
        readonly layer: HTMLElement,
        private readonly drawing: Drawing<V>,
        /** The row that stays where it is on the screen when others grow or shrink. */
        private readonly anchor: () => Id | undefined,
        private readonly scrolled: () => void,
    ) {
        this.sizes = new ResizeObserver((entries) => this.measured(entries));
        this.sizes.observe(layer);
        scroller.addEventListener(
            "scroll",
            () => {
                this.draw();
                this.scrolled();
            },
            { passive: true },
        );
    }

    stop(): void {
        this.sizes.disconnect();
    }

    place(id: Id): number | undefined {
        return this.places.get(id);
    }

    /** Shows other rows, with the anchor kept where it was. */
    show(rows: Row[]): void {
        const hold = this.hold();
        this.rows = rows;
        this.places = new Map(rows.map((row, place) => [row.id, place]));
        this.stack();
        this.release(hold);
        this.draw();
        this.sort();
    }

    /** Elements that were drawn in another order stand in this one. What has the focus stays in its place. */
    private sort(): void {
        const place = (id: Id): number => this.places.get(id) ?? 0;
        const sorted = Array.from(this.views.keys())
            .sort((a, b) => place(a) - place(b))
            .flatMap((id) => this.views.get(id)?.element ?? []);
        const there = Array.from(this.layer.children).filter((each) => each.hasAttribute("data-row"));
        if (sorted.every((each, at) => each === there[at])) return;
        const fixed = sorted.findIndex((each) => each.contains(document.activeElement));
        sorted.forEach((each, at) => {
            if (at < fixed) sorted[fixed]?.before(each);
            else if (at > fixed) this.layer.append(each);
        });
    }

    /** The rows at the upper and the lower edge of the view. */
    range(): [number, number] {
        const top = this.scroller.scrollTop;
        return [this.at(top), this.at(top + this.scroller.clientHeight)];
    }

    /** Draws what is near the view, and all that is drawn anew. */
    draw(): void {
        const top = this.scroller.scrollTop;
        const height = this.scroller.clientHeight;
        const first = this.all ? 0 : this.at(top - MARGIN);
        const last = this.all ? this.rows.length - 1 : this.at(top + height + MARGIN);
        const held = this.anchor();
        const wanted = new Set<Id>();
        for (let place = first; place <= last; place++) this.drawRow(place, wanted);
        // The row that has the focus stays in the page wherever the view is, so that keys reach it.
        const heldPlace = held === undefined ? undefined : this.places.get(held);
        if (heldPlace !== undefined && (heldPlace < first || heldPlace > last))
            this.drawRow(heldPlace, wanted);
        for (const [id, view] of this.views) {
            if (wanted.has(id)) continue;
            this.sizes.unobserve(view.element);
            view.element.remove();
            this.views.delete(id);
        }
    }

    private drawRow(place: number, wanted: Set<Id>): void {
        const row = this.rows[place];
        if (!row || wanted.has(row.id)) return;
        wanted.add(row.id);
        let view = this.views.get(row.id);
        if (!view) {
            view = this.drawing.make(row);
            this.views.set(row.id, view);
            this.insert(view.element, place);
            this.sizes.observe(view.element);
        }
        this.drawing.update(view, row, place);
        const top = this.all ? "" : `translateY(${Math.round(this.tops[place] ?? 0)}px)`;
        if (view.element.style.transform !== top) view.element.style.transform = top;
    }

    /** Elements stand in the page in the order of the rows, as a screen reader goes through them. */
    private insert(element: HTMLElement, place: number): void {
        for (let after = place + 1; after < place + 80; after++) {
            const row = this.rows[after];
            const next = row && this.views.get(row.id);
            if (next) return void this.layer.insertBefore(element, next.element);
        }
        this.layer.append(element);
    }

    /** Brings a row into view: as little as is needed, or with what follows it in sight. */
    reveal(place: number, how: "near" | "third"): void {
        const row = this.rows[place];
        if (!row) return;
        const [top, bottom] = [this.tops[place] ?? 0, this.tops[place + 1] ?? 0];
        const view = this.scroller.clientHeight;
        const from = this.scroller.scrollTop;
        const air = Math.min(90, view / 6);
        if (how === "third" && (top < from + air || bottom > from + view - air * 2)) {
            this.scroller.scrollTop = top - view / 3;
        } else if (top < from + air) {
            this.scroller.scrollTop = top - air;
        } else if (bottom > from + view - air) {
            this.scroller.scrollTop = Math.min(bottom - view + air, top - air);
        }
        this.draw();
    }

    /** Measures what is drawn at once, before a row is brought into view. */
    measure(): void {
        if (this.all) return;
        let changed = false;
        for (const [each, drawn] of this.views) {
            const height = drawn.element.offsetHeight;
            if (height === 0 || this.heights.get(each) === height) continue;
            this.heights.set(each, height);
            changed = true;
        }
        if (!changed) return;
        const hold = this.hold();
        this.stack();
        this.release(hold);
    }

    /** For print: all rows, one below the other. */
    drawAll(all: boolean): void {
        this.all = all;
        this.layer.classList.toggle("all", all);
        this.draw();
    }

    private at(y: number): number {
        let [low, high] = [0, Math.max(0, this.rows.length - 1)];
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if ((this.tops[middle] ?? 0) <= y) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private stack(): void {
        const width = this.layer.clientWidth;
        this.tops = new Float64Array(this.rows.length + 1);
        let top = 0;
        this.rows.forEach((row, place) => {
            this.tops[place] = top;
            top += this.heights.get(row.id) ?? this.guess(row, width);
        });
        this.tops[this.rows.length] = top;
        this.layer.style.height = `${Math.round(top) + END}px`;
    }

    private guess(row: Row, width: number): number {
        let height = this.guesses.get(row);
        if (height === undefined) this.guesses.set(row, (height = guess(row, width)));
        return height;
    }

    /** Where the anchor stands on the screen, or the first row in view if the anchor is out of it. */
    private hold(): { id: Id; y: number } | undefined {
        const scroll = this.scroller.scrollTop;
        const id = this.anchor();
        const place = id === undefined ? undefined : this.places.get(id);
        const y = place === undefined ? -1 : (this.tops[place] ?? 0) - scroll;
        if (id !== undefined && y >= 0 && y < this.scroller.clientHeight) return { id, y };
        const first = this.at(scroll);
        const row = this.rows[first];
        return row && { id: row.id, y: (this.tops[first] ?? 0) - scroll };
    }

    private release(hold: { id: Id; y: number } | undefined): void {
        const place = hold && this.places.get(hold.id);
        if (place === undefined || !hold) return;
        const scroll = Math.round((this.tops[place] ?? 0) - hold.y);
        if (Math.abs(this.scroller.scrollTop - scroll) >= 1) this.scroller.scrollTop = scroll;
    }

    private measured(entries: ResizeObserverEntry[]): void {
        if (this.all) return;
        let changed = false;
        const hold = this.hold();
        if (this.layer.clientWidth !== this.width) {
            this.width = this.layer.clientWidth;
            this.heights.clear();
            this.guesses = new WeakMap();
            for (const [id, view] of this.views) this.heights.set(id, view.element.offsetHeight);
            changed = true;
        }
        for (const { target } of entries) {
            const id = Number((target as HTMLElement).dataset["row"]);
            if (Number.isNaN(id) || !target.isConnected) continue;
            const height = (target as HTMLElement).offsetHeight;
            if (height === 0 || this.heights.get(id) === height) continue;
            this.heights.set(id, height);
            changed = true;
        }
        if (!changed) return;
        this.stack();
        this.release(hold);
        this.draw();
    }
}

/** About how high a row will be. */
function guess(row: Row, width: number): number {
    const length = (pieces: Row["s"]): number => pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    const narrow = width < 700;
    const cell = narrow ? width - 40 : (width - 250) / 2;
    const lines = (units: number): number => Math.max(1, Math.ceil((units * 7.4) / Math.max(120, cell)));
    const [source, target] = [lines(length(row.s)) * 32, lines(length(row.t)) * 28];
    return narrow ? source + target + 70 : Math.max(source, target) + 28;
}
