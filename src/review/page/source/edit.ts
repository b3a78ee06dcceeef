// A segment's text, edited in its place. The original stays in the program.
import { cell } from "./acts";
import type { Desk } from "./desk";
import { h } from "./dom";
import { shown } from "./offsets";
import type { Row } from "./protocol";
import { tell } from "./voice";
import { words } from "./words";

export function edit(desk: Desk, row: Row, at?: number): void {
    const { side } = desk;
    const pieces = cell(row, side);
    const index = at ?? Math.min(desk.carets[side]?.piece ?? 0, pieces.length - 1);
    const piece = pieces[index];
    const view = desk.list.views.get(row.id);
    const place = view?.cells[side].querySelector(`[data-piece="${index}"]`);
    if (!piece || !view || !place || desk.editing) return;
    const w = words();
    const text = shown(piece).replace(/\s*\n\s*/g, " ");
    const area = h("textarea", {
        class: "edit",
        dir: view.cells[side].dir,
        lang: view.cells[side].lang,
        "aria-label": w.editLabel,
        rows: 1,
    });
    area.value = text;
    const grow = (): void => {
        area.style.height = "auto";
        area.style.height = `${area.scrollHeight + 2}px`;
    };
    const end = (): void => {
        area.removeEventListener("blur", keep);
        desk.editing = undefined;
        view.forget(side);
        desk.redraw();
        desk.takeFocus();
    };
    const send = (changed: string | null): void => {
        end();
        desk.decide({ act: "edit", row: row.id, side, at: piece.at, text: changed });
        tell(w.said.edited);
    };
    const keep = (): void => {
        const now = area.value.trim();
        if (now === text.trim() || now === "") end();
        else send(now);
    };
    area.addEventListener("input", grow);
    area.addEventListener("keydown", (event) => {
        event.stopPropagation();
        if (event.key === "Escape") end();
        else if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            keep();
        }
    });
    // Who clicks elsewhere has not thrown the work away.
    area.addEventListener("blur", keep);
    const button = (name: string, kind: string, click: () => void): HTMLElement =>
        h(
            "button",
            { type: "button", class: kind, pointerdown: (event: Event) => event.preventDefault(), click },
            name,
        );
    desk.editing = side;
    place.replaceWith(
        h(
            "div",
            { class: "edit-box" },
            area,
            h(
                "div",
                { class: "edit-buttons", dir: w.dir },
                button(w.keep, "main", keep),
                button(w.cancel, "", end),
                piece.edited !== undefined && button(w.original, "", () => send(null)),
                h("span", { class: "soft" }, w.editHint),
            ),
        ),
    );
    grow();
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
}
