// Everybody can use it: axe-core finds nothing in any of the page's states, in both languages, both
// colours, and on a phone.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { news } from "./support/texts.mjs";

const browser = await Browser.start({ after });

for (const speech of ["en", "ar"]) {
    for (const theme of ["light", "dark"]) {
        for (const width of [1280, 390]) {
            test(`axe-core finds nothing: ${speech}, ${theme}, ${width} wide`, async (t) => {
                const folder = await folderFor(t);
                const program = await Program.start(t, folder, ...(await news(folder)));
                const settings = { speech, theme };
                const page = await browser.open(t, program.url, { width, height: 1000, settings });
                await page.ready();
                await page.audit("a doubtful row with its proposals");
                await page.press("i");
                await page.audit("evidence");
                await page.press("i", "Enter", "x", "Home", "Space", "Alt+ArrowLeft", "Shift+ArrowDown");
                await page.audit("decided, pinned, selected rows and a caret");
                await page.press("Escape", "Escape", "Escape", "e");
                await page.audit("a text that is edited");
                await page.press("Escape", "b");
                await page.audit("a note");
                await page.press("Escape", "?");
                await page.audit("the list of keys");
                await page.press("Escape", "g");
                await page.audit("the number of a row");
                await page.press("Escape", "/");
                await page.write("nothing has this");
                await page.settled(250);
                await page.audit("nothing found");
                await page.press("Escape");
                await page.click(`.toolbar .more`);
                await page.audit("an open menu");
                await page.press("Escape");
            });
        }
    }
}

test("a screen reader hears where it is and what was done", async (t) => {
    const folder = await folderFor(t);
    const program = await Program.start(t, folder, ...(await news(folder)));
    const page = await (await browser.open(t, program.url)).ready();
    const { number } = await page.current();
    await page.press("Enter");
    assert.match(
        await page.said(),
        new RegExp(`^Row ${number} accepted\\. (Row \\d+, .*asks for a look|Nothing doubtful)`),
    );
    const focus = await page.inner.evaluate(() => {
        const { role, lang, dir } = document.activeElement;
        return { role, lang, dir };
    });
    assert.deepEqual(focus, { role: "gridcell", lang: "ar", dir: "rtl" });
    // All by keyboard: Tab leads through the bar, the rows and the buttons, and out again.
    const seen = new Set();
    for (let at = 0; at < 60; at++) {
        await page.inner.keyboard.press("Tab");
        seen.add(
            await page.inner.evaluate(
                () => document.activeElement.closest("header, [role=grid], .overview, body")?.className ?? "",
            ),
        );
    }
    for (const part of ["head-bar", "beads"])
        assert.ok(
            [...seen].some((name) => name.includes(part)),
            `Tab reaches ${part}`,
        );
});
