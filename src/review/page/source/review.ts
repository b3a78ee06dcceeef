// The screen of one review: puts its parts together and listens to keys and pointer.
import { act, type Open } from "./acts";
import { Below } from "./below";
import { settle } from "./carets";
import { Desk } from "./desk";
import { askNumber, askText, dialogIsOpen } from "./dialog";
import { fill, h } from "./dom";
import { edit } from "./edit";
import { Head } from "./head";
import { showFound } from "./found";
import { openHelp, openSettings } from "./help";
import { commandsOf, nameOf, type Command } from "./keys";
import { openOut } from "./out";
import { Overview } from "./overview";
import { foldedRow } from "./order";
import { offsetAt } from "./paint";
import type { Home, Id, Row, Side, Whole } from "./protocol";
import { keepSettings, settings } from "./settings";
import { closeWarning, tell, tellTrouble, voices } from "./voice";
import { showSpeech, words } from "./words";

export class ReviewScreen {
    private readonly desk: Desk;
    private head: Head;
    private readonly below: Below;
    private readonly overview: Overview;
    private commands = commandsOf(settings.keys);
    private readonly grid = h("div", { class: "beads", role: "grid" });
    private readonly scroller = h("main", { class: "scroller", tabindex: -1 }, this.grid);
    private readonly empty = h("div", { class: "empty", hidden: true });
    private readonly foot = h("footer", { class: "foot" });
    private readonly ended = new AbortController();
    private columns: HTMLElement = h("div");
    private hovering = 0;
    private addressing = 0;
    private marked = 0;

    constructor(
        private readonly root: HTMLElement,
        whole: Whole,
        home: Home,
        private readonly toHome: () => void,
    ) {
        const narrow = matchMedia("(max-width: 46rem)");
        this.desk = new Desk(whole, home, this.grid, this.scroller, {
            changed: () => this.changed(),
            moved: () => this.moved(),
            currentDrawn: (view, row) => this.below.draw(view, row),
        });
        this.below = new Below(
            () => this.desk,
            (command) => this.run(command, true),
            this.foot,
            narrow,
        );
        this.overview = new Overview(() => this.desk);
        this.head = this.makeHead();
        this.scroller.append(this.empty);
        this.build();
        this.listen();
        document.title = `${whole.title} · Muwazi`;
    }

    start(row: Id | undefined): void {
        this.desk.refresh();
        const doubtful = this.desk.review.rows.find((each) => this.desk.review.isDoubtful(each));
        this.desk.reach(
            row !== undefined && this.desk.review.row(row)
                ? row
                : ((doubtful ?? this.desk.list.rows[0])?.id ?? 0),
        );
        this.overview.draw();
        this.foldAhead();
    }

    stop(): void {
        this.ended.abort();
        this.desk.stop();
        this.below.stop();
        this.overview.stop();
        tellTrouble(undefined);
    }

    get unsaved(): number {
        return this.desk.sender.open;
    }

    reach(row: Id): void {
        if (row !== this.desk.current) this.desk.reach(row);
    }

    // Building

    private makeHead(): Head {
        return new Head(this.desk, {
            run: (command) => this.run(command, true),
            out: () => openOut(this.desk),
            settings: () => openSettings(() => this.renew()),
        });
    }

    private build(): void {
        const { source, target } = this.desk.review.whole;
        this.grid.setAttribute("aria-label", words().rowsOf(source.name, target.name));
        this.columns.remove();
        this.columns = columnNames(source.name, target.name);
        this.grid.prepend(this.columns);
        fill(
            this.empty,
            h("p", {}, words().nothingShown),
            h(
                "button",
                { type: "button", click: () => this.desk.want({ filter: "all", query: "" }) },
                words().showAll,
            ),
        );
        fill(
            this.root,
            this.head.element,
            h("div", { class: "middle" }, this.scroller, this.overview.element),
            this.foot,
            ...voices(),
        );
    }

    /** The language, the theme or the keys are others. */
    private renew(): void {
        showSpeech();
        this.commands = commandsOf(settings.keys);
        this.head = this.makeHead();
        this.below.renew();
        const scroll = this.scroller.scrollTop;
        this.build();
        this.scroller.scrollTop = scroll;
        this.desk.refresh();
        this.overview.renew();
    }

    private changed(): void {
        this.empty.hidden = this.desk.list.rows.length > 0;
        this.head.draw();
        this.overview.draw();
    }

