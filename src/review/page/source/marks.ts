// Links as marks in a text, each with the number of its link. The same rule as in the report page: a
// number stands after its word, before it, or not at all, where it would part a number from its sign.
import { unitsOf } from "./offsets";
import type { Link, LinkKind, Piece } from "./protocol";

export interface Mark {
    /** Units of UTF-16 in the piece's text. */
    from: number;
    to: number;
    kind: LinkKind;
    /** The link's number in the row, the same on both sides. */
    number: number;
}

/** The marks of a piece in order; what overlaps is left out. */
export function marksOf(piece: Piece, side: "s" | "t", links: Link[]): Mark[] {
    if (piece.edited !== undefined) return [];
    const marks: Mark[] = [];
    links.forEach((link, index) => {
        const [from, to] = link[side];
        if (from < piece.at || to > piece.end || from >= to) return;
        const unit = (byte: number): number => unitsOf(piece.text, byte - piece.at);
        marks.push({ from: unit(from), to: unit(to), kind: link.kind, number: index + 1 });
    });
    marks.sort((a, b) => a.from - b.from);
    let end = 0;
    return marks.filter((mark) => mark.from >= end && ((end = mark.to), true));
}

/** The class that says where a mark's number stands: after it, before it, nowhere. */
export function place(text: string, mark: Mark): "" | " b" | " q" {
    if (!parts(text, mark.to)) return "";
    return parts(text, mark.from) ? " q" : " b";
}

function parts(text: string, at: number): boolean {
    const before = Array.from(text.slice(Math.max(0, at - 4), at)).reverse();
    const after = Array.from(text.slice(at, at + 4));
    return (
        (isDigit(before[0]) && belongs(after[0], after[1])) ||
        (isDigit(after[0]) && belongs(before[0], before[1]))
    );
}

function isDigit(sign: string | undefined): boolean {
    return sign !== undefined && /\p{N}/u.test(sign);
}

/** Whether a sign goes with the number beside it: at once, or with a digit behind it. */
function belongs(sign: string | undefined, behind: string | undefined): boolean {
    if (sign === undefined) return false;
    if (".,:/،\u00a0\u202f".includes(sign)) return isDigit(behind);
    return !(/[\p{Alphabetic}\s]/u.test(sign) || "()[]{}«»‹›“”„\"'‘’!?؟;؛…–—".includes(sign));
}
