// The measured task of docs/review-task.md, with a ceiling.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { hasGold } from "./support/gold.mjs";
import { kinds, ownFaults, plantedFaults, sum } from "./task.mjs";

const skip = hasGold ? false : "needs the texts with gold in ../shared";
const browser = hasGold && (await Browser.start({ after }));

test("faults of the aligner's own in 60 keys or fewer", { skip }, async (t) => {
    const all = sum(await ownFaults(t, browser));
    t.diagnostic(`${all.faults} faults in ${all.beads} pairs: ${all.keys.length} keys (${kinds(all.keys)})`);
    assert.equal(all.left, 0, "all rows are right in the end");
    assert.ok(all.keys.length <= 60, `${all.keys.length} keys`);
});

test("20 planted faults, with nothing aligned anew", { skip }, async (t) => {
    const all = await plantedFaults(t, browser);
    t.diagnostic(`${all.faults} faults in ${all.beads} pairs: ${all.keys.length} keys (${kinds(all.keys)})`);
    assert.equal(all.left, 0, "all rows are right in the end");
    assert.ok(all.keys.length <= 60, `${all.keys.length} keys`);
});
