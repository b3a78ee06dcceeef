// Makes the pictures of the review page in README.md and docs/review.md from the program as it is:
//
//   npm ci --prefix tests/page
//   MUWAZI_PROGRAM=target/release/muwazi node docs/images/review.mjs
//
// The sample article in use: rows accepted, one edited, one with proposals.
import { join } from "node:path";
import { Browser } from "../../tests/page/support/browser.mjs";
import { folderFor, Program, ROOT } from "../../tests/page/support/program.mjs";
import { news } from "../../tests/page/support/texts.mjs";

const HERE = join(ROOT, "docs/images");
const SIZES = [
    ["wide", 1280, 860],
    ["middle", 820, 860],
    ["phone", 390, 844],
];

const ends = [];
const hooks = { after: (end) => ends.unshift(end) };
const browser = await Browser.start(hooks);

async function picture(page, name) {
    // Messages fade by themselves; the pictures are without them.
    await page.inner.waitForFunction(() => !document.querySelector(".message"), { timeout: 10_000 });
    await page.settled(300);
    await page.inner.screenshot({ path: join(HERE, `review-${name}.png`) });
    console.log(`review-${name}.png`);
}

/** The article as somebody has it in the midst of the work. */
async function article(speech) {
    const folder = await folderFor(hooks);
    const program = await Program.start(hooks, folder, ...(await news(folder)), "--memory", "house.muwazi");
    const settings = { speech, theme: "light" };
    const page = await (
        await browser.open(hooks, program.url, { width: 1280, height: 4000, settings })
    ).ready();
    await page.goTo(16, "target");
    await page.press("e");
    await page.press("ArrowLeft");
    for (let letter = 0; letter < "March".length; letter++) await page.press("Backspace");
    await page.write("last March");
    await page.press("Enter", "Shift+Enter");
    return { page, program };
}

/** Shows the page at a size and in a theme, from a row on. */
async function at(program, { speech = "en", theme = "light", width, height }) {
    const settings = { speech, theme };
    const page = await browser.open(hooks, program.url, { width, height, settings });
    return page.ready();
}

try {
    const { program } = await article("en");
    for (const theme of ["light", "dark"]) {
        for (const [size, width, height] of SIZES) {
            const page = await at(program, { theme, width, height });
            await page.inner.mouse.move(0, 0);
            await picture(page, `${size}-${theme}`);
        }
    }
    for (const [size, width, height] of [SIZES[0], SIZES[2]])
        await picture(await at(program, { speech: "ar", width, height }), `${size}-arabic`);
    const page = await at(program, { width: 1000, height: 720 });
    await page.click('button[aria-label="Save as"]');
    await picture(page, "save");

    const folder = await folderFor(hooks);
    const names = (await news(folder)).map((name) => join(folder, name));
    const empty = await Program.start(hooks, folder);
    const start = await browser.open(hooks, empty.url, {
        width: 1000,
        height: 520,
        settings: { speech: "en", theme: "light" },
    });
    await start.inner.waitForSelector("#two-files");
    await (await start.inner.$("#two-files")).uploadFile(...names);
    await start.inner.waitForSelector(".drop ul");
    await picture(start, "start");
} finally {
    for (const end of ends) await Promise.resolve(end()).catch((error) => console.error(String(error)));
}
