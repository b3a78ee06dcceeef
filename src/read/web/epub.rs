//! EPUB: a package of pages in an order of its own. The package document lists the pages (manifest)
//! and the order in which they are read (spine).

use std::collections::{BTreeMap, BTreeSet};

use super::{
    check_size, declare, encoding, fill, finish,
    page::MAX_PAGE,
    tokens::{Tag, Token, Tokens},
    walk,
};
use crate::{
    document::{Document, Extra},
    error::{Error, ErrorKind, Place, Result},
    read::{
        draft::Draft,
        input::{Input, Sample},
        package::Package,
        plain::ReadOptions,
        registry::Reader,
    },
};

/// Books in EPUB 2 and 3.
pub static READER: Reader =
    Reader { name: "epub", title: "EPUB book", extensions: &["epub"], is, read };

const CONTAINER: &str = "META-INF/container.xml";
/// Algorithms that only obscure fonts.
const OF_FONTS: [&str; 2] =
    ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

fn is(sample: &Sample) -> bool {
    let is_book = |name: &String| name == CONTAINER || name.ends_with(".opf");
    sample.members.iter().any(is_book) && !sample.members.contains("[Content_Types].xml")
}

/// A page of the book.
#[derive(Debug, Default)]
struct Item {
    path: String,
    is_page: bool,
    /// True for the table of contents that EPUB 3 asks for.
    is_contents: bool,
}

/// The package document.
#[derive(Debug, Default)]
struct Book {
    items: BTreeMap<String, Item>,
    /// The identifiers in the order of reading. Pages that are read only when they are called
    /// (`linear="no"`), such as notes, are text like the others.
    spine: Vec<String>,
    lang: Option<String>,
    /// The paths that the guide calls tables of contents.
    contents: Vec<String>,
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let mut package = input.package()?;
    let root = root(&mut package, &origin)?;
    let encrypted = encrypted(&mut package, &origin)?;
    let bytes = package.part(&root)?.ok_or_else(|| missing(&root, &origin))?;
    let book = book(&encoding::page(bytes, &origin, None)?, &root);
    let mut draft = Draft::default();
    declare(&mut draft, book.lang.as_deref());
    let mut read: BTreeSet<&str> = BTreeSet::new();
    for id in &book.spine {
        let Some(item) = book.items.get(id).filter(|item| item.is_page) else { continue };
        if draft.is_full() || !read.insert(&item.path) {
            continue;
        }
        if encrypted.contains(&item.path) {
            return Err(locked(&origin));
        }
        let is_around = item.is_contents || book.contents.contains(&item.path);
        if is_around && !options.extras.contains(&Extra::Navigation) {
            draft.leave_out(Extra::Navigation, 1);
            continue;
        }
        page(&mut draft, &mut package, &item.path, &origin, options)?;
    }
    // Pages that are in no order of reading are not shown.
    let others = book.items.values().filter(|item| item.is_page && !item.is_contents);
    for item in others.filter(|item| !read.contains(item.path.as_str())) {
        if options.extras.contains(&Extra::Hidden) && !encrypted.contains(&item.path) {
            page(&mut draft, &mut package, &item.path, &origin, options)?;
        } else {
            draft.leave_out(Extra::Hidden, 1);
        }
    }
    finish(draft, &origin, options)
}

fn page(
    draft: &mut Draft,
    package: &mut Package<'_>,
    path: &str,
    origin: &str,
    options: &ReadOptions,
) -> Result<()> {
    // A page that the spine names and the package lacks is skipped by reading systems too.
    let Some(bytes) = package.part(path)? else { return Ok(()) };
    check_size(bytes.len(), MAX_PAGE, origin)?;
    if bytes.trim_ascii().is_empty() {
        return Ok(());
    }
    let text = encoding::page(bytes, origin, None)?;
    let part = draft.part(path);
    let page = walk::walk(&text, fill::manner(options, true, true));
    fill::fill(draft, &page, Some((part, 0)), origin, options)
}

