// The measured task: faults corrected by a scripted person, counted in keys; a click counts as a key.
// `node task.mjs` prints the tables of docs/review-task.md. The texts are in ../shared.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Browser } from "./support/browser.mjs";
import { documents } from "./support/gold.mjs";
import { kindOf, Person } from "./support/person.mjs";
import { keysOf, merge, move, ofIntertext, ofOmegat, omit, split } from "./support/plan.mjs";
import { folderFor, Program } from "./support/program.mjs";
import { journal } from "./support/texts.mjs";

/** Literature, and chapters of those in which the aligner makes most faults. */
export const OWN = [
    "alignar-dev/lit.002",
    "bible-dev/zephaniah.003",
    "bible-dev/joshua.007",
    "bible-dev/joel.001",
    "bible-dev/job.011",
    "bible-dev/deuteronomy.005",
];
/** A text of 200 pairs, into which faults are planted. */
export const PLANTED = "alignar-dev/law.002";

/** Corrects one review and tells what that took. */
async function corrected(t, browser, program, it, led) {
    const page = await browser.open(t, program.url);
    await page.ready();
    const person = new Person(page, it);
    await person.look();
    const { rows, wrong } = person;
    const others = [ofOmegat, ofIntertext].map((tool) => keysOf(tool, wrong, rows, it.beads));
    // Both keep the order of the texts, so that a moved passage cannot be paired.
    if (it.far) for (const each of others) each.unable++;
    const doubtful = person.seen.filter((row) => row.doubt).length;
    const keys = await person.correct({ led });
    await page.inner.close();
    return {
        beads: it.beads.length,
        faults: wrong.length + (it.far?.length ? 1 : 0),
        doubtful,
        keys,
        others,
        left: person.wrong.length,
    };
}

/** The aligner's own faults, document by document. */
export async function ownFaults(t, browser, { led = false, realign = true } = {}) {
    const out = [];
    for (const name of OWN) {
        const folder = await folderFor(t);
        const it = await documents([name]);
        for (const [side, ending] of [
            ["source", "ar"],
            ["target", "en"],
        ])
            await writeFile(join(folder, `text.${ending}.txt`), it[side].map((line) => `${line}\n`).join(""));
        const options = ["--segmented", "--from", "ar", "--to", "en", ...(realign ? [] : ["--no-realign"])];
        const program = await Program.start(t, folder, "text.ar.txt", "text.en.txt", ...options);
        out.push({ name: name.split("/")[1], ...(await corrected(t, browser, program, it, led)) });
        await program.kill();
    }
    return out;
}

/** Moves three pairs' targets further down in the text; their pairs are `far` from then on. */
function withMovedPassage({ source, target, beads }, from, by) {
    const passage = beads.slice(from, from + 3);
    const [first, last] = [passage[0][1][0], passage.at(-1)[1].at(-1)];
    const to = beads[from + 2 + by][1].at(-1);
    const order = [...target.keys()];
    const cut = order.splice(first, last - first + 1);
    order.splice(to - cut.length + 1, 0, ...cut);
    const places = new Map(order.map((old, now) => [old, now]));
    const now = beads.map(([s, t]) => [s, t.map((n) => places.get(n)).sort((a, b) => a - b)]);
    return { source, target: order.map((old) => target[old]), beads: now, far: now.slice(from, from + 3) };
}

/** What is planted: the change of the rows from a place on, or nothing where it does not fit there. */
const KINDS = {
    merge: (rows, at) => merge(rows, at),
    split: ([...rows], at) => {
        const [s, t] = rows[at];
        return s.length + t.length > 2 && s.length > 0 && t.length > 0 ? split(rows, at, 1, 1) : undefined;
    },
    shift: (rows, at) => (rows[at].every((cell) => cell.length > 0) ? move(rows, at + 1, 1, -1) : undefined),
    omission: (rows, at) => omit(rows, at),
};

