// Decisions go to the program one after the other, and none is lost: what is not answered is sent again.
// Between them the page asks for what other windows and people did.
import { ask, pause, Refusal, Silence } from "./network";
import type { Answer, Decision, Whole } from "./protocol";
import { settings } from "./settings";
import type { Review } from "./state";

export interface Sent {
    decision: Decision;
    /** Takes back what the page showed before the answer. */
    settle?: (() => void) | undefined;
    /** The focus has moved on already: it does not go where the answer says. */
    movedOn?: boolean;
}

export interface Listener {
    /** Rows may have changed; `sent` is the decision that was answered, if it was one. */
    changed(answer: Answer, sent?: Sent): void;
    refused(refusal: Refusal, sent?: Sent): void;
    /** So many decisions wait for a program that does not answer. 0: all is well again. */
    waiting(count: number): void;
}

const EACH = 1500;

export class Sender {
    private readonly queue: Sent[] = [];
    private busy = false;
    private stopped = false;
    /** The program did not answer last time. */
    troubled = false;
    /** The program refused the question for changes; that is told once. */
    private shut = false;
    private timer = 0;
    private poll: AbortController | undefined;

    constructor(
        private readonly review: Review,
        private readonly listener: Listener,
    ) {
        this.timer = window.setTimeout(() => void this.look(), EACH);
        document.addEventListener("visibilitychange", this.woken);
    }

    stop(): void {
        this.stopped = true;
        window.clearTimeout(this.timer);
        this.poll?.abort();
        document.removeEventListener("visibilitychange", this.woken);
    }

    /** How many decisions are not answered yet. */
    get open(): number {
        return this.queue.length;
    }

    send(sent: Sent): void {
        this.queue.push(sent);
        if (this.troubled) this.listener.waiting(this.queue.length);
        void this.run();
    }

    private async run(): Promise<void> {
        if (this.busy) return;
        this.busy = true;
        this.poll?.abort();
        for (let sent = this.queue[0]; sent && !this.stopped; sent = this.queue[0]) {
            await this.deliver(sent);
        }
        this.busy = false;
    }

    /** Sends a decision until it is answered. */
    private async deliver(sent: Sent): Promise<void> {
        // By the key the program knows a decision that is sent again because its answer was lost.
        const key = crypto.randomUUID();
        const path = `review/${encodeURIComponent(this.review.id)}/decide`;
        for (let tries = 0; !this.stopped; tries++) {
            try {
                const by = settings.by.trim();
                const post = {
                    seen: this.review.at,
                    key,
                    ...(by ? { by } : {}),
                    decision: sent.decision,
                };
                const answer = await ask<Answer>(path, { post });
                await this.take(answer);
                return this.done(sent, answer);
            } catch (error) {
                if (!(error instanceof Silence)) {
                    this.queue.shift();
                    sent.settle?.();
                    this.listener.refused(
                        error instanceof Refusal ? error : new Refusal(String(error)),
                        sent,
                    );
                    return;
                }
                this.troubled = true;
                this.listener.waiting(this.queue.length);
                await pause(Math.min(400 * 2 ** tries, 5000));
            }
        }
    }

    private done(sent: Sent, answer: Answer): void {
        this.queue.shift();
        sent.settle?.();
        this.calm();
        this.listener.changed(answer, sent);
    }

    private calm(): void {
        if (!this.troubled) return;
        this.troubled = false;
        this.listener.waiting(0);
    }

    private changes(signal?: AbortSignal): Promise<Answer> {
        const path = `review/${encodeURIComponent(this.review.id)}/changes?since=${this.review.at}`;
        return ask<Answer>(path, signal ? { signal } : {});
    }

    private async take(answer: Answer): Promise<void> {
        if (answer.whole || !this.review.apply(answer)) await this.fetchWhole();
    }

    async fetchWhole(): Promise<void> {
        this.review.replace(await ask<Whole>(`review/${encodeURIComponent(this.review.id)}`));
    }

    private readonly woken = (): void => {
        if (document.visibilityState === "visible") void this.look();
    };

    /** Asks what others did. A decision that comes meanwhile ends the question. */
    private async look(): Promise<void> {
        window.clearTimeout(this.timer);
        if (this.stopped) return;
        if (!this.busy && document.visibilityState === "visible") {
            const poll = new AbortController();
            this.poll?.abort();
            this.poll = poll;
            try {
                const before = this.review.at;
                const answer = await this.changes(poll.signal);
                if (!poll.signal.aborted && before === this.review.at) {
                    await this.take(answer);
                    this.calm();
                    this.shut = false;
                    if (this.review.at !== before) this.listener.changed(answer);
                }
            } catch (error) {
                if (error instanceof Silence && !poll.signal.aborted) {
                    this.troubled = true;
                    this.listener.waiting(this.queue.length);
                } else if (error instanceof Refusal && !this.shut) {
                    this.shut = true;
                    this.listener.refused(error);
                }
            }
        }
        this.timer = window.setTimeout(() => void this.look(), EACH);
    }
}
