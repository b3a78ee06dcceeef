// Buttons for what can be done with the current row: below its texts, on narrow screens at the foot.
import { h } from "./dom";
import { icon, type Icon } from "./icons";
import { ariaName, drawn, keysWith, type Command } from "./keys";
import { menuButton } from "./menu";
import { settings } from "./settings";
import { words } from "./words";

const MAIN: [Command, Icon][] = [
    ["accept", "accept"],
    ["merge", "merge"],
    ["split", "split"],
    ["moveUp", "up"],
    ["moveDown", "down"],
    ["omit", "omit"],
    ["reject", "reject"],
    ["edit", "edit"],
    ["evidence", "evidence"],
];

const MORE: Command[] = [
    "acceptThrough",
    "nextDoubtful",
    "previousDoubtful",
    "note",
    "cut",
    "pair",
    "mergeUp",
    "caretLeft",
    "caretRight",
    "caretOff",
    "reopen",
    "undo",
    "redo",
    "realign",
    "goTo",
];

export function toolbar(run: (command: Command) => void): HTMLElement {
    const w = words();
    const keys = keysWith(settings.keys);
    const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": w.actions });
    for (const [command, sign] of MAIN) {
        const key = keys[command][0];
        const button = h(
            "button",
            {
                type: "button",
                class: `tool ${command}`,
                title: w.commands[command],
                "aria-keyshortcuts": key && ariaName(key),
                click: () => run(command),
            },
            icon(sign),
            h("span", { class: "label" }, w.short[command] ?? w.commands[command]),
            key !== undefined && h("kbd", { "aria-hidden": "true" }, drawn(key)),
        );
        bar.append(button);
    }
    const items = MORE.map((command) => ({
        text: w.commands[command],
        key: keys[command][0],
        run: () => run(command),
    }));
    bar.append(menuButton({ icon: "more", label: w.more, kind: "tool more", items: () => items }));
    return bar;
}
