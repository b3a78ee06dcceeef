// What a person does with a unit: copy, edit, remove, undo.
import { fill, h } from "../../../review/page/source/dom";
import { moveMarks } from "./differ";
import { ask, placeOf, Refusal } from "./network";
import type { History } from "./history";
import type { Outcome, Undone, Unit } from "./protocol";
import type { Side, UnitView } from "./unit";
import { fail, told, tell, warn } from "./voice";
import { words } from "./words";

/** An operation of this page on a memory, which can be undone. */
interface Done {
    memory: string;
    operation: number;
}

export class Acts {
    private readonly done: Done[] = [];
    /** Texts that are being edited, by unit and side: a search that comes between loses none. */
    private readonly drafts = new Map<string, string>();

    constructor(private readonly changed: () => Promise<void>) {}

    async copy(text: string): Promise<void> {
        try {
            await navigator.clipboard.writeText(text);
            tell(words().copied);
        } catch {
            if (copyByHand(text)) tell(words().copied);
            else warn(words().notCopied);
        }
    }

    /** Remembers the latest operation on a unit, so that it can be undone whatever others do meanwhile. */
    async note(memory: string, unit: number): Promise<void> {
        const { operations } = await ask<History>(placeOf(memory, `history?unit=${unit}&limit=1`));
        const operation = operations[0]?.operation;
        if (operation !== undefined) this.done.push({ memory, operation });
    }

    /** Opens a text of a unit for editing. */
    edit(view: UnitView, side: Side): void {
        const memory = writable(view);
        if (memory === undefined || view.element.querySelector("textarea")) return;
        const w = words();
        const text = view.item.shown[side];
        const area = h("textarea", {
            class: "edit",
            dir: "auto",
            "aria-label": w.commands[side === "source" ? "editSource" : "edit"],
        });
        const draft = `${memory} ${view.item.shown.unit} ${side}`;
        area.value = this.drafts.get(draft) ?? text;
        const error = h("div", { class: "edit-error", role: "alert" });
        const close = (): void => {
            this.drafts.delete(draft);
            view.draw();
            view.element.focus({ preventScroll: true });
        };
        const keep = async (anyScript = false): Promise<void> => {
            if (area.value === text) return close();
            fill(error);
            try {
                await this.keep(view, memory, side, area.value, anyScript);
                close();
                await this.changed();
            } catch (refused) {
                if (!(refused instanceof Refusal)) return fail(refused);
                const anyway = button(w.keepAnyway, () => void keep(true));
                fill(error, told(refused.message, refused.hint), refused.kind === "language" && anyway);
            }
        };
        area.addEventListener("keydown", (event) => {
            event.stopPropagation();
            const keeps = event.key === "Enter" && (event.ctrlKey || event.metaKey);
            if (event.isComposing || !(keeps || event.key === "Escape")) return;
            event.preventDefault();
            if (keeps) void keep();
            else close();
        });
        const grow = (): void => {
            area.style.height = "auto";
            area.style.height = `${area.scrollHeight + 2}px`;
        };
        area.addEventListener("input", () => {
            this.drafts.set(draft, area.value);
            grow();
        });
        const keepButton = button(w.keep, () => void keep(), "main");
        const buttons = h(
            "div",
            { class: "edit-buttons", dir: w.dir },
            keepButton,
            button(w.cancel, close),
            h("span", { class: "soft" }, w.editing),
        );
        fill(view.sides[side], area, error, buttons);
        error.dir = w.dir;
        grow();
        area.focus();
        area.setSelectionRange(area.value.length, area.value.length);
    }

    private async keep(
        view: UnitView,
        memory: string,
        side: Side,
        text: string,
        anyScript: boolean,
    ): Promise<void> {
        const { shown } = view.item;
        const lang = side === "source" ? shown.source_lang : shown.target_lang;
        const place = placeOf(memory, `units/${shown.unit}`);
        const unit = await ask<Unit>(place);
        const old = unit.variants.find((variant) => variant.lang === lang)?.text;
        const marks = old?.marks ? moveMarks(old.text, text, old.marks) : [];
        const body = { lang, text, any_script: anyScript, ...(marks.length > 0 && { marks }) };
        const outcome = await ask<Outcome>(place, { method: "PUT", body });
        if (outcome.outcome === "unchanged") return tell(words().unchanged);
        view.item.shown = { ...shown, [side]: text, unit: outcome.unit };
        await this.note(memory, outcome.unit);
        tell(outcome.outcome === "merged" ? words().merged : words().kept);
    }

    async remove(view: UnitView): Promise<void> {
        const memory = writable(view);
        if (memory === undefined) return;
        const { unit } = view.item.shown;
        try {
            await ask(placeOf(memory, `units/${unit}`), { method: "DELETE" });
            await this.note(memory, unit);
            tell(words().removed);
            await this.changed();
        } catch (error) {
            fail(error);
        }
    }

    /** Undoes the latest operation of this page. */
    async undo(): Promise<void> {
        const last = this.done.pop();
        if (!last) return tell(words().nothingToUndo);
        await this.takeBack(last.memory, last.operation, true);
    }

    /** Takes an operation back. One of many units is only counted unless `yes`: then the count is returned. */
    async takeBack(memory: string, operation: number, yes: boolean): Promise<number> {
        try {
            const undone = await ask<Undone>(placeOf(memory, "undo"), { body: { operation, yes } });
            if (undone.done) {
                tell(words().undone);
                await this.changed();
            } else if (undone.conflicts.length > 0) warn(words().conflict);
            else return undone.added + undone.changed + undone.removed;
        } catch (error) {
            fail(error);
        }
        return 0;
    }
}

/** The memory of a unit, where this token may write to it. */
function writable({ item }: UnitView): string | undefined {
    if (item.memory === undefined) warn(words().whichMemory);
    else if (!item.mayWrite) warn(words().readOnly);
    else return item.memory;
    return undefined;
}

function button(text: string, click: () => void, kind = ""): HTMLElement {
    return h("button", { type: "button", class: kind, click }, text);
}

/** Pages without encryption from another machine have no clipboard of their own. */
function copyByHand(text: string): boolean {
    const before = document.activeElement as HTMLElement | null;
    const area = h("textarea", { class: "spoken", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    before?.focus({ preventScroll: true });
    return copied;
}
