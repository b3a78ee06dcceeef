// The page as a person has it: rows that are read, keys that are pressed. What the page may never do,
// such as an error in its console, fails the test that it happened in.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { afterwards } from "./after.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const names = { Space: " " };
/** A folder whose script and styles stand in for those of the program: no build while the page changes. */
const BUILT = process.env.MUWAZI_BUILT_PAGE;

/** The same of the page of served memories. */
const BUILT_SERVE = process.env.MUWAZI_BUILT_SERVE_PAGE;

async function takeFrom(inner, folder) {
    await inner.setRequestInterception(true);
    inner.on("request", async (request) => {
        const name = /\/(app\.(?:js|css))$/.exec(request.url())?.[1];
        if (!name) return void request.continue();
        const contentType = name.endsWith("js") ? "text/javascript" : "text/css";
        await request.respond({ contentType, body: await readFile(join(folder, name)) });
    });
}

export class Browser {
    /** Starts a browser for the tests of one file; `hooks` are those of the test runner. */
    static async start(hooks) {
        const browser = await puppeteer.launch({
            executablePath: process.env.MUWAZI_BROWSER ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-dev-shm-usage", "--lang=en"],
            protocolTimeout: 60_000,
        });
        hooks.after(() => browser.close());
        return new Browser(browser);
    }

    constructor(inner) {
        this.inner = inner;
    }

    /** Opens a window with settings and cookies of its own. */
    async open(test, url, options = {}) {
        const context = await this.inner.createBrowserContext();
        afterwards(test, () => context.close());
        return await this.openIn(test, context, url, options);
    }

    async openIn(test, context, url, { width = 1280, height = 2400, settings, place, tolerate } = {}) {
        const inner = await context.newPage();
        await inner.setViewport({ width, height });
        if (settings) {
            const keep = (place, kept) => {
                if (!localStorage.getItem(place)) localStorage.setItem(place, kept);
            };
            await inner.evaluateOnNewDocument(keep, place ?? "muwazi-review", JSON.stringify(settings));
        }
        const page = new Page(inner, tolerate);
        const built = place === "muwazi-serve" ? BUILT_SERVE : BUILT;
        if (built) await takeFrom(inner, built);
        afterwards(test, () => assert.deepEqual(page.faults, [], "the page did what it may never do"));
        await inner.goto(url);
        return page;
    }
}

/** Runs in the page. */
function readRows() {
    return Array.from(document.querySelectorAll("[data-row]"), (row) => {
        const pieces = (side) =>
            Array.from(row.querySelectorAll(`.${side} .piece > bdi`), (piece) => piece.textContent);
        const is = (name) => row.classList.contains(name);
        return {
            id: Number(row.dataset.row),
            number: Number(row.querySelector(".n").textContent.replace(/\D/g, "")),
            s: pieces("source"),
            t: pieces("target"),
            c: row.querySelector(".c").classList.contains("hand")
                ? undefined
                : Number(row.querySelector(".c").textContent),
            state: ["accepted", "rejected", "omitted"].find(is) ?? "open",
            doubt: is("doubt"),
            held: is("held"),
            moved: is("moved"),
            selected: is("selected"),
            current: is("current"),
            note: row.querySelector(".note bdi")?.textContent,
        };
    });
}

export class Page {
    constructor(inner, tolerate = /^$/) {
        this.inner = inner;
        this.faults = [];
        this.under = new Set();
        this.keys = [];
        this.quietSince = Date.now();
        const fault = (text) => tolerate.test(text) || this.faults.push(text);
        inner.on("console", (message) => {
            // A row that the page asks about ahead may be gone by then; the page bears that.
            const gone = /404/.test(message.text()) && /\/row\/\d+$/.test(message.location().url ?? "");
            if (["error", "warn"].includes(message.type()) && !gone) fault(message.text());
        });
        inner.on("pageerror", (error) => fault(String(error)));
        const ended = (request) => {
            this.under.delete(request);
            this.quietSince = Date.now();
        };
        inner.on("request", (request) => {
            // What leaves the machine is a fault by itself.
            const { hostname, protocol } = new URL(request.url());
            if (hostname !== "127.0.0.1" && !/^(blob|data):/.test(protocol)) fault(request.url());
            // Questions for news go on for ever, and a download does not end as others do.
            if (!/\/changes\?|\/export\?|\/journal$/.test(request.url())) this.under.add(request);
        });
        inner.on("requestfinished", ended);
        inner.on("requestfailed", ended);
    }

    /** Waits until nothing is under way: decisions are answered, proposals are there. */
    async settled(quiet = 65) {
        for (const end = Date.now() + 30_000; ;) {
            await new Promise((done) => setTimeout(done, 15));
            if (this.under.size === 0 && Date.now() - this.quietSince > quiet) break;
            assert.ok(Date.now() < end, "the page has not come to rest in half a minute");
        }
        await this.frame();
    }

    /** Waits until something holds that no request tells of, such as a search that waits for more keys. */
    async until(what, holds) {
        for (const end = Date.now() + 30_000; !(await holds()); ) {
            assert.ok(Date.now() < end, `not within half a minute: ${what}`);
            await new Promise((done) => setTimeout(done, 15));
        }
    }

