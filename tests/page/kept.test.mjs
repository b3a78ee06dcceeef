// What was answered is kept: the program killed among decisions, gone for a while, or shared.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { decisions, journal, plainJournal } from "./support/texts.mjs";

const browser = await Browser.start({ after });
/** While the program is gone, the browser itself tells of each request that fails. */
const GONE = /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|Failed to load resource/;

const states = async (page) => (await page.rows()).map((row) => row.state);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Waits until something holds. */
async function until(holds, what) {
    for (const end = Date.now() + 20_000; !(await holds()); await pause(50))
        assert.ok(Date.now() < end, `waited in vain: ${what}`);
}

async function freePort(t, folder, path) {
    const program = await Program.start(t, folder, path);
    const { port } = program;
    await program.kill();
    return port;
}

test("killed among decisions, nothing answered is lost, and undo goes on", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 40);
    let answered = 0;
    for (let run = 0; run < 4; run++) {
        const program = await Program.start(t, folder, path);
        const page = await browser.open(t, program.url, { tolerate: GONE });
        await page.ready();
        const there = await decisions(path);
        assert.ok(there.length >= answered, `run ${run}: ${there.length} of ${answered} are kept`);
        const told = [];
        page.inner.on("response", (response) => {
            if (response.url().endsWith("/decide")) told.push(response.json().catch(() => undefined));
        });
        await page.goTo(run * 9 + 1);
        // Keys as fast as the machine gives them, and the end in the midst of them.
        const ending = pause(40 + 90 * run).then(() => program.kill());
        for (const key of ["Enter", "ArrowDown", "m", "Enter", "ArrowDown", "x", "ArrowDown", "Enter", "z"])
            await page.type(key);
        await ending;
        await pause(50);
        const kept = (await Promise.all(told)).filter((answer) => answer && !answer.conflict);
        answered = there.length + kept.length;
    }
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url);
    await page.ready();
    const there = (await decisions(path)).length;
    assert.ok(there >= answered && there > 0);
    let undone = 0;
    for (; undone <= there; undone++) {
        const [undo] = await page.inner.$$eval('button[aria-keyshortcuts="z"]', (all) =>
            all.map((each) => each.getAttribute("aria-disabled")),
        );
        if (undo === "true") break;
        await page.press("z");
    }
    assert.ok(undone > 0, "there was something to take back after the kills");
    assert.deepEqual(new Set(await states(page)), new Set(["open"]), "all is taken back");
    assert.equal((await page.rows()).length, 40);
});

test("while the program does not answer the page says so, loses nothing, and goes on afterwards", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 12);
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url, { tolerate: /Failed to load resource/ });
    await page.ready();
    await page.inner.setOfflineMode(true);
    await page.goToQuietly(2);
    for (const key of ["Enter", "ArrowDown", "x"]) await page.type(key);
    await until(
        async () => /2 decisions/.test(await page.text(".trouble")),
        "the page tells of two decisions",
    );
    assert.equal(await page.inner.$eval(".trouble", (box) => box.hidden), false);
    await page.audit("the page without its program");
    assert.deepEqual(await decisions(path), []);
    await page.inner.setOfflineMode(false);
    await until(async () => (await decisions(path)).length === 2, "both decisions are kept");
    await until(() => page.inner.$eval(".trouble", (box) => box.hidden), "the page is calm again");
    assert.deepEqual(
        (await decisions(path)).map(({ act }) => act),
        ["accept", "reject"],
    );
});

test("after a kill and a start on the same port the page tells that it is of another run", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 12);
    const port = await freePort(t, folder, path);
    let program = await Program.start(t, folder, path, "--port", String(port));
    const page = await browser.open(t, program.url, { tolerate: GONE });
    await page.ready();
    await program.kill();
    await page.goToQuietly(2);
    await page.type("x");
    await until(async () => /1 decision/.test(await page.text(".trouble")), "the page tells of a decision");
    // The address holds a secret of each run, so that this page knows the new one no more.
    program = await Program.start(t, folder, path, "--port", String(port));
    await until(async () => (await page.inner.$$(".warning")).length > 0, "the page tells of the refusal");
    const again = await (await browser.open(t, program.url)).ready();
    assert.equal((await again.rows()).length, 12);
});

