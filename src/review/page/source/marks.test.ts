import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf, place } from "./marks";
import type { Link, Piece } from "./protocol";

test("links become marks in units of the text", () => {
    const text = "في ٣٠ يومًا";
    const piece: Piece = { at: 1000, end: 1000 + Buffer.byteLength(text), text };
    const at = 1000 + Buffer.byteLength("في ");
    const links: Link[] = [
        { kind: "word", s: [at + 5, at + 15], t: [0, 1] },
        { kind: "number", s: [at, at + 4], t: [2, 3] },
        { kind: "name", s: [at, at + 2], t: [4, 5] },
        { kind: "name", s: [10, 20], t: [4, 5] },
    ];
    assert.deepEqual(marksOf(piece, "s", links), [
        { from: 3, to: 5, kind: "number", number: 2 },
        { from: 6, to: 11, kind: "word", number: 1 },
    ]);
    assert.deepEqual(marksOf({ ...piece, edited: "" }, "s", links), []);
});

test("a link's number parts no number from its sign, as in the report page", () => {
    const cases: [string, string, string][] = [
        ["نحو 30% من", "30", " b"],
        ["نحو $30 من", "30", ""],
        ["نحو $30% من", "30", " q"],
        ["في 12/8 و", "12", " b"],
        ["في 12/8 و", "8", ""],
        ["في 1/12/8 و", "12", " q"],
        ["سنة 2026.", "2026", ""],
        ["(2026)", "2026", ""],
        ["كلمة، أخرى", "كلمة", ""],
    ];
    for (const [text, word, wanted] of cases) {
        const from = text.indexOf(word);
        assert.equal(
            place(text, { from, to: from + word.length, kind: "number", number: 1 }),
            wanted,
            `${text} ${word}`,
        );
    }
});
