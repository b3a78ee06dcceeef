// Every key of the page's list, by what it does to the rows: both directions, both interfaces.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { journal, sentences } from "./support/texts.mjs";

const browser = await Browser.start({ after });
/** Rows of a source sentence without a partner, which ask for a look; from 1. */
const ALONE = [3, 7, 11];
const LENGTH = 16;

/** A review of plain pairs, in which some sources stand alone. */
async function open(t, { turned, speech }, options = {}) {
    const folder = await folderFor(t);
    const rows = sentences(LENGTH).map((pair, at) => {
        const [s, e] = turned ? [pair[1], pair[0]] : pair;
        return { s: [s], t: ALONE.includes(at + 1) ? [] : [e] };
    });
    const path = await journal(folder, {
        source: rows.flatMap((row) => row.s),
        target: rows.flatMap((row) => row.t),
        beads: rows.map((row) => [1, row.t.length, 0.96]),
        langs: turned ? ["en", "ar"] : ["ar", "en"],
    });
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url, { settings: { speech }, ...options });
    return { page: await page.ready(), rows, program, folder, path };
}

const texts = (rows) => rows.map(({ s, t }) => ({ s, t }));
const STATES = { open: "-", accepted: "a", rejected: "r", omitted: "o" };
const states = (rows) => rows.map((row) => STATES[row.state]).join("");
const number = async (page) => (await page.current()).number;

const covered = new Set();
/** Presses keys and notes that they were tried. */
async function press(page, ...keys) {
    for (const key of keys) covered.add(key);
    await page.press(...keys);
}

async function goes(page) {
    assert.equal(await number(page), 3, "the first doubtful row comes first");
    for (const [key, row] of [
        ["ArrowDown", 4],
        ["j", 5],
        ["ArrowUp", 4],
        ["k", 3],
        ["n", 7],
        ["n", 11],
        ["n", 3],
        ["p", 11],
        ["Home", 1],
        ["End", LENGTH],
    ]) {
        await press(page, key);
        assert.equal(await number(page), row, key);
    }
    await press(page, "PageUp");
    const above = await number(page);
    assert.ok(above < LENGTH - 2 && above >= 1, `PageUp went to ${above}`);
    await press(page, "Home", "PageDown");
    assert.ok((await number(page)) > 3, "PageDown");
    await press(page, "g");
    await page.write("5");
    await page.press("Enter");
    assert.equal(await number(page), 5, "g");
}

/** The arrows go to the side that is seen there. */
async function sides(page) {
    const left = (side) => page.inner.$eval(`.current .${side}`, (cell) => cell.getBoundingClientRect().left);
    const order =
        (await left("source")) < (await left("target")) ? ["source", "target"] : ["target", "source"];
    await press(page, "ArrowRight");
    assert.equal((await page.current()).side, order[1]);
    await press(page, "ArrowLeft");
    assert.equal((await page.current()).side, order[0]);
    await toSide(page, "source");
}

async function toSide(page, side) {
    for (const key of ["ArrowLeft", "ArrowRight"])
        if ((await page.current()).side !== side) await page.press(key);
    assert.equal((await page.current()).side, side);
}

async function views(page, rows) {
    await press(page, "/");
    await page.write(/\d+/.exec(rows[5].s[0])[0]);
    await page.press("Enter");
    assert.deepEqual(texts(await page.rows()), [rows[5]], "a search shows its rows");
    await page.press("Escape");
    const counts = [];
    for (let at = 0; at < 7; at++) {
        await press(page, "f");
        counts.push((await page.rows()).length);
    }
    // Doubtful, open, accepted, rejected, alone, noted, all.
    assert.deepEqual(counts, [3, LENGTH, 0, 0, 3, 0, LENGTH]);
    const alone = ALONE.map((at) => rows[at - 1]);
    for (const order of ["weakest", "uneven"]) {
        await press(page, "w");
        assert.deepEqual(texts(await page.rows()).slice(0, 3), alone, order);
    }
    await press(page, "w");
    assert.deepEqual(texts(await page.rows()), rows, "in the order of the text again");
    await press(page, "h");
    assert.equal((await page.rows()).length, 0, "h leads to the list");
    await page.inner.goBack();
    await page.ready();
    assert.equal((await page.rows()).length, LENGTH);
}

