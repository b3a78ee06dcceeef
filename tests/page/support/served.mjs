// Memories that are served, and what their page shows.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folderFor, Program } from "./program.mjs";

export const UNITS = [
    ["The meeting began at nine o'clock.", "بدأ الاجتماع في الساعة التاسعة."],
    ["The meeting ended at five o'clock.", "انتهى الاجتماع في الساعة الخامسة."],
    ["The committee approved the budget for 2025.", "أقرت اللجنة ميزانية عام 2025."],
    ["The committee rejected the draft budget.", "رفضت اللجنة مشروع الميزانية."],
    ["The members of the committee arrived yesterday morning.", "وصل أعضاء اللجنة صباح أمس."],
    ["The door is open.", "الباب مفتوح."],
];
export const READER = "reader-0123456789";
const GLOSSARY = "en\tar\ncommittee\tلجنة\nbudget\tميزانية\n";
const TOKENS = { tokens: [{ name: "reader", token: READER, rights: { "*": "read" } }] };

/** A server of two memories with a glossary. */
export async function serveMemories(hooks) {
    const folder = await folderFor(hooks);
    const table = (name, units) =>
        writeFile(join(folder, name), units.map((unit) => unit.join("\t")).join("\n"));
    await table("house.tsv", UNITS);
    await table("old.tsv", [["The committee approved the draft.", "أقرت اللجنة المشروع."]]);
    await writeFile(join(folder, "terms.tsv"), GLOSSARY);
    await writeFile(join(folder, "tokens.json"), JSON.stringify(TOKENS));
    for (const name of ["house", "old"])
        await Program.run(
            folder,
            "import",
            "-m",
            `${name}.muwazi`,
            `${name}.tsv`,
            "--from",
            "en",
            "--to",
            "ar",
        );
    const memories = ["-m", "house.muwazi", "-m", "old.muwazi", "--penalty", "old=2"];
    const more = ["--glossary", "terms.tsv", "--tokens", "tokens.json", "--reviews", "reviews"];
    return Program.serve(hooks, folder, ...memories, ...more);
}

/** Asks our own API, as another program would. */
export async function api(program, path, body, method = body ? "POST" : "GET") {
    const init = { method, headers: { authorization: `Bearer ${program.token}` } };
    if (body) init.body = JSON.stringify(body);
    const response = await fetch(`${program.base}api/v1/${path}`, init);
    return await response.json();
}

/** Opens the page of served memories. */
export async function openServed(
    browser,
    hooks,
    program,
    { hash = "", token, speech = "en", theme = "light", ...more } = {},
) {
    const url = (token ? `${program.base}t/${token}/` : program.url) + hash;
    const options = { height: 1000, settings: { speech, theme }, place: "muwazi-serve", ...more };
    const page = await browser.open(hooks, url, options);
    await page.inner.waitForSelector("#results");
    await page.settled(200);
    return page;
}

/** Types into the search. */
export async function search(page, text) {
    await page.press("Escape", "/");
    await page.write(text);
    page.quietSince = Date.now();
    await page.settled(250);
}

/** The units that the page shows. */
export function shown(page) {
    return page.inner.evaluate(() =>
        Array.from(document.querySelectorAll(".unit"), (unit) => ({
            score: unit.querySelector(".c")?.textContent,
            width: unit.querySelector(".meter i")?.style.getPropertyValue("--c"),
            source: unit.querySelector(".source .text")?.textContent.replace(/ \([a-z ]+\)/g, ""),
            target: unit.querySelector(".target .text")?.textContent,
            marks: Array.from(
                unit.querySelectorAll(".source .text mark"),
                (mark) => mark.firstChild.textContent,
            ),
            own: Array.from(unit.querySelectorAll(".own mark"), (mark) => mark.firstChild.textContent),
            meta: unit.querySelector(".meta").textContent,
            memory: unit.querySelector(".memory")?.textContent,
            current: unit.classList.contains("current"),
            place: unit.classList.contains("place"),
        })),
    );
}
