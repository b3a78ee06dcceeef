// What a person does with rows and texts: proposals, passages, edits, notes, the mouse, views.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { journal, news, pairOfFiles, plainJournal, sentences } from "./support/texts.mjs";

const browser = await Browser.start({ after });
const texts = (rows) => rows.map(({ s, t }) => ({ s, t }));

async function open(t, folder, args, options) {
    const program = await Program.start(t, folder, ...args);
    return (await browser.open(t, program.url, options)).ready();
}

test("the sample article: rows, confidence, and each proposal on its key", async (t) => {
    const folder = await folderFor(t);
    const page = await open(t, folder, await news(folder), { height: 6000 });
    const before = await page.rows();
    assert.ok(before.length > 20);
    assert.equal(await page.text("h1"), "article.ar.txt · article.en.txt");
    const tried = new Set();
    const doubtful = before.filter((row) => row.doubt);
    for (const row of doubtful) {
        await page.goTo(row.number);
        const offered = await page.proposals();
        for (let key = 1; key <= offered.length; key++) {
            const at = (await page.rows()).findIndex((each) => each.current);
            await page.press(String(key));
            tried.add(key);
            const now = (await page.rows()).map(({ s, t }) => [s.length, t.length]);
            const wanted = JSON.stringify(offered[key - 1]);
            const found = now.some(
                (_, from) =>
                    JSON.stringify(now.slice(from, from + offered[key - 1].length)) === wanted &&
                    Math.abs(from - at) < 6,
            );
            assert.ok(found, `proposal ${key} of row ${row.number}: ${wanted} is not among the rows`);
            await page.press("z");
            assert.deepEqual(texts(await page.rows()), texts(before), "undo brings all back");
            await page.goTo(row.number);
        }
    }
    assert.ok(tried.has(1), "a doubtful row has a proposal");
});

test("three proposals, on 1, 2 and 3, and by the mouse", async (t) => {
    const folder = await folderFor(t);
    // Sentences that say nothing that could be told apart.
    const source = ["نعم بلا.", "نعم أجل.", "نعم حسنا.", "لا بأس.", "نعم نعم."];
    const target = ["Yes well.", "Quite so.", "Oh yes.", "Never mind."];
    const path = await journal(folder, {
        source,
        target,
        beads: [
            [1, 1, 0.5],
            [1, 1, 0.4],
            [2, 1, 0.3],
            [1, 1, 0.5],
        ],
    });
    const page = await open(t, folder, [path]);
    for (const row of (await page.rows()).filter((each) => each.doubt)) {
        await page.goTo(row.number);
        const offered = await page.proposals();
        for (let key = 1; key <= offered.length; key++) {
            const before = texts(await page.rows());
            if (key === 2) await page.click(".current .card:nth-child(2)");
            else await page.press(String(key));
            assert.notDeepEqual(texts(await page.rows()), before, `proposal ${key} changes the rows`);
            await page.press("z");
            assert.deepEqual(texts(await page.rows()), before);
            await page.goTo(row.number);
        }
        if (offered.length === 3) return;
    }
    assert.fail("no row had three proposals");
});

test("a proposal of a row that asks for none is shown before it is taken", async (t) => {
    const folder = await folderFor(t);
    const page = await open(t, folder, [await plainJournal(folder, 6)]);
    await page.goTo(3);
    const before = texts(await page.rows());
    await page.press("1");
    assert.deepEqual(texts(await page.rows()), before, "what is not seen is not taken");
    assert.ok(await page.inner.$(".current .readings:not([hidden])"));
});

test("a moved passage is paired as a block, and drawn as moved", async (t) => {
    const folder = await folderFor(t);
    const pairs = sentences(14);
    const moved = pairs.slice(2, 5);
    const targets = [...pairs.slice(0, 2), ...pairs.slice(5, 10), ...moved, ...pairs.slice(10)];
    const beads = [
        [1, 1],
        [1, 1],
        ...moved.map(() => [1, 0]),
        ...Array(5).fill([1, 1]),
        ...moved.map(() => [0, 1]),
        ...Array(4).fill([1, 1]),
    ];
    const path = await journal(folder, {
        source: pairs.map((pair) => pair[0]),
        target: targets.map((pair) => pair[1]),
        beads: beads.map(([n, m]) => [n, m, 0.9]),
    });
    const page = await open(t, folder, [path]);
    await page.goTo(3);
    await page.press("Shift+ArrowDown", "Shift+ArrowDown", "Space");
    for (let at = 5; at < 11; at++) await page.press("ArrowDown");
    await page.press("ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Space");
    const rows = await page.rows();
    const found = rows.filter((row) => moved.some((pair) => row.s.includes(pair[0])));
    assert.deepEqual(
        texts(found),
        moved.map(([s, t]) => ({ s: [s], t: [t] })),
    );
    assert.ok(
        found.every((row) => row.moved),
        "moved rows are marked",
    );
    assert.equal(rows.length, 14);
    await page.press("z");
    assert.equal((await page.rows()).length, 17);
});

