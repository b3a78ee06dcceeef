// Out and in: every format at any time, the memory, the journal, the spreadsheet both ways.
import type { Desk } from "./desk";
import { openDialog } from "./dialog";
import { bdi, h } from "./dom";
import { ask, Refusal } from "./network";
import type { Answer, ExportRows, MemoryNews } from "./protocol";
import { tell, warn } from "./voice";
import { words } from "./words";

/** Says why something did not work. */
export function fail(error: unknown): void {
    if (error instanceof Refusal) warn(error.message, error.hint);
    else warn(words().notKept(0));
}

export function openOut(desk: Desk): void {
    const w = words();
    const base = `api/review/${encodeURIComponent(desk.review.id)}`;
    openDialog(w.outTitle, "small out", () => [
        download(desk, base),
        memory(desk),
        sheet(desk),
        h(
            "section",
            {},
            h("h3", {}, w.journal),
            h("a", { class: "button", href: `${base}/journal`, download: true }, w.journalGet),
        ),
    ]);
}

function select(id: string, options: [string, string][], now: string): HTMLSelectElement {
    const element = h("select", { id }, ...options.map(([value, text]) => h("option", { value }, text)));
    element.value = now;
    return element;
}

function download(desk: Desk, base: string): HTMLElement {
    const w = words();
    const formats = desk.home.formats.map(({ name, title }): [string, string] => [name, title]);
    const format = select("format", formats, formats[0]?.[0] ?? "");
    const rows = select("out-rows", Object.entries(w.outRowsOf), "reviewed");
    const link = h("a", { class: "button main", download: true }, w.download);
    const address = (): void => {
        link.href = `${base}/export?format=${encodeURIComponent(format.value)}&rows=${rows.value satisfies string as ExportRows}`;
    };
    format.addEventListener("change", address);
    rows.addEventListener("change", address);
    address();
    return h(
        "section",
        {},
        h("label", { for: "format" }, w.format),
        format,
        h("label", { for: "out-rows" }, w.outRows),
        rows,
        h("div", { class: "buttons" }, link),
    );
}

function memory(desk: Desk): HTMLElement {
    const w = words();
    const known = desk.home.memory;
    if (!known) return h("section", {}, h("p", { class: "soft" }, w.noMemory));
    const path = `review/${encodeURIComponent(desk.review.id)}`;
    const add = async (): Promise<void> => {
        try {
            const answer = await ask<MemoryNews>(`${path}/memory`, { post: { rows: "reviewed" } });
            const text = w.memoryAdded(answer.added, answer.held ?? 0, answer.memory ?? known.name);
            tell(text);
            said.textContent = text;
        } catch (error) {
            fail(error);
        }
    };
    const said = h("p", { class: "soft", role: "status" });
    const live = h("input", { type: "checkbox" });
    live.checked = desk.live;
    live.addEventListener("change", () => {
        ask(`${path}/memory-live`, { post: { on: live.checked } }).then(
            () => {
                desk.live = live.checked;
            },
            (error) => {
                live.checked = desk.live;
                fail(error);
            },
        );
    });
    return h(
        "section",
        {},
        h("h3", {}, w.memory(""), bdi(known.name)),
        h("button", { type: "button", click: () => void add() }, w.memoryAdd),
        h("label", { class: "choice" }, live, w.memoryLive),
        said,
    );
}

function sheet(desk: Desk): HTMLElement {
    const w = words();
    const said = h("p", { class: "soft", role: "status" });
    const input = h("input", { type: "file", accept: ".xlsx", class: "spoken", id: "sheet" });
    input.addEventListener("change", async () => {
        const file = input.files?.[0];
        if (!file) return;
        try {
            const answer = await ask<Answer>(`review/${encodeURIComponent(desk.review.id)}/spreadsheet`, {
                form: file,
            });
            await desk.sender.fetchWhole();
            desk.refresh();
            said.textContent = answer.told ?? "";
        } catch (error) {
            fail(error);
        }
        input.value = "";
    });
    return h(
        "section",
        {},
        h("h3", {}, w.sheet),
        h("p", { class: "soft" }, w.sheetHint),
        input,
        h("label", { for: "sheet", class: "button" }, w.sheetChoose),
        said,
    );
}
