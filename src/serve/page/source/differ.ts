// Differences as marks in both texts, and inline tags that stay in a text that is edited.
import { unitsOf, utf8Length } from "../../../review/page/source/offsets";
import type { Difference, Mark, Op, Span } from "./protocol";

/** A stretch of a text, in units of UTF-16. */
export interface Stretch {
    from: number;
    to: number;
    op: Op | "found";
}

/** The stretches of one side. One that is empty on this side has nothing to mark here. */
export function stretches(text: string, differences: Difference[], side: "query" | "source"): Stretch[] {
    return inText(
        text,
        differences.map((difference) => ({ span: difference[side], op: difference.op })),
    );
}

/** Spans in bytes as stretches in order; what overlaps is left out. */
export function inText(text: string, spans: { span: Span; op: Stretch["op"] }[]): Stretch[] {
    const out = spans
        .filter(({ span }) => span.start < span.end)
        .map(({ span, op }) => ({ from: unitsOf(text, span.start), to: unitsOf(text, span.end), op }))
        .sort((a, b) => a.from - b.from);
    let end = 0;
    return out.filter((each) => each.from >= end && ((end = each.to), true));
}

/** Moves inline tags with their text: those before and behind the change stay beside their words. */
export function moveMarks(before: string, after: string, marks: Mark[]): Mark[] {
    const old = Array.from(before);
    const now = Array.from(after);
    const most = Math.min(old.length, now.length);
    let start = 0;
    while (start < most && old[start] === now[start]) start++;
    let end = 0;
    while (end < most - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
    const bytes = (signs: string[]): number => utf8Length(signs.join(""));
    const head = bytes(old.slice(0, start));
    const tail = bytes(old.slice(old.length - end));
    const [oldAll, nowAll] = [bytes(old), bytes(now)];
    return marks.map(({ at, raw }) => {
        if (at <= head) return { at, raw };
        return { at: at >= oldAll - tail ? at + nowAll - oldAll : nowAll - tail, raw };
    });
}
