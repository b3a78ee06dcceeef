// The program under test: started on files of a folder of its own, ended, killed, started again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterwards } from "./after.mjs";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const BINARY = resolve(ROOT, process.env.MUWAZI_PROGRAM ?? "target/debug/muwazi");

/** A folder for one test, removed after it. */
export async function folderFor(test) {
    const folder = await mkdtemp(join(tmpdir(), "muwazi-page-"));
    afterwards(test, () => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
}

export class Program {
    /** Starts `muwazi review` in a folder, and ends it after the test. */
    static async start(test, folder, ...args) {
        const program = new Program(folder, args);
        await program.start();
        afterwards(test, () => program.kill());
        return program;
    }

    /** Serves memories in a folder, and ends it after the test. */
    static async serve(test, folder, ...args) {
        const program = new Program(folder, args, ["serve"], ["--port", "0", "--log", "off", "--json"]);
        await program.start();
        afterwards(test, () => program.kill());
        return program;
    }

    constructor(folder, args, command = ["review"], last = ["--no-open", "--json"]) {
        this.command = command;
        this.last = last;
        this.folder = folder;
        this.args = args;
        this.errors = "";
    }

    async start() {
        // Recent reviews and uploads are kept in the test's folder too.
        const home = join(this.folder, "home");
        const env = { ...process.env, HOME: home, XDG_DATA_HOME: join(home, "data") };
        const args = [...this.command, ...this.args, ...this.last];
        this.child = spawn(BINARY, args, { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] });
        this.ended = once(this.child, "exit").then(([code, signal]) => ({ code, signal }));
        this.child.stderr.on("data", (data) => (this.errors += data));
        const { url, page, token } = await this.address();
        // Of served memories the first address is that of programs, without the token.
        this.url = page ?? url;
        this.base = url;
        this.token = token;
    }

    async address() {
        let told = "";
        for await (const data of this.child.stdout) {
            told += data;
            if (told.includes("\n")) break;
        }
        if (told === "") throw new Error(`the program told no address: ${this.errors}`);
        return JSON.parse(told);
    }

    get port() {
        return Number(new URL(this.url).port);
    }

    /** Ends the program at once, as a power cut would. */
    async kill() {
        if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGKILL");
        await this.ended;
    }

    /** Runs a command to its end and returns what it printed. */
    static async run(folder, ...args) {
        const child = spawn(BINARY, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
        let [out, errors] = ["", ""];
        child.stdout.on("data", (data) => (out += data));
        child.stderr.on("data", (data) => (errors += data));
        const [code] = await once(child, "close");
        if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${errors}`);
        return out;
    }
}