/// Returns the path of the package document.
fn root(package: &mut Package<'_>, origin: &str) -> Result<String> {
    if let Some(bytes) = package.part(CONTAINER)? {
        let text = encoding::page(bytes, origin, None)?;
        let path = tags(&text).find(|tag| tag.name == "rootfile").and_then(|tag| {
            let path = tag.get("full-path")?;
            Some(join("", path))
        });
        if let Some(path) = path {
            return Ok(path);
        }
    }
    let named = package.names().into_iter().find(|name| name.ends_with(".opf"));
    named.ok_or_else(|| missing(CONTAINER, origin))
}

/// Returns the paths of encrypted parts, fonts aside.
fn encrypted(package: &mut Package<'_>, origin: &str) -> Result<Vec<String>> {
    let has_rights = package.names().contains("META-INF/rights.xml");
    let Some(bytes) = package.part("META-INF/encryption.xml")? else { return Ok(Vec::new()) };
    let text = encoding::page(bytes, origin, None)?;
    let mut found = Vec::new();
    let mut is_font = false;
    for tag in tags(&text) {
        match tag.name.as_str() {
            "encrypteddata" => is_font = false,
            "encryptionmethod" => {
                is_font |= tag.get("algorithm").is_some_and(|name| OF_FONTS.contains(&name));
            }
            "cipherreference" if !is_font => {
                found.extend(tag.get("uri").map(|path| join("", path)));
            }
            _ => {}
        }
    }
    if has_rights && found.iter().any(|path| is_page_name(path)) {
        return Err(locked(origin));
    }
    Ok(found)
}

fn is_page_name(path: &str) -> bool {
    [".xhtml", ".html", ".htm", ".opf", ".xml"].iter().any(|ending| path.ends_with(ending))
}

/// Yields the beginnings of elements, without the prefixes of their names.
fn tags(text: &str) -> impl Iterator<Item = Tag> {
    Tokens::new(text, true).filter_map(|token| match token {
        Token::Start(mut tag) => {
            if let Some((_, name)) = tag.name.rsplit_once(':') {
                tag.name = name.to_owned();
            }
            Some(tag)
        }
        _ => None,
    })
}

/// Reads the package document.
fn book(text: &str, root: &str) -> Book {
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut book = Book::default();
    let mut in_language = false;
    for token in Tokens::new(text, true) {
        let tag = match token {
            Token::Start(tag) => tag,
            Token::Text(text, _) if in_language && book.lang.is_none() => {
                book.lang = Some(text.trim().to_owned()).filter(|lang| !lang.is_empty());
                continue;
            }
            _ => continue,
        };
        let name = tag.name.rsplit(':').next().unwrap_or_default();
        in_language = name == "language";
        match name {
            "item" => {
                let (Some(id), Some(href)) = (tag.get("id"), tag.get("href")) else { continue };
                let path = join(folder, href);
                let media = tag.get("media-type").unwrap_or_default();
                let is_page = media.contains("html") || (media.is_empty() && is_page_name(&path));
                let is_contents = tag.is_any("properties", &["nav"]);
                book.items.entry(id.to_owned()).or_insert(Item { path, is_page, is_contents });
            }
            "itemref" => {
                book.spine.extend(tag.get("idref").map(str::to_owned));
            }
            "reference" if tag.is_any("type", &["toc"]) => {
                book.contents.extend(tag.get("href").map(|path| join(folder, path)));
            }
            _ => {}
        }
    }
    book
}

/// Resolves a path within the package: escapes, fragments, `.` and `..`.
fn join(folder: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default().trim();
    let unescaped = unescape(href);
    let absolute = unescaped.starts_with('/');
    let mut parts: Vec<&str> = if absolute { Vec::new() } else { folder.split('/').collect() };
    parts.retain(|part| !part.is_empty());
    for part in unescaped.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Resolves `%D8%A7`.
fn unescape(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| href.to_owned())
}

fn locked(origin: &str) -> Error {
    Error::new(ErrorKind::Text, "the book is encrypted (DRM)")
        .at(Place::file(origin))
        .hint("ask the publisher for a copy without protection")
}

fn missing(name: &str, origin: &str) -> Error {
    Error::new(ErrorKind::Text, format!("this is no whole EPUB book: '{name}' is missing"))
        .at(Place::file(origin))
        .hint("copy or download it again")
}
