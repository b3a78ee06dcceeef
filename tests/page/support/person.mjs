// A person who sees only the page, knows the right answer, and corrects what is wrong.
import { faults } from "./gold.mjs";
import { cheapest, merge, move, omit, SIDES, split } from "./plan.mjs";

const NAMES = ["source", "target"];

/** What a key is for. */
export function kindOf(key) {
    if (key.startsWith("click")) return "clicks";
    if (/^[123]$/.test(key)) return "proposals";
    if (key === "Enter") return "Enter";
    if (key === "n") return "next doubtful";
    if (/Arrow/.test(key)) return "arrows";
    return `${key}`;
}

export class Person {
    /** `far`: rows of a moved passage, which are not in the order of both texts. */
    constructor(page, { source, target, beads, far = [] }) {
        Object.assign(this, { page, gold: beads, far, texts: [source, target] });
    }

    /** The rows of the page as numbers of segments. Segments stand in the order of their texts. */
    async look() {
        const rows = await this.page.allRows();
        const next = [0, 0];
        this.seen = rows;
        this.rows = rows.map((row) =>
            [row.s, row.t].map((pieces, side) =>
                pieces.map((piece) => this.number(side, piece, next, row.moved && side === 1)),
            ),
        );
        this.at = rows.findIndex((row) => row.current);
        this.side = NAMES.indexOf((await this.page.current()).side);
        this.wrong = faults(this.rows, this.gold, this.far);
    }

    /** The number of a segment. A moved one is not where the text has come to. */
    number(side, piece, next, moved) {
        const at = this.texts[side].indexOf(piece, moved ? 0 : next[side]);
        if (!moved) next[side] = at + 1;
        return at;
    }

    /**
     * Corrects all that is wrong. Who is led by the page goes through all doubtful rows first, and accepts
     * what is right; who reads goes at once to what is wrong.
     */
    async correct({ led, most = 120 }) {
        const { page } = this;
        await this.look();
        if (this.far.length > 0) await this.pairPassage();
        for (; this.wrong.length > 0 && page.keys.length < most; await this.look()) {
            const row = this.seen[this.at];
            const doubtful = this.seen.some((each) => each.doubt);
            if (this.faultAt(this.at)) await this.mend(this.faultAt(this.at), this.at);
            else if (led && row.doubt) await page.press("Enter");
            else if (doubtful && (led || this.faultAt(this.next()))) await page.press("n");
            else await this.goAndMend(this.wrong[0]);
        }
        return page.keys;
    }

    /** Pairs a moved passage: its cells are chosen and pinned, then those of its translation. */
    async pairPassage() {
        for (const side of SIDES) {
            const first = this.far[0][side][0];
            await this.do({ click: this.rows.findIndex((row) => row[side].includes(first)), side });
            for (let more = 1; more < this.far.length; more++) await this.page.press("Shift+ArrowDown");
            await this.page.press("Space");
        }
        await this.look();
    }

    faultAt(at) {
        return this.wrong.find(({ rows }) => at >= rows[0] && at < rows[1]);
    }

    /** The next doubtful row, to which the page would go. */
    next() {
        const below = this.seen.findIndex((row, at) => at > this.at && row.doubt);
        return below >= 0 ? below : this.seen.findIndex((row) => row.doubt);
    }

    /** A fault that needs more than a key is looked at first where the page has proposals for it. */
    async goAndMend(fault) {
        const [from, to] = fault.rows;
        const doubtful = this.seen.slice(from, to).findIndex((row) => row.doubt);
        const way = doubtful >= 0 && this.wayOf(fault, -1, []);
        if (way && way.cost > 2) await this.do({ click: from + doubtful, side: this.side });
        else await this.mend(fault, -1);
    }

    /** Does the first step of the cheapest way to mend a fault; what the page makes of it is seen next. */
    async mend(fault, at) {
        const way = this.wayOf(fault, at, at < 0 ? [] : await this.offered());
        if (!way) throw new Error(`there is no way from ${JSON.stringify(this.rows.slice(...fault.rows))}`);
        for (const does of way.way[0]) await this.do(does);
    }

    wayOf(fault, at, offered) {
        const [from, to] = fault.rows;
        const beads = this.gold.slice(...fault.gold);
        const start = { rows: this.rows.slice(from, to), at: at < 0 ? -1 : at - from, side: this.side };
        return cheapest(start, beads, (state) => [
            ...(state === start ? this.taken(offered, from, to) : []),
            ...this.steps(state, from),
        ]);
    }

