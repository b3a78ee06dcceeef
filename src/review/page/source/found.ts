// Where a search's words stand in the texts drawn, shown by the browser's highlights.
import { fold } from "./fold";

/** Highlights are younger than all else here: without them a search still finds its rows. */
const supported = typeof CSS !== "undefined" && "highlights" in CSS && typeof Highlight !== "undefined";

/** The ranges of a folded query in a text, as units of the text. */
export function foundIn(text: string, query: string): [number, number][] {
    if (query === "") return [];
    let folded = "";
    const from: number[] = [];
    for (let at = 0; at < text.length;) {
        const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
        let part = fold(sign);
        if (part === " " && folded.endsWith(" ")) part = "";
        for (let each = 0; each < part.length; each++) from.push(at);
        folded += part;
        at += sign.length;
    }
    from.push(text.length);
    const out: [number, number][] = [];
    for (let at = folded.indexOf(query); at >= 0; at = folded.indexOf(query, at + query.length)) {
        out.push([from[at] ?? 0, from[at + query.length] ?? text.length]);
    }
    return out;
}

/** Shows where the query stands in the elements' texts. */
export function showFound(elements: Iterable<Element>, query: string): void {
    if (!supported) return;
    const wanted = fold(query).trim();
    if (wanted === "") return void CSS.highlights.delete("found");
    const ranges: Range[] = [];
    for (const element of elements) {
        const places = foundIn(element.textContent ?? "", wanted);
        for (const [from, to] of places) {
            const range = document.createRange();
            const [start, end] = [nodeAt(element, from), nodeAt(element, to)];
            if (!start || !end) continue;
            range.setStart(...start);
            range.setEnd(...end);
            ranges.push(range);
        }
    }
    CSS.highlights.set("found", new Highlight(...ranges));
}

function nodeAt(element: Element, at: number): [Node, number] | undefined {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let left = at;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (left <= length) return [node, left];
        left -= length;
    }
    return undefined;
}
