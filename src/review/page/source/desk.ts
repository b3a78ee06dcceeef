// The desk: a review, where the person is in it, and what is shown of it.
import type { Carets } from "./carets";
import { Infos } from "./infos";
import { List } from "./list";
import { FILTERS, ORDERS, nextDoubtful, view, type Wanted } from "./order";
import type { Answer, Decision, Home, Id, Row, RowState, Side, Whole } from "./protocol";
import { RowView, type Face } from "./rowview";
import { Sender, type Sent } from "./sender";
import { keepSettings, settings } from "./settings";
import { Review } from "./state";
import { say, tell, tellTrouble, warn } from "./voice";
import { confidence, words } from "./words";

/** Cells of one side that wait for their partners. */
export interface Pinned {
    side: Side;
    from: Id;
    to: Id;
}

/** What the desk tells the parts around its list. */
export interface Around {
    /** Rows, order, filter or counts may have changed. */
    changed(): void;
    /** The view or the current row has moved. */
    moved(): void;
    /** The current row is drawn: what is open below it goes into its view. */
    currentDrawn(view: RowView, row: Row): void;
}

export class Desk {
    readonly review: Review;
    readonly list: List<RowView>;
    readonly sender: Sender;
    readonly infos: Infos;
    current: Id | undefined;
    side: Side = "source";
    carets: Carets = {};
    pinned: Pinned | undefined;
    /** Where a selection begins; it ends at the current row. */
    selectFrom: Id | undefined;
    hovered: Id | undefined;
    /** The side whose text is being edited. */
    editing: Side | undefined;
    /** A row whose proposals were asked for although it is not doubtful. */
    private askedFor: Id | undefined;
    /** Whether rows go into the memory as they are accepted. */
    live = false;
    wanted: Wanted = { order: settings.order, filter: "all", query: "" };
    private selected = new Set<Id>();
    private ahead = 0;

    constructor(
        whole: Whole,
        readonly home: Home,
        readonly grid: HTMLElement,
        scroller: HTMLElement,
        private readonly around: Around,
    ) {
        this.review = new Review(whole);
        const texts = { source: whole.source, target: whole.target };
        this.list = new List<RowView>(
            scroller,
            grid,
            {
                make: (row) => new RowView(row, texts),
                update: (view, row, place) => this.drawRow(view, row, place),
            },
            () => this.current,
            () => this.around.moved(),
        );
        this.infos = new Infos(this.review, (id) => this.informed(id));
        this.sender = new Sender(this.review, {
            changed: (answer, sent) => this.answered(answer, sent),
            refused: (refusal, sent) => this.refused(refusal, sent),
            waiting: (count) => tellTrouble(this.sender.troubled ? count : undefined),
        });
    }

    stop(): void {
        this.sender.stop();
        this.list.stop();
    }

    row(): Row | undefined {
        return this.current === undefined ? undefined : this.review.row(this.current);
    }

    /** The place of the current row among the shown ones. */
    place(): number {
        return (this.current === undefined ? undefined : this.list.place(this.current)) ?? 0;
    }

    /** The number of a row as people see it. */
    number(id: Id): number {
        return (this.review.place(id) ?? 0) + 1;
    }

    /** Whether the row's proposals are shown, so that their keys take them. */
    showsReadings(row: Row): boolean {
        if (this.review.isDoubtful(row)) return true;
        return this.review.stateOf(row) === "open" && (settings.evidence || this.askedFor === row.id);
    }

    askReadings(row: Row): void {
        this.askedFor = row.id;
        void this.infos.fetch(row.id);
        this.redraw();
    }

    // Shows

    /** Computes anew which rows are shown, and draws them. */
    refresh(): void {
        const before = this.place();
        const rows = view(this.review, this.wanted);
        const gone = this.current === undefined || !rows.some((row) => row.id === this.current);
        if (gone) {
            this.carets = {};
            this.selectFrom = undefined;
            this.current = rows[Math.min(before, rows.length - 1)]?.id;
        }
        this.grid.setAttribute("aria-rowcount", String(rows.length + 1));
        this.select();
        this.list.show(rows);
        this.around.changed();
        this.around.moved();
        if (gone && document.activeElement === document.body) this.takeFocus();
        this.lookAhead();
    }

