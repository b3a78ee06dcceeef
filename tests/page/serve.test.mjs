// The page of served memories: search in both directions, units edited where they stand, the keys.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Browser } from "./support/browser.mjs";
import { api, openServed, READER, search, serveMemories, shown, UNITS } from "./support/served.mjs";

const browser = await Browser.start({ after });

test("it finds while one types, in both directions, with differences in both texts", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program);
    await search(page, "The committee approved the budget for 2024.");
    const [first, second] = (await shown(page)).filter(({ place }) => !place);
    assert.equal(first.source, UNITS[2][0]);
    assert.deepEqual([first.marks, first.own], [["2025"], ["2024"]]);
    assert.match(first.score, /^\d\d %$/);
    assert.ok(Math.abs(Number(first.width) * 100 - parseInt(first.score, 10)) < 0.01);
    assert.match(first.meta, /^house/);
    assert.equal(second, undefined);
    const terms = await page.inner.$$eval(".term-list li", (all) => all.map((each) => each.textContent));
    assert.deepEqual(terms, ["committeeلجنة", "budgetميزانية"]);
    assert.match(page.inner.url(), /#q=The\+committee/);

    await search(page, "اللجنة");
    const places = (await shown(page)).filter(({ place }) => place);
    assert.equal(places.length, 4);
    assert.deepEqual(places[0].marks, ["اللجنة"]);
    assert.equal(places[0].target, UNITS[2][0]);
    await search(page, "الباب مفتوح");
    assert.equal((await shown(page))[0].target, "The door is open.");

    // The address alone brings the search back.
    const again = await openServed(browser, t, program, { hash: new URL(page.inner.url()).hash });
    assert.equal((await shown(again))[0].target, "The door is open.");
});

test("options narrow the search, and errors are told with their hints", async (t) => {
    const program = await serveMemories(t);
    const tolerate = /status of 400/;
    const page = await openServed(browser, t, program, {
        hash: "#q=The+committee+approved+the+draft.&min=50",
        tolerate,
    });
    const memories = async () => (await shown(page)).map(({ memory }) => memory);
    assert.deepEqual(new Set(await memories()), new Set(["house", "old"]));
    await page.inner.select("select[aria-label=Memory]", "old");
    await page.settled(200);
    assert.deepEqual(new Set(await memories()), new Set(["old"]));
    assert.match((await shown(page))[0].meta, /this memory −2/);
    await page.inner.select("select[aria-label=Direction]", "ar en");
    await page.settled(200);
    assert.equal((await shown(page)).length, 0);
    await page.inner.select("select[aria-label=Direction]", "");
    await page.inner.type("input.where", "foo");
    page.quietSince = Date.now();
    await page.settled(250);
    assert.match(
        await page.text(".matches .failed"),
        /^not a question: 'foo' lacks a = after one of domain.*reviewedTry again$/,
    );
    await page.inner.$eval("input.where", (input) => (input.value = ""));
    await page.inner.type("input.where", "domain=none");
    page.quietSince = Date.now();
    await page.settled(250);
    assert.equal((await shown(page)).filter(({ place }) => !place).length, 0);
});

test("a unit is edited where it stands, its history told, and both undone", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program, { hash: "#q=The+door+is+open." });
    const target = async () => (await api(program, "memories/house/units/6")).variants[1].text.text;
    await page.press("Enter", "e");
    await page.write(" الآن");
    // A search between loses nothing that was typed.
    await page.inner.focus("textarea.query");
    await page.press("End");
    await page.write(" ");
    await page.settled(250);
    await page.press("Enter", "e");
    assert.equal(await page.inner.$eval("textarea.edit", (area) => area.value), "الباب مفتوح. الآن");
    await page.press("Escape");
    assert.equal(await target(), "الباب مفتوح.", "Esc keeps nothing");
    await page.press("e", "Backspace");
    await page.write(" الآن.");
    await page.press("Ctrl+Enter");
    assert.equal(await target(), "الباب مفتوح الآن.");
    assert.equal((await shown(page))[0].target, "الباب مفتوح الآن.");
    assert.match((await shown(page))[0].meta, /changed .*\d{4}/);
    await page.press("h");
    assert.match(await page.text("dialog .operation"), /^Edited.*by admin$/);
    assert.deepEqual(
        await page.inner.$$eval("dialog .steps li:first-child :is(del, ins)", (all) =>
            all.map((each) => each.textContent),
        ),
        ["الباب مفتوح.", "الباب مفتوح الآن."],
    );
    await page.press("Escape", "z");
    assert.equal(await target(), "الباب مفتوح.");

    // Another script is refused, and kept if the person insists.
    page.faults.length = 0;
    await page.press("e");
    await page.inner.$eval("textarea.edit", (area) => area.select());
    await page.write("open");
    await page.press("Ctrl+Enter");
    assert.match(await page.text(".edit-error"), /Latin script.*hint/);
    await page.clickText("Keep all the same");
    assert.equal(await target(), "open");
    page.faults.splice(0, page.faults.length, ...page.faults.filter((fault) => !/status of 422/.test(fault)));
    // Undone from the history too.
    await page.press("h");
    await page.clickText("Undo this", "dialog");
    assert.equal(await target(), "الباب مفتوح.");
});

