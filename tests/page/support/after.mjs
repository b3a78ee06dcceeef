// What is done after a test, the last thing that was begun first: a page is closed before its program.
const kept = new WeakMap();

export function afterwards(test, work) {
    if (!kept.has(test)) {
        const all = [];
        kept.set(test, all);
        test.after(async () => {
            let fault;
            for (const each of all.reverse())
                await Promise.resolve(each()).catch((error) => (fault ??= error));
            if (fault) throw fault;
        });
    }
    kept.get(test).push(async () => work());
}