    redraw(): void {
        this.list.draw();
        this.around.moved();
    }

    private drawRow(view: RowView, row: Row, place: number): void {
        const current = row.id === this.current;
        const number = this.number(row.id);
        const pinned = this.pinned;
        const inPin = pinned && this.between(row.id, pinned.from, pinned.to);
        const looked = current || row.id === this.hovered;
        const face: Face = {
            row,
            number,
            // The first is the row of column names.
            index: place + 2,
            state: this.review.stateOf(row),
            current,
            side: this.side,
            selected: this.selected.has(row.id),
            pinned: inPin ? pinned.side : undefined,
            carets: current ? this.carets : {},
            links: looked ? this.infos.of(row)?.links : undefined,
            joined: row.moved === true && this.list.rows[place + 1]?.moved === true,
            editing: current ? this.editing : undefined,
        };
        view.update(face);
        if (current) this.around.currentDrawn(view, row);
    }

    private between(id: Id, from: Id, to: Id): boolean {
        const [place, a, b] = [id, from, to].map((each) => this.review.place(each));
        if (place === undefined || a === undefined || b === undefined) return false;
        return place >= Math.min(a, b) && place <= Math.max(a, b);
    }

    // Where the person is

    /** Goes to a row. `how`: as little scrolling as is needed, or with what follows in sight. */
    go(id: Id | undefined, how: "near" | "third" = "near", keep = false): void {
        if (id === undefined) return;
        const place = this.list.place(id);
        if (place === undefined) return;
        if (id !== this.current) {
            this.carets = {};
            this.editing = undefined;
            if (!keep) this.selectFrom = undefined;
        }
        this.current = id;
        this.select();
        this.list.draw();
        this.list.measure();
        this.list.reveal(this.list.place(id) ?? place, how);
        this.takeFocus();
        this.around.moved();
        this.lookAhead();
    }

    choose(side: Side): void {
        this.side = side;
        this.list.draw();
        this.takeFocus();
    }

    takeFocus(): void {
        if (this.current === undefined || this.editing) return;
        this.list.views.get(this.current)?.cells[this.side].focus({ preventScroll: true });
    }

    /** Goes to a row even if the filter hides it. */
    reach(id: Id): void {
        if (this.list.place(id) === undefined && this.review.row(id)) this.want({ filter: "all", query: "" });
        this.go(id, "third");
    }

    /** The next row that asks for a look, but for some; nothing where none is left. */
    next(by: 1 | -1, but: (row: Row) => boolean = () => false): Id | undefined {
        const rows = this.list.rows;
        let from = this.place();
        for (let tries = 0; tries < rows.length; tries++) {
            const at = nextDoubtful(this.review, rows, from, by);
            const row = at === undefined ? undefined : rows[at];
            if (at === undefined || !row || row.id === this.current) return undefined;
            if (!but(row)) return row.id;
            from = at;
        }
        return undefined;
    }

    /** Goes to the next doubtful row and says so, after `first`. */
    goOn(next: Id | undefined, first = ""): void {
        if (next === undefined) {
            tell(`${first} ${words().said.noneDoubtful}`.trim());
            // Who accepts on then goes through what is still open, row by row.
            if (first !== "") this.go(this.nextOpen());
            return;
        }
        this.go(next, "third");
        say(`${first} ${this.told(next)}`.trim());
    }

    private nextOpen(): Id | undefined {
        const below = this.list.rows.slice(this.place() + 1);
        return below.find((row) => this.review.stateOf(row) === "open")?.id;
    }

    private told(id: Id): string {
        const row = this.review.row(id);
        if (!row) return "";
        const c = row.c === undefined ? undefined : confidence(row.c);
        return words().said.at(this.number(id), c, this.review.isDoubtful(row));
    }

    /** The selected rows in the order shown; without a selection the current one. */
    chosen(): Id[] {
        const rows = this.list.rows.filter((row) => this.selected.has(row.id)).map((row) => row.id);
        return rows.length > 0 ? rows : this.current === undefined ? [] : [this.current];
    }

