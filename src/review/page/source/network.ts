// Requests to the program. All addresses are relative: they bear the token of this page's own.

/** What the program refused, in its own words. */
export class Refusal extends Error {
    readonly hint: string | undefined;
    constructor(message: string, hint?: string) {
        super(message);
        this.hint = hint;
    }
}

/** The program does not answer. */
export class Silence extends Error {}

interface Request {
    post?: unknown;
    form?: FormData | Blob;
    signal?: AbortSignal;
}

/** Asks the program. Throws a `Refusal` for what cannot be and `Silence` where it may be tried again. */
export async function ask<T>(path: string, { post, form, signal }: Request = {}): Promise<T> {
    const init: RequestInit = { cache: "no-store", credentials: "same-origin" };
    if (signal) init.signal = signal;
    if (post !== undefined) {
        init.method = "POST";
        init.headers = { "content-type": "application/json" };
        init.body = JSON.stringify(post);
    } else if (form) {
        init.method = "POST";
        init.body = form;
    }
    let response: Response;
    try {
        response = await fetch(`api/${path}`, init);
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new Silence();
    }
    return await read<T>(response);
}

async function read<T>(response: Response): Promise<T> {
    let body: unknown;
    try {
        const text = await response.text();
        body = text === "" ? {} : JSON.parse(text);
    } catch {
        if (response.ok) throw new Silence();
    }
    if (response.ok) return body as T;
    const { error, hint } = (body ?? {}) as { error?: string | { message: string }; hint?: string };
    // A server of many tells its refusals as objects.
    const told = { error: typeof error === "object" ? error.message : error, hint };
    // Without a word from the program, a fault of its own may pass.
    if (response.status >= 500 && told.error === undefined) throw new Silence();
    throw new Refusal(told.error ?? `${response.status} ${response.statusText}`, told.hint);
}

export function pause(milliseconds: number): Promise<void> {
    return new Promise((done) => setTimeout(done, milliseconds));
}
