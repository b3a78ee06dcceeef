// The few signs of the page, drawn as lines on a square of 16.

const PATHS = {
    accept: "M3 8.5l3.2 3.2L13 4.8",
    reject: "M4 4l8 8M12 4l-8 8",
    omit: "M8 3.2v0M3 8h4M9 8h4M5.5 3.5l5 9",
    held: "M4 2.5h8M4 13.5h8M5 2.5c0 3 6 8 6 11M11 2.5c0 3-6 8-6 11",
    moved: "M5 13V3M2.5 5.5L5 3l2.5 2.5M11 3v10M8.5 10.5L11 13l2.5-2.5",
    note: "M3 3h10v7.5l-2.5 2.5H3zM5.5 6.2h5M5.5 9h3",
    merge: "M3 3v3.5c0 1 .8 1.5 1.8 1.5H13M3 13V9.5M10.5 5.5L13 8l-2.5 2.5",
    split: "M8 2v3.2M8 10.8V14M2.5 8h2M11.5 8h2M6.5 8h3",
    up: "M8 13V3.2M4 7l4-4 4 4",
    down: "M8 3v9.8M4 9l4 4 4-4",
    edit: "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
    more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
    evidence: "M8 7.2V12M8 4.3v.01M8 1.8a6.2 6.2 0 1 0 0 12.4 6.2 6.2 0 0 0 0-12.4z",
    undo: "M5.5 3L2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6",
    redo: "M10.5 3l3 3-3 3M13.5 6H6a3.5 3.5 0 0 0 0 7h4",
    next: "M4 3l5 5-5 5M12 3v10",
    pair: "M6.5 9.5a2.5 2.5 0 0 1 0-3.5l2-2a2.5 2.5 0 0 1 3.5 3.5l-1 1M9.5 6.5a2.5 2.5 0 0 1 0 3.5l-2 2a2.5 2.5 0 0 1-3.5-3.5l1-1",
    search: "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L13.5 13.5",
    home: "M2.5 7.5L8 3l5.5 4.5M4 6.5V13h8V6.5",
    out: "M8 2.5v7.5M4.8 6.8L8 10l3.2-3.2M2.5 13.5h11",
    help: "M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.8.5-1.1.9-1.1 1.8M8 12.3v.01",
    settings: "M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3",
    cut: "M8 2.5v11M5 5.5L2.5 8 5 10.5M11 5.5L13.5 8 11 10.5",
    realign: "M13 6.5A5.3 5.3 0 0 0 3.3 5.5M3 2.8v3h3M3 9.5a5.3 5.3 0 0 0 9.7 1M13 13.2v-3h-3",
    reopen: "M3.5 8a4.5 4.5 0 1 1 1.5 3.3M3.5 5v3h3",
    close: "M4 4l8 8M12 4l-8 8",
} as const;

export type Icon = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: Icon): SVGSVGElement {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", `icon icon-${name}`);
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
}