    private select(): void {
        this.selected = new Set();
        const from = this.selectFrom === undefined ? undefined : this.list.place(this.selectFrom);
        if (from === undefined || this.current === undefined) return;
        const to = this.place();
        for (let at = Math.min(from, to); at <= Math.max(from, to); at++) {
            const row = this.list.rows[at];
            if (row) this.selected.add(row.id);
        }
    }

    want(change: Partial<Wanted>): void {
        this.wanted = { ...this.wanted, ...change };
        if (change.order) keepSettings({ order: change.order });
        this.refresh();
        const w = words();
        const { order, filter } = this.wanted;
        say(w.said.view(w.orders[order], w.filters[filter], this.list.rows.length));
        if (this.current !== undefined) this.list.reveal(this.place(), "third");
    }

    nextOrder(): void {
        const at = ORDERS.indexOf(this.wanted.order);
        this.want({ order: ORDERS[(at + 1) % ORDERS.length] ?? "document" });
        // In another order, the beginning is what was asked for.
        this.go(this.list.rows[0]?.id);
        tell(words().orders[this.wanted.order]);
    }

    nextFilter(): void {
        const at = FILTERS.indexOf(this.wanted.filter);
        this.want({ filter: FILTERS[(at + 1) % FILTERS.length] ?? "all" });
        tell(`${words().filters[this.wanted.filter]}: ${words().found(this.list.rows.length)}`);
    }

    /** What was asked about a row is there. Proposals that open at the foot of the view are brought into it. */
    private informed(id: Id): void {
        const [first, last] = this.list.range();
        this.redraw();
        if (id !== this.current) return;
        this.list.measure();
        const place = this.place();
        if (place >= first && place <= last) this.list.reveal(place, "near");
    }

    /** Fetches what the program says of this row and of the doubtful ones that come next. */
    private lookAhead(): void {
        window.clearTimeout(this.ahead);
        this.ahead = window.setTimeout(async () => {
            if (this.current === undefined || this.sender.open > 0) return;
            const here = this.current;
            await this.infos.fetch(here);
            let at = this.place();
            for (let count = 0; count < 3 && this.current === here; count++) {
                const next = nextDoubtful(this.review, this.list.rows, at, 1);
                const row = next === undefined ? undefined : this.list.rows[next];
                if (next === undefined || !row || next <= at) return;
                await this.infos.fetch(row.id);
                at = next;
            }
        }, 40);
    }

    // Decisions

    /** Sends a decision. `ahead` shows rows as decided before the answer. */
    decide(decision: Decision, ahead?: { ids: Id[]; state: RowState }, movedOn = false): void {
        const settle = ahead && this.review.foresee(ahead.ids, ahead.state);
        this.sender.send({ decision, settle, movedOn });
        if (!ahead) return;
        // The key is answered with what is drawn; orders and filters follow with the program's answer.
        this.list.draw();
        this.around.changed();
    }

    private answered(answer: Answer, sent?: Sent): void {
        if (answer.conflict) warn(answer.conflict.text);
        const changes = answer.changes?.length ?? 0;
        this.refresh();
        if (!sent) {
            if (changes > 0) tell(words().said.others(changes));
            return;
        }
        if (answer.told) tell(answer.told);
        if (answer.conflict) return;
        const { act } = sent.decision;
        if (act === "undo" || act === "redo") this.tellUndone(act, answer);
        const focus = answer.focus ?? this.review.back;
        if (focus !== undefined && !sent.movedOn && this.sender.open === 0) {
            if (this.review.row(focus)) this.reach(focus);
        }
    }

    private tellUndone(act: "undo" | "redo", answer: Answer): void {
        const w = words();
        const of = answer.said?.of ?? "";
        const name = w.acts[of] ?? of;
        const by = answer.said?.by ? ` (${answer.said.by})` : "";
        tell(act === "undo" ? w.said.undone(name + by) : w.said.redone(name + by));
    }

    private refused(refusal: { message: string; hint?: string | undefined }, sent?: Sent): void {
        warn(refusal.message, refusal.hint);
        if (!sent) return;
        // The rows may be others than this page believes.
        void this.sender.fetchWhole().then(
            () => this.refresh(),
            () => this.refresh(),
        );
    }
}
