//! What the attributes of an element say: that it is not shown, that it is a note, which part of the
//! page it is.

use super::{chunks::Context, elements::Name, page::Sort, tokens::Tag};
use crate::document::{BlockKind, MarkKind};

/// Words of classes and names of parts that are no text of the page.
const NAMED: [&str; 38] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "adverts",
    "breadcrumb",
    "breadcrumbs",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "menu",
    "menus",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "pager",
    "pagination",
    "popup",
    "promo",
    "related",
    "share",
    "sharebar",
    "sharing",
    "sidebar",
    "sitemap",
    "skip",
    "skiplink",
    "social",
    "sponsored",
    "subscribe",
    "subscription",
    "toolbar",
    "topbar",
    "trending",
    "widget",
];
/// Classes of program code.
const CODE: [&str; 9] = [
    "code",
    "codehilite",
    "highlight",
    "hljs",
    "prettyprint",
    "source-code",
    "sourcecode",
    "programlisting",
    "syntaxhighlighter",
];
/// Characters that stand before the items of a list.
const BULLETS: [&str; 11] = ["•", "·", "▪", "◦", "*", "–", "-", "●", "■", "‣", "○"];

/// Returns true if an element is not shown.
pub(super) fn is_hidden(tag: &Tag) -> bool {
    let is_styled = || {
        let style: String = tag.get("style").unwrap_or_default().split_whitespace().collect();
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    };
    tag.get("hidden").is_some() || is_aria_hidden(tag) || is_styled()
}

/// Returns true if an element is hidden from readers that read aloud.
pub(super) fn is_aria_hidden(tag: &Tag) -> bool {
    tag.get("aria-hidden").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

/// Returns true if a text is the bullet of a list item.
pub(super) fn is_bullet(text: &str) -> bool {
    BULLETS.contains(&text.trim())
}

/// Returns true if an element is the call of a note, or the way back to it.
pub(super) fn is_call(tag: &Tag) -> bool {
    tag.is_any("role", &["doc-noteref", "doc-backlink"])
        || tag.is_any("epub:type", &["noteref", "backlink", "referrer"])
        || tag.is_any("class", &["footnote-back", "footnote-backref", "footnote-ref", "noteref"])
}

/// Returns true if an element holds notes.
pub(super) fn is_note(tag: &Tag) -> bool {
    const SORTS: [&str; 6] =
        ["footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"];
    let has_role = || {
        let roles = ["doc-footnote", "doc-footnotes", "doc-endnote", "doc-endnotes"];
        tag.is_any("role", &roles)
    };
    has_role() || tag.is_any("epub:type", &SORTS) || tag.is_any("class", &SORTS)
}

/// Returns true if an element is named as program code. The class of a language is one of code on
/// preformatted text only.
pub(super) fn is_code(tag: &Tag, is_pre: bool) -> bool {
    let starts = |word: &str| word.starts_with("language-") || word.starts_with("lang-");
    tag.words("class").any(|word| CODE.contains(&word.as_str()) || (is_pre && starts(&word)))
}

/// Returns the kind of block that the role of an element sets.
pub(super) fn kind(tag: &Tag) -> Option<BlockKind> {
    tag.words("role").find_map(|role| match role.as_str() {
        "heading" => Some(BlockKind::Heading),
        "listitem" => Some(BlockKind::ListItem),
        "cell" | "gridcell" | "columnheader" | "rowheader" => Some(BlockKind::Cell),
        "paragraph" => Some(BlockKind::Paragraph),
        "caption" => Some(BlockKind::Caption),
        _ => None,
    })
}

/// Returns true for a heading of the first level.
pub(super) fn is_title(tag: &Tag) -> bool {
    tag.name == "h1" || (tag.is_any("role", &["heading"]) && tag.get("aria-level") == Some("1"))
}

/// Returns the marks that the style of a run of text sets.
pub(super) fn styled(tag: &Tag) -> impl Iterator<Item = MarkKind> {
    let style: String = tag.get("style").unwrap_or_default().split_whitespace().collect();
    let style = style.to_ascii_lowercase();
    let bold =
        ["font-weight:bold", "font-weight:600", "font-weight:7", "font-weight:8", "font-weight:9"];
    let is_bold = bold.iter().any(|weight| style.contains(weight));
    let is_italic = style.contains("font-style:italic") || style.contains("font-style:oblique");
    let bold = is_bold.then_some(MarkKind::Bold);
    bold.into_iter().chain(is_italic.then_some(MarkKind::Italic))
}

/// Returns the part of a page that an element is. The header of a section is not the one of the page.
pub(super) fn region(tag: &Tag, name: Name, around: Context) -> Option<Sort> {
    let by_role = tag.words("role").find_map(|role| match role.as_str() {
        "navigation" | "menu" | "menubar" | "search" | "toolbar" | "tablist" => Some(Sort::Menu),
        "banner" => Some(Sort::Header),
        "contentinfo" => Some(Sort::Footer),
        "complementary" => Some(Sort::Aside),
        "main" => Some(Sort::Main),
        "article" => Some(Sort::Article),
        "form" => Some(Sort::Form),
        "dialog" | "alertdialog" => Some(Sort::Named),
        _ => None,
    });
    let by_name = || match name.text {
        "nav" => Some(Sort::Menu),
        "header" if !around.in_section => Some(Sort::Header),
        "footer" if !around.in_section => Some(Sort::Footer),
        "aside" => Some(Sort::Aside),
        "main" => Some(Sort::Main),
        "article" => Some(Sort::Article),
        "form" | "search" => Some(Sort::Form),
        "dialog" => Some(Sort::Named),
        "select" | "textarea" => Some(Sort::Control),
        "title" => Some(Sort::Title),
        _ => None,
    };
    let by_class = || {
        let is_part = matches!(name.text, "div" | "section" | "ul" | "ol" | "dl" | "table" | "p");
        let is_named = |attribute: &str| {
            let words = tag.get(attribute).unwrap_or_default().to_lowercase();
            let mut words = words.split(|c: char| !c.is_ascii_alphabetic());
            words.any(|word| NAMED.binary_search(&word).is_ok())
        };
        let named = is_part && !around.in_article && (is_named("class") || is_named("id"));
        named.then_some(Sort::Named)
    };
    let by_list = || matches!(name.text, "ul" | "ol" | "menu" | "dir").then_some(Sort::List);
    by_role.or_else(by_name).or_else(by_class).or_else(by_list)
}

/// Returns the part of a chapter of a book that an element is: tables of contents alone are no text.
pub(super) fn region_of_chapter(tag: &Tag, name: Name) -> Option<Sort> {
    let sorts = ["toc", "landmarks", "page-list", "lot", "loi", "lov"];
    let is_toc =
        tag.is_any("epub:type", &sorts) || tag.is_any("role", &["doc-toc", "doc-pagelist"]);
    match name.text {
        "nav" => Some(Sort::Menu),
        "title" => Some(Sort::Title),
        _ => is_toc.then_some(Sort::Menu),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order() {
        assert!(NAMED.is_sorted());
    }
}