async function decides(page, rows) {
    const before = "----------------";
    const is = async (wanted, what) => {
        assert.equal(states(await page.rows()), wanted, what);
        assert.deepEqual(texts(await page.rows()), rows, `${what}: the texts stay`);
    };
    await page.goTo(2);
    await press(page, "Enter");
    await is("-a--------------", "Enter accepts");
    assert.equal(await number(page), 3, "and goes on to the next doubtful row");
    await press(page, "z");
    await is(before, "z");
    assert.equal(await number(page), 2, "undo leads to its row");
    await press(page, "y");
    await is("-a--------------", "y");
    await press(page, "Ctrl+Z");
    await is(before, "Ctrl+Z");
    await press(page, "Ctrl+Y");
    await is("-a--------------", "Ctrl+Y");
    await press(page, "z", "Ctrl+Shift+Z", "z");
    await is(before, "and back");
    await page.goTo(5);
    await press(page, "Shift+Enter");
    await is("aaoaa-----------", "Shift+Enter accepts all above");
    assert.equal(await number(page), 7);
    await press(page, "o");
    assert.equal((await page.rows())[6].state, "omitted", "o");
    assert.equal(await number(page), 11);
    await press(page, "x");
    assert.equal((await page.rows())[10].state, "rejected", "x");
    await page.goTo(7);
    await press(page, "c");
    assert.equal((await page.rows())[6].state, "open", "c");
    await press(page, "z", "z", "z", "z");
    await is(before, "all taken back");
    await page.goTo(8);
    await press(page, "Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp");
    assert.equal((await page.rows()).filter((row) => row.selected).length, 2);
    await press(page, "Enter");
    await is("-------aa-------", "both selected rows");
    await press(page, "z");
}

const joined = (rows, at) => [
    ...rows.slice(0, at),
    { s: [...rows[at].s, ...rows[at + 1].s], t: [...rows[at].t, ...rows[at + 1].t] },
    ...rows.slice(at + 2),
];

async function shapes(page, rows) {
    const is = async (wanted, what) => assert.deepEqual(texts(await page.rows()), wanted, what);
    const back = async () => {
        for (let tries = 0; tries < 4 && !/Nothing to undo|لا شيء/.test(await page.said()); tries++)
            await press(page, "z");
        await is(rows, "taken back");
    };
    await page.goTo(13);
    await press(page, "m");
    await is(joined(rows, 12), "m joins with the row below");
    assert.equal((await page.rows())[12].state, "accepted", "what was shaped counts as accepted");
    await back();
    await page.goTo(14);
    await press(page, "Shift+M");
    await is(joined(rows, 12), "Shift+M joins with the row above");
    // Its cells have two segments now: the last one goes down, the first one of the row below comes up.
    await page.goTo(13);
    await toSide(page, "target");
    await press(page, "d");
    let now = texts(await page.rows());
    assert.deepEqual(now[12].t, [rows[12].t[0]], "d takes the last segment down");
    assert.equal(now[13].t[0], rows[13].t[0]);
    await back();
    await page.goTo(6);
    await toSide(page, "target");
    await press(page, "u");
    now = texts(await page.rows());
    assert.deepEqual(now[4].t, [...rows[4].t, ...rows[5].t], "u takes the first segment up");
    assert.deepEqual(now[5].t.slice(0, 1), [], "and leaves the cell without it");
    await back();
    await page.goTo(9);
    await toSide(page, "source");
    await press(page, "s");
    assert.equal(await page.inner.$$eval(".caret", (all) => all.length), 2, "s sets carets first");
    await press(page, "Backspace");
    await toSide(page, "target");
    await press(page, "Delete");
    assert.equal(await page.inner.$$eval(".caret", (all) => all.length), 0, "both are off again");
}

/** The text before and behind the caret of a cell, as it is seen. */
function aroundCaret(page, side) {
    return page.inner.$eval(`.current .${side} .caret`, (caret) => {
        const text = caret.closest("bdi");
        const range = document.createRange();
        range.setStart(text, 0);
        range.setEndBefore(caret);
        const before = range.toString();
        return [before.trimEnd(), text.textContent.slice(before.length)];
    });
}

async function carets(page, rows, turned) {
    const onwards = { source: "Alt+ArrowLeft", target: "Alt+ArrowRight" };
    const backwards = { source: "Alt+ArrowRight", target: "Alt+ArrowLeft" };
    // Onwards is to the left in Arabic.
    const [on, back] = turned ? [backwards, onwards] : [onwards, backwards];
    await page.goTo(9);
    await toSide(page, "source");
    await press(page, on.source);
    const first = await aroundCaret(page, "source");
    await press(page, on.source);
    assert.ok((await aroundCaret(page, "source"))[0].length > first[0].length, "a word onwards");
    await press(page, back.source, back.source);
    const source = await aroundCaret(page, "source");
    assert.ok(source[0].length < first[0].length, "and back");
    await press(page, "Shift+S");
    let now = texts(await page.rows());
    assert.deepEqual(now[8], { s: source, t: rows[8].t }, "Shift+S cuts at the caret");
    await press(page, "z");
    assert.deepEqual(texts(await page.rows()), rows);
    await page.goTo(9);
    await press(page, on.source);
    await toSide(page, "target");
    await press(page, on.target, back.target);
    const [s, t] = [await aroundCaret(page, "source"), await aroundCaret(page, "target")];
    await press(page, "s");
    now = texts(await page.rows());
    assert.deepEqual(
        now.slice(8, 10),
        [0, 1].map((at) => ({ s: [s[at]], t: [t[at]] })),
        "s splits at both",
    );
    await press(page, "z");
    assert.deepEqual(texts(await page.rows()), rows);
}

