// What the program answers: the objects of `api/openapi.json` that the page reads.

export interface Span {
    start: number;
    end: number;
}

export type Op = "replace" | "insert" | "delete" | "clitic" | "number" | "spelling" | "punctuation" | "tag";

export interface Difference {
    op: Op;
    query: Span;
    source: Span;
}

/** A unit in one direction, as look-up and concordance give it. */
export interface Shown {
    unit: number;
    source: string;
    target: string;
    source_lang: string;
    target_lang: string;
    /** Missing where one memory was asked. */
    memory?: string;
}

export interface Match extends Shown {
    score: number;
    kind: "context" | "exact" | "same-words" | "fuzzy";
    differences: Difference[];
    penalties?: { kind: string; points: number }[];
    nearest?: boolean;
    created?: string;
    reviewed?: boolean;
}

export interface Occurrence extends Shown {
    span: Span;
}

export interface Term {
    span: Span;
    term: string;
    translations: string[];
    notes?: string[];
}

export interface Answer {
    matches: Match[];
    phrases?: { query: Span; occurrences: Occurrence[] }[];
    terms?: Term[];
}

export interface Concordance {
    total: number;
    occurrences: Occurrence[];
}

export interface Memory {
    name: string;
    right: "read" | "write";
    languages: { lang: string; texts: number }[];
    penalty: number;
    /** Reviews can be begun whose rows go into it. */
    reviews?: boolean;
}

/** What the review page says of itself, as far as it is shown here. */
export interface Reviewing {
    recent: { number: number; name: string; when: string }[];
}

export interface Mark {
    at: number;
    raw: string;
}

export interface Variant {
    lang: string;
    text: { text: string; marks?: Mark[] };
}

export interface Content {
    variants: Variant[];
    meta: {
        attributes?: [string, string][];
        notes?: string[];
        props?: { kind: string; value: string }[];
    };
}

export interface Unit extends Content {
    unit: number;
}

export interface Operation {
    operation: number;
    kind: string;
    at: string;
    added: number;
    changed: number;
    removed: number;
    changes: { unit: number; last: number; change: string; before?: Content }[];
    origin?: string;
    user?: string;
}

export interface Undone {
    done: boolean;
    undone: number[];
    added: number;
    changed: number;
    removed: number;
    conflicts: { unit: number }[];
}

export interface Outcome {
    unit: number;
    outcome: "new" | "changed" | "merged" | "unchanged";
}

export interface NewUnit {
    source: string;
    target: string;
    source_lang?: string | undefined;
    target_lang?: string | undefined;
    domain?: string | undefined;
    client?: string | undefined;
    project?: string | undefined;
    notes?: string[] | undefined;
}
