// The dialog of reviews: those that were begun, and two texts to begin another.
import { bdi, fill, h } from "../../../review/page/source/dom";
import { openDialog } from "./dialog";
import { read } from "./network";
import type { Memory, Reviewing } from "./protocol";
import { fail, tell, told, wordsOf } from "./voice";
import { momentOf } from "./when";
import { words } from "./words";

/** The address of the review page whose rows go into a memory, or of something behind it. */
function addressOf(memory: string, rest = ""): string {
    return `review/${encodeURIComponent(memory)}/${rest}`;
}

async function ask<T>(memory: string, path: string, form?: FormData): Promise<T> {
    const how: RequestInit = form ? { method: "POST", body: form } : {};
    return await read<T>(addressOf(memory, `api/${path}`), how);
}

export function openReviewing(memories: Memory[], chosen: string): void {
    const w = words();
    const names = memories.filter(({ reviews }) => reviews).map(({ name }) => name);
    const [first] = names;
    if (first === undefined) return tell(w.noReviews);
    const memory = h("select", {}, ...names.map((name) => h("option", { value: name }, name)));
    memory.value = names.includes(chosen) ? chosen : first;
    const list = h("div", { class: "reviews" });
    const error = h("div", { class: "edit-error", role: "alert" });
    const sides = [new SideOf(w.source, "source"), new SideOf(w.target, "target")] as const;
    const begin = h("button", { type: "submit", class: "main" }, w.beginReview);
    const show = async (): Promise<void> => {
        const asked = memory.value;
        try {
            const { recent } = await ask<Reviewing>(asked, "home");
            if (asked === memory.value) fill(list, ...listOf(asked, recent));
        } catch (refused) {
            fill(list, told(...wordsOf(refused)));
        }
    };
    const start = async (): Promise<void> => {
        const form = new FormData();
        for (const side of sides) form.append(side.name, side.file(), side.file().name);
        fill(error, h("p", { role: "status" }, w.aligning));
        begin.disabled = true;
        try {
            const { review } = await ask<{ review: string }>(memory.value, "new", form);
            location.assign(`${addressOf(memory.value)}#${encodeURIComponent(review)}`);
        } catch (refused) {
            begin.disabled = false;
            fill(error, told(...wordsOf(refused)));
        }
    };
    memory.addEventListener("change", () => void show());
    openDialog(w.reviews, "wide reviewing", () => [
        h("label", { class: "labelled" }, h("span", {}, w.memory), memory),
        h(
            "form",
            {
                submit: (event: SubmitEvent) => {
                    event.preventDefault();
                    void start();
                },
            },
            h("div", { class: "pair" }, sides[0].element, sides[1].element),
            error,
            h("div", { class: "buttons" }, begin),
        ),
        h("h3", {}, w.begunReviews),
        list,
    ]);
    void show();
}

/** A side of a new review: a file, or a text that is typed. */
class SideOf {
    readonly element: HTMLElement;
    private readonly chosen = h("input", { type: "file" });
    private readonly text = h("textarea", { rows: 4, dir: "auto", required: true });

    constructor(
        label: string,
        readonly name: "source" | "target",
    ) {
        this.text.setAttribute("aria-label", label);
        this.chosen.setAttribute("aria-label", `${label}: ${words().file}`);
        // One of both is enough.
        this.chosen.addEventListener("change", () => {
            const has = (this.chosen.files?.length ?? 0) > 0;
            this.text.required = !has;
            this.text.disabled = has;
        });
        this.element = h("div", { class: "labelled" }, h("span", {}, label), this.text, this.chosen);
    }

    file(): File {
        const [file] = Array.from(this.chosen.files ?? []);
        return file ?? new File([this.text.value], `${this.name}.txt`, { type: "text/plain" });
    }
}

function listOf(memory: string, recent: Reviewing["recent"]): HTMLElement[] {
    const w = words();
    if (recent.length === 0) return [h("p", { class: "soft" }, w.noneBegun)];
    const open = async (number: number): Promise<void> => {
        try {
            const { review } = await ask<{ review: string }>(memory, `recent/${number}`, new FormData());
            location.assign(`${addressOf(memory)}#${encodeURIComponent(review)}`);
        } catch (refused) {
            fail(refused);
        }
    };
    const format = new Intl.DateTimeFormat(w.code === "ar" ? "ar-u-nu-latn" : "en", {
        dateStyle: "medium",
        timeStyle: "short",
    });
    const time = (when: string): string => {
        const moment = momentOf(when);
        return moment ? format.format(moment) : "";
    };
    const line = ({ number, name, when }: Reviewing["recent"][number]): HTMLElement =>
        h(
            "li",
            {},
            h("button", { type: "button", click: () => void open(number) }, bdi(name)),
            " ",
            h("time", { class: "soft", datetime: when }, time(when)),
        );
    return [h("ul", {}, ...recent.map(line))];
}