async function pairs(page, rows) {
    await page.goTo(3);
    await toSide(page, "source");
    await press(page, "Space");
    assert.ok(await page.inner.$(".pinned"), "Space pins the cell");
    for (let at = 3; at < 14; at++) await page.press("ArrowDown");
    await toSide(page, "target");
    await press(page, "Space");
    const pair = (await page.rows()).find((row) => row.s[0] === rows[2].s[0]);
    assert.deepEqual([pair.t, pair.state], [rows[13].t, "accepted"], "two far cells are a row");
    await press(page, "z");
    assert.deepEqual(texts(await page.rows()), rows);
}

async function writes(page, rows) {
    await page.goTo(4);
    await toSide(page, "target");
    await press(page, "e");
    await page.write(" <b>&amp;");
    await page.press("Enter");
    let row = (await page.rows())[3];
    assert.equal(row.t[0], `${rows[3].t[0]} <b>&amp;`, "e edits");
    await press(page, "b");
    await page.write("why?");
    await page.press("Ctrl+Enter");
    row = (await page.rows())[3];
    assert.equal(row.note, "why?", "b notes");
    await press(page, "z", "z");
    row = (await page.rows())[3];
    assert.deepEqual([row.t, row.note], [rows[3].t, undefined]);
    await press(page, "i");
    assert.ok(await page.inner.$(".reasons:not([hidden]) li"), "i shows the evidence");
    await press(page, "i");
    assert.equal(await page.inner.$(".reasons:not([hidden]) li"), null);
    await press(page, "r");
    assert.deepEqual(texts(await page.rows()), rows, "r aligns again, and these pairs are plain");
    await press(page, "z");
}

/** The keys in the page's own list, as it draws them. */
async function listed(page) {
    await press(page, "?");
    const drawn = await page.inner.$$eval(".commands kbd", (all) => all.map((each) => each.textContent));
    await page.press("Escape");
    return drawn.sort();
}

const SIGNS = {
    ArrowDown: "↓",
    ArrowUp: "↑",
    ArrowLeft: "←",
    ArrowRight: "→",
    Backspace: "⌫",
    Enter: "⏎",
    PageDown: "PgDn",
    PageUp: "PgUp",
    Delete: "Del",
};
const drawn = (key) =>
    key
        .split("+")
        .map((part) => SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part))
        .join(" ");

for (const turned of [false, true]) {
    for (const speech of ["en", "ar"]) {
        const name = `every key, ${turned ? "English to Arabic" : "Arabic to English"}, interface: ${speech}`;
        test(name, async (t) => {
            covered.clear();
            const { page, rows } = await open(t, { turned, speech }, { height: 700 });
            assert.equal(await page.inner.$eval("html", (html) => html.dir), speech === "ar" ? "rtl" : "ltr");
            await goes(page);
            await page.inner.setViewport({ width: 1280, height: 2600 });
            await page.settled();
            assert.deepEqual(texts(await page.rows()), rows);
            await sides(page);
            await views(page, rows);
            await decides(page, rows);
            await shapes(page, rows);
            await carets(page, rows, turned);
            await pairs(page, rows);
            await writes(page, rows);
            const all = await listed(page);
            // The keys of proposals have a test of their own.
            const tried = [...covered, "1", "2", "3"].map(drawn).sort();
            assert.deepEqual(tried, all, "a key of the list was not tried, or is not in it");
        });
    }
}

test("keys act under an Arabic layout, and can be changed", async (t) => {
    const { page, rows } = await open(t, { turned: false, speech: "ar" });
    await page.goTo(13);
    // The place of M on the keyboard, which gives ة under an Arabic layout.
    await page.inner.evaluate(() => {
        const target = document.activeElement;
        target.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ة", code: "KeyM", bubbles: true, cancelable: true }),
        );
    });
    await page.settled();
    assert.deepEqual(texts(await page.rows()), joined(rows, 12));
    await page.press("?");
    const changes = await page.inner.$$(".commands button.bare");
    await changes[4].click();
    await page.press("q", "Escape");
    await page.goTo(1);
    await page.press("q");
    assert.equal(await number(page), 3, "q goes to the next doubtful row now");
    await page.press("n");
    assert.equal(await number(page), 3, "and n does no more");
});
