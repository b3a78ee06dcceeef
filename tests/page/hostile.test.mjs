// Texts that would be more than texts: markup, scripts, characters that turn directions.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { Program, folderFor } from "./support/program.mjs";
import { journal } from "./support/texts.mjs";

const browser = await Browser.start({ after });

const SOURCE = [
    "<script>globalThis.caught = 1</script> مرحبا.",
    "<img src=x onerror='globalThis.caught = 2'> نص.",
    "\u202eنص مقلوب\u202c و\u2067آخر.",
    "&lt;b&gt; &amp; \u0000\u0007 نص.",
    "{{7*7}} ${7*7} `نص`.",
];
const TARGET = [
    '"><svg onload="globalThis.caught = 3">hello.',
    "<style>* { display: none }</style> javascript:alert(1).",
    "\u202eturned\u202c and \u2066other.",
    "</div></main><iframe src='//example.org'></iframe>.",
    "https://example.org/?a=1&b=2 <a href='//example.org'>link</a>.",
];

test("texts stay texts", async (t) => {
    const folder = await folderFor(t);
    const name = "<b>name</b>";
    const path = await journal(folder, {
        name: "evil",
        source: SOURCE,
        target: TARGET,
        beads: SOURCE.map(() => [1, 1, 0.4]),
    });
    const program = await Program.start(t, folder, path, "--by", name);
    const page = await (await browser.open(t, program.url)).ready();
    const shown = (text) =>
        text.replace(/[\u0000-\u0008]/g, (sign) => String.fromCharCode(0x2400 + sign.charCodeAt(0)));
    const rows = await page.rows();
    assert.deepEqual(
        rows.map((row) => row.s[0]),
        SOURCE.map(shown),
    );
    assert.deepEqual(
        rows.map((row) => row.t[0]),
        TARGET.map(shown),
    );
    for (const row of rows) {
        await page.goTo(row.number);
        await page.press("i");
        await page.press("i");
    }
    await page.press("e");
    await page.write("<img src=x onerror=alert(1)>");
    await page.press("Enter", "b");
    await page.write("<script>alert(1)</script>");
    await page.press("Ctrl+Enter", "/");
    await page.write("<script>");
    await page.settled(250);
    assert.ok((await page.rows()).length >= 1);
    await page.press("Escape");
    const found = await page.inner.evaluate(() => ({
        caught: globalThis.caught ?? null,
        strange: document.querySelectorAll(
            "#root script, #root img, #root iframe, #root style, [onerror], [onload]",
        ).length,
        // Directions that a text turns end with it: each stands in an element that isolates.
        isolated: Array.from(document.querySelectorAll(".piece > *")).every((each) =>
            each.matches("bdi, .spoken"),
        ),
        links: Array.from(document.querySelectorAll("a[href]"), (each) => each.href),
    }));
    assert.deepEqual(found, { caught: null, strange: 0, isolated: true, links: [] });
});

test("the policy of the page lets nothing in that is not its own", async (t) => {
    const folder = await folderFor(t);
    const path = await journal(folder, { source: ["نص."], target: ["Text."], beads: [[1, 1, 0.9]] });
    const program = await Program.start(t, folder, path);
    const page = await browser.open(t, program.url, {
        tolerate: /Content.Security.Policy|violates|Refused|example/,
    });
    await page.ready();
    const headers = await page.inner.evaluate(async () => {
        const answer = await fetch(".");
        return Object.fromEntries(answer.headers);
    });
    assert.match(headers["content-security-policy"], /default-src 'none'/);
    const stopped = await page.inner.evaluate(
        () =>
            new Promise((done) => {
                const stops = new Set();
                document.addEventListener("securitypolicyviolation", (event) => {
                    stops.add(event.effectiveDirective);
                    if (stops.size === 3) done([...stops].sort());
                });
                const script = document.createElement("script");
                script.textContent = "globalThis.caught = 1";
                document.body.append(script);
                const image = document.createElement("img");
                image.src = "//example.org/x.png";
                document.body.append(image);
                void fetch("https://example.org/").catch(() => undefined);
                setTimeout(() => done([...stops].sort()), 3000);
            }),
    );
    assert.deepEqual(stopped, ["connect-src", "img-src", "script-src-elem"]);
});
