// Carets: where a cell would be split. Each cell may have one.
import type { Piece, Row, Side } from "./protocol";
import { byteAt } from "./offsets";

/** A place in a cell: a piece, and an offset in its text in units of UTF-16. */
export interface Place {
    piece: number;
    offset: number;
}

export type Carets = Partial<Record<Side, Place>>;

/** Word by word, the places where a caret may stop: before each word but the cell's first. */
export function stops(pieces: Piece[]): Place[] {
    const out: Place[] = [];
    pieces.forEach((piece, index) => {
        if (index > 0) out.push({ piece: index, offset: 0 });
        // A corrected text has no places in the original one, but for its ends.
        if (piece.edited !== undefined) return;
        for (const offset of wordStarts(piece.text)) out.push({ piece: index, offset });
    });
    return out;
}

function wordStarts(text: string): number[] {
    const starts = Array.from(text.matchAll(/\s+/gu), (gap) => gap.index + gap[0].length);
    const inside = starts.filter((at) => at < text.length && text.slice(0, at).trim() !== "");
    if (inside.length > 0 || text.length < 8) return inside;
    const words = new Intl.Segmenter(undefined, { granularity: "word" }).segment(text);
    return Array.from(words, (word) => word.index).filter((at) => at > 0);
}

/** How far into the cell a place is, in units of UTF-16. */
export function distance(pieces: Piece[], place: Place): number {
    const before = pieces.slice(0, place.piece).reduce((sum, piece) => sum + piece.text.length, 0);
    return before + place.offset;
}

function length(pieces: Piece[]): number {
    return pieces.reduce((sum, piece) => sum + piece.text.length, 0);
}

function nearest(pieces: Piece[], places: Place[], wanted: number): Place | undefined {
    let best: Place | undefined;
    let least = Infinity;
    for (const place of places) {
        const off = Math.abs(distance(pieces, place) - wanted);
        if (off < least) [best, least] = [place, off];
    }
    return best;
}

/** The next stop before or after a place; from nowhere, the stop nearest to the middle. */
export function step(pieces: Piece[], from: Place | undefined, by: 1 | -1): Place | undefined {
    const all = stops(pieces);
    if (!from) return nearest(pieces, all, length(pieces) / 2);
    const here = distance(pieces, from);
    const ahead = all.filter((place) => (distance(pieces, place) - here) * by > 0);
    return (by > 0 ? ahead[0] : ahead.at(-1)) ?? from;
}

/** A place that was pointed at: a little beside the begin of a word is meant to be there. */
export function settle(pieces: Piece[], place: Place, reach: number): Place {
    const piece = pieces[place.piece];
    if (!piece) return place;
    if (piece.edited !== undefined) {
        const late = place.offset * 2 > piece.edited.length;
        return late && place.piece + 1 < pieces.length
            ? { piece: place.piece + 1, offset: 0 }
            : { piece: place.piece, offset: 0 };
    }
    const ends: Place[] = [{ piece: 0, offset: 0 }];
    const near = nearest(pieces, [...ends, ...stops(pieces)], distance(pieces, place));
    const far = near ? Math.abs(distance(pieces, near) - distance(pieces, place)) : Infinity;
    if (near && far <= reach) return near;
    if (place.offset >= piece.text.length && place.piece + 1 < pieces.length) {
        return { piece: place.piece + 1, offset: 0 };
    }
    return place;
}

/** The byte offset of a place, or nothing where it is the cell's end and so splits nothing. */
export function byteOf(pieces: Piece[], place: Place | undefined): number | undefined {
    const piece = place && pieces[place.piece];
    if (!piece) return undefined;
    if (place.offset === 0) return piece.at;
    const byte = byteAt(piece, place.offset);
    return byte >= (pieces.at(-1)?.end ?? 0) ? undefined : byte;
}

const FULL_STOPS = /[.!?؟;؛۔…。！？][)\]»”"'’]*\s/gu;
const PAUSES = /[,،:、，–—-][)\]»”"'’]*\s/gu;

/** Where a row asks most to be split: between segments, else behind a sign near the middle. */
export function likeliest(row: Row): Carets {
    const ratio = boundary(row.s) ?? boundary(row.t);
    const out: Carets = {};
    for (const [side, pieces] of [
        ["source", row.s],
        ["target", row.t],
    ] as const) {
        const place = likeliestOf(pieces, ratio ?? 0.5);
        if (place) out[side] = place;
    }
    return out;
}

/** How much of a cell its first segment is, where it has several. */
function boundary(pieces: Piece[]): number | undefined {
    const first = pieces.length > 1 ? pieces[0] : undefined;
    return first && first.text.length / Math.max(1, length(pieces));
}

function likeliestOf(pieces: Piece[], ratio: number): Place | undefined {
    const wanted = ratio * length(pieces);
    const ends = pieces.slice(1).map((_, index) => ({ piece: index + 1, offset: 0 }));
    return (
        nearest(pieces, ends, wanted) ??
        nearest(pieces, behind(pieces, FULL_STOPS), wanted) ??
        nearest(pieces, behind(pieces, PAUSES), wanted)
    );
}

/** The places behind signs of a kind. */
function behind(pieces: Piece[], signs: RegExp): Place[] {
    return pieces.flatMap((piece, index) =>
        piece.edited !== undefined
            ? []
            : Array.from(piece.text.matchAll(signs), (sign) => ({
                  piece: index,
                  offset: sign.index + sign[0].length,
              })).filter((place) => place.offset < piece.text.length),
    );
}
