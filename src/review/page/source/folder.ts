// A folder of pairs: how far each is, and the weakest rows of all.
import { bdi, fill, h } from "./dom";
import { ask } from "./network";
import { fail } from "./out";
import type { Home, Id, Listed, ReviewId, WeakRow } from "./protocol";
import { bandFor } from "./rowview";
import { confidence, words } from "./words";

export function folderPage(home: Home, open: (review: ReviewId, row?: Id) => void): HTMLElement {
    const w = words();
    const panel = h("div", { role: "tabpanel", id: "panel", tabindex: 0 });
    const tab = (name: string, show: () => void): HTMLButtonElement =>
        h(
            "button",
            {
                type: "button",
                role: "tab",
                "aria-controls": "panel",
                id: `tab-${name === w.documents ? 1 : 2}`,
                click: show,
            },
            name,
        );
    const documents = tab(w.documents, () =>
        choose(documents, () => fill(panel, documentsTable(home.reviews, open))),
    );
    const weakest = tab(w.weakestOfAll, () => choose(weakest, () => void showWeakest(panel, open)));
    const tabs = [documents, weakest];
    const choose = (chosen: HTMLButtonElement, show: () => void): void => {
        for (const each of tabs) {
            each.setAttribute("aria-selected", String(each === chosen));
            each.tabIndex = each === chosen ? 0 : -1;
        }
        panel.setAttribute("aria-labelledby", chosen.id);
        show();
    };
    const bar = h(
        "div",
        { class: "tabs", role: "tablist", "aria-label": home.folder ?? w.documents },
        ...tabs,
    );
    bar.addEventListener("keydown", (event) => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const other = document.activeElement === documents ? weakest : documents;
        other.focus();
        other.click();
    });
    choose(documents, () => fill(panel, documentsTable(home.reviews, open)));
    follow(home, panel, () => {
        // The table is drawn anew only while nobody is in it: the focus would be lost.
        const shown = documents.getAttribute("aria-selected") === "true";
        if (shown && !panel.contains(document.activeElement)) fill(panel, documentsTable(home.reviews, open));
    });
    return h(
        "main",
        { class: "sheet wide" },
        h("h1", {}, bdi(home.folder ?? w.documents)),
        h("p", { class: "lead" }, w.folderCount(home.reviews.length)),
        bar,
        panel,
    );
}

const EACH = 3000;

/** Asks for the list again while it is shown: documents are aligned meanwhile, and others review too. */
function follow(home: Home, panel: HTMLElement, changed: () => void): void {
    window.setTimeout(async () => {
        if (!panel.isConnected) return;
        try {
            const before = JSON.stringify(home.reviews);
            if (document.visibilityState === "visible") home.reviews = (await ask<Home>("home")).reviews;
            if (JSON.stringify(home.reviews) !== before) changed();
        } catch {
            // The list stays as it is; the next time may do.
        }
        follow(home, panel, changed);
    }, EACH);
}

function meter(c: number): HTMLElement {
    const bar = h("i");
    bar.style.setProperty("--c", String(c));
    return h(
        "span",
        { class: `meter-box ${bandFor(c)}` },
        h("span", { class: "c" }, confidence(c)),
        h("span", { class: "meter", "aria-hidden": "true" }, bar),
    );
}

export function documentsTable(reviews: Listed[], open: (review: ReviewId) => void): HTMLElement {
    const w = words();
    const head = [w.columns.name, w.columns.state, w.columns.confidence, w.columns.left, w.columns.rows];
    const row = (each: Listed): HTMLElement => {
        const files = [each.source, each.target].filter((name) => name !== undefined);
        return h(
            "tr",
            { class: each.state },
            h(
                "th",
                { scope: "row" },
                each.error === undefined
                    ? h(
                          "button",
                          { type: "button", class: "link", click: () => open(each.id) },
                          bdi(each.name),
                      )
                    : bdi(each.name),
                h("small", {}, ...files.flatMap((name, at) => [at > 0 && " · ", bdi(name, "ltr")])),
                each.error !== undefined && h("small", { class: "error" }, bdi(each.error)),
            ),
            h("td", {}, h("span", { class: `state ${each.state}` }, w.folderState[each.state])),
            h("td", {}, each.confidence !== undefined && meter(each.confidence)),
            h("td", { class: "figure" }, each.doubtful === undefined ? "" : w.number(each.doubtful)),
            h(
                "td",
                { class: "figure" },
                each.rows === undefined
                    ? ""
                    : h("bdi", { dir: "ltr" }, `${w.number(each.decided ?? 0)} / ${w.number(each.rows)}`),
            ),
        );
    };
    return h(
        "table",
        { class: "documents" },
        h("thead", {}, h("tr", {}, ...head.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, ...reviews.map(row)),
    );
}

async function showWeakest(panel: HTMLElement, open: (review: ReviewId, row: Id) => void): Promise<void> {
    const w = words();
    fill(panel, h("p", { class: "soft", role: "status" }, w.loading));
    try {
        const { rows } = await ask<{ rows: WeakRow[] }>("weakest");
        if (rows.length === 0) return fill(panel, h("p", { class: "soft" }, w.noWeak));
        fill(panel, h("ul", { class: "weakest" }, ...rows.map((row) => h("li", {}, weak(row, open)))));
    } catch (error) {
        fill(panel);
        fail(error);
    }
}

function weak(row: WeakRow, open: (review: ReviewId, row: Id) => void): HTMLElement {
    const text = (side: string): HTMLElement =>
        h(
            "span",
            { class: side === "" ? "weak-side none" : "weak-side", dir: "auto" },
            side === "" ? words().noPartner : bdi(side),
        );
    return h(
        "button",
        { type: "button", class: "weak-row", click: () => open(row.review, row.row) },
        h("span", { class: "weak-head" }, row.c !== undefined && meter(row.c), h("small", {}, bdi(row.name))),
        text(row.s),
        text(row.t),
    );
}
