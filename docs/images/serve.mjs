// Makes the pictures of the page of served memories in docs/serve.md from the program as it is:
//
//   npm ci --prefix tests/page
//   MUWAZI_PROGRAM=target/release/muwazi node docs/images/serve.mjs
import { join } from "node:path";
import { Browser } from "../../tests/page/support/browser.mjs";
import { ROOT } from "../../tests/page/support/program.mjs";
import { api, openServed, serveMemories } from "../../tests/page/support/served.mjs";

const UNITS = [
    [
        "The committee approved the budget for 2026 after a long meeting.",
        "أقرت اللجنة ميزانية عام 2026 بعد اجتماع طويل.",
        "finance",
    ],
    ["The committee approved the new budget.", "أقرت اللجنة الميزانية الجديدة.", "finance"],
    ["Members of the committee approved the minutes.", "أقر أعضاء اللجنة المحضر.", "minutes"],
];
const ends = [];
const hooks = { after: (end) => ends.unshift(end) };
const browser = await Browser.start(hooks);

try {
    const program = await serveMemories(hooks);
    const units = UNITS.map(([source, target, domain]) => ({
        source,
        target,
        domain,
        source_lang: "en",
        target_lang: "ar",
    }));
    await api(program, "memories/house/units", { units });
    const hash = `#q=${encodeURIComponent("the committee approved the budget")}&min=50`;
    for (const [name, options] of [
        ["wide-light", { width: 1280, height: 720 }],
        ["phone-arabic", { width: 390, height: 844, speech: "ar", theme: "dark" }],
    ]) {
        const page = await openServed(browser, hooks, program, { hash, ...options });
        await page.press("Enter");
        await page.inner.mouse.move(0, 0);
        await page.settled(300);
        await page.inner.screenshot({ path: join(ROOT, `docs/images/serve-${name}.png`) });
        console.log(`serve-${name}.png`);
    }
} finally {
    for (const end of ends) await Promise.resolve(end()).catch((error) => console.error(String(error)));
}
