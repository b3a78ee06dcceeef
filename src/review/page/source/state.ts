// The rows of a review as the program last told them, and what is decided but not yet answered.
import type { Answer, Splice, Id, Row, RowState, Whole } from "./protocol";

export class Review {
    readonly id: string;
    whole: Whole;
    rows: Row[];
    at: number;
    undo: boolean;
    redo: boolean;
    /** The row that the last undo or redo was about. */
    back: Id | undefined;
    /** States shown before the program has answered. */
    private readonly ahead = new Map<Id, { state: RowState }>();
    private places: Map<Id, number> | undefined;

    constructor(whole: Whole) {
        this.id = String(whole.id);
        this.whole = whole;
        this.rows = whole.rows;
        this.at = whole.at;
        this.undo = whole.undo;
        this.redo = whole.redo;
    }

    /** All rows anew. */
    replace(whole: Whole): void {
        this.whole = whole;
        this.rows = whole.rows;
        this.at = whole.at;
        this.undo = whole.undo;
        this.redo = whole.redo;
        this.places = undefined;
    }

    /** Takes an answer's changes over. Returns false where it is older than what is known. */
    apply(answer: Answer): boolean {
        if (answer.at < this.at) return false;
        this.back = undefined;
        for (const change of answer.changes ?? []) {
            if (answer.said) this.back ??= meant(this.rows, change);
            splice(this.rows, change);
        }
        if (answer.changes?.length) this.places = undefined;
        this.at = answer.at;
        this.undo = answer.undo ?? this.undo;
        this.redo = answer.redo ?? this.redo;
        return true;
    }

    /** Where a row stands in the list. */
    place(id: Id): number | undefined {
        this.places ??= new Map(this.rows.map((row, index) => [row.id, index]));
        return this.places.get(id);
    }

    row(id: Id): Row | undefined {
        const place = this.place(id);
        return place === undefined ? undefined : this.rows[place];
    }

    stateOf(row: Row): RowState {
        return this.ahead.get(row.id)?.state ?? row.state;
    }

    isDoubtful(row: Row): boolean {
        return row.doubt === true && this.stateOf(row) === "open";
    }

    /** Shows rows as decided before the answer; what it returns takes that back. */
    foresee(ids: Id[], state: RowState): () => void {
        const own = { state };
        for (const id of ids) this.ahead.set(id, own);
        // What was foreseen after this one stays.
        return () => ids.forEach((id) => this.ahead.get(id) === own && this.ahead.delete(id));
    }

    counts(): { rows: number; decided: number; doubtful: number } {
        let [decided, doubtful] = [0, 0];
        for (const row of this.rows) {
            if (this.stateOf(row) !== "open") decided++;
            else if (row.doubt) doubtful++;
        }
        return { rows: this.rows.length, decided, doubtful };
    }
}

/** The first new row that is not only aligned anew: others beside it may have another confidence. */
function meant(rows: Row[], { at, remove, rows: news }: Splice): Id | undefined {
    const kept = ({ s, t, state, note }: Row): string => JSON.stringify([s, t, state, note]);
    const old = new Set(rows.slice(at, at + remove).map(kept));
    return (news.find((row) => !old.has(kept(row))) ?? news[0])?.id;
}

/** Puts rows in the place of others. A long list of new rows does not go through arguments. */
export function splice(rows: Row[], change: Splice): void {
    if (change.rows.length < 1000) {
        rows.splice(change.at, change.remove, ...change.rows);
        return;
    }
    const tail = rows.slice(change.at + change.remove);
    rows.length = change.at;
    for (const row of change.rows) rows.push(row);
    for (const row of tail) rows.push(row);
}

/** A row without one of its sides. */
export function isAlone(row: Row): boolean {
    return row.s.length === 0 || row.t.length === 0;
}
