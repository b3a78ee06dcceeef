// The search: what is asked while a person types. An answer that is no longer wanted is dropped.
import { conditions, type Query } from "./address";
import { ask } from "./network";
import type { Answer, Concordance } from "./protocol";
import { settings } from "./settings";

const MATCHES = 10;
export const PLACES = 20;
/** Longer texts are sentences that stand nowhere as a phrase. */
const LONGEST_PHRASE = 300;
/** A pause in typing, in milliseconds. */
const PAUSE = 120;

export interface Found {
    query: Query;
    /** Answers, or errors. */
    answer?: Answer | { error: unknown };
    concordance?: Concordance | { error: unknown };
}

export class Search {
    /** How many places are wanted. */
    places = PLACES;
    private wanted: AbortController | undefined;
    private timer = 0;

    constructor(
        private readonly show: (found: Found) => void,
        private readonly busy: (isBusy: boolean) => void,
    ) {}

    /** Asks when the typing pauses. */
    soon(query: Query): void {
        this.drop();
        this.busy(true);
        this.timer = window.setTimeout(() => void this.now(query), PAUSE);
    }

    async now(query: Query, places = PLACES): Promise<void> {
        this.drop();
        this.places = places;
        if (query.text.trim() === "") {
            this.busy(false);
            return this.show({ query });
        }
        const wanted = (this.wanted = new AbortController());
        this.busy(true);
        const both = settings.columns === "both";
        const found: Found = { query };
        const [answer, concordance] = await Promise.all([
            both || settings.columns === "matches" ? kept(lookup(query, wanted.signal)) : undefined,
            both || settings.columns === "concordance" ? kept(this.phrase(query, wanted.signal)) : undefined,
        ]);
        if (wanted.signal.aborted) return;
        this.busy(false);
        if (answer) found.answer = answer;
        if (concordance) found.concordance = concordance;
        this.show(found);
    }

    private drop(): void {
        window.clearTimeout(this.timer);
        this.wanted?.abort();
    }

    private async phrase(query: Query, signal: AbortSignal): Promise<Concordance> {
        const text = query.text.trim();
        if (text.length > LONGEST_PHRASE) return { total: 0, occurrences: [] };
        const body = { text, limit: this.places, ...scope(query) };
        return await ask<Concordance>("concordance", { body, signal });
    }
}

async function lookup(query: Query, signal: AbortSignal): Promise<Answer> {
    const { min, where } = query;
    const more = { limit: MATCHES, min, where: conditions(where), phrases: true, nearest: true };
    return await ask<Answer>("lookup", { body: { query: query.text, ...more, ...scope(query) }, signal });
}

function scope({ memory, from, to }: Query): object {
    return {
        ...(memory !== "" && { memories: [memory] }),
        ...(from !== "" && { from }),
        ...(to !== "" && { to }),
    };
}

async function kept<T>(promise: Promise<T>): Promise<T | { error: unknown }> {
    try {
        return await promise;
    } catch (error) {
        return { error };
    }
}
