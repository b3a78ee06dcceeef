// Offsets: the program counts bytes of UTF-8, the browser counts units of UTF-16.
import type { Piece } from "./protocol";

/** How many bytes a text takes in UTF-8. */
export function utf8Length(text: string): number {
    let bytes = 0;
    for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (unit < 0x80) bytes += 1;
        else if (unit < 0x800) bytes += 2;
        else if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length) {
            bytes += 4;
            at++;
        } else bytes += 3;
    }
    return bytes;
}

/** How many units of UTF-16 the first bytes of a text are; a place inside a character is its begin. */
export function unitsOf(text: string, bytes: number): number {
    let left = bytes;
    let at = 0;
    while (at < text.length && left > 0) {
        const unit = text.charCodeAt(at);
        const wide = unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
        left -= wide === 2 ? 4 : unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
        if (left < 0) break;
        at += wide;
    }
    return at;
}

/** The byte offset, in the side's text, of a place in a piece. */
export function byteAt(piece: Piece, caret: number): number {
    return caret >= piece.text.length ? piece.end : piece.at + utf8Length(piece.text.slice(0, caret));
}

/** What a piece shows: its corrected text where there is one. */
export function shown(piece: Piece): string {
    return piece.edited ?? piece.text;
}