test("the mouse: rows, carets, double click, selection, the buttons of a row", async (t) => {
    const folder = await folderFor(t);
    const page = await open(t, folder, [await plainJournal(folder, 8)]);
    const rows = texts(await page.rows());
    const ids = (await page.rows()).map(({ id }) => id);
    await page.click(`[data-row="${ids[4]}"] .target .piece`);
    assert.equal((await page.current()).number, 5);
    assert.equal(await page.inner.$$eval(".target .caret", (all) => all.length), 1, "a click sets a caret");
    await page.inner.keyboard.down("Shift");
    await page.click(`[data-row="${ids[6]}"] .target`);
    await page.inner.keyboard.up("Shift");
    assert.equal((await page.rows()).filter((row) => row.selected).length, 3);
    await page.press("Escape", "Escape");
    await page.click(".current .tool.merge");
    assert.equal((await page.rows()).length, 7);
    await page.click('.head-bar button[aria-keyshortcuts="z"]');
    assert.deepEqual(texts(await page.rows()), rows);
    await page.inner.click(`[data-row="${ids[1]}"] .target .piece`, { count: 2 });
    await page.inner.waitForSelector("textarea.edit");
    await page.write(" Indeed.");
    // Who clicks elsewhere has not thrown the work away.
    await page.click(`[data-row="${ids[3]}"] .source`);
    assert.equal((await page.rows())[1].t[0], `${rows[1].t[0]} Indeed.`);
});

test("edits and notes: kept, seen after a reload, original again", async (t) => {
    const folder = await folderFor(t);
    const page = await open(t, folder, [await plainJournal(folder, 6)]);
    const before = texts(await page.rows());
    await page.goTo(2);
    await page.press("e");
    await page.write(" وأكثر");
    await page.press("Escape");
    assert.deepEqual(texts(await page.rows()), before, "Esc leaves the text");
    await page.press("e");
    await page.write(" وأكثر");
    await page.press("Enter", "b");
    await page.write("اسأل المترجم");
    await page.clickText("Keep", "dialog");
    await page.inner.reload();
    await page.ready();
    let [, row] = await page.rows();
    assert.deepEqual([row.s[0], row.note], [`${before[1].s[0]} وأكثر`, "اسأل المترجم"]);
    await page.press("f", "f", "f", "f", "f", "f");
    assert.deepEqual(
        (await page.rows()).map((each) => each.number),
        [2],
        "the filter of notes",
    );
    await page.press("e");
    await page.clickText("Original text", ".edit-box");
    [row] = await page.rows();
    assert.equal(row.s[0], before[1].s[0]);
});

test("search folds Arabic spelling, in both texts, and filters and orders stand together", async (t) => {
    const folder = await folderFor(t);
    const page = await open(t, folder, await pairOfFiles(folder, sentences(12)));
    for (const [typed, least] of [
        ["الطَّبيبه", 1],
        ["AMBASSADOR", 1],
        ["إشترى ارضا", 2],
    ]) {
        await page.press("/");
        await page.inner.$eval("input[type=search]", (input) => input.select());
        await page.write(typed);
        await page.press("Enter");
        assert.ok((await page.rows()).length >= least && (await page.rows()).length < 12, typed);
        await page.press("Escape");
    }
    await page.press("/");
    await page.write("nothing has this");
    await page.until("no row is left", async () => (await page.rows()).length === 0);
    await page.clickText("Show all rows", ".empty");
    assert.equal((await page.rows()).length, 12);
    await page.inner.select('select[aria-label="Order"]', "uneven");
    await page.inner.select('select[aria-label="Show"]', "open");
    assert.equal((await page.rows()).length, 12);
});