    frame() {
        return this.inner.evaluate(
            () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
    }

    /** Waits for rows to be there. */
    async ready() {
        await this.inner.waitForSelector("[data-row]", { timeout: 60_000 });
        await this.settled();
        return this;
    }

    /** Presses keys by the names that the page's list of keys has. */
    async press(...keys) {
        for (const key of keys) {
            await this.type(key);
            this.quietSince = Date.now();
            await this.settled();
        }
    }

    /** Presses a key and waits for nothing. */
    async type(key) {
        this.keys.push(key);
        const parts = key === "+" ? [key] : key.split("+");
        const last = parts.pop();
        const held = parts.map((part) => (part === "Ctrl" ? "Control" : part));
        for (const each of held) await this.inner.keyboard.down(each);
        await this.inner.keyboard.press(names[last] ?? last);
        for (const each of held.reverse()) await this.inner.keyboard.up(each);
    }

    async write(text) {
        await this.inner.keyboard.type(text);
    }

    /** Clicks something; a click counts as a key. */
    async click(selector) {
        this.keys.push(`click ${selector}`);
        await this.inner.waitForSelector(selector, { visible: true });
        await this.inner.click(selector);
        this.quietSince = Date.now();
        await this.settled();
    }

    /** Scrolls until an element is in view, as a person would who looks for it. */
    async find(selector) {
        const height = await this.inner.$eval(".scroller", (box) => box.scrollHeight);
        for (let top = 0; !(await this.inner.$(selector)); top += 800) {
            assert.ok(top < height, `${selector} is nowhere`);
            await this.inner.$eval(".scroller", (box, to) => (box.scrollTop = to), top);
            await this.frame();
        }
        await this.inner.$eval(selector, (element) => element.scrollIntoView({ block: "center" }));
        await this.frame();
        return await this.inner.$(selector);
    }

    /** Clicks in a cell beside its text, so that no caret is set. */
    async clickSide(selector) {
        this.keys.push("click a cell");
        const cell = await this.find(selector);
        const box = await cell.boundingBox();
        await this.inner.mouse.click(box.x + box.width / 2, box.y + box.height - 2);
        this.quietSince = Date.now();
        await this.settled();
    }

    /** Clicks before the first letter of a text. */
    async clickAtStart(selector) {
        this.keys.push("click in a text");
        await this.find(selector);
        const { x, y } = await this.inner.$eval(selector, (text) => {
            const range = document.createRange();
            const node = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
            range.setStart(node, 0);
            range.setEnd(node, 1);
            const box = range.getBoundingClientRect();
            return { x: text.dir === "rtl" ? box.right - 1 : box.left + 1, y: box.top + box.height / 2 };
        });
        await this.inner.mouse.click(x, y);
        this.quietSince = Date.now();
        await this.settled();
    }

    /** Clicks the button, link or choice that bears a text. */
    async clickText(text, within = "body") {
        this.keys.push(`click ${text}`);
        const handle = await this.inner.waitForSelector(
            `${within} ::-p-xpath(.//*[self::button or self::a or self::label or @role='menuitem'][normalize-space()='${text}'])`,
            { visible: true },
        );
        await handle.click();
        this.quietSince = Date.now();
        await this.settled();
    }

    /** The rows that are drawn, in the order of the page. */
    rows() {
        return this.inner.evaluate(readRows);
    }

    /** All rows, also those to which a person would have to scroll. */
    async allRows() {
        const scroll = (to) =>
            this.inner.$eval(
                ".scroller",
                (box, top) => {
                    const before = box.scrollTop;
                    box.scrollTop = top;
                    return [before, box.scrollHeight, box.clientHeight];
                },
                to,
            );
        const rows = new Map();
        const [before] = await scroll(0);
        for (let top = 0, height = 1; top < height;) {
            const [, all, view] = await scroll(top);
            await this.frame();
            for (const row of await this.rows()) rows.set(row.number, row);
            [top, height] = [top + view, all];
        }
        await scroll(before);
        await this.frame();
        return Array.from(rows.values()).sort((a, b) => a.number - b.number);
    }

    /** Rows by what they hold, short: the numbers of their segments. */
    async shapes() {
        return (await this.rows()).map(({ s, t }) => `${s.length}-${t.length}`);
    }

    async current() {
        const row = (await this.rows()).find((each) => each.current);
        const side = await this.inner.evaluate(() => {
            const here = document.querySelector(".current .here");
            return here && (here.classList.contains("source") ? "source" : "target");
        });
        return { ...row, side };
    }

    /** Goes to a row by a click on its number. */
    async goTo(number, side = "source") {
        const { id } = (await this.rows()).find((row) => row.number === number);
        await this.click(`[data-row="${id}"] .${side}`);
        await this.press("Escape");
    }

    /** Goes to a row by the arrows, without waiting for a program that may be gone. */
    async goToQuietly(number) {
        await this.type("Home");
        for (let at = 1; at < number; at++) await this.type("ArrowDown");
    }

    text(selector) {
        return this.inner.evaluate((wanted) => document.querySelector(wanted)?.textContent ?? "", selector);
    }

    /** What screen readers were told last. */
    said() {
        return this.text("[aria-live=polite].spoken");
    }

    /** The proposals of the current row: their rows as numbers of segments, and the words in them. */
    proposals() {
        return this.inner.evaluate(() =>
            Array.from(document.querySelectorAll(".current .card"), (card) =>
                Array.from(card.querySelectorAll(".mini"), (bead) =>
                    Array.from(bead.children, (side) => side.querySelectorAll(".mini-line").length),
                ),
            ),
        );
    }

    /** What axe-core finds against a page that everybody can use, and what has no room. */
    async audit(what) {
        // The page's own policy lets no other script in: the driver's world is outside of it.
        await this.inner.evaluate(AXE);
        const found = await this.inner.evaluate(async () => {
            const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
            const wide = Array.from(document.querySelectorAll("html, dialog[open], main"))
                .filter((box) => box.scrollWidth > box.clientWidth + 1)
                .map((box) => `${box.tagName} is wider than its frame`);
            const found = violations.flatMap(({ id, nodes }) =>
                nodes.map(({ target, any }) => `${id}: ${target}: ${any[0]?.message}`),
            );
            return [...wide, ...found];
        });
        assert.deepEqual(found, [], `axe-core on ${what}`);
    }
}
