// What the page and the program say to each other. The program's side is `src/review/`.

export type Id = number;
/** The name of a review, whatever the program made of it. */
export type ReviewId = string | number;
export type Side = "source" | "target";
export type RowState = "open" | "accepted" | "rejected" | "omitted";

/** A segment. `at` and `end` are byte offsets (UTF-8) in the side's original text. */
export interface Piece {
    at: number;
    end: number;
    text: string;
    edited?: string;
}

export interface Row {
    id: Id;
    s: Piece[];
    t: Piece[];
    /** Absent where the row was made by hand. */
    c?: number;
    state: RowState;
    /** Shaped by hand, without a partner so far: the aligner leaves it. */
    held?: boolean;
    /** Out of order. */
    moved?: boolean;
    /** Asks for a look. */
    doubt?: boolean;
    note?: string;
}

export interface Text {
    name: string;
    lang: string;
    dir: "rtl" | "ltr";
}

export interface Whole {
    id: ReviewId;
    title: string;
    source: Text;
    target: Text;
    at: number;
    rows: Row[];
    undo: boolean;
    redo: boolean;
    path?: string;
}

/** Rows that take the place of others. */
export interface Splice {
    at: number;
    remove: number;
    rows: Row[];
}

export interface Said {
    act: string;
    of?: string;
    by?: string;
}

export interface Answer {
    at: number;
    changes?: Splice[];
    undo?: boolean;
    redo?: boolean;
    conflict?: { text: string };
    said?: Said;
    focus?: Id;
    /** The changes are too many: all rows are to be fetched again. */
    whole?: boolean;
    told?: string;
}

/** Numbers of source and target pieces that make a row. */
export type Shape = [number, number];

export interface Proposal {
    from: Id;
    to: Id;
    beads: Shape[];
    p: number;
}

export type LinkKind = "number" | "term" | "name" | "latin" | "word";

export interface Link {
    kind: LinkKind;
    s: [number, number];
    t: [number, number];
}

export interface RowInfo {
    proposals: Proposal[];
    evidence: { signal: string; nats: number }[];
    links: Link[];
    length?: number;
}

export type Decision =
    | { act: "accept" | "reject" | "reopen"; rows: Id[] }
    | { act: "accept-through" | "omit" | "merge"; row: Id }
    | { act: "split"; row: Id; source?: number; target?: number }
    | { act: "cut"; row: Id; side: Side; at: number }
    | { act: "move"; row: Id; side: Side; way: "up" | "down" }
    | { act: "pair"; source: Id; target: Id }
    | { act: "pair-block"; source: [Id, Id]; target: [Id, Id] }
    | { act: "shape"; from: Id; to: Id; beads: Shape[] }
    | { act: "edit"; row: Id; side: Side; at: number; text: string | null }
    | { act: "note"; row: Id; text: string }
    | { act: "realign" | "undo" | "redo" };

export interface Listed {
    id: ReviewId;
    name: string;
    source?: string;
    target?: string;
    state: "new" | "begun" | "done";
    rows?: number;
    decided?: number;
    doubtful?: number;
    confidence?: number;
    error?: string;
}

export interface Recent {
    number: number;
    name: string;
    path: string;
    when: string;
}

export interface Home {
    version: string;
    view: "start" | "review" | "folder";
    review?: ReviewId;
    folder?: string;
    reviews: Listed[];
    recent: Recent[];
    formats: { name: string; title: string }[];
    memory: { name: string } | null;
    /** Whether two files may be sent to begin a review. */
    uploads?: boolean;
    /** Many ask the program, which the page must not end. */
    is_shared?: boolean;
}

export interface WeakRow {
    review: ReviewId;
    name: string;
    row: Id;
    c?: number;
    s: string;
    t: string;
}

/** What went into a memory, and what it had already. */
export interface MemoryNews {
    added: number;
    held?: number;
    memory?: string;
}

export type ExportRows = "reviewed" | "decided-and-sure" | "all";
