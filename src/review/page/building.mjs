// How both pages are built: a page of one script and one style sheet.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Does what the command line of a build asks for, in the folder of a page. Of its styles the last one overrides. */
export async function buildPage(here, styles) {
    const common = {
        absWorkingDir: here,
        bundle: true,
        charset: "utf8",
        format: "esm",
        legalComments: "none",
        target: ["es2022"],
        write: false,
    };

    /** What the built folder must hold: the name of each file and its text. */
    async function page() {
        const { outputFiles } = await build({
            ...common,
            entryPoints: { app: "source/app.ts" },
            format: "iife",
            outdir: "built",
        });
        const files = new Map(outputFiles.map((file) => [file.path.split(/[\\/]/).at(-1), file.text]));
        const sheets = await Promise.all(styles.map((name) => text(name)));
        files.set("app.css", sheets.join("\n"));
        files.set("index.html", await text("source/index.html"));
        return files;
    }

    /** A text with the line ends of every system alike. */
    async function text(name) {
        return (await readFile(join(here, name), "utf8")).replaceAll("\r\n", "\n");
    }

    async function write() {
        await mkdir(join(here, "built"), { recursive: true });
        for (const [name, content] of await page()) {
            await writeFile(join(here, "built", name), content);
            console.log(`built/${name}: ${(Buffer.byteLength(content) / 1024).toFixed(1)} KiB`);
        }
    }

    async function compare() {
        const files = await page();
        const there = await readdir(join(here, "built"));
        const wrong = there.filter((name) => !files.has(name));
        for (const [name, content] of files) {
            if (!there.includes(name) || (await text(`built/${name}`)) !== content) wrong.push(name);
        }
        if (wrong.length > 0) {
            console.error(`built/ is not of this source: ${wrong.join(", ")}\nhint: npm run build`);
            process.exit(1);
        }
    }

    async function tests() {
        const names = (await readdir(join(here, "source"))).filter((name) => name.endsWith(".test.ts"));
        await rm(join(here, ".tests"), { recursive: true, force: true });
        await build({
            ...common,
            entryPoints: names.map((name) => `source/${name}`),
            outdir: ".tests",
            outExtension: { ".js": ".mjs" },
            platform: "node",
            write: true,
        });
    }

    const tasks = { "--compare": compare, "--tests": tests };
    await (tasks[process.argv[2]] ?? write)();
}