/** Plants faults, ten rows apart, each kind as often as is said. */
function planted(it) {
    const kinds = [...Array(6).fill(["merge", "split", "shift"]).flat(), "omission"];
    // Rows as a review has them: the passage that was moved has lost its partners.
    const far = new Set(it.far.flatMap(([, t]) => t));
    const alone = it.beads.flatMap(([s, t]) => (t.some((n) => far.has(n)) ? [[s, []]] : [[s, t]]));
    const after = alone.findIndex(([, t]) => t.some((n) => n > Math.max(...far)));
    let rows = [...alone.slice(0, after), ...[...far].map((n) => [[], [n]]), ...alone.slice(after)];
    let at = rows.length - 4;
    for (const kind of kinds) {
        const isFar = () => rows.slice(at - 1, at + 3).some((row) => row.some((cell) => cell.length === 0));
        let news;
        for (; at > 0 && (isFar() || !(news = KINDS[kind](rows, at))); at--);
        if (!news) throw new Error(`there is no place for a ${kind}`);
        rows = news;
        at -= 8;
    }
    return rows;
}

/** Planted faults, with the aligner silent: nothing is aligned anew, and all rows claim to be sure. */
export async function plantedFaults(t, browser) {
    const it = withMovedPassage(await documents([PLANTED]), 90, 9);
    const rows = planted(it);
    const folder = await folderFor(t);
    const beads = rows.map(([s, t_]) => [s.length, t_.length, 0.95]);
    const path = await journal(folder, { ...it, beads });
    const program = await Program.start(t, folder, path, "--no-realign");
    const page = await corrected(t, browser, program, it, false);
    await program.kill();
    return page;
}

export function sum(all) {
    const keys = all.flatMap((each) => each.keys);
    const others = [0, 1].map((tool) => ({
        keys: all.reduce((total, each) => total + each.others[tool].keys, 0),
        unable: all.reduce((total, each) => total + each.others[tool].unable, 0),
    }));
    const add = (name) => all.reduce((total, each) => total + each[name], 0);
    return {
        name: "all",
        beads: add("beads"),
        faults: add("faults"),
        doubtful: add("doubtful"),
        left: add("left"),
        keys,
        others,
    };
}

export function table(title, all) {
    const cell = ({ keys, unable }) => `${keys}${unable > 0 ? `, ${unable} not` : ""}`;
    const lines = all.map(
        (each) =>
            `| ${each.name} | ${each.beads} | ${each.faults} | ${each.doubtful} | ${each.keys.length} | ${each.others.map(cell).join(" | ")} |`,
    );
    return [
        title,
        "",
        "| text | pairs | faults | doubtful rows | keys here | OmegaT | InterText |",
        "|---|---|---|---|---|---|---|",
        ...lines,
        "",
        kinds(all.at(-1).keys),
        "",
    ].join("\n");
}

export function kinds(keys) {
    const counts = {};
    for (const key of keys) counts[kindOf(key)] = (counts[kindOf(key)] ?? 0) + 1;
    return Object.entries(counts)
        .sort((a, b) => b[1] - a[1])
        .map(([kind, count]) => `${kind} ${count}`)
        .join(" · ");
}

if (process.argv[1] === import.meta.filename) {
    const ends = [];
    const hooks = { after: (end) => ends.unshift(end) };
    const browser = await Browser.start(hooks);
    const print = async (title, work) => {
        const all = await work;
        console.log(table(title, all.length > 1 ? [...all, sum(all)] : all));
    };
    await print("The aligner's own faults", ownFaults(hooks, browser));
    await print("The same without aligning anew", ownFaults(hooks, browser, { realign: false }));
    await print("The same, led from doubtful row to doubtful row", ownFaults(hooks, browser, { led: true }));
    await print(
        "Planted faults",
        plantedFaults(hooks, browser).then((each) => [{ name: "law.002", ...each }]),
    );
    for (const end of ends) await Promise.resolve(end()).catch(() => undefined);
}
