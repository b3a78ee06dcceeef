//! The elements of HTML: which of them are blocks, which are closed by others, which are not shown.

use crate::document::{BlockKind, MarkKind};

/// Elements that begin and end a block, with the kind of block where they set one, by name.
const BLOCKS: [(&str, Option<BlockKind>); 74] = [
    ("address", None),
    ("article", None),
    ("aside", None),
    ("audio", None),
    ("blockquote", None),
    ("body", None),
    ("button", None),
    ("canvas", None),
    ("caption", Some(BlockKind::Caption)),
    ("center", None),
    ("colgroup", None),
    ("datalist", None),
    ("dd", Some(BlockKind::ListItem)),
    ("details", None),
    ("dialog", None),
    ("dir", None),
    ("div", None),
    ("dl", None),
    ("dt", Some(BlockKind::ListItem)),
    ("fieldset", None),
    ("figcaption", Some(BlockKind::Caption)),
    ("figure", None),
    ("footer", None),
    ("form", None),
    ("h1", Some(BlockKind::Heading)),
    ("h2", Some(BlockKind::Heading)),
    ("h3", Some(BlockKind::Heading)),
    ("h4", Some(BlockKind::Heading)),
    ("h5", Some(BlockKind::Heading)),
    ("h6", Some(BlockKind::Heading)),
    ("head", None),
    ("header", None),
    ("hgroup", None),
    ("hr", None),
    ("html", None),
    ("iframe", None),
    ("label", None),
    ("legend", None),
    ("li", Some(BlockKind::ListItem)),
    ("listing", None),
    ("main", None),
    ("marquee", None),
    ("menu", None),
    ("nav", None),
    ("noframes", None),
    ("noscript", None),
    ("object", None),
    ("ol", None),
    ("optgroup", Some(BlockKind::Paragraph)),
    ("option", Some(BlockKind::Paragraph)),
    ("p", None),
    ("plaintext", None),
    ("pre", None),
    ("search", None),
    ("section", None),
    ("select", None),
    ("style", None),
    ("summary", None),
    ("svg", None),
    ("table", None),
    ("tbody", None),
    ("td", Some(BlockKind::Cell)),
    ("template", None),
    ("text", None),
    ("textarea", Some(BlockKind::Paragraph)),
    ("tfoot", None),
    ("th", Some(BlockKind::Cell)),
    ("thead", None),
    ("title", Some(BlockKind::Heading)),
    ("tr", None),
    ("ul", None),
    ("video", None),
    ("xmp", None),
    ("~", None),
];

/// Other elements that matter here; all else is inline and means nothing.
const INLINE: [&str; 15] = [
    "annotation",
    "annotation-xml",
    "code",
    "desc",
    "font",
    "kbd",
    "metadata",
    "noembed",
    "rp",
    "rt",
    "rtc",
    "samp",
    "script",
    "span",
    "sup",
];

/// A name as the tables here have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// The name; empty for elements that mean nothing here.
    pub(super) text: &'static str,
    /// True if the element begins and ends a block.
    pub(super) is_block: bool,
    /// The kind of block that it sets.
    pub(super) kind: Option<BlockKind>,
}

/// Looks an element up.
pub(super) fn name(of: &str) -> Name {
    if let Ok(at) = BLOCKS.binary_search_by(|(name, _)| (*name).cmp(of)) {
        let (text, kind) = BLOCKS[at];
        return Name { text, is_block: true, kind };
    }
    let text = INLINE.binary_search(&of).map_or("", |at| INLINE[at]);
    Name { text, is_block: false, kind: None }
}

/// Returns true for elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "image"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Returns the mark that an element sets.
pub(super) fn mark(name: &str) -> Option<MarkKind> {
    match name {
        "b" | "strong" => Some(MarkKind::Bold),
        "i" | "em" => Some(MarkKind::Italic),
        "a" => Some(MarkKind::Link),
        _ => None,
    }
}

/// Returns true for elements whose content is never text of the page.
pub(super) fn is_machinery(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noembed" | "noframes" | "metadata" | "rp")
}

/// Returns true for elements whose content a browser does not show, or beside the text only.
pub(super) fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "template"
            | "noscript"
            | "audio"
            | "video"
            | "canvas"
            | "datalist"
            | "rt"
            | "rtc"
            | "annotation"
            | "annotation-xml"
            | "desc"
    )
}

/// Returns true for elements whose beginning may end others, as [`closes`] has them.
pub(super) fn closes_others(name: &str) -> bool {
    is_of_table(name)
        || matches!(
            name,
            "li" | "dt" | "dd" | "option" | "optgroup" | "rt" | "rp" | "rtc" | "button"
        )
}

/// Returns true for elements that the beginning of another ends; the search goes no further up than
/// [`is_wall`].
pub(super) fn closes(begins: &str, open: &str) -> bool {
    match begins {
        "li" => open == "li",
        "dt" | "dd" => matches!(open, "dt" | "dd"),
        "tr" => matches!(open, "tr" | "td" | "th" | "caption" | "colgroup"),
        "td" | "th" => matches!(open, "td" | "th" | "caption"),
        "tbody" | "thead" | "tfoot" => {
            let row = matches!(open, "tr" | "td" | "th" | "caption" | "colgroup");
            row || matches!(open, "tbody" | "thead" | "tfoot")
        }
        "caption" | "colgroup" => matches!(open, "caption" | "colgroup"),
        "option" => open == "option",
        "optgroup" => matches!(open, "option" | "optgroup"),
        "rt" | "rp" | "rtc" => matches!(open, "rt" | "rp"),
        "button" => open == "button",
        _ => false,
    }
}

/// Returns true for elements that stop the search of [`closes`] for an element of this name.
pub(super) fn is_wall(begins: &str, open: &str) -> bool {
    match begins {
        "li" => matches!(open, "ul" | "ol" | "menu" | "dir" | "table" | "td" | "th" | "template"),
        "dt" | "dd" => matches!(open, "dl" | "table" | "td" | "th" | "template"),
        "option" | "optgroup" => matches!(open, "select" | "datalist"),
        _ => matches!(open, "table" | "template"),
    }
}

/// Returns true for the parts of a table, which are nothing without one.
pub(super) fn is_of_table(name: &str) -> bool {
    matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "colgroup")
}

/// Returns true for blocks before which an open paragraph ends.
pub(super) fn ends_paragraph(name: Name) -> bool {
    let stays = matches!(
        name.text,
        "button"
            | "label"
            | "legend"
            | "svg"
            | "object"
            | "audio"
            | "video"
            | "canvas"
            | "iframe"
            | "noscript"
            | "template"
            | "select"
            | "option"
            | "optgroup"
            | "textarea"
            | "text"
            | "title"
            | "marquee"
            | "datalist"
            | "style"
    );
    name.is_block && !stays
}

/// Returns true for elements at which inline marks end, and which hold an open paragraph.
pub(super) fn is_scope(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption" | "button" | "template" | "object" | "marquee")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(BLOCKS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(INLINE.is_sorted());
        assert_eq!(name("td").kind, Some(BlockKind::Cell));
        assert!(name("my-app").text.is_empty() && !name("span").is_block);
    }
}
