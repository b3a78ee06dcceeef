// The dialog of a new unit.
import { fill, h } from "../../../review/page/source/dom";
import type { Acts } from "./acts";
import { openDialog } from "./dialog";
import { ask, placeOf } from "./network";
import type { Memory, NewUnit, Outcome } from "./protocol";
import { tell, told, wordsOf } from "./voice";
import { languageOf, words } from "./words";

/** Texts and languages to begin with. */
export interface Draft {
    source: string;
    memory: string;
    from: string;
    to: string;
}

export function openAdding(memories: Memory[], draft: Draft, acts: Acts, added: () => Promise<void>): void {
    const w = words();
    const writable = memories.filter(({ right }) => right === "write");
    if (writable.length === 0) return tell(w.readOnly);
    const langs = [...new Set(memories.flatMap(({ languages }) => languages.map(({ lang }) => lang)))];
    for (const lang of ["ar", "en"]) if (!langs.includes(lang)) langs.push(lang);
    const choose = (values: string[], value: string, name = (each: string) => each): HTMLSelectElement => {
        const element = h("select", {}, ...values.map((each) => h("option", { value: each }, name(each))));
        if (values.includes(value)) element.value = value;
        return element;
    };
    const fields = {
        memory: choose(
            writable.map(({ name }) => name),
            draft.memory,
        ),
        source: area(draft.source),
        target: area(""),
        from: choose(langs, draft.from || "en", languageOf),
        to: choose(langs, draft.to || "ar", languageOf),
        domain: input(),
        client: input(),
        project: input(),
        note: input(),
    };
    const error = h("div", { class: "edit-error", role: "alert" });
    openDialog(w.addTitle, "adding", (close) => {
        const keep = async (): Promise<void> => {
            fill(error);
            const of = (field: HTMLInputElement): string | undefined => field.value.trim() || undefined;
            const unit: NewUnit = {
                source: fields.source.value,
                target: fields.target.value,
                source_lang: fields.from.value,
                target_lang: fields.to.value,
                domain: of(fields.domain),
                client: of(fields.client),
                project: of(fields.project),
                ...(of(fields.note) !== undefined && { notes: [fields.note.value.trim()] }),
            };
            try {
                const place = placeOf(fields.memory.value, "units");
                const { units } = await ask<{ units: Outcome[] }>(place, { body: { units: [unit] } });
                const [outcome] = units;
                if (outcome && outcome.outcome !== "unchanged")
                    await acts.note(fields.memory.value, outcome.unit);
                close();
                tell(outcome?.outcome === "unchanged" ? w.unchanged : w.added);
                await added();
            } catch (refused) {
                fill(error, told(...wordsOf(refused)));
            }
        };
        const form = h(
            "form",
            {
                submit: (event: SubmitEvent) => {
                    event.preventDefault();
                    void keep();
                },
                keydown: (event: KeyboardEvent) => {
                    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
                    event.preventDefault();
                    if (form.reportValidity()) void keep();
                },
            },
            labelled(w.source, fields.source),
            labelled(w.target, fields.target),
            h(
                "div",
                { class: "pair" },
                labelled(w.sourceLang, fields.from),
                labelled(w.targetLang, fields.to),
            ),
            h("div", { class: "pair" }, labelled(w.memory, fields.memory), labelled(w.domain, fields.domain)),
            h(
                "div",
                { class: "pair" },
                labelled(w.client, fields.client),
                labelled(w.project, fields.project),
            ),
            labelled(w.note, fields.note),
            error,
            h(
                "div",
                { class: "buttons" },
                h("button", { type: "button", click: close }, w.cancel),
                h("button", { type: "submit", class: "main" }, w.add),
            ),
        );
        return [form];
    });
    (draft.source === "" ? fields.source : fields.target).focus();
}

function area(text: string): HTMLTextAreaElement {
    const element = h("textarea", { rows: 2, dir: "auto", required: true });
    element.value = text;
    return element;
}

function input(): HTMLInputElement {
    return h("input", { type: "text", dir: "auto", autocomplete: "off" });
}

function labelled(text: string, field: HTMLElement): HTMLElement {
    return h("label", { class: "labelled" }, h("span", {}, text), field);
}