test("the source is edited with its tags in their places", async (t) => {
    const program = await serveMemories(t);
    const marks = [
        { at: 4, raw: "<b>" },
        { at: 8, raw: "</b>" },
    ];
    await api(program, "memories/house/units/6", { lang: "en", text: "The door is open.", marks }, "PUT");
    const page = await openServed(browser, t, program, { hash: "#q=The+door+is+open." });
    await page.press("Enter", "Shift+E", "Backspace");
    await page.write(" now.");
    await page.press("Ctrl+Enter");
    const { text } = (await api(program, "memories/house/units/6")).variants[0];
    assert.deepEqual(text, { text: "The door is open now.", marks });
});

test("units are added and removed, and brought back", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program);
    await search(page, "The window is closed now.");
    await page.press("Escape", "a");
    await page.write("النافذة مغلقة الآن.");
    await page.inner.type("::-p-xpath(//label[span='Domain']/input)", "homes");
    await page.press("Ctrl+Enter");
    const [added] = await shown(page);
    assert.deepEqual(
        [added.source, added.target, added.score],
        ["The window is closed now.", "النافذة مغلقة الآن.", "100 %"],
    );
    assert.match(added.meta, /homes.*added.*admin/);
    await page.press("Escape", "j", "d");
    assert.equal((await shown(page)).filter(({ score }) => score === "100 %").length, 0);
    await page.press("z");
    assert.equal((await shown(page))[0].score, "100 %");
    await page.press("z");
    assert.equal((await shown(page)).filter(({ score }) => score === "100 %").length, 0);
    await page.press("z");
    assert.match(await page.said(), /^Nothing was done/);
});

test("a token that may only read sees no way to write", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program, { token: READER, hash: "#q=The+door+is+open." });
    await page.press("Enter");
    const buttons = await page.inner.$$eval(".unit-tools button", (all) =>
        all.map(({ className }) => className),
    );
    assert.deepEqual(buttons, ["tool copy", "tool history"]);
    assert.equal(await page.inner.$(".tool-add"), null);
    await page.press("e");
    assert.match(await page.text(".message.warning"), /may read this memory only/);
    await page.press("Escape");
    assert.equal(await page.inner.$(".message.warning"), null);
});

test("keys lead everywhere, under an Arabic layout too", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program, {
        hash: "#q=The+meeting+began+at+five+o%27clock.&min=50",
    });
    const at = async () => (await shown(page)).findIndex(({ current }) => current);
    await page.press("Enter");
    const { length } = await shown(page);
    assert.ok(length >= 2);
    await page.press("j");
    assert.equal(await at(), 1);
    await page.press("k");
    assert.equal(await at(), 0);
    await page.press("End");
    assert.equal(await at(), length - 1);
    await page.press("Home");
    await page.inner.evaluate(() =>
        document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "ت", code: "KeyJ", bubbles: true }),
        ),
    );
    assert.equal(await at(), 1);
    const target = (await shown(page))[1].target;
    const context = page.inner.browserContext();
    await context.overridePermissions(new URL(program.base).origin, ["clipboard-read", "clipboard-write"]);
    await page.press("c");
    assert.equal(await page.inner.evaluate(() => navigator.clipboard.readText()), target);
    await page.press("v", "v");
    assert.equal(await page.inner.$(".matches"), null, "the concordance alone");
    await page.press("v", "?");
    assert.ok((await page.inner.$$("dialog .commands li")).length > 15);
    await page.press("Escape", "s");
    assert.match((await shown(page))[0].source, /الاجتماع/);
    await page.press("/");
    assert.equal(await page.inner.evaluate(() => document.activeElement.className), "query");
});

test("a text of others stays a text, and an answer that comes late is dropped", async (t) => {
    const program = await serveMemories(t);
    const bad = "<img src=x onerror=alert(1)> \u202e </p>";
    await api(program, "memories/house/units", {
        units: [{ source: bad, target: "<b>نص</b>", source_lang: "en", target_lang: "ar", domain: "<i>" }],
    });
    const page = await openServed(browser, t, program);
    await search(page, bad);
    assert.equal((await shown(page))[0].target, "<b>نص</b>");
    assert.equal(await page.inner.$("#results img, #results i:not(.meter i), #results .target b"), null);
    // The first answer is held back until the second is there.
    await page.inner.evaluate(() => {
        const real = window.fetch;
        window.fetch = async (url, init) => {
            const late = String(init?.body ?? "").includes("meeting");
            const response = await real(url, { ...init, signal: late ? undefined : init?.signal });
            if (late) await new Promise((done) => setTimeout(done, 700));
            return response;
        };
    });
    await page.press("Escape", "/");
    await page.write("The meeting began at nine o'clock.");
    await new Promise((done) => setTimeout(done, 300));
    await page.inner.$eval("textarea.query", (area) => area.select());
    await page.write("The door is open.");
    await page.settled(1200);
    assert.equal((await shown(page))[0].source, "The door is open.");
});

