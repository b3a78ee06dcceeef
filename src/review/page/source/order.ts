// Which rows are shown, and in which order.
import { fold } from "./fold";
import { shown } from "./offsets";
import type { Row } from "./protocol";
import { isAlone, type Review } from "./state";

export const ORDERS = ["document", "weakest", "uneven"] as const;
export type Order = (typeof ORDERS)[number];
export const FILTERS = ["all", "doubtful", "open", "accepted", "rejected", "alone", "noted"] as const;
export type Filter = (typeof FILTERS)[number];

export interface Wanted {
    order: Order;
    filter: Filter;
    query: string;
}

const folded = new WeakMap<Row, string>();

/** Both texts and the note of a row as a search compares them, computed once. */
export function foldedRow(row: Row): string {
    let text = folded.get(row);
    if (text === undefined) {
        text = fold([...row.s.map(shown), ...row.t.map(shown), row.note ?? ""].join("\n"));
        folded.set(row, text);
    }
    return text;
}

export function view(review: Review, wanted: Wanted): Row[] {
    const query = fold(wanted.query).trim();
    const rows = review.rows.filter(
        (row) => passes(review, row, wanted.filter) && (query === "" || foldedRow(row).includes(query)),
    );
    const rank = RANKS[wanted.order];
    if (!rank) return rows;
    const ranked = rows.map((row) => ({ row, rank: rank(review, row) }));
    return ranked.sort((a, b) => a.rank - b.rank).map(({ row }) => row);
}

function passes(review: Review, row: Row, filter: Filter): boolean {
    switch (filter) {
        case "all":
            return true;
        case "doubtful":
            return review.isDoubtful(row);
        case "alone":
            return isAlone(row);
        case "noted":
            return row.note !== undefined && row.note !== "";
        case "accepted": {
            const state = review.stateOf(row);
            return state === "accepted" || state === "omitted";
        }
        default:
            return review.stateOf(row) === filter;
    }
}

/** Small ranks come first; rows of one rank stay as in the text. What is decided comes last. */
const RANKS: Record<Order, ((review: Review, row: Row) => number) | undefined> = {
    document: undefined,
    weakest: (review, row) =>
        (review.stateOf(row) === "open" ? 0 : 4) + (review.isDoubtful(row) ? 0 : 2) + (row.c ?? 1),
    uneven: (review, row) =>
        (review.stateOf(row) === "open" ? 0 : 2) + (row.s.length === 1 && row.t.length === 1 ? 1 : 0),
};

/** The next row that asks for a look, from a place in the view on, around the end. */
export function nextDoubtful(review: Review, rows: Row[], from: number, by: 1 | -1): number | undefined {
    for (let step = 1; step <= rows.length; step++) {
        const at = (((from + by * step) % rows.length) + rows.length) % rows.length;
        const row = rows[at];
        if (row && at !== from && review.isDoubtful(row)) return at;
    }
    return undefined;
}
