// The start page: reviews of before, and two files to begin another.
import { bdi, fill, h } from "./dom";
import { documentsTable } from "./folder";
import { icon } from "./icons";
import { ask } from "./network";
import { fail } from "./out";
import type { Home, ReviewId } from "./protocol";
import { tell } from "./voice";
import { words } from "./words";

export function startPage(home: Home, opened: (review: ReviewId) => void): HTMLElement {
    const w = words();
    return h(
        "main",
        { class: "sheet" },
        h("h1", {}, w.startTitle),
        h("p", { class: "lead" }, w.startIntro),
        home.uploads !== false && chooser(opened),
        home.reviews.length > 0 && h("h2", {}, w.documents),
        home.reviews.length > 0 && documentsTable(home.reviews, opened),
        h("h2", {}, w.recent),
        recent(home, opened),
    );
}

function recent(home: Home, opened: (review: ReviewId) => void): HTMLElement {
    const w = words();
    if (home.recent.length === 0) return h("p", { class: "soft" }, w.noRecent);
    const open = async (number: number): Promise<void> => {
        try {
            opened((await ask<{ review: ReviewId }>(`recent/${number}`, { post: {} })).review);
        } catch (error) {
            fail(error);
        }
    };
    const when = new Intl.DateTimeFormat(w.code === "ar" ? "ar-u-nu-latn" : "en", {
        dateStyle: "medium",
        timeStyle: "short",
    });
    return h(
        "ul",
        { class: "files" },
        ...home.recent.map((each) => {
            const time = new Date(each.when);
            return h(
                "li",
                {},
                h(
                    "button",
                    { type: "button", class: "file", click: () => void open(each.number) },
                    h("b", {}, bdi(each.name, "ltr")),
                    h("small", {}, bdi(each.path, "ltr")),
                    !Number.isNaN(time.getTime()) && h("time", { datetime: each.when }, when.format(time)),
                ),
            );
        }),
    );
}

/** Takes two files, dropped or chosen; which is the source may be swapped. */
function chooser(opened: (review: ReviewId) => void): HTMLElement {
    const w = words();
    let files: File[] = [];
    const box = h("div", { class: "drop" });
    const input = h("input", { type: "file", multiple: true, class: "spoken", id: "two-files" });
    input.addEventListener("change", () => {
        take(Array.from(input.files ?? []));
        input.value = "";
    });
    const take = (more: File[]): void => {
        if (more.length === 0) return;
        if (more.length > 2) tell(w.twoOnly);
        files = (more.length >= 2 ? more : [...files, ...more]).slice(0, 2);
        // The program tells Arabic from English; names that say so are put in order beforehand.
        const arabic = (file: File): boolean => /[._-](ar|ara|arabic)[._-]|[\u0600-\u06ff]/i.test(file.name);
        const [first, second] = files;
        if (first && second && arabic(second) && !arabic(first)) files.reverse();
        draw();
    };
    const begin = async (): Promise<void> => {
        const [source, target] = files;
        if (!source || !target) return;
        fill(box, h("p", { class: "busy", role: "status" }, w.aligning));
        const form = new FormData();
        form.append("source", source, source.name);
        form.append("target", target, target.name);
        try {
            opened((await ask<{ review: ReviewId }>("new", { form })).review);
        } catch (error) {
            fail(error);
            draw();
        }
    };
    const chosen = (label: string, file: File): HTMLElement =>
        h("li", {}, h("span", { class: "soft" }, label), bdi(file.name, "ltr"));
    const draw = (): void => {
        const [source, target] = files;
        fill(
            box,
            icon("out"),
            h("p", {}, source ? (target ? w.chosen : w.oneMore) : w.drop),
            source && h("ul", {}, chosen(w.source, source), target && chosen(w.target, target)),
            input,
            h(
                "div",
                { class: "buttons" },
                h(
                    "label",
                    { for: "two-files", class: source && target ? "button" : "button main" },
                    w.chooseTwo,
                ),
                source &&
                    target &&
                    h(
                        "button",
                        {
                            type: "button",
                            click: () => {
                                files.reverse();
                                draw();
                            },
                        },
                        w.swap,
                    ),
                source &&
                    target &&
                    h("button", { type: "button", class: "main", click: () => void begin() }, w.begin),
            ),
        );
    };
    box.addEventListener("dragover", (event) => {
        event.preventDefault();
        box.classList.add("over");
    });
    box.addEventListener("dragleave", () => box.classList.remove("over"));
    box.addEventListener("drop", (event) => {
        event.preventDefault();
        box.classList.remove("over");
        take(Array.from(event.dataTransfer?.files ?? []));
    });
    draw();
    return box;
}