test("two texts are reviewed from here, and their rows go into the memory", async (t) => {
    const program = await serveMemories(t);
    const page = await openServed(browser, t, program, { tolerate: /status of 404/ });
    await page.press("Escape", "r");
    await page.inner.waitForSelector("dialog.reviewing .reviews p");
    const [source, target] = await page.inner.$$("dialog.reviewing textarea");
    await source.type("The train arrived early. The guests left the hall.");
    await target.type("وصل القطار مبكرا. غادر الضيوف القاعة.");
    // The click leaves this page.
    const leave = (of, selector) => Promise.all([of.inner.waitForNavigation(), of.inner.click(selector)]);
    await leave(page, "dialog.reviewing button[type=submit]");
    await page.inner.waitForSelector(".row");
    const address = new URL(page.inner.url());
    assert.match(address.pathname, /\/review\/house\/$/);
    assert.equal((await page.inner.$$(".row")).length, 2);
    const texts = await page.inner.$$eval(".row", (rows) => rows.map((row) => row.textContent).join());
    assert.match(texts, /The train arrived early\..*وصل القطار مبكرا/s);

    // Its path says no folder of this machine, and a page does not end the server of many.
    const asked = (path, init) => page.inner.evaluate(
        async (path, init) => {
            const response = await fetch(path, init);
            return [response.status, await response.text()];
        },
        path,
        init,
    );
    const [status, whole] = await asked(`api/review/${address.hash.slice(1).split("/")[0]}`);
    assert.equal(status, 200);
    assert.equal(JSON.parse(whole).path, "source.txt.muwazi-review");
    assert.equal(whole.includes(program.folder), false);
    assert.equal((await asked("api/quit", { method: "POST" }))[0], 404);
    const post = (body) => ({ method: "POST", body: JSON.stringify(body) });
    const review = address.hash.slice(1).split("/")[0];
    const rows = JSON.parse(whole).rows.map(({ id }) => id);
    const decision = post({ seen: 0, decision: { act: "accept", rows } });
    assert.equal((await asked(`api/review/${review}/decide`, decision))[0], 200);
    const [put, news] = await asked(`api/review/${review}/memory`, post({ rows: "reviewed" }));
    assert.deepEqual([put, JSON.parse(news).added], [200, 2], news);
    const { matches } = await api(program, "lookup", { query: "The guests left the hall." });
    assert.deepEqual([matches[0].score, matches[0].target], [100, "غادر الضيوف القاعة."]);

    // It is on the list, here and after the server was started again.
    const again = await openServed(browser, t, program);
    await again.press("Escape", "r");
    await again.inner.waitForSelector("dialog.reviewing .reviews li button");
    assert.match(await again.text("dialog.reviewing .reviews li"), /^source\.txt · target\.txt/);
    await again.audit("the reviews");
    await leave(again, "dialog.reviewing .reviews li button");
    await again.inner.waitForSelector(".row");

    // Who may not write has no reviews.
    const reader = await openServed(browser, t, program, { token: READER });
    assert.equal(await reader.inner.$(".tool-reviews"), null);
    const response = await fetch(`${program.base}t/${READER}/review/house/`);
    assert.equal(response.status, 404);
});

for (const speech of ["en", "ar"]) {
    for (const theme of ["light", "dark"]) {
        for (const width of [1280, 390]) {
            test(`axe-core finds nothing on the page of served memories: ${speech}, ${theme}, ${width} wide`, async (t) => {
                const program = await serveMemories(t);
                const page = await openServed(browser, t, program, {
                    speech,
                    theme,
                    width,
                    tolerate: /status of 400/,
                });
                await page.audit("the start");
                await search(page, "The committee approved the budget for 2024.");
                await page.audit("matches, terms and places");
                await page.press("Enter");
                await page.audit("a current unit");
                await page.press("e");
                await page.audit("a text that is edited");
                await page.press("Escape", "h");
                await page.audit("a history");
                await page.press("Escape", "a");
                await page.audit("a new unit");
                await page.press("Escape", "?");
                await page.audit("the list of keys");
                await page.press("Escape");
                await page.click(".tool-settings");
                await page.audit("the settings");
                await page.press("Escape");
                await search(page, "committee");
                await page.audit("places");
                await search(page, "zzzz");
                await page.audit("nothing found");
                await page.inner.type("input.where", "foo");
                page.quietSince = Date.now();
                await page.settled(250);
                await page.audit("an error");
            });
        }
    }
}