    private moved(): void {
        this.overview.mark();
        this.marked ||= requestAnimationFrame(() => {
            this.marked = 0;
            showFound(this.grid.querySelectorAll(".piece > bdi"), this.desk.wanted.query);
        });
        window.clearTimeout(this.addressing);
        // Browsers bear few changes of an address in a second.
        this.addressing = window.setTimeout(() => this.address(), 250);
    }

    /** Lets the page's address lead to the current row. */
    address(): void {
        const address = `#${encodeURIComponent(this.desk.review.id)}/${this.desk.current ?? ""}`;
        if (location.hash !== address && !this.ended.signal.aborted) history.replaceState(null, "", address);
    }

    /** Prepares the search while nothing else is to be done. */
    private foldAhead(): void {
        const rows = this.desk.review.rows;
        let at = 0;
        const some = (): void => {
            if (this.ended.signal.aborted) return;
            const end = performance.now() + 6;
            while (at < rows.length && performance.now() < end) {
                const row = rows[at++];
                if (row) foldedRow(row);
            }
            if (at < rows.length) window.setTimeout(some, 12);
        };
        window.setTimeout(some, 600);
    }

    // Commands

    private readonly open: Open = {
        search: () => {
            this.head.search.focus();
            this.head.search.select();
        },
        goTo: () =>
            askNumber(this.desk.review.rows.length, (number) => {
                const row = this.desk.review.rows[number - 1];
                if (row) this.desk.reach(row.id);
            }),
        note: (row) =>
            askText(words().noteLabel(this.desk.number(row.id)), row.note ?? "", (text) => {
                this.desk.decide({ act: "note", row: row.id, text });
                tell(words().said.noted);
            }),
        edit: (row) => edit(this.desk, row),
        evidence: () => {
            keepSettings({ evidence: !settings.evidence });
            this.desk.redraw();
        },
        help: () =>
            openHelp(
                (command) => this.run(command, true),
                () => this.renew(),
            ),
        home: () => this.toHome(),
    };

    private run(command: Command, byPointer = false): void {
        act(command, this.desk, this.open);
        const active = document.activeElement;
        if (byPointer && !this.desk.editing && !dialogIsOpen() && active?.tagName !== "INPUT")
            this.desk.takeFocus();
    }

