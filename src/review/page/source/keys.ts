// Keys: what each does by default, and how an event is named.
//
// A letter is known by its place on the keyboard where the layout gives no Latin one, so that the keys
// act under an Arabic layout too.

export const GROUPS = {
    go: [
        "down",
        "up",
        "left",
        "right",
        "nextDoubtful",
        "previousDoubtful",
        "pageDown",
        "pageUp",
        "first",
        "last",
        "goTo",
        "search",
        "filter",
        "order",
        "home",
    ],
    decide: [
        "accept",
        "acceptThrough",
        "take1",
        "take2",
        "take3",
        "omit",
        "reject",
        "reopen",
        "undo",
        "redo",
    ],
    shape: [
        "merge",
        "mergeUp",
        "moveUp",
        "moveDown",
        "split",
        "cut",
        "caretLeft",
        "caretRight",
        "caretOff",
        "pair",
        "selectDown",
        "selectUp",
        "realign",
    ],
    text: ["edit", "note", "evidence", "help"],
} as const;

export type Group = keyof typeof GROUPS;
export type Command = (typeof GROUPS)[Group][number];
export const COMMANDS: readonly Command[] = Object.values(GROUPS).flat();

export const DEFAULTS: Record<Command, readonly string[]> = {
    down: ["ArrowDown", "j"],
    up: ["ArrowUp", "k"],
    left: ["ArrowLeft"],
    right: ["ArrowRight"],
    nextDoubtful: ["n"],
    previousDoubtful: ["p"],
    pageDown: ["PageDown"],
    pageUp: ["PageUp"],
    first: ["Home"],
    last: ["End"],
    goTo: ["g"],
    search: ["/"],
    filter: ["f"],
    order: ["w"],
    home: ["h"],
    accept: ["Enter"],
    acceptThrough: ["Shift+Enter"],
    take1: ["1"],
    take2: ["2"],
    take3: ["3"],
    omit: ["o"],
    reject: ["x"],
    reopen: ["c"],
    undo: ["z", "Ctrl+Z"],
    redo: ["y", "Ctrl+Y", "Ctrl+Shift+Z"],
    merge: ["m"],
    mergeUp: ["Shift+M"],
    moveUp: ["u"],
    moveDown: ["d"],
    split: ["s"],
    cut: ["Shift+S"],
    caretLeft: ["Alt+ArrowLeft"],
    caretRight: ["Alt+ArrowRight"],
    caretOff: ["Backspace", "Delete"],
    pair: ["Space"],
    selectDown: ["Shift+ArrowDown"],
    selectUp: ["Shift+ArrowUp"],
    realign: ["r"],
    edit: ["e"],
    note: ["b"],
    evidence: ["i"],
    help: ["?"],
};

export type Keys = Record<Command, readonly string[]>;
export type Changed = Partial<Record<Command, string[]>>;

export interface Pressed {
    key: string;
    code: string;
    ctrlKey: boolean;
    metaKey: boolean;
    altKey: boolean;
    shiftKey: boolean;
}

const ALONE = new Set([
    "Shift",
    "Control",
    "Alt",
    "AltGraph",
    "Meta",
    "CapsLock",
    "Dead",
    "Process",
    "Unidentified",
]);

/** The name of what was pressed, as in the defaults; nothing for Shift and its like alone. */
export function nameOf(event: Pressed): string | undefined {
    if (ALONE.has(event.key)) return undefined;
    const key = latin(event);
    const control = event.ctrlKey || event.metaKey;
    const letter = /^[a-z]$/i.test(key);
    // A sign that needs Shift, such as `?`, is named without it: layouts differ.
    const shift = event.shiftKey && (letter || key.length > 1);
    const bare = letter ? (control || event.altKey || shift ? key.toUpperCase() : key.toLowerCase()) : key;
    return `${control ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift ? "Shift+" : ""}${bare}`;
}

function latin(event: Pressed): string {
    const { key, code } = event;
    if (key === " ") return "Space";
    if (/^[\x21-\x7e]+$/.test(key)) return key;
    if (code === "Slash") return event.shiftKey ? "?" : "/";
    return /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? key;
}

export function keysWith(changed: Changed): Keys {
    return { ...DEFAULTS, ...changed };
}

/** The command of each key. A key that was given to a command by hand is lost to the others. */
export function commandsOf(changed: Changed): Map<string, Command> {
    const out = new Map<string, Command>();
    for (const command of COMMANDS)
        for (const key of DEFAULTS[command]) if (!changed[command]) out.set(key, command);
    for (const command of COMMANDS) for (const key of changed[command] ?? []) out.set(key, command);
    return out;
}

const SIGNS: Record<string, string> = {
    ArrowDown: "↓",
    ArrowUp: "↑",
    ArrowLeft: "←",
    ArrowRight: "→",
    Backspace: "⌫",
    Enter: "⏎",
    PageDown: "PgDn",
    PageUp: "PgUp",
    Escape: "Esc",
    Delete: "Del",
};

/** A key's name as it is drawn. */
export function drawn(key: string): string {
    const parts = key === "+" || key.endsWith("++") ? [key] : key.split("+");
    return parts.map((part) => SIGNS[part] ?? (/^[a-z]$/.test(part) ? part.toUpperCase() : part)).join(" ");
}

/** A key's name as `aria-keyshortcuts` wants it. */
export function ariaName(key: string): string {
    return key.replace("Ctrl+", "Control+");
}
