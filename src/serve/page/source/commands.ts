// Commands and their keys, named as on the review page.

export const KEYS = {
    search: ["/"],
    down: ["j", "ArrowDown"],
    up: ["k", "ArrowUp"],
    first: ["Home"],
    last: ["End"],
    copy: ["c"],
    edit: ["e", "Enter"],
    editSource: ["Shift+E"],
    keep: ["Ctrl+Enter"],
    back: ["Escape"],
    history: ["h"],
    undo: ["z", "Ctrl+Z"],
    add: ["a"],
    remove: ["d", "Delete"],
    swap: ["s"],
    columns: ["v"],
    reviews: ["r"],
    help: ["?"],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof KEYS;
export const COMMANDS = Object.keys(KEYS) as Command[];

const BY_KEY = new Map<string, Command>(
    COMMANDS.flatMap((command) => KEYS[command].map((key): [string, Command] => [key, command])),
);

export function commandOf(key: string | undefined): Command | undefined {
    return key === undefined ? undefined : BY_KEY.get(key);
}
