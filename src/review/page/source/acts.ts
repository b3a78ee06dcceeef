// What each command does on the desk.
import { byteOf, likeliest, step } from "./carets";
import type { Desk } from "./desk";
import type { Command } from "./keys";
import type { Id, Piece, Row, RowState, Side } from "./protocol";
import { say, tell } from "./voice";
import { words } from "./words";

/** Commands that open something beside the list. */
export interface Open {
    search(): void;
    goTo(): void;
    note(row: Row): void;
    edit(row: Row): void;
    evidence(): void;
    help(): void;
    home(): void;
}

export function cell(row: Row, side: Side): Piece[] {
    return side === "source" ? row.s : row.t;
}

/** Does a command. */
export function act(command: Command, desk: Desk, open: Open): void {
    if (go(command, desk, open)) return;
    const row = desk.row();
    if (command === "undo") return back(desk, "undo");
    if (command === "redo") return back(desk, "redo");
    if (command === "realign") {
        desk.decide({ act: "realign" });
        return tell(words().said.realigned);
    }
    if (!row) return;
    if (decide(command, desk, row)) return;
    shape(command, desk, row, open);
}

/** Commands that only move. Returns false for others. */
function go(command: Command, desk: Desk, open: Open): boolean {
    const rows = desk.list.rows;
    const to = (place: number): void => desk.go(rows[Math.max(0, Math.min(rows.length - 1, place))]?.id);
    const page = (): number => Math.max(1, desk.list.range()[1] - desk.list.range()[0] - 1);
    const mirrored = document.documentElement.dir === "rtl";
    switch (command) {
        case "down":
            to(desk.place() + 1);
            break;
        case "up":
            to(desk.place() - 1);
            break;
        case "left":
            desk.choose(mirrored ? "target" : "source");
            break;
        case "right":
            desk.choose(mirrored ? "source" : "target");
            break;
        case "pageDown":
            to(desk.place() + page());
            break;
        case "pageUp":
            to(desk.place() - page());
            break;
        case "first":
            to(0);
            break;
        case "last":
            to(rows.length - 1);
            break;
        case "nextDoubtful":
            desk.goOn(desk.next(1));
            break;
        case "previousDoubtful":
            desk.goOn(desk.next(-1));
            break;
        case "selectDown":
            select(desk, 1);
            break;
        case "selectUp":
            select(desk, -1);
            break;
        case "order":
            desk.nextOrder();
            break;
        case "filter":
            desk.nextFilter();
            break;
        case "search":
            open.search();
            break;
        case "goTo":
            open.goTo();
            break;
        case "help":
            open.help();
            break;
        case "home":
            open.home();
            break;
        case "evidence":
            open.evidence();
            break;
        default:
            return false;
    }
    return true;
}

function select(desk: Desk, by: 1 | -1): void {
    desk.selectFrom ??= desk.current;
    desk.go(desk.list.rows[desk.place() + by]?.id, "near", true);
    say(words().said.selected(desk.chosen().length));
}

function back(desk: Desk, act: "undo" | "redo"): void {
    // While decisions are under way, the program knows better whether there is something.
    const none = desk.sender.open === 0 && !(act === "undo" ? desk.review.undo : desk.review.redo);
    if (none) return tell(act === "undo" ? words().said.nothingToUndo : words().said.nothingToRedo);
    desk.decide({ act });
}

/** Decisions on rows as they are. */
function decide(command: Command, desk: Desk, row: Row): boolean {
    const w = words().said;
    const number = desk.number(row.id);
    switch (command) {
        case "accept": {
            const many = desk.chosen().length;
            finish(desk, "accept", "accepted", many > 1 ? w.acceptedMany(many) : w.accepted(number));
            break;
        }
        case "acceptThrough":
            acceptThrough(desk, row);
            break;
        case "reject":
            finish(desk, "reject", "rejected", w.rejected(number));
            break;
        case "reopen": {
            const rows = desk.chosen();
            desk.decide({ act: "reopen", rows }, { ids: rows, state: "open" });
            tell(w.reopened(number));
            break;
        }
        case "omit":
            omit(desk, w.omitted(number));
            break;
        case "take1":
            void take(desk, row, 1);
            break;
        case "take2":
            void take(desk, row, 2);
            break;
        case "take3":
            void take(desk, row, 3);
            break;
        default:
            return false;
    }
    return true;
}

