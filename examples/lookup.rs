//! Makes a memory of a few units, and looks sentences up in it in both directions.
//!
//! ```text
//! cargo run --example lookup
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example tells what it did")]

use std::sync::Arc;

use muwazi::{
    Lang, SqliteStore, Unit,
    lookup::{Lookup, LookupOptions},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let memory = SqliteStore::open_or_create(&folder.path().join("example.muwazi"))?;
    let pair = |ar, en| Ok(Unit::pair((Lang::arabic(), ar), (Lang::english(), en)));
    let counts = memory.import(
        "example",
        muwazi::Timestamp::now(),
        [
            pair(
                "وقّع الوزيران مذكرة تفاهم يوم الأحد.",
                "The two ministers signed a memorandum of understanding on Sunday.",
            ),
            pair("ارتفعت الأسعار ٣ في المئة.", "Prices rose by 3 percent."),
            pair("ارتفعت الأسعار 3 في المئة.", "Prices rose by 3 percent."),
        ],
    )?;
    println!("{} units, {} of them new", counts.read, counts.new);

    let memory = Arc::new(memory);
    let options = LookupOptions { min: 60.0, ..LookupOptions::default() };
    for (from, to, query) in [
        ("en", "ar", "The two ministers signed a memorandum on Sunday."),
        ("ar", "en", "ارتفعت الاسعار ٣ في المئة"),
    ] {
        let lookup = Lookup::new(memory.clone(), &from.parse()?, &to.parse()?)?;
        println!("{query}");
        for found in lookup.find(query, &options)? {
            println!("  {} % {} = {}", found.score, found.source, found.target);
        }
    }
    Ok(())
}
