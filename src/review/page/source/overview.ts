// The whole text as a bar at the side: a line for each row, in the colour of its state or confidence. A
// click goes there. Screen readers have the keys for it instead.
import type { Desk } from "./desk";
import { h } from "./dom";
import type { Row } from "./protocol";
import { bandOf } from "./rowview";

type Colour = "sure" | "look" | "weak" | "gap" | "line" | "accent" | "soft";
const COLOURS: Colour[] = ["sure", "look", "weak", "gap", "line", "accent", "soft"];

export class Overview {
    readonly element: HTMLElement;
    private readonly canvas = h("canvas", {});
    private readonly view = h("div", { class: "in-view" });
    private readonly here = h("div", { class: "here-mark" });
    private colours: Record<Colour, string> | undefined;
    private frame = 0;
    private marking = 0;
    private readonly sizes: ResizeObserver;

    constructor(private readonly desk: () => Desk) {
        this.element = h(
            "div",
            { class: "overview", "aria-hidden": "true" },
            this.canvas,
            this.view,
            this.here,
        );
        this.element.addEventListener("pointerdown", (event) => this.press(event));
        this.sizes = new ResizeObserver(() => this.renew());
        this.sizes.observe(this.element);
    }

    stop(): void {
        this.sizes.disconnect();
        window.clearTimeout(this.frame);
        cancelAnimationFrame(this.marking);
    }

    /** The colours may be others: another theme, another size. */
    renew(): void {
        this.colours = undefined;
        this.draw();
    }

    /** Draws soon, and once, however often it is asked before. */
    draw(): void {
        if (this.frame) return;
        // A key is answered first: the picture of the whole may come a moment later.
        this.frame = window.setTimeout(() => {
            this.frame = 0;
            this.paint();
            this.markNow();
        }, 60);
    }

    /** Shows, with the next frame, which part of the text is in view, and the current row. */
    mark(): void {
        this.marking ||= requestAnimationFrame(() => {
            this.marking = 0;
            this.markNow();
        });
    }

    private markNow(): void {
        const { list, review, current } = this.desk();
        const [first, last] = list.range();
        const all = Math.max(1, review.rows.length);
        const percentOf = (place: number): string => `${((place / all) * 100).toFixed(3)}%`;
        const inText = this.desk().wanted.order === "document";
        const [a, b] = [list.rows[first], list.rows[last]];
        const [from, to] = [a && review.place(a.id), b && review.place(b.id)];
        this.view.hidden = !inText || from === undefined || to === undefined;
        if (from !== undefined && to !== undefined) {
            this.view.style.top = percentOf(from);
            this.view.style.height = percentOf(to + 1 - from);
        }
        const place = current === undefined ? undefined : review.place(current);
        this.here.hidden = place === undefined;
        if (place !== undefined) this.here.style.top = percentOf(place + 0.5);
    }

    private paint(): void {
        const { review } = this.desk();
        const context = this.canvas.getContext("2d");
        const [width, height] = [this.element.clientWidth, this.element.clientHeight];
        if (!context || width === 0 || height === 0) return;
        const scale = devicePixelRatio || 1;
        const [wide, tall] = [Math.round(width * scale), Math.round(height * scale)];
        if (this.canvas.width !== wide) this.canvas.width = wide;
        if (this.canvas.height !== tall) this.canvas.height = tall;
        context.setTransform(scale, 0, 0, scale, 0, 0);
        context.clearRect(0, 0, width, height);
        const colours = (this.colours ??= this.read());
        // No more lines than can be seen: of the rows of a line, the one that asks most for a look.
        const lines = Math.min(review.rows.length, Math.floor(height / 2));
        const each = height / Math.max(1, lines);
        for (let line = 0; line < lines; line++) {
            const from = Math.floor((line * review.rows.length) / lines);
            const to = Math.floor(((line + 1) * review.rows.length) / lines);
            this.paintLine(context, colours, from, to, line * each, each > 3 ? each - 1 : each);
        }
    }

    private paintLine(
        context: CanvasRenderingContext2D,
        colours: Record<Colour, string>,
        from: number,
        to: number,
        y: number,
        tall: number,
    ): void {
        const { review, list } = this.desk();
        let [worst, most, moved, shown] = [review.rows[from], -1, false, false];
        for (let place = from; place < to; place++) {
            const row = review.rows[place];
            if (!row) continue;
            const weight = this.weight(row);
            if (weight > most) [worst, most] = [row, weight];
            moved ||= row.moved === true;
            shown ||= list.place(row.id) !== undefined;
        }
        if (!worst) return;
        const state = review.stateOf(worst);
        const open = state === "open";
        const band = bandOf(worst);
        const full = this.element.clientWidth - 4;
        context.globalAlpha = (shown ? 1 : 0.25) * (open && most < 2 ? 0.4 : 1);
        context.fillStyle =
            colours[state === "rejected" ? "weak" : state === "omitted" ? "gap" : open ? band : "sure"];
        // Shapes tell too: what is decided goes across, open rows are as wide as they are sure.
        const wide = open
            ? Math.max(3, full * (band === "gap" ? 0.35 : (worst.c ?? 1)))
            : state === "rejected"
              ? full / 2
              : full;
        context.fillRect(2, y, wide, tall);
        if (!moved) return;
        context.globalAlpha = 1;
        context.fillStyle = colours.accent;
        context.fillRect(full + 1, y, 3, tall);
    }

    /** How much a row asks for a look: from 2 on it is doubtful. */
    private weight(row: Row): number {
        const { review } = this.desk();
        if (review.isDoubtful(row)) return 3 - (row.c ?? 1);
        const state = review.stateOf(row);
        return state === "open" ? 1.5 - (row.c ?? 1) * 0.5 : state === "rejected" ? 0.9 : 0;
    }

    private read(): Record<Colour, string> {
        const probe = h("i", { hidden: true });
        this.element.append(probe);
        const style = getComputedStyle(probe);
        const out = {} as Record<Colour, string>;
        for (const name of COLOURS) out[name] = style.getPropertyValue(`--${name}`).trim();
        probe.remove();
        return out;
    }

    private press(event: PointerEvent): void {
        if (event.button !== 0) return;
        event.preventDefault();
        this.element.setPointerCapture(event.pointerId);
        const jump = (y: number): void => {
            const desk = this.desk();
            const box = this.element.getBoundingClientRect();
            const place = Math.floor(((y - box.top) / box.height) * desk.review.rows.length);
            const row = desk.review.rows[Math.max(0, Math.min(desk.review.rows.length - 1, place))];
            if (row && row.id !== desk.current) desk.reach(row.id);
        };
        const moved = (move: PointerEvent): void => jump(move.clientY);
        jump(event.clientY);
        this.element.addEventListener("pointermove", moved);
        this.element.addEventListener(
            "lostpointercapture",
            () => this.element.removeEventListener("pointermove", moved),
            { once: true },
        );
    }
}
