// The query in the address of the page, so that it can be kept, sent and gone back to.

export interface Query {
    text: string;
    /** The name of a memory; empty: all. */
    memory: string;
    from: string;
    to: string;
    /** The least score. */
    min: number;
    /** Conditions, separated by semicolons. */
    where: string;
}

const DEFAULT_MIN = 70;

export function emptyQuery(min = DEFAULT_MIN): Query {
    return { text: "", memory: "", from: "", to: "", min, where: "" };
}

export function readAddress(hash: string, min = DEFAULT_MIN): Query {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const query = emptyQuery(min);
    query.text = given.get("q") ?? "";
    query.memory = given.get("memory") ?? "";
    query.from = given.get("from") ?? "";
    query.to = given.get("to") ?? "";
    query.where = given.get("where") ?? "";
    const least = Number(given.get("min") ?? Number.NaN);
    if (least >= 0 && least <= 100) query.min = least;
    return query;
}

export function writeAddress(query: Query): string {
    const out = new URLSearchParams();
    if (query.text !== "") out.set("q", query.text);
    for (const name of ["memory", "from", "to", "where"] as const)
        if (query[name] !== "") out.set(name, query[name]);
    const isEmpty = out.size === 0;
    // Always, for another person has chosen another one.
    out.set("min", String(query.min));
    return isEmpty ? "" : `#${out}`;
}

export function conditions(where: string): string[] {
    return where
        .split(";")
        .map((each) => each.trim())
        .filter((each) => each !== "");
}