    /** The proposals of the current row: the rows that they replace, and what they make of them. */
    async offered() {
        const cards = await this.page.inner.evaluate(() =>
            Array.from(document.querySelectorAll(".current .card"), (card) =>
                Array.from(card.querySelectorAll(".mini"), (bead) =>
                    Array.from(bead.children, (side) =>
                        Array.from(side.querySelectorAll(".mini-line bdi"), (line) => line.textContent),
                    ),
                ),
            ),
        );
        return cards.flatMap((beads, at) => {
            const held = SIDES.map((side) => beads.flatMap((bead) => bead[side]));
            for (let from = Math.max(0, this.at - 8); from <= this.at; from++) {
                for (let to = this.at + 1; to <= Math.min(this.rows.length, this.at + 9); to++) {
                    const run = this.seen.slice(from, to);
                    const pieces = [run.flatMap((row) => row.s), run.flatMap((row) => row.t)];
                    const fits = SIDES.every(
                        (side) =>
                            pieces[side].length === held[side].length &&
                            pieces[side].every((piece, n) =>
                                piece.startsWith(held[side][n].replace(/…$/, "")),
                            ),
                    );
                    if (!fits) continue;
                    const numbers = SIDES.map((side) =>
                        this.rows.slice(from, to).flatMap((row) => row[side]),
                    );
                    const made = beads.map((bead) =>
                        SIDES.map((side) => numbers[side].splice(0, bead[side].length)),
                    );
                    return [{ key: String(at + 1), from, to, made }];
                }
            }
            return [];
        });
    }

    /** Proposals that stay within a fault, as steps. The page then goes on by itself. */
    taken(offered, from, to) {
        return offered
            .filter((each) => each.from >= from && each.to <= to)
            .map((each) => ({
                cost: 1,
                state: {
                    rows: [
                        ...this.rows.slice(from, each.from),
                        ...each.made,
                        ...this.rows.slice(each.to, to),
                    ],
                    at: -1,
                    side: this.side,
                },
                does: [{ key: each.key }],
            }));
    }

    /** Single commands from a state: the way to a cell, and a key. `first` is the row of the first one. */
    steps({ rows, at, side }, first) {
        const out = [];
        const add = (way, keys, news, place) => {
            if (!news) return;
            const does = [...way, ...keys.map((key) => ({ key }))];
            out.push({ cost: does.length, state: { rows: news, at: place, side: way.side ?? side }, does });
        };
        rows.forEach((row, place) => {
            for (const wanted of SIDES) {
                const way = this.wayTo(place, wanted, { at, side }, first);
                add(way, ["u"], move(rows, place, wanted, -1), place);
                add(way, ["d"], move(rows, place, wanted, 1), place);
                if (wanted !== side) continue;
                add(way, ["m"], merge(rows, place), place);
                if (place > 0) add(way, ["Shift+M"], merge(rows, place - 1), place - 1);
                add(way, ["o"], omit(rows, place), place);
                const [s, t] = this.likeliest(row);
                add(
                    way,
                    ["s", "s"],
                    s + t > 0 && split(rows, place, s || row[0].length, t || row[1].length),
                    place,
                );
            }
            // Clicks before the segments that go down set the carets, and choose the row too.
            for (let s = 1; s < row[0].length; s++)
                for (let t = 1; t < row[1].length; t++) {
                    const clicks = [s, t].map((piece, of) => ({ click: place + first, side: of, piece }));
                    add(Object.assign(clicks, { side: 1 }), ["s"], split(rows, place, s, t), place);
                }
        });
        return out;
    }

    /** How to come to a cell: nothing, an arrow, or a click. */
    wayTo(place, wanted, { at, side }, first) {
        if (place === at && wanted === side) return [];
        if (place === at)
            return Object.assign([{ key: wanted === 0 ? "ArrowLeft" : "ArrowRight" }], { side: wanted });
        if (at >= 0 && wanted === side && Math.abs(place - at) === 1)
            return [{ key: place > at ? "ArrowDown" : "ArrowUp" }];
        return Object.assign([{ click: place + first, side: wanted }], { side: wanted });
    }

    /** Where the page itself would split: between segments, where the sides agree best. */
    likeliest(row) {
        const lengths = SIDES.map((side) => row[side].map((n) => this.texts[side][n].length));
        const sum = (list) => list.reduce((a, b) => a + b, 0);
        const share = lengths.map((list) => (list.length > 1 ? list[0] / sum(list) : undefined));
        const ratio = share[0] ?? share[1] ?? 0.5;
        return lengths.map((list) => {
            let [best, least] = [0, Infinity];
            for (let n = 1; n < list.length; n++) {
                const off = Math.abs(sum(list.slice(0, n)) - ratio * sum(list));
                if (off < least) [best, least] = [n, off];
            }
            return best;
        });
    }

    async do({ key, click, side, piece }) {
        if (key) return this.page.press(key);
        const row = `[data-row="${this.seen[click].id}"]`;
        const cell = `${row} .${NAMES[side]}`;
        if (piece === undefined) return this.page.clickSide(cell);
        return this.page.clickAtStart(`${cell} [data-piece="${piece}"] > bdi`);
    }
}