/** Decides the chosen rows and goes on to the next doubtful one. */
function finish(desk: Desk, act: "accept" | "reject", state: RowState, told: string): void {
    const ids = desk.chosen();
    const news = ids.filter((id) => stateOf(desk, id) !== state);
    const next = desk.next(1, (row) => ids.includes(row.id));
    if (news.length > 0) desk.decide({ act, rows: news }, { ids: news, state }, true);
    desk.selectFrom = undefined;
    desk.goOn(next, told);
}

function stateOf(desk: Desk, id: Id): RowState | undefined {
    const row = desk.review.row(id);
    return row && desk.review.stateOf(row);
}

function omit(desk: Desk, told: string): void {
    const ids = desk.chosen();
    const next = desk.next(1, (row) => ids.includes(row.id));
    for (const id of ids) desk.decide({ act: "omit", row: id }, { ids: [id], state: "omitted" }, true);
    desk.selectFrom = undefined;
    desk.goOn(next, told);
}

/** Accepts what is above on the screen: where rows are hidden or in another order, the shown ones. */
function acceptThrough(desk: Desk, row: Row): void {
    const { order, filter, query } = desk.wanted;
    const whole = order === "document" && filter === "all" && query.trim() === "";
    const above = desk.list.rows
        .slice(0, desk.place() + 1)
        .filter((each) => desk.review.stateOf(each) === "open");
    const ids = above.map((each) => each.id);
    const taken = new Set(ids);
    const next = desk.next(1, (each) => taken.has(each.id));
    if (whole) desk.decide({ act: "accept-through", row: row.id }, { ids, state: "accepted" }, true);
    else if (ids.length > 0) desk.decide({ act: "accept", rows: ids }, { ids, state: "accepted" }, true);
    desk.goOn(next, words().said.acceptedMany(ids.length));
}

/** Takes a proposal and goes on to a doubtful row that it does not reshape. */
async function take(desk: Desk, row: Row, key: number): Promise<void> {
    // What is not seen is not taken: the first press shows it.
    if (!desk.showsReadings(row)) return desk.askReadings(row);
    await desk.infos.fetch(row.id);
    if (desk.current !== row.id) return;
    const proposal = desk.infos.of(row)?.proposals[key - 1];
    if (!proposal) return tell(words().said.noProposal);
    const { from, to, beads } = proposal;
    const [first, last] = [desk.review.place(from) ?? 0, desk.review.place(to) ?? 0];
    const within = (each: Row): boolean => {
        const place = desk.review.place(each.id) ?? -1;
        return place >= first && place <= last;
    };
    const next = desk.next(1, within);
    desk.decide({ act: "shape", from, to, beads }, undefined, next !== undefined);
    desk.goOn(next, words().said.taken(key));
}

/** Commands that change which pieces stand in which row. */
function shape(command: Command, desk: Desk, row: Row, open: Open): void {
    const w = words().said;
    switch (command) {
        case "merge":
            return merge(desk, row.id);
        case "mergeUp":
            return merge(desk, desk.review.rows[(desk.review.place(row.id) ?? 0) - 1]?.id);
        case "moveUp":
            return move(desk, row, "up");
        case "moveDown":
            return move(desk, row, "down");
        case "split":
            return split(desk, row);
        case "cut":
            return cut(desk, row);
        case "caretLeft":
            return caret(desk, row, -1);
        case "caretRight":
            return caret(desk, row, 1);
        case "caretOff":
            delete desk.carets[desk.side];
            return desk.redraw();
        case "pair":
            return pair(desk, row);
        case "edit":
            return cell(row, desk.side).length === 0 ? tell(w.emptyCell) : open.edit(row);
        case "note":
            return open.note(row);
    }
}

function merge(desk: Desk, id: Id | undefined): void {
    const place = id === undefined ? undefined : desk.review.place(id);
    if (id === undefined || place === undefined || !desk.review.rows[place + 1])
        return tell(words().said.noRowThere);
    desk.carets = {};
    desk.decide({ act: "merge", row: id });
    tell(words().said.merged);
}

