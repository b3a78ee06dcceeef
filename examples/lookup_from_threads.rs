//! Look-ups from eight threads at once, on one object.
//!
//! ```text
//! cargo run --example lookup_from_threads
//! ```

#![allow(clippy::print_stdout, reason = "an example tells what it did")]

use std::{sync::Arc, thread};

use muwazi::{
    InMemoryStore, Lang, Result, Unit,
    lookup::{Lookup, LookupOptions},
};

fn main() -> Result<()> {
    let store = InMemoryStore::new("example");
    for day in 1..=31 {
        let (ar, en) =
            (format!("اجتمع المجلس في {day} مايو."), format!("The council met on {day} May."));
        store.add(Unit::pair((Lang::arabic(), &ar), (Lang::english(), &en)));
    }
    let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic())?;
    let find = |thread: usize| -> Result<usize> {
        let queries =
            (1..=31).map(|day| format!("The council met on {} May.", (day + thread) % 31));
        queries.map(|query| Ok(lookup.find(&query, &LookupOptions::default())?.len())).sum()
    };
    let found: Vec<Result<usize>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|thread| scope.spawn(move || find(thread))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    for (thread, found) in found.into_iter().enumerate() {
        println!("thread {thread}: {} matches", found?);
    }
    Ok(())
}
