// A text in a cell: its links as marks, its caret where it stands.
import { h, visible } from "./dom";
import { place, type Mark } from "./marks";

/** Fills an element with a text. `caret` is an offset in it. */
export function paint(into: Element, text: string, marks: Mark[], caret: number | undefined): void {
    const out: Node[] = [];
    let from = 0;
    for (const mark of marks) {
        stretch(out, text, from, mark.from, caret);
        const element = h("mark", { class: `${mark.kind}${place(text, mark)}`, "data-l": mark.number });
        const inside: Node[] = [];
        stretch(inside, text, mark.from, mark.to, caret);
        element.replaceChildren(...inside);
        out.push(element);
        from = mark.to;
    }
    stretch(out, text, from, text.length, caret);
    if (caret === text.length) out.push(bar());
    into.replaceChildren(...out);
}

function stretch(out: Node[], text: string, from: number, to: number, caret: number | undefined): void {
    if (from >= to) return;
    if (caret === undefined || caret < from || caret >= to) {
        out.push(document.createTextNode(visible(text.slice(from, to))));
        return;
    }
    if (caret > from) out.push(document.createTextNode(visible(text.slice(from, caret))));
    out.push(bar(), document.createTextNode(visible(text.slice(caret, to))));
}

function bar(): HTMLElement {
    return h("span", { class: "caret", "aria-hidden": "true" });
}

/** The offset in an element's text of a point on the screen. */
export function offsetAt(element: Element, x: number, y: number): number | undefined {
    const found = pointed(x, y);
    if (!found || !element.contains(found.node)) return undefined;
    const range = document.createRange();
    range.setStart(element, 0);
    range.setEnd(found.node, found.offset);
    return range.toString().length;
}

function pointed(x: number, y: number): { node: Node; offset: number } | undefined {
    if ("caretPositionFromPoint" in document) {
        const position = document.caretPositionFromPoint(x, y);
        return position ? { node: position.offsetNode, offset: position.offset } : undefined;
    }
    // Safari has the older of the two only.
    const older = document as unknown as { caretRangeFromPoint?(x: number, y: number): Range | null };
    const range = older.caretRangeFromPoint?.(x, y);
    return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
}
