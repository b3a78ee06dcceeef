//! Documents of the web: HTML pages, EPUB books, which are made of pages, and Markdown, which may
//! hold pieces of pages.
//!
//! A page is walked through tag by tag (`walk.rs`) into blocks (`chunks.rs`), of which `article.rs`
//! tells the article from what stands around it. Bytes in the skeleton count in the decoded text.

mod article;
mod attributes;
mod chunks;
mod elements;
mod encoding;
pub mod epub;
mod fill;
pub mod markdown;
pub(in crate::read) mod mime;
mod page;
#[cfg(test)]
mod tests;
mod tokens;
mod walk;

use super::{
    draft::Draft,
    input::{Input, Sample},
    marked,
    plain::ReadOptions,
    registry::Reader,
};
use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result},
};

/// Pages in HTML and XHTML.
pub static READER: Reader = Reader {
    name: "html",
    title: "web page",
    extensions: &["html", "htm", "xhtml", "xht", "shtml"],
    is,
    read,
};

fn is(sample: &Sample) -> bool {
    let is_named = READER.extensions.iter().any(|extension| sample.has_extension(extension));
    marked::sort(&sample.text) == Some(marked::Sort::Html)
        || (is_named && sample.text.contains('<'))
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let bytes = input.bytes()?;
    check_size(bytes.len(), page::MAX_PAGE, &origin)?;
    let text = encoding::page(bytes, &origin, options.encoding.as_deref())?;
    check_size(text.len(), page::MAX_PAGE, &origin)?;
    let mut draft = Draft::default();
    let part = draft.part("");
    let page = walk::walk(&text, fill::manner(options, is_xml(&text), false));
    declare(&mut draft, page.lang.as_deref());
    fill::fill(&mut draft, &page, Some((part, 0)), &origin, options)?;
    drop(page);
    finish(draft, &origin, options)
}

/// Reads a page that is a part of another document, all of it.
///
/// # Errors
/// It is larger than the limits allow, or no text.
pub(in crate::read) fn within(
    bytes: Vec<u8>,
    name: &str,
    origin: &str,
    options: &ReadOptions,
) -> Result<Draft> {
    check_size(bytes.len(), page::MAX_PAGE, origin)?;
    let text = encoding::page(bytes, origin, None)?;
    check_size(text.len(), page::MAX_PAGE, origin)?;
    let mut draft = Draft::default();
    let part = draft.part(name);
    let page = walk::walk(&text, fill::manner(options, is_xml(&text), true));
    fill::fill(&mut draft, &page, Some((part, 0)), origin, options)?;
    draft.close();
    Ok(draft)
}

fn check_size(size: usize, most: usize, origin: &str) -> Result<()> {
    if size <= most {
        return Ok(());
    }
    let message = format!("the text with its tags is larger than {} MiB", most >> 20);
    Err(Error::new(ErrorKind::Text, message)
        .at(Place::file(origin))
        .hint("split it into several files"))
}

/// Returns true for XHTML.
fn is_xml(text: &str) -> bool {
    text.trim_start_matches('\u{FEFF}').trim_start().starts_with("<?xml")
}

/// Notes the language that a document says that it is in.
fn declare(draft: &mut Draft, lang: Option<&str>) {
    if let Some(lang) = lang.and_then(|lang| lang.parse().ok()) {
        draft.declare(lang);
    }
}

/// Makes the document; says so if it has no text.
fn finish(mut draft: Draft, origin: &str, options: &ReadOptions) -> Result<Document> {
    draft.close();
    if draft.is_empty() && !draft.is_full() {
        return Err(Error::new(ErrorKind::Text, "the document has no text").at(Place::file(origin)));
    }
    draft.finish(origin, options)
}
