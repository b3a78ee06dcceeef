import assert from "node:assert/strict";
import { test } from "node:test";
import { byteOf, distance, likeliest, settle, step, stops } from "./carets";
import type { Piece, Row } from "./protocol";

/** Pieces of a text, one behind the other with a space between. */
function pieces(...texts: string[]): Piece[] {
    let at = 0;
    return texts.map((text) => {
        const piece = { at, end: at + Buffer.byteLength(text), text };
        at = piece.end + 1;
        return piece;
    });
}

function row(s: Piece[], t: Piece[]): Row {
    return { id: 1, s, t, c: 0.5, state: "open" };
}

test("a caret stops before each word but the first", () => {
    assert.deepEqual(stops(pieces("one two  three", "four")), [
        { piece: 0, offset: 4 },
        { piece: 0, offset: 9 },
        { piece: 1, offset: 0 },
    ]);
    assert.deepEqual(stops(pieces("one")), []);
    assert.deepEqual(stops([]), []);
});

test("a text without spaces has stops too", () => {
    assert.ok(stops(pieces("これは長い日本語の文章です")).length > 2);
});

test("steps go word by word, from the middle, and stay at the ends", () => {
    const cell = pieces("aa bb cc dd");
    const middle = step(cell, undefined, 1);
    assert.deepEqual(middle, { piece: 0, offset: 6 });
    assert.deepEqual(step(cell, middle, 1), { piece: 0, offset: 9 });
    assert.deepEqual(step(cell, { piece: 0, offset: 9 }, 1), { piece: 0, offset: 9 });
    assert.deepEqual(step(cell, middle, -1), { piece: 0, offset: 3 });
    assert.equal(step([], undefined, 1), undefined);
});

test("a place between two pieces is the begin of the second", () => {
    const cell = pieces("مرحبا.", "أهلا");
    assert.equal(byteOf(cell, { piece: 1, offset: 0 }), cell[1]?.at);
    assert.equal(byteOf(cell, { piece: 0, offset: 0 }), 0);
    assert.equal(byteOf(cell, { piece: 1, offset: 4 }), undefined);
    assert.equal(byteOf(cell, undefined), undefined);
});

test("what is pointed at beside a word means the word", () => {
    const cell = pieces("first second third");
    assert.deepEqual(settle(cell, { piece: 0, offset: 5 }, 2), { piece: 0, offset: 6 });
    assert.deepEqual(settle(cell, { piece: 0, offset: 9 }, 2), { piece: 0, offset: 9 });
    assert.deepEqual(settle(cell, { piece: 0, offset: 9 }, 12), { piece: 0, offset: 6 });
});

test("a corrected text has no places but its ends", () => {
    const cell = pieces("one two", "three");
    cell[0] = { ...cell[0]!, edited: "other words here" };
    assert.deepEqual(stops(cell), [{ piece: 1, offset: 0 }]);
    assert.deepEqual(settle(cell, { piece: 0, offset: 14 }, 2), { piece: 1, offset: 0 });
    assert.deepEqual(settle(cell, { piece: 0, offset: 2 }, 2), { piece: 0, offset: 0 });
});

test("the likeliest split is between segments, and the other side follows", () => {
    const two = pieces("جملة أولى.", "جملة ثانية طويلة بعض الشيء.");
    const one = pieces("A first one. And then a second, which is somewhat longer.");
    const carets = likeliest(row(two, one));
    assert.deepEqual(carets.source, { piece: 1, offset: 0 });
    assert.deepEqual(carets.target, { piece: 0, offset: 13 });
});

test("without segments a full stop near the middle is likeliest, then a pause, then nothing", () => {
    assert.deepEqual(likeliest(row(pieces("One, two. Three, four"), [])).source, { piece: 0, offset: 10 });
    assert.deepEqual(likeliest(row(pieces("قال الوزير، وأضاف"), [])).source, { piece: 0, offset: 12 });
    assert.deepEqual(likeliest(row(pieces("no sign at all"), pieces("0.5 too"))), {});
});

test("distances go over pieces", () => {
    assert.equal(distance(pieces("abc", "defg"), { piece: 1, offset: 2 }), 5);
});