test("an answer that is lost on its way is asked for again, and nothing is decided twice", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 12);
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url, { tolerate: GONE });
    await page.ready();
    await page.goTo(2);
    // The request arrives, its answer does not.
    await page.inner.evaluate(() => {
        const real = window.fetch;
        let lost = 0;
        window.fetch = async (...args) => {
            const answer = await real(...args);
            if (!String(args[0]).endsWith("/decide") || lost++ > 0) return answer;
            await answer.text();
            throw new TypeError("the answer is lost");
        };
    });
    await page.press("m");
    await until(async () => (await page.rows()).length === 11, "the rows are joined");
    await page.settled(700);
    assert.deepEqual(
        (await decisions(path)).map(({ act }) => act),
        ["merge"],
        "it was decided once",
    );
});

test("two windows on one review: merged by rule, told of a conflict", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 20);
    const program = await Program.start(t, folder, path);
    const layla = await (await browser.open(t, program.url, { settings: { by: "Layla" } })).ready();
    const omar = await (await browser.open(t, program.url, { settings: { by: "Omar" } })).ready();
    // Far rows: both stand.
    await layla.goTo(2);
    await omar.goTo(17);
    await layla.press("Enter");
    await omar.press("x");
    await until(async () => (await states(layla))[16] === "rejected", "Layla sees what Omar did");
    await until(async () => (await states(omar))[1] === "accepted", "Omar sees what Layla did");
    // One row, both at once: the second is told, and nothing of the first is lost.
    await layla.goTo(10);
    await omar.goTo(10);
    await Promise.all([layla.inner, omar.inner].map((page) => page.evaluate(() => undefined)));
    await layla.type("x");
    await until(async () => (await decisions(path)).length === 3, "Layla's decision is kept");
    await omar.type("m");
    await omar.settled();
    if ((await decisions(path)).length === 3) {
        assert.match(await omar.text(".warning"), /changed by Layla in the meantime/);
    }
    await until(async () => {
        const [a, b] = [await layla.rows(), await omar.rows()];
        return (
            JSON.stringify(a.map(({ s, t, state }) => [s, t, state])) ===
            JSON.stringify(b.map(({ s, t, state }) => [s, t, state]))
        );
    }, "both windows show the same");
});

test("a conflict is told in the words of the program", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 20);
    const program = await Program.start(t, folder, path);
    const [a, b] = [
        await (await browser.open(t, program.url, { settings: { by: "Layla" } })).ready(),
        await (await browser.open(t, program.url, { settings: { by: "Omar" } })).ready(),
    ];
    await b.goTo(10);
    // Omar's window hears nothing of the others for a while.
    await b.inner.evaluate(() => {
        const real = window.fetch;
        window.fetch = (...args) =>
            String(args[0]).includes("/changes?") ? new Promise(() => undefined) : real(...args);
    });
    await a.goTo(10);
    await a.press("x");
    await b.press("m");
    assert.match(await b.text(".warning"), /Row 10 was changed by Layla in the meantime/);
    assert.equal((await decisions(path)).length, 1, "nothing was decided over it");
    assert.equal((await b.rows())[9].state, "rejected", "and what Layla did is shown");
    await b.press("Escape");
    assert.equal(await b.text(".warning"), "");
});

test("two programs on one journal", async (t) => {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 20);
    const programs = [await Program.start(t, folder, path), await Program.start(t, folder, path)];
    const pages = [];
    for (const program of programs) pages.push(await (await browser.open(t, program.url)).ready());
    await pages[0].goTo(3);
    await pages[1].goTo(15);
    for (let at = 0; at < 3; at++) {
        await pages[0].press("x", "ArrowDown");
        await pages[1].press("Enter", "ArrowDown");
    }
    const [same, other] = [await states(pages[0]), () => states(pages[1])];
    await until(
        async () => JSON.stringify(await states(pages[0])) === JSON.stringify(await other()),
        "both agree",
    );
    assert.equal((await decisions(path)).length, 6, "each decision is in the journal once");
    assert.ok(same.includes("rejected"));
});

test("a split is at the character that was meant, in texts of any script", async (t) => {
    const folder = await folderFor(t);
    const source = ["قال 😀 المدير: نعم، ثم مضى."];
    const target = ["The manager 😀 said: yes, and then he left."];
    const path = await journal(folder, { source, target, beads: [[1, 1, 0.9]] });
    const program = await Program.start(t, folder, path);
    const page = await (await browser.open(t, program.url)).ready();
    await page.press("s", "s");
    const rows = await page.rows();
    assert.equal(rows.length, 2);
    for (const [side, text] of [
        ["s", source[0]],
        ["t", target[0]],
    ])
        assert.equal(rows.flatMap((row) => row[side]).join(" "), text, "no character is lost");
});
