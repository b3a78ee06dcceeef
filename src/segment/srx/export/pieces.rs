//! Patterns of which all rules are composed: sets of characters, stops, edges of words.

use super::spelling::MARKS;

/// White space, without the zero-width space that may replace it.
pub(super) const SPACE: &str = r"[\s\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]";
/// Invisible characters.
pub(super) const HIDDEN: &str =
    r"\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFE00-\uFE0F";
pub(super) const STOP: &str = r".!?\u061F\u2026\u06D4\u203C\u2047-\u2049\u3002\uFF01\uFF1F";
pub(super) const QUOTE: &str =
    "\"'\u{201D}\u{2019}\u{BB}\u{203A}\u{AB}\u{2039}\u{201C}\u{2018}}\u{FD3E}\u{FD3F}*_";
pub(super) const DIGIT: &str = r"[0-9\u0660-\u0669\u06F0-\u06F9]";
pub(super) const ARABIC: &str =
    r"[\u0620-\u063F\u0641-\u064A\u0671-\u06D3\uFB50-\uFD3D\uFD50-\uFEFC]";
/// Characters before the next word that belong to no word.
pub(super) const FAR: &str = r"[^\p{L}\p{N}]*";

/// A quote or bracket that may close after a space.
pub(super) const LATE: &str = "[\u{201D}\u{BB}\u{2019})\\]\u{FD3E}\u{FD3F}(\\[]";
/// An emoticon such as `:-)`.
pub(super) const FACE: &str = "[:;]-{0,3}[)(DP]{1,4}";
/// A stop with a space after it that does not end the sentence: that of a short word or of
/// initials.
pub(super) const INNER_UNIT: &str = r"\s(?:\p{L}{1,4}\.){1,4}\s";

/// Patterns composed of the constants above.
#[derive(Clone)]
pub(super) struct Pieces {
    pub(super) space: String,
    /// The stops of a candidate, with invisible characters among them.
    pub(super) stops: String,
    /// A single full stop.
    pub(super) full_stop: String,
    /// Closing marks after the stops, possibly none.
    pub(super) closers: String,
    /// At least one closing mark.
    pub(super) some_closers: String,
    /// Closing marks up to one after a space. It needs rules of its own, because other tools would
    /// not backtrack over it once it matched.
    pub(super) late: String,
    /// The start of a sentence: of the text, or after the end of another sentence.
    pub(super) start: String,
    /// The start of a word.
    pub(super) word_start: String,
    /// The end of a word, as look-ahead.
    pub(super) word_end: String,
    /// White space, then anything up to the next word.
    pub(super) next: String,
}

impl Pieces {
    /// `strict` if capitals are kept; then an article may be written onto a word (`l'art.`), and a
    /// unit of one or two letters may end a sentence.
    pub(super) fn new(strict: bool) -> Self {
        let space = SPACE.to_owned();
        let stops = format!(r"[{STOP}][{STOP}{HIDDEN}]*(?: \.[.{HIDDEN}]*)*");
        let closer = format!(r"(?:[{QUOTE})\]{HIDDEN}]|[\[(]{DIGIT}{{1,3}}[\])]|\(\))");
        let late = format!("{closer}{{0,8}}{space}{{1,2}}(?:{LATE}|{FACE})");
        let marks = MARKS;
        let apostrophe = if strict { "" } else { r"'\u2019" };
        let unit = if strict { format!(r"{DIGIT}{space}\p{{L}}{{1,2}}\.|") } else { String::new() };
        // A word of three letters, a number, or a stronger mark: the stop is not that of an
        // abbreviation.
        let ended = format!(
            r"(?:{unit}[\p{{L}}]{marks}[\p{{L}}]{marks}[\p{{L}}]{marks}\.|{DIGIT}\.|[!?\u061F\u2026][{STOP}]{{0,4}}|[{STOP}][{QUOTE})\]]{{1,4}})"
        );
        Self {
            closers: format!("{closer}{{0,8}}"),
            some_closers: format!("{closer}{{1,8}}"),
            late,
            full_stop: format!(r"[{HIDDEN}]*\.[{HIDDEN}]*"),
            start: format!("(?:^|{ended}[{HIDDEN}]{{0,3}}{space}{{1,4}})[{HIDDEN}]{{0,3}}"),
            word_start: format!(
                r"(?:^|[^\p{{L}}\p{{N}}\p{{M}}\u0640.{apostrophe}{HIDDEN}])[.'\u2019{HIDDEN}]{{0,4}}"
            ),
            word_end: format!(
                r"(?:['\u2019{HIDDEN}]{{0,2}}(?![\p{{L}}\p{{N}}\p{{M}}\u0640'\u2019{HIDDEN}]))"
            ),
            next: format!("{space}+{FAR}"),
            space,
            stops,
        }
    }
}