    private listen(): void {
        const signal = this.ended.signal;
        document.addEventListener("keydown", (event) => this.pressed(event), { signal });
        this.grid.addEventListener("focusin", (event) => this.focused(event), { signal });
        this.grid.addEventListener("click", (event) => this.clicked(event), { signal });
        this.grid.addEventListener("dblclick", (event) => this.twice(event), { signal });
        this.grid.addEventListener("pointerover", (event) => this.over(event), { signal });
        this.grid.addEventListener("pointerleave", () => this.pairMarks(undefined), { signal });
        window.addEventListener("beforeprint", () => this.desk.list.drawAll(true), { signal });
        window.addEventListener("afterprint", () => this.desk.list.drawAll(false), { signal });
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.overview.renew(), {
            signal,
        });
    }

    private pressed(event: KeyboardEvent): void {
        if (event.defaultPrevented || event.isComposing || dialogIsOpen()) return;
        const target = event.target as HTMLElement;
        if (target.closest("input, textarea, [contenteditable]")) return;
        if (event.key === "Escape") return this.leave(event);
        const name = nameOf(event);
        const command = name === undefined ? undefined : this.commands.get(name);
        if (!command) return;
        // A control that has the focus keeps the keys that work it.
        const control = target.closest("button, a, select");
        if (control && ["Enter", "Space"].includes(name ?? "")) return;
        if (target.closest("select")) return;
        event.preventDefault();
        this.run(command);
    }

    /** Esc leaves what is open, one after the other: a warning, carets, the pin, the selection, the search. */
    private leave(event: KeyboardEvent): void {
        event.preventDefault();
        const { desk } = this;
        if (closeWarning()) return;
        if (desk.carets.source || desk.carets.target) desk.carets = {};
        else if (desk.pinned) {
            desk.pinned = undefined;
            tell(words().said.unpinned);
        } else if (desk.selectFrom !== undefined) desk.selectFrom = undefined;
        else if (desk.wanted.query !== "" || desk.wanted.filter !== "all") {
            this.head.search.value = "";
            desk.want({ query: "", filter: "all" });
        } else if (settings.evidence) keepSettings({ evidence: false });
        desk.go(desk.current);
    }

    // Pointer and focus

    private rowOf(target: EventTarget | null): Row | undefined {
        const element = (target as Element | null)?.closest?.("[data-row]") as HTMLElement | null;
        return element ? this.desk.review.row(Number(element.dataset["row"])) : undefined;
    }

    private focused(event: FocusEvent): void {
        const cell = (event.target as Element).closest("[data-side]") as HTMLElement | null;
        const row = this.rowOf(event.target);
        if (!cell || !row || row.id !== this.desk.current) return;
        const side = cell.dataset["side"] as Side;
        if (side === this.desk.side || this.desk.editing) return;
        this.desk.side = side;
        this.desk.list.draw();
    }

    private clicked(event: MouseEvent): void {
        const target = event.target as Element;
        const row = this.rowOf(target);
        if (!row || target.closest("button, a, textarea")) return;
        // With Shift, rows are selected, not the text between them.
        if (event.shiftKey && row.id !== this.desk.current) getSelection()?.removeAllRanges();
        // Who marks text to copy it sets no caret.
        if (!(getSelection()?.isCollapsed ?? true)) return;
        const cell = target.closest("[data-side]") as HTMLElement | null;
        if (cell) this.desk.side = cell.dataset["side"] as Side;
        if (event.shiftKey && this.desk.current !== undefined) {
            this.desk.selectFrom ??= this.desk.current;
            return this.desk.go(row.id, "near", true);
        }
        this.desk.selectFrom = undefined;
        const place = cell && this.placeAt(row, event);
        this.desk.go(row.id);
        if (place) this.desk.carets = { ...this.desk.carets, [this.desk.side]: place };
        if (target.closest(".head")) this.open.evidence();
        this.desk.redraw();
    }

    /** The place in a cell's text that was clicked. A finger is less exact than a mouse. */
    private placeAt(row: Row, event: MouseEvent): { piece: number; offset: number } | undefined {
        const { side } = this.desk;
        const paragraph = (event.target as Element).closest("[data-piece]") as HTMLElement | null;
        const text = paragraph?.querySelector("bdi");
        const offset = text ? offsetAt(text, event.clientX, event.clientY) : undefined;
        if (!paragraph || offset === undefined) return undefined;
        const touched = (event as PointerEvent).pointerType === "touch";
        const pieces = side === "source" ? row.s : row.t;
        return settle(pieces, { piece: Number(paragraph.dataset["piece"]), offset }, touched ? 12 : 2);
    }

    private twice(event: MouseEvent): void {
        const row = this.rowOf(event.target);
        const paragraph = (event.target as Element).closest("[data-piece]") as HTMLElement | null;
        const cell = (event.target as Element).closest("[data-side]") as HTMLElement | null;
        if (!row || !paragraph || !cell || this.desk.editing) return;
        getSelection()?.removeAllRanges();
        this.desk.side = cell.dataset["side"] as Side;
        this.desk.go(row.id);
        edit(this.desk, row, Number(paragraph.dataset["piece"]));
    }

    /** Links of a row that the pointer rests on; the other end of the link under it. */
    private over(event: PointerEvent): void {
        const row = this.rowOf(event.target);
        this.pairMarks((event.target as Element).closest("mark") ?? undefined);
        if (!row || row.id === this.desk.hovered || event.pointerType === "touch") return;
        window.clearTimeout(this.hovering);
        this.hovering = window.setTimeout(() => {
            this.desk.hovered = row.id;
            void this.desk.infos.fetch(row.id);
            this.desk.list.draw();
        }, 150);
    }

    private pairMarks(mark: Element | undefined): void {
        for (const each of this.grid.querySelectorAll("mark.pair")) each.classList.remove("pair");
        const number = mark?.getAttribute("data-l");
        const row = mark?.closest("[data-row]");
        if (!row || number === null || number === undefined) return;
        for (const each of row.querySelectorAll(".side mark")) {
            if (each.getAttribute("data-l") === number) each.classList.add("pair");
        }
    }
}

/** Names of the columns, which a screen reader says where the column changes. */
function columnNames(source: string, target: string): HTMLElement {
    const w = words();
    const names = [w.confidence, source, target, w.actions];
    return h(
        "div",
        { role: "row", class: "spoken", "aria-rowindex": 1 },
        ...names.map((name) => h("span", { role: "columnheader" }, name)),
    );
}
