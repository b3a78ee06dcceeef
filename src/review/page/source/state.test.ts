import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row, Whole } from "./protocol";
import { Review, splice } from "./state";

function row(id: number, more: Partial<Row> = {}): Row {
    const piece = { at: id * 10, end: id * 10 + 5, text: `row ${id}` };
    return { id, s: [piece], t: [piece], c: 0.9, state: "open", ...more };
}

function review(...rows: Row[]): Review {
    const text = { name: "a", lang: "ar", dir: "rtl" } as const;
    const whole: Whole = {
        id: "r",
        title: "t",
        source: text,
        target: text,
        at: 5,
        rows,
        undo: false,
        redo: false,
    };
    return new Review(whole);
}

test("splices are applied in order", () => {
    const it = review(row(1), row(2), row(3));
    const applied = it.apply({
        at: 7,
        changes: [
            { at: 0, remove: 2, rows: [row(4)] },
            { at: 1, remove: 0, rows: [row(5), row(6)] },
        ],
        undo: true,
    });
    assert.ok(applied);
    assert.deepEqual(
        it.rows.map(({ id }) => id),
        [4, 5, 6, 3],
    );
    assert.deepEqual([it.at, it.undo, it.redo], [7, true, false]);
    assert.equal(it.place(3), 3);
    assert.equal(it.place(1), undefined);
});

test("an undo is about the row that it changes, not about one that was aligned anew beside it", () => {
    const it = review(row(1), row(2, { state: "accepted" }), row(3));
    const said = { act: "undo", of: "accept" };
    it.apply({ at: 6, changes: [{ at: 0, remove: 2, rows: [row(1, { c: 0.5 }), row(2)] }], said });
    assert.equal(it.back, 2);
    it.apply({ at: 7, changes: [{ at: 0, remove: 1, rows: [row(1)] }] });
    assert.equal(it.back, undefined);
});

test("an answer that is older than what is known is not applied", () => {
    const it = review(row(1));
    assert.equal(it.apply({ at: 4, changes: [{ at: 0, remove: 1, rows: [] }] }), false);
    assert.equal(it.rows.length, 1);
});

test("a long splice is as a short one", () => {
    const many = Array.from({ length: 150_000 }, (_, id) => row(id));
    const rows = [row(-1), row(-2), row(-3)];
    splice(rows, { at: 1, remove: 1, rows: many });
    assert.equal(rows.length, 150_002);
    assert.deepEqual([rows[0]?.id, rows[1]?.id, rows.at(-2)?.id, rows.at(-1)?.id], [-1, 0, 149_999, -3]);
});

test("what is foreseen is shown until it is settled", () => {
    const it = review(row(1, { doubt: true, c: 0.3 }), row(2));
    assert.deepEqual(it.counts(), { rows: 2, decided: 0, doubtful: 1 });
    const settle = it.foresee([1], "accepted");
    assert.deepEqual(it.counts(), { rows: 2, decided: 1, doubtful: 0 });
    settle();
    assert.equal(it.counts().doubtful, 1);
});

test("a later foresight is not settled by an earlier answer", () => {
    const it = review(row(1));
    const first = it.foresee([1], "accepted");
    const second = it.foresee([1], "rejected");
    first();
    assert.equal(it.stateOf(it.rows[0]!), "rejected");
    second();
    assert.equal(it.stateOf(it.rows[0]!), "open");
});
