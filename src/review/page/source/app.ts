// The page begins here: which of its screens is shown, by the address and by what the program says.
import { openDialog } from "./dialog";
import { fill, h } from "./dom";
import { folderPage } from "./folder";
import { tool } from "./head";
import { openSettings } from "./help";
import { ask, pause, Silence } from "./network";
import { fail } from "./out";
import type { Home, Id, ReviewId, Whole } from "./protocol";
import { ReviewScreen } from "./review";
import { loadSettings, showTheme } from "./settings";
import { startPage } from "./start";
import { tellTrouble, voices } from "./voice";
import { showSpeech, words } from "./words";

let root: HTMLElement;
let screen: ReviewScreen | undefined;
let shown: string | undefined;
let begun = false;

/** What the address asks for: `#REVIEW/ROW`, or `?review=REVIEW`. */
function wanted(): { review: string; row: Id | undefined } | undefined {
    const [id, row] = location.hash.slice(1).split("/");
    const review = id ? decoded(id) : new URLSearchParams(location.search).get("review");
    if (!review) return undefined;
    return { review, row: row ? Number(row) : undefined };
}

function decoded(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** Asks until the program answers. */
async function patiently<T>(path: string): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            const answer = await ask<T>(path);
            if (tries > 0) tellTrouble(undefined);
            return answer;
        } catch (error) {
            if (!(error instanceof Silence)) throw error;
            tellTrouble(0);
            await pause(Math.min(400 * 2 ** tries, 5000));
        }
    }
}

async function show(): Promise<void> {
    const asked = wanted();
    if (asked && asked.review === shown && screen) {
        if (asked.row !== undefined) screen.reach(asked.row);
        return;
    }
    leave();
    const loading = window.setTimeout(
        () => fill(root, h("p", { class: "loading", role: "status" }, words().loading), ...voices()),
        200,
    );
    try {
        const early = asked && patiently<Whole>(`review/${encodeURIComponent(asked.review)}`);
        early?.catch(() => undefined);
        const home = await patiently<Home>("home");
        if (asked && early) return openReview(home, await early, asked.row);
        // At the beginning only: afterwards an address without a review means the list.
        if (!begun && home.view === "review" && home.review !== undefined) {
            begun = true;
            return openReview(
                home,
                await patiently<Whole>(`review/${encodeURIComponent(home.review)}`),
                undefined,
            );
        }
        showHome(home);
    } catch (error) {
        window.clearTimeout(loading);
        const home = await patiently<Home>("home");
        showHome(home);
        fail(error);
    } finally {
        window.clearTimeout(loading);
    }
}

function leave(): void {
    screen?.stop();
    screen = undefined;
    shown = undefined;
}

function openReview(home: Home, whole: Whole, row: Id | undefined): void {
    shown = String(whole.id);
    begun = true;
    document.body.className = "reviewing";
    screen = new ReviewScreen(root, whole, home, goHome);
    screen.start(row);
}

function goHome(): void {
    // An address of its own, so that the browser's way back leads to the review and its row.
    screen?.address();
    history.pushState(null, "", "#");
    leave();
    void ask<Home>("home").then(showHome, fail);
}

function open(review: ReviewId, row?: Id): void {
    location.hash = `#${encodeURIComponent(review)}${row === undefined ? "" : `/${row}`}`;
}

function showHome(home: Home): void {
    const w = words();
    document.body.className = "at-home";
    document.title = "Muwazi";
    const page = home.view === "folder" ? folderPage(home, open) : startPage(home, open);
    fill(
        root,
        h(
            "header",
            { class: "brand-bar" },
            h(
                "p",
                { class: "brand" },
                h("b", {}, "Muwazi"),
                " ",
                h("span", { lang: "ar", dir: "rtl" }, "موازٍ"),
                ` · ${w.product}`,
            ),
            tool("settings", w.settings.title, () =>
                openSettings(() => {
                    showSpeech();
                    showHome(home);
                }),
            ),
            // The program of many is not this page's to end; the page of its memories is two folders up.
            home.is_shared
                ? h("a", { class: "button", href: "../../" }, w.toMemories)
                : h("button", { type: "button", click: askEnd }, w.end),
        ),
        page,
        ...voices(),
    );
}

function askEnd(): void {
    const w = words();
    openDialog(w.end, "small", (close) => [
        h("p", {}, w.endAsk),
        h(
            "div",
            { class: "buttons" },
            h("button", { type: "button", click: close }, w.cancel),
            h(
                "button",
                {
                    type: "button",
                    class: "main",
                    click: () => {
                        close();
                        void end();
                    },
                },
                w.end,
            ),
        ),
    ]);
}

async function end(): Promise<void> {
    try {
        await ask("quit", { post: {} });
    } catch (error) {
        // A program that has ended may not come to answer.
        if (!(error instanceof Silence)) return fail(error);
    }
    document.body.className = "at-home";
    fill(root, h("main", { class: "sheet ended", role: "status" }, h("h1", {}, words().ended)));
}

async function begin(): Promise<void> {
    await loadSettings();
    showTheme();
    showSpeech();
    root = h("div", { id: "root" });
    document.body.replaceChildren(root);
    window.addEventListener("hashchange", () => void show());
    // What is not kept yet would be lost with the page.
    window.addEventListener("beforeunload", (event) => {
        if (screen && screen.unsaved > 0) event.preventDefault();
    });
    await show();
}

void begin();
