// The list of all commands with their keys, and the settings. A key is changed by pressing another.
import { openDialog } from "./dialog";
import { bdi, fill, h } from "./dom";
import { COMMANDS, drawn, GROUPS, keysWith, commandsOf, nameOf, type Command, type Group } from "./keys";
import { keepSettings, settings, showTheme, type Speech, type Theme } from "./settings";
import { words } from "./words";

export function openHelp(run: (command: Command) => void, changed: () => void): void {
    const w = words();
    const list = h("div", { class: "commands" });
    const close = openDialog(w.help.title, "wide help", () => [
        h("p", { class: "soft" }, w.help.intro),
        list,
        h(
            "div",
            { class: "buttons" },
            h(
                "button",
                {
                    type: "button",
                    click: () => {
                        keepSettings({ keys: {} });
                        draw();
                        changed();
                    },
                },
                w.help.reset,
            ),
        ),
    ]);
    const draw = (): void => {
        const taken = commandsOf(settings.keys);
        fill(
            list,
            ...(Object.keys(GROUPS) as Group[]).map((group) =>
                h(
                    "section",
                    {},
                    h("h3", {}, w.groups[group]),
                    h("ul", {}, ...GROUPS[group].map((command) => line(command, taken))),
                ),
            ),
        );
    };
    const line = (command: Command, taken: Map<string, Command>): HTMLElement => {
        const name = w.commands[command];
        const keys = keysWith(settings.keys)[command].filter((key) => taken.get(key) === command);
        const shown = h(
            "span",
            { class: "keys" },
            ...(keys.length > 0
                ? keys.map((key) => h("kbd", { dir: "ltr" }, drawn(key)))
                : [h("span", { class: "soft" }, w.help.none)]),
        );
        const change = h(
            "button",
            {
                type: "button",
                class: "bare",
                "aria-label": w.help.changeOf(name),
                click: () => listen(change, command),
            },
            w.help.change,
        );
        return h(
            "li",
            {},
            h(
                "button",
                {
                    type: "button",
                    class: "command",
                    click: () => {
                        close();
                        run(command);
                    },
                },
                name,
            ),
            shown,
            change,
        );
    };
    const listen = (button: HTMLButtonElement, command: Command): void => {
        button.textContent = w.help.press;
        const pressed = (event: KeyboardEvent): void => {
            event.preventDefault();
            event.stopPropagation();
            const key = nameOf(event);
            if (key === undefined) return;
            stop();
            if (key !== "Escape" && key !== "Tab") give(command, key);
            draw();
            const at = COMMANDS.indexOf(command);
            (list.querySelectorAll(".command")[at] as HTMLElement | undefined)?.focus();
            changed();
        };
        const stop = (): void => button.removeEventListener("keydown", pressed);
        button.addEventListener("keydown", pressed);
        button.addEventListener(
            "blur",
            () => {
                stop();
                button.textContent = w.help.change;
            },
            { once: true },
        );
    };
    draw();
}

/** Gives a command a key, and takes it from the command that was given it before. */
function give(command: Command, key: string): void {
    const keys = { ...settings.keys };
    for (const other of COMMANDS) {
        const own = keys[other];
        if (own?.includes(key)) keys[other] = own.filter((each) => each !== key);
    }
    keys[command] = [key];
    keepSettings({ keys });
}

export function openSettings(changed: () => void): void {
    const w = words();
    openDialog(w.settings.title, "small", (close) => [
        choice("theme", w.settings.theme, settings.theme, w.settings.themes, (theme) => {
            keepSettings({ theme: theme as Theme });
            showTheme();
            changed();
        }),
        choice("speech", w.settings.speech, settings.speech, { en: "English", ar: "العربية" }, (speech) => {
            keepSettings({ speech: speech as Speech });
            close();
            changed();
            openSettings(changed);
        }),
        h("label", { for: "by" }, w.settings.by),
        (() => {
            const input = h("input", {
                id: "by",
                type: "text",
                dir: "auto",
                maxlength: 80,
                autocomplete: "off",
            });
            input.value = settings.by;
            input.addEventListener("change", () => keepSettings({ by: input.value.trim() }));
            return input;
        })(),
    ]);
}

function choice(
    id: string,
    label: string,
    now: string,
    of: Record<string, string>,
    chosen: (value: string) => void,
): HTMLElement {
    const buttons = Object.entries(of).map(([value, text]) => {
        const input = h("input", { type: "radio", name: id, value, change: () => chosen(value) });
        input.checked = value === now;
        return h("label", { class: "choice" }, input, bdi(text));
    });
    return h("fieldset", {}, h("legend", {}, label), h("div", { class: "choices" }, ...buttons));
}
