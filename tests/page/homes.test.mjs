// Where a person begins: the start page, recent reviews, a folder of pairs; and the end.
import assert from "node:assert/strict";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { news, pairOfFiles, sentences } from "./support/texts.mjs";

const browser = await Browser.start({ after });

test("the start page: two files are chosen, put in order, aligned; then they are recent", async (t) => {
    const folder = await folderFor(t);
    const files = (await news(folder)).map((name) => join(folder, name));
    const program = await Program.start(t, folder);
    const page = await browser.open(t, program.url);
    await page.inner.waitForSelector("#two-files");
    await page.audit("the start page");
    const input = await page.inner.$("#two-files");
    // The Arabic one is the source, in whatever order they come.
    await input.uploadFile(...files.reverse());
    await page.inner.waitForSelector(".drop ul");
    assert.deepEqual(await page.inner.$$eval(".drop li bdi", (all) => all.map((each) => each.textContent)), [
        "article.ar.txt",
        "article.en.txt",
    ]);
    await page.clickText("Align");
    await page.ready();
    assert.ok((await page.rows()).length > 15);
    await page.press("Enter", "h");
    await page.inner.waitForSelector(".files .file");
    assert.match(await page.text(".files"), /article\.ar\.txt/);
    await page.audit("the start page with reviews");
    await page.click(".files .file");
    await page.ready();
    assert.ok(
        (await page.rows()).some((row) => row.state !== "open"),
        "what was decided is there",
    );
});

test("one file dropped after the other; the sides are swapped; what is no text is refused in words", async (t) => {
    const folder = await folderFor(t);
    const program = await Program.start(t, folder);
    const page = await browser.open(t, program.url, { tolerate: /Failed to load resource/ });
    await page.inner.waitForSelector(".drop");
    await page.inner.evaluate(() => {
        for (const [name, text] of [
            ["a.ar.txt", "مرحبا يا عالم.\n"],
            ["a.en.pdf", "%PDF-1.4 no page"],
        ]) {
            const event = new DragEvent("drop", { dataTransfer: new DataTransfer(), bubbles: true });
            event.dataTransfer.items.add(new File([text], name));
            document.querySelector(".drop").dispatchEvent(event);
        }
    });
    await page.clickText("Swap");
    await page.clickText("Swap");
    await page.clickText("Align");
    await page.inner.waitForSelector(".warning");
    assert.match(await page.text(".warning"), /a\.en\.pdf/);
    assert.ok(await page.inner.$(".drop ul"), "both files are still chosen");
});

async function folderOfPairs(t) {
    const folder = await folderFor(t);
    await mkdir(join(folder, "texts"));
    for (const [at, name] of ["agreement", "bulletin"].entries()) {
        const pairs = sentences(10, 20 * at + 1);
        // A source without its translation asks for a look.
        pairs[4][1] = "";
        await pairOfFiles(
            join(folder, "texts"),
            pairs.map(([s, t]) => [s, t]),
            { name },
        );
    }
    return folder;
}

test("a folder: the list, the weakest rows of all, and the way into a row", async (t) => {
    const folder = await folderOfPairs(t);
    const program = await Program.start(t, folder, "texts");
    const page = await browser.open(t, program.url);
    await page.inner.waitForSelector("table.documents");
    assert.deepEqual(await page.inner.$$eval("tbody .link", (all) => all.map((each) => each.textContent)), [
        "agreement",
        "bulletin",
    ]);
    await page.audit("a folder");
    // Documents are aligned behind the list.
    await page.inner.waitForFunction(
        () =>
            Array.from(document.querySelectorAll("tbody tr"), (row) => row.cells[4].textContent).every(
                (text) => text !== "",
            ),
        { timeout: 60_000 },
    );
    await page.click("#tab-2");
    await page.inner.waitForSelector(".weak-row");
    await page.audit("the weakest rows");
    const [first] = await page.inner.$$eval(".weak-row", (all) => all.map((each) => each.textContent));
    await page.click(".weak-row");
    await page.ready();
    const row = await page.current();
    assert.ok(
        first.includes([...row.s, ...row.t][0].slice(0, 20)),
        "the row that was chosen is the current one",
    );
    await page.press("Enter");
    await page.inner.goBack();
    await page.inner.waitForSelector("table.documents, .weak-row");
    await page.click("#tab-1");
    assert.match(await page.text("tbody"), /begun/);
});

test("End Muwazi ends the program", async (t) => {
    const folder = await folderFor(t);
    const program = await Program.start(t, folder, ...(await pairOfFiles(folder, sentences(4))));
    const page = await (await browser.open(t, program.url)).ready();
    await page.press("h");
    await page.clickText("End Muwazi", "header");
    await page.audit("the question before the end");
    await page.clickText("End Muwazi", "dialog");
    await page.inner.waitForSelector(".ended");
    assert.deepEqual(await program.ended, { code: 0, signal: null });
});

test("a journal that is taken away takes no decision more, and the page says so", async (t) => {
    const folder = await folderFor(t);
    const program = await Program.start(t, folder, ...(await pairOfFiles(folder, sentences(4))));
    const page = await (await browser.open(t, program.url, { tolerate: /Failed to load resource/ })).ready();
    await rename(join(folder, "text.ar.txt.muwazi-review"), join(folder, "away"));
    await page.press("x");
    assert.match(await page.text(".warning"), /removed or replaced/);
    assert.ok(
        (await page.rows()).every((row) => row.state === "open"),
        "what was not kept is not shown as kept",
    );
});
