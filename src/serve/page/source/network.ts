// Requests to the program. All addresses are relative: they bear the token of this page's own.

/** A request that the program refused, in its own words. */
export class Refusal extends Error {
    constructor(
        message: string,
        readonly kind: string,
        readonly hint: string | undefined,
    ) {
        super(message);
    }
}

/** The program does not answer. */
export class Silence extends Error {}

interface Request {
    method?: "GET" | "POST" | "PUT" | "DELETE";
    body?: unknown;
    signal?: AbortSignal;
}

/** Asks our own API. Throws a `Refusal`, or `Silence` where it may be tried again. */
export async function ask<T>(path: string, { method, body, signal }: Request = {}): Promise<T> {
    const init: RequestInit = {
        method: method ?? (body === undefined ? "GET" : "POST"),
    };
    if (signal) init.signal = signal;
    if (body !== undefined) {
        init.headers = { "content-type": "application/json" };
        init.body = JSON.stringify(body);
    }
    return await read<T>(`api/v1/${path}`, init);
}

/** Asks an address of ours, of the API or of the reviews. */
export async function read<T>(address: string, init: RequestInit): Promise<T> {
    let response: Response;
    let body: unknown;
    try {
        response = await fetch(address, { cache: "no-store", credentials: "same-origin", ...init });
        body = await response.json();
    } catch (error) {
        if (init.signal?.aborted) throw error;
        throw new Silence();
    }
    if (response.ok) return body as T;
    // The reviews tell an error as a text.
    const told = (body ?? {}) as { error?: Told | string; hint?: string };
    const error: Told = typeof told.error === "string" ? { message: told.error, hint: told.hint } : (told.error ?? {});
    const message = error.message ?? `${response.status} ${response.statusText}`;
    // A place in the request, which nobody has seen.
    const plain = message.replace(/ at line \d+ column \d+$/, "");
    throw new Refusal(plain, error.kind ?? "", error.hint ?? undefined);
}

interface Told {
    kind?: string;
    message?: string;
    hint?: string | null | undefined;
}

/** The address of a memory, or of one of its units. */
export function placeOf(memory: string, rest: string): string {
    return `memories/${encodeURIComponent(memory)}/${rest}`;
}
