// What the program says of single rows: proposals, signals, links. Fetched when a row is looked at, and
// ahead for the doubtful rows that come next.
import { ask } from "./network";
import type { Id, Row, RowInfo } from "./protocol";
import type { Review } from "./state";

interface Kept {
    info: RowInfo;
    /** The rows that it speaks of, as they were: where one has changed, it holds no more. */
    rows: Row[];
}

export class Infos {
    private readonly kept = new Map<Id, Kept>();
    private readonly asked = new Map<Id, Promise<void>>();

    constructor(
        private readonly review: Review,
        private readonly arrived: (id: Id) => void,
    ) {}

    /** What is known of a row and still true. */
    of(row: Row): RowInfo | undefined {
        const kept = this.kept.get(row.id);
        if (!kept) return undefined;
        const same = kept.rows.every((known) => this.review.row(known.id) === known);
        return same ? kept.info : undefined;
    }

    /** Asks for a row, unless it is known or asked for already. */
    fetch(id: Id): Promise<void> {
        const row = this.review.row(id);
        if (!row || this.of(row)) return Promise.resolve();
        const asked = this.asked.get(id);
        if (asked) return asked;
        const asking = this.ask(row).finally(() => this.asked.delete(id));
        this.asked.set(id, asking);
        return asking;
    }

    private async ask(row: Row): Promise<void> {
        try {
            const info = await ask<RowInfo>(`review/${encodeURIComponent(this.review.id)}/row/${row.id}`);
            if (this.review.row(row.id) !== row) return;
            this.kept.set(row.id, { info, rows: [row, ...this.rowsOf(info)] });
            this.arrived(row.id);
        } catch {
            // The row is shown without it, and it is asked for again when the row is next looked at.
        }
    }

    private rowsOf(info: RowInfo): Row[] {
        return info.proposals.flatMap(({ from, to }) => {
            const [first, last] = [this.review.place(from), this.review.place(to)];
            if (first === undefined || last === undefined) return [];
            return this.review.rows.slice(Math.min(first, last), Math.max(first, last) + 1);
        });
    }
}
