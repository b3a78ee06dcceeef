//! Aligns two texts in memory and prints the translation units, then all of them as TMX.
//!
//! ```text
//! cargo run --example align_two_strings
//! ```

#![allow(clippy::print_stdout, reason = "an example prints its result")]

use muwazi::{
    Document, Lang, Result,
    align::{Segmented, align},
    format::registry,
    report::{ExportOptions, write},
};

fn main() -> Result<()> {
    let source = Document::new("زار الرئيس باريس. وبقي فيها ثلاثة أيام.\nثم عاد.", Lang::arabic());
    let target = Document::new(
        "The president visited Paris and stayed three days.\nThen he returned.",
        Lang::english(),
    );
    let alignment = align(Segmented::new(source), Segmented::new(target));
    let options = ExportOptions { min_confidence: Some(0.5), ..ExportOptions::default() };
    for unit in alignment.units(&options) {
        println!("{} = {}", unit.variants[0].text.text, unit.variants[1].text.text);
    }
    write(&alignment, registry::by_name("tmx")?, &options, &mut std::io::stdout().lock())?;
    Ok(())
}
