import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMANDS, commandsOf, DEFAULTS, drawn, nameOf, type Pressed } from "./keys";

function pressed(key: string, code = "", held = ""): string | undefined {
    const event: Pressed = {
        key,
        code,
        ctrlKey: held.includes("c"),
        metaKey: held.includes("m"),
        altKey: held.includes("a"),
        shiftKey: held.includes("s"),
    };
    return nameOf(event);
}

test("keys are named as in the defaults", () => {
    assert.equal(pressed("Enter", "Enter", "s"), "Shift+Enter");
    assert.equal(pressed("M", "KeyM", "s"), "Shift+M");
    assert.equal(pressed("m", "KeyM"), "m");
    assert.equal(pressed("M", "KeyM"), "m", "with the lock of capitals");
    assert.equal(pressed("z", "KeyZ", "c"), "Ctrl+Z");
    assert.equal(pressed("z", "KeyZ", "m"), "Ctrl+Z");
    assert.equal(pressed("Z", "KeyZ", "cs"), "Ctrl+Shift+Z");
    assert.equal(pressed("?", "Slash", "s"), "?");
    assert.equal(pressed(" ", "Space"), "Space");
    assert.equal(pressed("ArrowLeft", "ArrowLeft", "a"), "Alt+ArrowLeft");
    assert.equal(pressed("Shift", "ShiftLeft", "s"), undefined);
});

test("keys act under an Arabic layout", () => {
    assert.equal(pressed("ة", "KeyM"), "m");
    assert.equal(pressed("’", "KeyM", "s"), "Shift+M");
    assert.equal(pressed("١", "Digit1"), "1");
    assert.equal(pressed("ظ", "Slash"), "/");
    assert.equal(pressed("؟", "Slash", "s"), "?");
});

test("no two commands share a key, and each has one", () => {
    const all = COMMANDS.flatMap((command) => DEFAULTS[command]);
    assert.equal(new Set(all).size, all.length);
    assert.equal(COMMANDS.length, Object.keys(DEFAULTS).length);
    for (const command of COMMANDS) assert.ok(DEFAULTS[command].length > 0, command);
});

test("a key given by hand is lost to the command that had it", () => {
    const keys = commandsOf({ merge: ["j"] });
    assert.equal(keys.get("j"), "merge");
    assert.equal(keys.get("m"), undefined);
    assert.equal(keys.get("ArrowDown"), "down");
});

test("keys are drawn", () => {
    assert.equal(drawn("Shift+Enter"), "Shift ⏎");
    assert.equal(drawn("m"), "M");
});
