// Tells of each test in the words of `cargo test`, which the checks count.
const results = { "test:pass": "ok", "test:fail": "FAILED" };

export default async function* report(source) {
    let failed = 0;
    yield "     Running tests/page (node)\n";
    for await (const { type, data } of source) {
        if (
            type === "test:diagnostic" &&
            !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)
        )
            yield `# ${data.message}\n`;
        // A file is no test.
        if (!results[type] || data.name.endsWith(".mjs")) continue;
        const skipped = data.skip === undefined || data.skip === false ? undefined : data.skip;
        const result = skipped === undefined ? results[type] : `ignored, ${skipped}`;
        yield `test ${data.name} ... ${result}\n`;
        if (type !== "test:fail") continue;
        failed++;
        const { error } = data.details;
        yield `${error?.cause?.stack ?? error?.stack ?? error}\n`;
    }
    yield `test result: ${failed === 0 ? "ok" : "FAILED"}. ${failed} failed\n`;
}
