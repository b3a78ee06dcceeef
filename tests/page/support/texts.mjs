// Texts for the tests, and journals made by hand.
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./program.mjs";

/** Copies the sample article, one sentence a line, into a folder. */
export async function news(folder) {
    for (const name of ["article.ar.txt", "article.en.txt"])
        await copyFile(join(ROOT, "examples/news", name), join(folder, name));
    return ["article.ar.txt", "article.en.txt"];
}

const PEOPLE = [
    ["الوزير", "The minister"],
    ["المهندسة", "The engineer"],
    ["رئيس البلدية", "The mayor"],
    ["الطبيبة", "The doctor"],
    ["المعلم", "The teacher"],
    ["السفير", "The ambassador"],
    ["الصحفية", "The journalist"],
];
const DEEDS = [
    ["زار مدينة بغداد", "visited the city of Baghdad"],
    ["كتب رسالة إلى الجامعة", "wrote a letter to the university"],
    ["افتتح مدرسة جديدة", "opened a new school"],
    ["اشترى أرضا قرب النهر", "bought land near the river"],
    ["وقع اتفاقا مع الأردن", "signed an agreement with Jordan"],
];

/** Pairs of sentences: each has a number of its own, so that the alignment is plain. */
export function sentences(count, from = 1) {
    return Array.from({ length: count }, (_, at) => {
        const number = 1000 + 7 * (from + at);
        const [who, whoEnglish] = PEOPLE[at % PEOPLE.length];
        const [did, didEnglish] = DEEDS[at % DEEDS.length];
        return [`${who} ${did}، وذلك عام ${number}.`, `${whoEnglish} ${didEnglish}, that was in ${number}.`];
    });
}

/** Writes both sides of pairs, one sentence a line; returns the arguments of `review`. */
export async function pairOfFiles(folder, pairs, { name = "text", turned = false } = {}) {
    const files = [`${name}.ar.txt`, `${name}.en.txt`];
    for (const side of [0, 1])
        await writeFile(join(folder, files[side]), pairs.map((pair) => `${pair[side]}\n`).join(""));
    return [...(turned ? files.reverse() : files), "--segmented"];
}

function record(origin, lang, lines) {
    const [blocks, segments] = [[], []];
    let at = 0;
    lines.forEach((line, number) => {
        const end = at + Buffer.byteLength(line);
        blocks.push([at, end, "paragraph"]);
        segments.push([at, end, number]);
        at = end + 1;
    });
    return { origin, lang, text: lines.map((line) => `${line}\n`).join(""), blocks, segments };
}

/** Writes a journal in which nothing is decided. Beads are `[1, 2]` or `[1, 2, 0.93]`. */
export async function journal(folder, { name = "made", source, target, beads, langs = ["ar", "en"] }) {
    const files = [`${name}.${langs[0]}.txt`, `${name}.${langs[1]}.txt`];
    const lines = [
        { "muwazi-review": 1 },
        record(files[0], langs[0], source),
        record(files[1], langs[1], target),
        { beads },
    ];
    const path = join(folder, `${name}.muwazi-review`);
    await writeFile(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    return path;
}

/** A journal of `count` plain pairs, each of one sentence. */
export function plainJournal(folder, count, { name, turned = false, c = () => 0.97 } = {}) {
    const pairs = sentences(count);
    const [source, target] = [0, 1].map((side) => pairs.map((pair) => pair[turned ? 1 - side : side]));
    const langs = turned ? ["en", "ar"] : ["ar", "en"];
    return journal(folder, { name, source, target, beads: pairs.map((_, at) => [1, 1, c(at)]), langs });
}

/** The decisions in a journal, in order. */
export async function decisions(path) {
    const lines = (await readFile(path, "utf8")).split("\n").slice(4, -1);
    return lines.map((line) => JSON.parse(line));
}
