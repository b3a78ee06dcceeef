// The page of `muwazi serve`: search in both directions, and units that are edited where they stand.
import { fill, h } from "../../../review/page/source/dom";
import { nameOf } from "../../../review/page/source/keys";
import { Acts } from "./acts";
import { openAdding } from "./adding";
import { readAddress, writeAddress, type Query } from "./address";
import { Bar } from "./bar";
import { commandOf, type Command } from "./commands";
import { openHelp, openSettings } from "./dialog";
import { openHistory } from "./history";
import { ask } from "./network";
import type { Memory } from "./protocol";
import { countsOf, Results } from "./results";
import { openReviewing } from "./reviewing";
import { PLACES, Search, type Found } from "./search";
import { keepSettings, loadSettings, settings, showTheme, type Columns } from "./settings";
import { closeWarning, fail, say, told, voices, wordsOf } from "./voice";
import { showSpeech, words } from "./words";

const VIEWS: Columns[] = ["both", "matches", "concordance"];

class App {
    private bar: Bar;
    private results: Results;
    private readonly search: Search;
    private readonly acts: Acts;
    private query: Query;
    private found: Found;
    private isAfterAct = false;

    constructor(
        private readonly root: HTMLElement,
        private memories: Memory[],
    ) {
        this.query = readAddress(location.hash, settings.min);
        this.found = { query: this.query };
        this.search = new Search(
            (found) => this.show(found),
            (isBusy) => this.bar.busy(isBusy),
        );
        this.acts = new Acts(() => this.again());
        [this.bar, this.results] = this.draw();
        document.addEventListener("keydown", (event) => this.key(event));
        window.addEventListener("hashchange", () => this.toAddress());
        void this.search.now(this.query);
        this.bar.text.focus();
    }

    /** Builds the page in the language chosen. */
    private draw(): [Bar, Results] {
        const run = (command: Command): void => this.run(command);
        this.bar = new Bar(this.memories, {
            changed: (typed) => this.changed(typed),
            leave: () => {
                // Where no unit takes the focus, keys shall act all the same.
                (document.activeElement as HTMLElement | null)?.blur();
                this.results.go(0);
            },
            run,
            settings: () => openSettings(() => this.redraw()),
        });
        this.results = new Results(this.memories, {
            run,
            copy: (text) => void this.acts.copy(text),
            more: (places) => void this.search.now(this.query, places),
            again: (least) => {
                if (least !== undefined) this.bar.write({ ...this.query, min: least });
                this.changed(false);
            },
        });
        this.bar.write(this.query);
        fill(this.root, this.bar.element, this.results.element, ...voices());
        return [this.bar, this.results];
    }

    private redraw(): void {
        showSpeech();
        this.draw();
        this.show(this.found);
        this.bar.text.focus();
    }

    private changed(typed: boolean): void {
        this.query = this.bar.read();
        this.bar.mark();
        const address = writeAddress(this.query);
        history.replaceState(null, "", address === "" ? location.pathname : address);
        if (typed) this.search.soon(this.query);
        else void this.search.now(this.query);
    }

    /** The address was changed by hand, or by going back. */
    private toAddress(): void {
        this.query = readAddress(location.hash, settings.min);
        this.bar.write(this.query);
        void this.search.now(this.query);
    }

    /** Searches once more, as the memory is now. */
    private async again(): Promise<void> {
        this.isAfterAct = true;
        await this.search.now(this.query, Math.max(this.search.places, PLACES));
        this.isAfterAct = false;
    }

    private show(found: Found): void {
        this.found = found;
        this.results.asked = found.query.memory || undefined;
        this.results.show(found);
        const counts = countsOf(found);
        this.bar.told(counts);
        // After an act, its outcome is what a screen reader has to say.
        if (counts !== "" && !this.isAfterAct) say(counts);
    }

    private key(event: KeyboardEvent): void {
        const target = event.target as HTMLElement;
        if (event.isComposing || document.querySelector("dialog[open]")) return;
        const name = nameOf(event);
        if (target.matches("textarea, input, select")) {
            if (name === "Escape") target.blur();
            return;
        }
        const command = commandOf(name);
        // Enter presses the button that has the focus.
        if (command === undefined || (name === "Enter" && target.matches("button, a"))) return;
        event.preventDefault();
        this.run(command);
    }

    private run(command: Command): void {
        const { results, acts } = this;
        const { current } = results;
        const plain: Partial<Record<Command, () => void>> = {
            search: () => this.toSearch(),
            down: () => results.step(1),
            up: () => results.step(-1),
            first: () => results.go(0),
            last: () => results.go(results.views.length - 1),
            back: () => void closeWarning(),
            undo: () => void acts.undo(),
            add: () => this.add(),
            columns: () => this.turn(),
            reviews: () => openReviewing(this.memories, this.query.memory),
            help: () => openHelp(),
        };
        const act = plain[command];
        if (act) return act();
        if (!current) return;
        if (command === "copy") void acts.copy(current.item.shown.target);
        if (command === "edit") acts.edit(current, "target");
        if (command === "editSource") acts.edit(current, "source");
        if (command === "history") void openHistory(current, acts);
        if (command === "remove") void acts.remove(current);
        if (command === "swap") this.seek(current.item.shown.target);
    }

    private toSearch(): void {
        this.bar.text.focus();
        this.bar.text.select();
    }

    private seek(text: string): void {
        this.bar.write({ ...this.query, text, from: this.query.to, to: this.query.from });
        this.changed(false);
    }

    /** The next view: both columns, or one of them. */
    private turn(): void {
        const next = VIEWS[(VIEWS.indexOf(settings.columns) + 1) % VIEWS.length] ?? "both";
        keepSettings({ columns: next });
        this.bar.write(this.query);
        say(words().columns[next]);
        void this.again();
    }

    private add(): void {
        const { shown } = this.results.current?.item ?? {};
        const { text, memory, from, to } = this.query;
        const draft = {
            source: text.trim(),
            memory: memory || (this.results.current?.item.memory ?? ""),
            from: from || (shown?.source_lang ?? (/\p{Script=Arabic}/u.test(text) ? "ar" : "en")),
            to: to || (shown?.target_lang ?? (/\p{Script=Arabic}/u.test(text) ? "en" : "ar")),
        };
        openAdding(this.memories, draft, this.acts, () => this.again());
    }
}

async function begin(): Promise<void> {
    loadSettings();
    showTheme();
    showSpeech();
    const root = h("div", { id: "root" });
    document.body.replaceChildren(root);
    try {
        const { memories } = await ask<{ memories: Memory[] }>("memories");
        new App(root, memories);
    } catch (error) {
        fill(
            root,
            h("main", { class: "welcome" }, h("h1", {}, "Muwazi"), told(...wordsOf(error))),
            ...voices(),
        );
        fail(error);
    }
}

void begin();
