// The least number of keys that turns rows into other rows, for a tool's commands.

/** The borders between rows, as places in both texts. */
function borders(rows) {
    let [s, t] = [0, 0];
    return rows.slice(0, -1).map(([a, b]) => `${(s += a.length)},${(t += b.length)}`);
}

/**
 * Finds the cheapest way from a state to wanted rows; `steps(state)` gives `{ cost, state, does }`. No command
 * changes more than one border, so that as many commands are needed as borders are wrong: what cannot be
 * good enough any more is looked at last.
 */
export function cheapest(start, goal, steps, most = 24) {
    const wanted = new Set(borders(goal));
    const isGoal = JSON.stringify(goal);
    const least = ({ rows }) => {
        const right = borders(rows).filter((border) => wanted.has(border)).length;
        return Math.max(wanted.size, rows.length - 1) - right;
    };
    const name = (state) => JSON.stringify(state);
    const best = new Map([[name(start), 0]]);
    const open = Array.from({ length: most + 1 }, () => []);
    open[Math.min(most, least(start))].push({ cost: 0, state: start, way: undefined });
    for (const these of open) {
        for (const { cost, state, way } of these) {
            if (cost > best.get(name(state))) continue;
            if (JSON.stringify(state.rows) === isGoal) return { cost, way: whole(way) };
            for (const step of steps(state)) {
                const total = cost + step.cost;
                const sum = total + least(step.state);
                if (sum > most || best.get(name(step.state)) <= total) continue;
                best.set(name(step.state), total);
                open[sum].push({ cost: total, state: step.state, way: { before: way, does: step.does } });
            }
            if (best.size > 400_000) return undefined;
        }
    }
    return undefined;
}

function whole(way) {
    const out = [];
    for (let at = way; at; at = at.before) out.unshift(at.does);
    return out;
}

export const SIDES = [0, 1];
const isEmpty = ([s, t]) => s.length + t.length === 0;

/** Rows with some replaced; rows without anything vanish. */
function put(rows, from, count, ...news) {
    return [...rows.slice(0, from), ...news.filter((row) => !isEmpty(row)), ...rows.slice(from + count)];
}

const joined = ([a, b], [c, d]) => [
    [...a, ...c],
    [...b, ...d],
];

export function merge(rows, at) {
    return rows[at + 1] && put(rows, at, 2, joined(rows[at], rows[at + 1]));
}

/** The first segment of a cell to the row above, or the last one to the row below. */
export function move(rows, at, side, by) {
    const here = rows[at].map((cell) => [...cell]);
    const there = rows[at + by]?.map((cell) => [...cell]);
    if (!there || here[side].length === 0) return undefined;
    if (by < 0) there[side].push(here[side].shift());
    else there[side].unshift(here[side].pop());
    return by < 0 ? put(rows, at - 1, 2, there, here) : put(rows, at, 2, here, there);
}

/** What follows `s` and `t` segments goes into a row of its own. */
export function split(rows, at, s, t) {
    const [source, target] = rows[at];
    const above = [source.slice(0, s), target.slice(0, t)];
    const below = [source.slice(s), target.slice(t)];
    return isEmpty(above) || isEmpty(below) ? undefined : put(rows, at, 1, above, below);
}

export function omit(rows, at) {
    const [source, target] = rows[at];
    return source.length && target.length ? put(rows, at, 1, [source, []], [[], target]) : undefined;
}

/** A tool in which a segment is chosen by a click and then moved row by row, as in OmegaT's aligner. */
export function ofOmegat({ rows, here }) {
    const out = [];
    rows.forEach((row, at) => {
        for (const side of SIDES) {
            for (const by of [-1, 1]) {
                const cell = row[side];
                if (cell.length === 0) continue;
                const segment = by < 0 ? cell[0] : cell.at(-1);
                const cost = here === `${side},${segment}` ? 1 : 2;
                const state = { here: `${side},${segment}` };
                const moved = move(rows, at, side, by);
                if (moved) out.push({ cost, state: { rows: moved, ...state } });
                // Where the manual leaves open whether a row of its own is made on the way, one is.
                const s = side === 0 ? (by < 0 ? 1 : row[0].length - 1) : by < 0 ? 0 : row[0].length;
                const t = side === 1 ? (by < 0 ? 1 : row[1].length - 1) : by < 0 ? 0 : row[1].length;
                const alone = split(rows, at, s, t);
                if (alone) out.push({ cost, state: { rows: alone, ...state } });
            }
        }
    });
    return out;
}

/**
 * InterText's commands on the cell that is chosen, by a click or an arrow: both texts of a row to the row
 * above, the first segment up, the last one down, and text from a segment on down to a row of its own, which
 * moves all below it on that side too, so that the other side has to follow.
 */
export function ofIntertext({ rows, here }) {
    const out = [];
    rows.forEach((row, at) => {
        for (const side of SIDES) {
            const cost = here === `${at},${side}` ? 1 : 2;
            const add = (news, place) =>
                news && out.push({ cost, state: { rows: news, here: `${place},${side}` } });
            if (at > 0) add(merge(rows, at - 1), at - 1);
            add(move(rows, at, side, -1), at);
            add(move(rows, at, side, 1), at);
        }
        for (let s = 0; s <= row[0].length; s++) {
            for (let t = 0; t <= row[1].length; t++) {
                const news = split(rows, at, s, t);
                // A click at the segment and Return, on each side.
                if (news) out.push({ cost: 4, state: { rows: news, here: `${at + 1},1` } });
            }
        }
    });
    return out;
}

/** The least number of keys for each fault; those that a tool cannot mend are counted apart. */
export function keysOf(tool, found, rows, gold) {
    let [keys, unable] = [0, 0];
    for (const fault of found) {
        const way = cheapest({ rows: rows.slice(...fault.rows), here: "" }, gold.slice(...fault.gold), tool);
        if (way) keys += way.cost;
        else unable++;
    }
    return { keys, unable };
}
