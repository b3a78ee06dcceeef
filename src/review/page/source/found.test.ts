import assert from "node:assert/strict";
import { test } from "node:test";
import { foundIn } from "./found";
import { fold } from "./fold";

function parts(text: string, query: string): string[] {
    return foundIn(text, fold(query)).map(([from, to]) => text.slice(from, to));
}

test("what is found is the text's own, with its marks", () => {
    assert.deepEqual(parts("قال الوَزِيرُ إنّ الوزير", "الوزير"), ["الوَزِيرُ", "الوزير"]);
    assert.deepEqual(parts("a  Café  in\nParis", "cafe in p"), ["Café  in\nP"]);
    assert.deepEqual(parts("سنة ٢٠٢٦", "2026"), ["٢٠٢٦"]);
    assert.deepEqual(parts("😀 x", "x"), ["x"]);
    assert.deepEqual(parts("text", ""), []);
});
