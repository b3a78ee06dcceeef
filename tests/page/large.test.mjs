// 10,000 rows: how soon they are there and how soon a key is answered, measured and printed. The
// limits here only catch a page that hangs: the machines of the checks are shared.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { plainJournal } from "./support/texts.mjs";

const browser = await Browser.start({ after });
const COUNT = 10_000;
const HANGS = 20_000;

/** Milliseconds from a key to the frame that shows it. */
function latency(page, key, code) {
    return page.inner.evaluate(
        (name, place) =>
            new Promise((done) => {
                const from = performance.now();
                const init = { key: name, code: place, bubbles: true, cancelable: true };
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", init));
                requestAnimationFrame(() => setTimeout(() => done(performance.now() - from), 0));
            }),
        key,
        code,
    );
}

const middle = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];

test("10,000 rows: first paint, keys, search, orders, jumps", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, COUNT, { c: (at) => (at % 50 === 7 ? 0.6 : 0.97) });
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url, { height: 900 });
    await page.inner.waitForSelector("[data-row]", { timeout: HANGS });
    const shown = await page.inner.evaluate(
        () =>
            new Promise((done) => {
                requestAnimationFrame(() => {
                    const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
                    const whole = performance
                        .getEntriesByType("resource")
                        .find(({ name }) => /api\/review\/[^/]+$/.test(name));
                    done({ rows: performance.now(), paint, answer: whole?.responseEnd });
                });
            }),
    );
    await page.settled();
    assert.equal(
        await page.inner.$eval("[role=grid]", (grid) => grid.getAttribute("aria-rowcount")),
        String(COUNT + 1),
    );
    assert.ok((await page.rows()).length < 120, "only what is near the view is in the page");

    const times = {};
    for (const [key, code] of [
        ["ArrowDown", "ArrowDown"],
        ["n", "KeyN"],
        ["Enter", "Enter"],
        ["x", "KeyX"],
        ["m", "KeyM"],
        ["z", "KeyZ"],
        ["f", "KeyF"],
        ["w", "KeyW"],
        ["End", "End"],
        ["Home", "Home"],
    ]) {
        const all = [];
        for (let at = 0; at < 9; at++) {
            all.push(await latency(page, key, code));
            await page.settled();
        }
        times[key] = [middle(all), Math.max(...all)];
        assert.ok(times[key][1] < HANGS, `${key} hangs`);
        if (key === "f" || key === "w") {
            await page.inner.reload();
            await page.ready();
        }
    }
    // How soon the answer of the program is on the page.
    await page.press("Home");
    const from = Date.now();
    await page.type("m");
    await page.inner.waitForFunction(
        (count) => document.querySelector("[role=grid]").ariaRowCount === count,
        { polling: 5, timeout: HANGS },
        String(COUNT),
    );
    const merged = Date.now() - from;
    await page.press("z");

    t.diagnostic(
        `first paint ${Math.round(shown.paint)} ms; all rows answered ${Math.round(shown.answer)} ms, on the page ${Math.round(shown.rows)} ms`,
    );
    for (const [key, [usual, most]] of Object.entries(times))
        t.diagnostic(`key ${key}: ${usual.toFixed(0)} ms, at most ${most.toFixed(0)} ms`);
    t.diagnostic(`rows joined, kept and shown: ${merged} ms`);

    await page.press("/");
    await page.write("60500");
    await page.settled();
    await page.press("Enter");
    assert.ok((await page.rows()).length >= 1, "a search finds rows far below");
    await page.press("Escape", "g");
    await page.write("9000");
    await page.press("Enter");
    assert.equal((await page.current()).number, 9000);
});
