// Ways out and in: downloads, the memory, the journal, the spreadsheet.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { decisions, plainJournal } from "./support/texts.mjs";

const browser = await Browser.start({ after });

async function open(t, ...more) {
    const folder = await folderFor(t);
    const path = await plainJournal(folder, 10);
    const program = await Program.start(t, folder, path, ...more);
    const page = await (await browser.open(t, program.url)).ready();
    const session = await page.inner.createCDPSession();
    await session.send("Browser.setDownloadBehavior", {
        behavior: "allow",
        browserContextId: page.inner.browserContext().id,
        downloadPath: join(folder, "down"),
    });
    return { folder, path, page };
}

/** The file that comes into the folder of downloads. */
async function downloaded(folder, ending) {
    for (const end = Date.now() + 20_000; Date.now() < end;) {
        const names = await readdir(join(folder, "down")).catch(() => []);
        const name = names.find((each) => each.endsWith(ending));
        if (name) return join(folder, "down", name);
        await new Promise((done) => setTimeout(done, 50));
    }
    assert.fail(`no file that ends in ${ending} was saved`);
}

/** Reads a TMX with the browser's own parser: segments of each unit by language. */
function units(page, xml) {
    return page.inner.evaluate((text) => {
        const document = new DOMParser().parseFromString(text, "application/xml");
        if (document.querySelector("parsererror")) throw new Error("this is no XML");
        return Array.from(document.querySelectorAll("tu"), (unit) =>
            Object.fromEntries(
                Array.from(unit.querySelectorAll("tuv"), (side) => [
                    side.getAttribute("xml:lang"),
                    side.querySelector("seg").textContent,
                ]),
            ),
        );
    }, xml);
}

test("a TMX is saved with what was reviewed, and edits are in it", async (t) => {
    const { folder, page } = await open(t);
    const rows = await page.rows();
    await page.goTo(2);
    await page.press("ArrowRight", "e");
    await page.write(" <so & so>");
    await page.press("Enter", "Enter");
    await page.goTo(5);
    await page.press("Enter");
    await page.goTo(6);
    await page.press("x");
    await page.click('button[aria-label="Save as"]');
    await page.audit("the dialog of ways out");
    assert.equal(await page.inner.$eval("#format", (select) => select.value), "tmx");
    await page.clickText("Save", "dialog");
    const xml = await readFile(await downloaded(folder, ".tmx"), "utf8");
    const all = await units(page, xml);
    assert.deepEqual(
        all.map((unit) => [unit.ar, unit.en]),
        [
            [rows[1].s[0], `${rows[1].t[0]} <so & so>`],
            [rows[4].s[0], rows[4].t[0]],
        ],
    );
});

test("every format and choice of rows that the page offers is saved", async (t) => {
    const { page } = await open(t);
    await page.press("Home", "Shift+Enter");
    await page.click('button[aria-label="Save as"]');
    const formats = await page.inner.$$eval("#format option", (all) => all.map((each) => each.value));
    assert.ok(formats.length >= 5, `only ${formats}`);
    for (const format of formats) {
        for (const rows of ["reviewed", "decided-and-sure", "all"]) {
            await page.inner.select("#format", format);
            await page.inner.select("#out-rows", rows);
            const answer = await page.inner.evaluate(async () => {
                const link = document.querySelector("dialog a.main");
                const response = await fetch(link.href);
                const size = (await response.arrayBuffer()).byteLength;
                return [response.status, size, response.headers.get("content-disposition")];
            });
            assert.equal(answer[0], 200, `${format}, ${rows}`);
            assert.ok(answer[1] > 0);
            assert.match(answer[2], /^attachment/);
        }
    }
});

test("into a memory: at the end by a button, or as each row is accepted", async (t) => {
    const { folder, page } = await open(t, "--memory", "house.muwazi");
    await page.goTo(3);
    await page.press("Enter");
    await page.click('button[aria-label="Save as"]');
    await page.clickText("Add what was reviewed", "dialog");
    assert.match(await page.text("dialog [role=status]"), /1 pair added to house\.muwazi/);
    await page.click("dialog input[type=checkbox]");
    await page.press("Escape");
    await page.goTo(4);
    await page.press("Enter");
    const count = async () =>
        (await Program.run(folder, "export", "-m", "house.muwazi", "-o", "-", "--format", "tsv"))
            .trim()
            .split("\n");
    const lines = await count();
    const rows = await page.rows();
    for (const at of [2, 3])
        assert.ok(
            lines.some((line) => line.includes(rows[at].t[0])),
            `row ${at + 1}`,
        );
    await page.press("z");
    assert.ok(!(await count()).some((line) => line.includes(rows[3].t[0])), "undo takes it out again");
});

test("the journal is saved, and the saved one is the review again", async (t) => {
    const { folder, path, page } = await open(t);
    await page.goTo(3);
    await page.press("x");
    await page.click('button[aria-label="Save as"]');
    await page.clickText("Save the journal", "dialog");
    const saved = await downloaded(folder, ".muwazi-review");
    assert.equal(await readFile(saved, "utf8"), await readFile(path, "utf8"));
    const program = await Program.start(t, folder, saved);
    const again = await (await browser.open(t, program.url)).ready();
    assert.equal((await again.rows())[2].state, "rejected");
});

test("the spreadsheet goes out and comes back", async (t) => {
    const { folder, path, page } = await open(t);
    await page.click('button[aria-label="Save as"]');
    await page.inner.select("#format", "xlsx");
    await page.inner.select("#out-rows", "all");
    await page.clickText("Save", "dialog");
    const sheet = await downloaded(folder, ".xlsx");
    const before = (await decisions(path)).length;
    const input = await page.inner.$("#sheet");
    await input.uploadFile(sheet);
    await page.settled(400);
    assert.notEqual(
        await page.text("dialog section:nth-of-type(3) [role=status]"),
        "",
        "it is told what was taken over",
    );
    assert.equal(await page.text(".warning"), "");
    assert.ok((await decisions(path)).length >= before);
});
