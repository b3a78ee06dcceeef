// Texts with right answers, from ../shared, which only developers have.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ROOT } from "./program.mjs";

const GOLD = resolve(ROOT, process.env.MUWAZI_SHARED ?? "../shared", "eval/align");
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

/**
 * Where rows and gold differ: runs between borders that both have, as ranges of rows and of gold. What is
 * `far`, in a moved passage, is looked at apart.
 */
export function faults(rows, gold, far = []) {
    const moved = [0, 1].map((side) => new Set(far.flatMap((row) => row[side])));
    const near = (row) => row.map((cell, side) => cell.filter((n) => !moved[side].has(n)));
    const ends = (beads) => {
        let [s, t] = [0, 0];
        return beads.map((bead) => {
            const [a, b] = near(bead);
            return [(s += a.length), (t += b.length)].join();
        });
    };
    const kept = (beads) => JSON.stringify(beads.map(near).filter(([a, b]) => a.length + b.length > 0));
    const places = new Map(ends(gold).map((end, at) => [end, at]));
    const out = [];
    let [row, bead] = [0, 0];
    ends(rows).forEach((end, at) => {
        const place = places.get(end);
        if (place === undefined || place < bead - 1) return;
        const range = { rows: [row, at + 1], gold: [bead, Math.max(bead, place + 1)] };
        if (kept(rows.slice(...range.rows)) !== kept(gold.slice(...range.gold))) out.push(range);
        [row, bead] = [at + 1, Math.max(bead, place + 1)];
    });
    return out;
}
