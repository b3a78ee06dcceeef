import assert from "node:assert/strict";
import { test } from "node:test";
import { fold } from "./fold";
import { nextDoubtful, view, type Wanted } from "./order";
import type { Row } from "./protocol";
import { Review } from "./state";

const text = { name: "a", lang: "ar", dir: "rtl" } as const;
const piece = (words: string): Row["s"] => [{ at: 0, end: 1, text: words }];

const ROWS: Row[] = [
    { id: 1, s: piece("وقّع الوزيرُ"), t: piece("The minister signed"), c: 0.9, state: "open" },
    { id: 2, s: piece("إلى الأردن"), t: [], c: 0.95, state: "open", doubt: true },
    { id: 3, s: [...piece("أ"), ...piece("ب")], t: piece("Café ٤٢"), c: 0.3, state: "open", doubt: true },
    { id: 4, s: piece("x"), t: piece("y"), c: 0.1, state: "rejected", note: "Look" },
    { id: 5, s: piece("z"), t: piece("z"), c: 0.6, state: "open", doubt: true },
    { id: 6, s: piece("q"), t: [], state: "omitted" },
];

function ids(wanted: Partial<Wanted>): number[] {
    const review = new Review({
        id: "r",
        title: "",
        source: text,
        target: text,
        at: 0,
        rows: ROWS,
        undo: false,
        redo: false,
    });
    return view(review, { order: "document", filter: "all", query: "", ...wanted }).map(({ id }) => id);
}

test("three orders, with what is decided at the end", () => {
    assert.deepEqual(ids({}), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(ids({ order: "weakest" }), [3, 5, 2, 1, 4, 6]);
    assert.deepEqual(ids({ order: "uneven" }), [2, 3, 1, 5, 6, 4]);
});

test("filters", () => {
    assert.deepEqual(ids({ filter: "doubtful" }), [2, 3, 5]);
    assert.deepEqual(ids({ filter: "open" }), [1, 2, 3, 5]);
    assert.deepEqual(ids({ filter: "accepted" }), [6]);
    assert.deepEqual(ids({ filter: "rejected" }), [4]);
    assert.deepEqual(ids({ filter: "alone" }), [2, 6]);
    assert.deepEqual(ids({ filter: "noted" }), [4]);
});

test("a search knows no vowel marks, forms of hamza, case, accents or kinds of digits", () => {
    assert.deepEqual(ids({ query: "وقع الوزير" }), [1]);
    assert.deepEqual(ids({ query: "الاردن" }), [2]);
    assert.deepEqual(ids({ query: "cafe 42" }), [3]);
    assert.deepEqual(ids({ query: "LOOK" }), [4]);
    assert.deepEqual(ids({ query: "  " }).length, 6);
    assert.equal(fold("مـــؤتمرٌ ۴٢"), fold("موتمر 42"));
});

test("the next doubtful row goes around the end, and never is the same", () => {
    const review = new Review({
        id: "r",
        title: "",
        source: text,
        target: text,
        at: 0,
        rows: ROWS,
        undo: false,
        redo: false,
    });
    assert.equal(nextDoubtful(review, ROWS, 0, 1), 1);
    assert.equal(nextDoubtful(review, ROWS, 4, 1), 1);
    assert.equal(nextDoubtful(review, ROWS, 1, -1), 4);
    assert.equal(nextDoubtful(review, ROWS.slice(1, 2), 0, 1), undefined);
    assert.equal(nextDoubtful(review, [], 0, 1), undefined);
});