function move(desk: Desk, row: Row, way: "up" | "down"): void {
    if (cell(row, desk.side).length === 0) return tell(words().said.emptyCell);
    const place = (desk.review.place(row.id) ?? 0) + (way === "up" ? -1 : 1);
    if (!desk.review.rows[place]) return tell(words().said.noRowThere);
    desk.carets = {};
    desk.decide({ act: "move", row: row.id, side: desk.side, way });
    tell(words().said.moved);
}

function split(desk: Desk, row: Row): void {
    const w = words().said;
    if (!desk.carets.source && !desk.carets.target) {
        desk.carets = likeliest(row);
        desk.redraw();
        const found = desk.carets.source ?? desk.carets.target;
        return tell(found ? w.caretsSet : w.noCaret);
    }
    const source = byteOf(row.s, desk.carets.source);
    const target = byteOf(row.t, desk.carets.target);
    // With everything above or everything below there would be no second row.
    const stays = (at: number | undefined, pieces: Piece[]): boolean =>
        pieces.length > 0 && at !== pieces[0]?.at;
    const goes = (at: number | undefined, pieces: Piece[]): boolean => pieces.length > 0 && at !== undefined;
    const two =
        (stays(source, row.s) || stays(target, row.t)) && (goes(source, row.s) || goes(target, row.t));
    if (!two) return tell(w.nothingToSplit);
    desk.carets = {};
    desk.decide({
        act: "split",
        row: row.id,
        ...(source === undefined ? {} : { source }),
        ...(target === undefined ? {} : { target }),
    });
    tell(w.split);
}

function cut(desk: Desk, row: Row): void {
    const pieces = cell(row, desk.side);
    const at = byteOf(pieces, desk.carets[desk.side]);
    if (at === undefined) return tell(words().said.noCaret);
    if (pieces.some((piece) => piece.at === at)) return tell(words().said.nothingToSplit);
    desk.carets = {};
    desk.decide({ act: "cut", row: row.id, side: desk.side, at });
    tell(words().said.cut);
}

/** Moves the caret as it is seen: in a text from right to left, to the left is onwards. */
function caret(desk: Desk, row: Row, seen: 1 | -1): void {
    const dir = desk.review.whole[desk.side].dir;
    const by = dir === "rtl" ? (seen === 1 ? -1 : 1) : seen;
    const pieces = cell(row, desk.side);
    const place = step(pieces, desk.carets[desk.side], by);
    if (!place) return tell(pieces.length === 0 ? words().said.emptyCell : words().said.nothingToSplit);
    desk.carets = { ...desk.carets, [desk.side]: place };
    desk.redraw();
    say(pieces[place.piece]?.text.slice(place.offset).split(/\s/, 4).join(" ") ?? "");
}

/** The first press pins cells, the second, on the other side, pairs them. */
function pair(desk: Desk, row: Row): void {
    const w = words().said;
    const chosen = inText(desk, desk.chosen());
    const [from, to] = [chosen[0] ?? row.id, chosen.at(-1) ?? row.id];
    const pinned = desk.pinned;
    if (!pinned) {
        desk.pinned = { side: desk.side, from, to };
        desk.selectFrom = undefined;
        desk.go(desk.current);
        return tell(w.pinned);
    }
    desk.pinned = undefined;
    desk.selectFrom = undefined;
    if (pinned.side === desk.side) {
        if (pinned.from === from && pinned.to === to) tell(w.unpinned);
        else {
            // On the same side another cell is meant.
            desk.pinned = { side: desk.side, from, to };
            tell(w.pinned);
        }
        return desk.go(desk.current);
    }
    const here = { from, to };
    const [source, target] = desk.side === "target" ? [pinned, here] : [here, pinned];
    if (source.from === source.to && target.from === target.to) {
        desk.decide({ act: "pair", source: source.from, target: target.from });
    } else {
        desk.decide({
            act: "pair-block",
            source: [source.from, source.to],
            target: [target.from, target.to],
        });
    }
    desk.go(desk.current);
    tell(w.paired);
}

/** Rows in the order of the text, whatever order is shown. */
function inText(desk: Desk, ids: Id[]): Id[] {
    return [...ids].sort((a, b) => (desk.review.place(a) ?? 0) - (desk.review.place(b) ?? 0));
}
