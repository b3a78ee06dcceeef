// Texts with right answers, from ../shared, which only developers have.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./program.mjs";

const GOLD = join(ROOT, process.env.MUWAZI_SHARED ?? "../shared", "eval/align");
export const hasGold = existsSync(GOLD);

async function lines(path) {
    return (await readFile(path, "utf8")).replace(/\n$/, "").split("\n");
}

/** A document: sentences of both sides, and beads as pairs of lists of numbers. */
async function document(name) {
    const [source, target, gold] = await Promise.all(
        ["ar", "en", "gold"].map((ending) => lines(join(GOLD, `${name}.${ending}`))),
    );
    const numbers = (list) => (list.trim() === "" ? [] : list.split(",").map(Number));
    const beads = gold.flatMap((line) => {
        const found = /^\[(.*?)\]:\[(.*?)\]/.exec(line);
        return found ? [[numbers(found[1]), numbers(found[2])]] : [];
    });
    return { source, target, beads };
}

/** Several documents as one text. */
export async function documents(names) {
    const all = { source: [], target: [], beads: [] };
    for (const name of names) {
        const { source, target, beads } = await document(name);
        const [s, t] = [all.source.length, all.target.length];
        all.beads.push(...beads.map(([a, b]) => [a.map((n) => n + s), b.map((n) => n + t)]));
        all.source.push(...source);
        all.target.push(...target);
    }
    return all;
}

const ends = (beads) => {
    let [s, t] = [0, 0];
    return beads.map(([a, b]) => [(s += a.length), (t += b.length)].join());
};

/**
 * Where rows and gold differ: runs between borders that both have, as ranges of rows and of gold.
 * Rows of a moved passage, which stand in no order, are left out beforehand.
 */
export function faults(rows, gold) {
    const [ours, theirs] = [ends(rows), ends(gold)];
    const places = new Map(theirs.map((end, at) => [end, at]));
    const out = [];
    let [row, bead] = [0, 0];
    ours.forEach((end, at) => {
        const place = places.get(end);
        if (place === undefined || place < bead) return;
        const range = { rows: [row, at + 1], gold: [bead, place + 1] };
        const same = at - row === 0 && place - bead === 0;
        if (!same && JSON.stringify(rows.slice(row, at + 1)) !== JSON.stringify(gold.slice(bead, place + 1)))
            out.push(range);
        [row, bead] = [at + 1, place + 1];
    });
    return out;
}
