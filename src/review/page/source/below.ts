// What is open below the current row: its buttons, the proposals, and why it is a pair.
import type { Desk } from "./desk";
import { bdi, fill, h, spoken } from "./dom";
import type { Command } from "./keys";
import { shown } from "./offsets";
import type { Piece, Proposal, Row, RowInfo } from "./protocol";
import type { RowView } from "./rowview";
import { settings } from "./settings";
import { toolbar } from "./toolbar";
import { percent, words } from "./words";

export class Below {
    private readonly box = h("div", { class: "below" });
    private readonly readings = h("div", { class: "readings" });
    private readonly reasons = h("div", { class: "reasons" });
    private tools: HTMLElement;
    private known: unknown[] = [];

    constructor(
        private readonly desk: () => Desk,
        private readonly run: (command: Command) => void,
        /** Where the buttons stand on narrow screens. */
        private readonly foot: HTMLElement,
        private readonly narrow: MediaQueryList,
    ) {
        this.tools = toolbar(run);
        this.place();
        narrow.addEventListener("change", this.place);
    }

    stop(): void {
        this.narrow.removeEventListener("change", this.place);
    }

    /** Draws the buttons anew: keys or the language have changed. */
    renew(): void {
        this.tools = toolbar(this.run);
        this.known = [];
        this.place();
    }

    private readonly place = (): void => {
        if (this.narrow.matches) {
            fill(this.foot, this.tools);
            fill(this.box, this.readings, this.reasons);
        } else {
            fill(this.foot);
            fill(this.box, this.readings, this.reasons, this.tools);
        }
    };

    draw(view: RowView, row: Row): void {
        if (this.box.parentElement !== view.extra) view.extra.append(this.box);
        const desk = this.desk();
        const shows = desk.showsReadings(row);
        const info = desk.infos.of(row);
        const now = [row, info, shows, settings.evidence, words()];
        if (now.every((value, at) => value === this.known[at])) return;
        this.known = now;
        this.drawReadings(row, info, shows);
        this.drawReasons(row, info);
    }

    private drawReadings(row: Row, info: RowInfo | undefined, shows: boolean): void {
        const w = words();
        this.readings.hidden = !shows;
        if (!shows) return fill(this.readings);
        if (!info) return fill(this.readings, h("p", { class: "soft" }, w.asking));
        if (info.proposals.length === 0) return fill(this.readings, h("p", { class: "soft" }, w.noProposals));
        fill(
            this.readings,
            h("p", { class: "soft", id: "readings-of" }, w.proposals),
            h(
                "div",
                { class: "cards", role: "group", "aria-labelledby": "readings-of" },
                ...info.proposals.slice(0, 3).map((each, at) => this.card(row, each, at + 1)),
            ),
        );
    }

    private card(row: Row, proposal: Proposal, key: number): HTMLElement {
        const { review } = this.desk();
        const first = review.place(proposal.from) ?? review.place(row.id) ?? 0;
        const last = review.place(proposal.to) ?? first;
        const rows = review.rows.slice(first, last + 1);
        const [s, t] = [rows.flatMap((each) => each.s), rows.flatMap((each) => each.t)];
        let [i, j] = [0, 0];
        const beads = proposal.beads.map(([n, m]) => {
            const bead = h(
                "span",
                { class: "mini" },
                mini(s.slice(i, i + n), review.whole.source),
                mini(t.slice(j, j + m), review.whole.target),
            );
            [i, j] = [i + n, j + m];
            return bead;
        });
        const shapes = proposal.beads.map(([n, m]) => `${n}–${m}`).join(" · ");
        return h(
            "button",
            { type: "button", class: "card", click: () => this.run(`take${key}` as Command) },
            spoken(`${words().proposal(key, percent(proposal.p))}: `),
            h(
                "span",
                { class: "card-head" },
                h("kbd", { "aria-hidden": "true" }, String(key)),
                h("bdi", { class: "shape", dir: words().dir }, shapes),
                h("span", { class: "p", "aria-hidden": "true" }, percent(proposal.p)),
            ),
            ...beads,
        );
    }

    private drawReasons(row: Row, info: RowInfo | undefined): void {
        const w = words();
        this.reasons.hidden = !settings.evidence;
        if (!settings.evidence || !info) return fill(this.reasons);
        const signals = info.evidence
            .filter(({ nats }) => Math.abs(nats) >= 0.05)
            .map(({ signal, nats }) =>
                h(
                    "li",
                    { class: nats < 0 ? "against" : "for" },
                    bdi(w.signals[signal] ?? signal),
                    " ",
                    h("b", { dir: "ltr" }, `${nats < 0 ? "−" : "+"}${Math.abs(nats).toFixed(1)}`),
                ),
            );
        const length =
            row.s.length > 0 &&
            row.t.length > 0 &&
            info.length !== undefined &&
            h("li", { class: "plain" }, lengths(info.length));
        const kinds = new Set(info.links.map((link) => link.kind));
        const links = Array.from(kinds, (kind) =>
            h("li", { class: "plain" }, h("mark", { class: `${kind} shown` }, w.links[kind])),
        );
        fill(
            this.reasons,
            h("p", { class: "soft" }, h("b", {}, w.why), " · ", w.whyUnit),
            h(
                "ul",
                { class: "why" },
                ...(signals.length > 0 ? signals : [h("li", { class: "plain" }, w.noEvidence)]),
                length,
                ...links,
            ),
        );
    }
}

/** One side of a proposed row, short: a line for each segment. */
function mini(pieces: Piece[], { lang, dir }: { lang: string; dir: "rtl" | "ltr" }): HTMLElement {
    if (pieces.length === 0) return h("span", { class: "mini-side none" }, words().noPartner);
    const lines = pieces.map((piece) => {
        const text = shown(piece);
        return h(
            "span",
            { class: "mini-line" },
            bdi(text.length > 160 ? `${text.slice(0, 160)}…` : text, dir),
            " ",
        );
    });
    return h("span", { class: "mini-side", lang, dir }, ...lines);
}

function lengths(surprise: number): string {
    const far = Math.abs(surprise).toFixed(1);
    if (Math.abs(surprise) < 0.05) return words().asLong;
    return surprise < 0 ? words().shorter(far) : words().longer(far);
}
