import assert from "node:assert/strict";
import { test } from "node:test";
import { byteAt, unitsOf, utf8Length } from "./offsets";

const TEXTS = [
    "",
    "plain",
    "نصٌّ عربيّ",
    "café – naïve",
    "a😀b👩‍👩‍👧c",
    "漢字かな",
    "\u0000\u007f\u0080\u07ff\u0800\uffff",
];

test("lengths are those of UTF-8", () => {
    for (const text of TEXTS) assert.equal(utf8Length(text), Buffer.byteLength(text), text);
});

test("units and bytes lead to each other", () => {
    for (const text of TEXTS) {
        let at = 0;
        for (const sign of text) {
            const bytes = Buffer.byteLength(text.slice(0, at));
            assert.equal(unitsOf(text, bytes), at, `${text} ${at}`);
            // A place inside a character is its beginning.
            if (Buffer.byteLength(sign) > 1) assert.equal(unitsOf(text, bytes + 1), at);
            at += sign.length;
        }
    }
});

test("a caret in a piece counts from the begin of the text", () => {
    const piece = { at: 100, end: 100 + Buffer.byteLength("سلام x"), text: "سلام x" };
    assert.equal(byteAt(piece, 0), 100);
    assert.equal(byteAt(piece, 5), 109);
    assert.equal(byteAt(piece, 6), piece.end);
});
