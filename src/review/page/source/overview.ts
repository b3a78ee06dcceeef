// The whole text as a bar at the side: a line for each row, in the colour of its state or confidence. A
// click goes there. Screen readers have the keys for it instead.
import type { Desk } from "./desk";
import { h } from "./dom";
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
  private readonly sizes: ResizeObserver;

  constructor(private readonly desk: () => Desk) {
    this.element = h("div", { class: "overview", "aria-hidden": "true" }, this.canvas, this.view, this.here);
    this.element.addEventListener("pointerdown", (event) => this.press(event));
    this.sizes = new ResizeObserver(() => this.renew());
    this.sizes.observe(this.element);
  }

  stop(): void {
    this.sizes.disconnect();
  }

  /** The colours may be others: another theme, another size. */
  renew(): void {
    this.colours = undefined;
    this.draw();
  }

  /** Draws with the next frame, however often it is asked before. */
  draw(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.paint();
      this.mark();
    });
  }

  /** Shows which part of the text is in view, and the current row. */
  mark(): void {
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
    const { review, list } = this.desk();
    const context = this.canvas.getContext("2d");
    const [width, height] = [this.element.clientWidth, this.element.clientHeight];
    if (!context || width === 0 || height === 0) return;
    const scale = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    context.scale(scale, scale);
    const colours = (this.colours ??= this.read());
    const rows = review.rows;
    const each = height / Math.max(1, rows.length);
    const tall = Math.max(each > 3 ? each - 1 : each, 1);
    const hiding = list.rows.length < rows.length;
    // What asks for a look is drawn last, so that no line covers it where rows are thinner than one.
    for (const pass of [0, 1]) {
      rows.forEach((row, place) => {
        const doubtful = review.isDoubtful(row);
        if (doubtful !== (pass === 1)) return;
        const state = review.stateOf(row);
        const band = bandOf(row);
        const open = state === "open";
        context.globalAlpha = (hiding && list.place(row.id) === undefined ? 0.25 : 1) * (open && !doubtful ? 0.4 : 1);
        context.fillStyle = state === "rejected" ? colours.weak : open ? colours[band] : state === "omitted" ? colours.gap : colours.sure;
        // Shapes tell too: what is decided goes across, open rows are as wide as they are sure.
        const wide = !open ? width - 4 : Math.max(3, (width - 4) * (band === "gap" ? 0.35 : (row.c ?? 1)));
        context.fillRect(2, place * each, state === "rejected" ? wide / 2 : wide, doubtful ? Math.max(tall, 2) : tall);
        if (row.moved) {
          context.globalAlpha = 1;
          context.fillStyle = colours.accent;
          context.fillRect(width - 3, place * each, 3, Math.max(tall, 2));
        }
      });
    }
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
    this.element.addEventListener("lostpointercapture", () => this.element.removeEventListener("pointermove", moved), { once: true });
  }
}
