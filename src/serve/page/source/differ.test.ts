import assert from "node:assert/strict";
import { test } from "node:test";
import { conditions, emptyQuery, readAddress, writeAddress } from "./address";
import { inText, moveMarks, stretches } from "./differ";
import { momentOf } from "./when";

test("bytes become units of UTF-16, in order and without overlaps", () => {
    const found = inText("باب 😀 x", [
        { span: { start: 12, end: 13 }, op: "found" },
        { span: { start: 0, end: 6 }, op: "found" },
        { span: { start: 2, end: 4 }, op: "found" },
        { span: { start: 7, end: 7 }, op: "found" },
    ]);
    assert.deepEqual(found, [
        { from: 0, to: 3, op: "found" },
        { from: 7, to: 8, op: "found" },
    ]);
});

test("a difference is marked on the sides that have it", () => {
    const differences = [
        { op: "replace" as const, query: { start: 0, end: 3 }, source: { start: 0, end: 4 } },
        { op: "delete" as const, query: { start: 4, end: 4 }, source: { start: 5, end: 8 } },
    ];
    assert.deepEqual(stretches("ten dogs", differences, "query"), [{ from: 0, to: 3, op: "replace" }]);
    assert.deepEqual(stretches("nine old dogs", differences, "source"), [
        { from: 0, to: 4, op: "replace" },
        { from: 5, to: 8, op: "delete" },
    ]);
});

test("tags stay beside their words", () => {
    const marks = [0, 6, 14, 19].map((at) => ({ at, raw: `<${at}>` }));
    const moved = moveMarks("الم bold end", "الم bolder end", marks);
    assert.deepEqual(
        moved.map(({ at }) => at),
        [0, 6, 16, 21],
    );
    assert.deepEqual(moveMarks("abc", "", [{ at: 2, raw: "x" }]), [{ at: 0, raw: "x" }]);
    assert.deepEqual(moveMarks("aa", "aaa", [{ at: 2, raw: "x" }]), [{ at: 2, raw: "x" }]);
});

test("the address gives back the query", () => {
    const query = {
        ...emptyQuery(),
        text: "الباب & #1 +",
        memory: "a b",
        from: "ar",
        min: 55,
        where: "domain=x",
    };
    assert.deepEqual(readAddress(writeAddress(query)), query);
    assert.equal(writeAddress(emptyQuery()), "");
    assert.deepEqual(readAddress("#min=x&q=%ff"), { ...emptyQuery(), text: "\ufffd" });
    assert.equal(readAddress("#min=500").min, 70);
    assert.deepEqual(conditions(" domain=a ;; client=b"), ["domain=a", "client=b"]);
});

test("times of TMX and of the history are read", () => {
    assert.equal(momentOf("20261129T221601Z")?.toISOString(), "2026-11-29T22:16:01.000Z");
    assert.equal(momentOf("2026-11-29T22:16:01Z")?.toISOString(), "2026-11-29T22:16:01.000Z");
    assert.equal(momentOf("20261399T000000Z"), undefined);
    assert.equal(momentOf("yesterday"), undefined);
});
