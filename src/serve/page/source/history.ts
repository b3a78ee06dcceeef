// The history of a unit: who did what and when, from what to what; each step can be undone.
import { bdi, fill, h } from "../../../review/page/source/dom";
import type { Acts } from "./acts";
import { openDialog } from "./dialog";
import { ask, placeOf } from "./network";
import type { Content, Operation, Unit } from "./protocol";
import { dirOf, type UnitView } from "./unit";
import { fail, warn } from "./voice";
import { dateOf, words } from "./words";

export interface History {
    operations: Operation[];
}

const MOST = 100;

export async function openHistory({ item }: UnitView, acts: Acts): Promise<void> {
    const { memory, mayWrite, shown } = item;
    const w = words();
    if (memory === undefined) return warn(w.whichMemory);
    let operations: Operation[];
    let after: Content | undefined;
    try {
        const asked = ask<Unit>(placeOf(memory, `units/${shown.unit}`)).catch(() => undefined);
        ({ operations } = await ask<History>(placeOf(memory, `history?unit=${shown.unit}&limit=${MOST}`)));
        after = await asked;
    } catch (error) {
        return fail(error);
    }
    const list = h("ol", { class: "steps" });
    const close = openDialog(w.historyTitle(shown.unit), "wide", () => [
        operations.length > 0 ? list : h("p", { class: "soft" }, w.noHistory),
    ]);
    for (const operation of operations) {
        const change = operation.changes.find(({ unit, last }) => unit === shown.unit || last === shown.unit);
        const buttons = h("div", { class: "buttons" });
        if (mayWrite && operation.kind !== "upgrade") offer(buttons, memory, operation, acts, close);
        list.append(h("li", {}, headOf(operation), texts(change?.before, after), buttons));
        after = change?.before;
    }
    list.querySelector("button")?.focus();
}

function headOf({ kind, at, user, origin }: Operation): HTMLElement {
    const w = words();
    return h(
        "p",
        { class: "operation" },
        h("b", {}, w.operations[kind] ?? kind),
        h("time", { datetime: at, class: "soft" }, dateOf(at, "short") ?? at),
        user !== undefined && h("span", { class: "soft" }, w.by(""), bdi(user)),
        kind === "import" && origin !== undefined && h("span", { class: "soft" }, bdi(origin, "ltr")),
    );
}

/** The texts that an operation changed, before and after it. */
function texts(before: Content | undefined, after: Content | undefined): HTMLElement {
    const box = h("div", { class: "changes" });
    const langs = new Set([...(before?.variants ?? []), ...(after?.variants ?? [])].map(({ lang }) => lang));
    const of = (content: Content | undefined, lang: string): string | undefined =>
        content?.variants.find((variant) => variant.lang === lang)?.text.text;
    for (const lang of langs) {
        const [old, now] = [of(before, lang), of(after, lang)];
        if (old === now) continue;
        const dir = dirOf(lang);
        box.append(
            h(
                "p",
                { class: "change", lang, dir },
                ...(old === undefined ? [] : [h("del", {}, old)]),
                ...(now === undefined ? [] : [h("ins", {}, now)]),
            ),
        );
    }
    return box;
}

function offer(into: Element, memory: string, { operation }: Operation, acts: Acts, close: () => void): void {
    const w = words();
    const take = async (yes: boolean): Promise<void> => {
        const many = await acts.takeBack(memory, operation, yes);
        if (many === 0) return close();
        const all = h(
            "button",
            { type: "button", class: "main", click: () => void take(true) },
            w.takeBackAll,
        );
        fill(into, h("span", { role: "alert" }, w.takesBackMany(many)), all);
        all.focus();
    };
    fill(into, h("button", { type: "button", click: () => void take(false) }, w.takeBack));
}
