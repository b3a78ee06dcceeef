//! The rules about numbers of sections, markers, bullets, notes, dates and sounds as patterns; see
//! `segment/decide/marker.rs`, `note.rs` and `measure.rs`.

use super::{
    pieces::{DIGIT, FAR, HIDDEN, Pieces, QUOTE, STOP},
    rules::Builder,
    spelling::{any_of, pattern},
};
use crate::segment::Kind;

/// Bullets.
const BULLET: &str = "[•‣⁃◦▪▫■□●○►➢✓✔]";

impl Builder<'_> {
    fn any(&self, kind: Kind) -> Option<String> {
        let words: Vec<String> = self.words(kind).iter().map(|word| pattern(word)).collect();
        (!words.is_empty()).then(|| any_of(words))
    }

    /// Signs after the last word belong to its sentence; bullets and sounds begin or end one.
    pub(super) fn signs(&mut self) {
        let Pieces { stops, closers, space, .. } = &self.p;
        let before = format!("{stops}{closers}");
        let signs = r"[^\p{L}\p{N}]+$".to_owned();
        let spaced = format!(r"[^\s]{space}{{1,4}}");
        let item = format!(r"{BULLET}{space}*{DIGIT}{{1,4}}[.)]");
        let list = format!(r"(?:^{space}*|:{space}*){BULLET}{space}[^{STOP}:]*[^\s]{space}{{1,4}}");
        let next = format!("{BULLET}{space}");
        let marks = format!(r"[!?\u061F]{space}");
        let mark = format!(r"[!?\u061F.]+(?:{space}|$)");
        let sound = self.any(Kind::Sound).map(|sounds| {
            format!(
                r"(?:^|[{STOP}][{QUOTE})\]]{{0,3}}{space}{{1,3}})[(\[](?:\p{{L}}+ ){{0,3}}{sounds}(?: \p{{L}}+){{0,3}}[)\]]"
            )
        });
        let letter = format!(r"{space}+\p{{L}}");
        let note = "signs only";
        self.stay(before, signs, note);
        self.stay(r"[!?\u061F]".to_owned(), format!(r"{}{mark}", self.p.space), note);
        self.stay(marks, mark, note);
        self.cut(spaced, item, "a bullet with a number");
        self.cut(list, next, "a bullet in a list");
        if let Some(sound) = sound {
            self.cut(sound, letter, "a sound in brackets");
        }
    }

    /// Notes after the stop.
    pub(super) fn notes(&mut self) {
        let Pieces { space, .. } = &self.p;
        let signs = r"[\u00B9\u00B2\u00B3\u2070-\u2079\u207D\u207E\u2020\u2021]{1,5}";
        let quotes = format!("[{QUOTE})]{{0,2}}");
        let after = format!("{space}+");
        let begins = format!(r"{space}+{FAR}[\p{{Lu}}\p{{Lo}}]");
        let raised = format!(r"[{STOP}]{quotes}{signs}");
        let words = format!(r"[{STOP}]{quotes}(?:\[[^\[\].]{{1,40}}\](?::{DIGIT}{{1,4}})?){{1,3}}");
        let plain = format!(r"\p{{L}}{{3}}[.!?\u061F]{quotes}{DIGIT}{{1,3}}");
        let quoted = format!(r"[{QUOTE}]\.{DIGIT}{{1,3}}");
        let late = format!(r"[{STOP}]{quotes}(?:{space}\[{DIGIT}{{1,3}}\]){{1,2}}");
        let note = "a note after the stop";
        self.stay(
            format!("[{STOP}]{quotes}"),
            format!(r"{space}\[{DIGIT}{{1,3}}\]{space}{FAR}[\p{{Lu}}\p{{Lo}}]"),
            "a note in brackets",
        );
        for before in [raised, words] {
            self.cut(before, after.clone(), note);
        }
        for before in [plain, quoted, late] {
            self.cut(before, begins.clone(), note);
        }
    }

    /// Numbers of sections and headings, markers of more shapes, and dates that go on.
    pub(super) fn sections(&mut self) {
        let Pieces { start, word_start, word_end, full_stop, space, next, .. } = &self.p;
        let level = format!(r"(?:{DIGIT}{{1,3}}\p{{L}}?|\p{{L}}{DIGIT}{{0,3}})");
        let number = format!(r"{DIGIT}{{1,3}}(?:[.\u066B]{DIGIT}{{1,3}}){{1,4}}");
        let marker = format!(r"{level}(?:[.\u066B/\-]{level}){{0,4}}");
        let ahead = r"[^\p{L}\p{N}.!?\u061F]{0,15}";
        let any = format!("{space}+");
        let alone = format!(r"{start}{ahead}{marker}(?:\.[)\]]|[)\]]?{full_stop})");
        let colon = format!(r"[:;\u061B]{space}{{1,3}}\(?{DIGIT}{{1,3}}(?:\.\)|\)?{full_stop})");
        let note = "a list marker";
        let small = format!(r"{next}\p{{Ll}}");
        let mut new = vec![(alone, any.clone(), note), (colon, any.clone(), note)];
        let begins = self.begins(true);
        let (mut cuts, mut late) = (Vec::new(), Vec::new());
        if let Some(labels) = self.any(Kind::Label) {
            let heading = format!(
                r"{start}{ahead}{labels}{space}{{1,3}}[(\[]?(?:{marker}|[IVX]{{1,5}})[)\]]?{full_stop}"
            );
            new.push((heading, any.clone(), "the number of a heading"));
            let section = format!(r"{word_start}{labels}s?{space}{{1,3}}{number}{full_stop}");
            if self.rules.cased {
                late.push((section, small, "the number of a section"));
            } else {
                cuts.push((section.clone(), begins));
                late.push((section, any, "the number of a section"));
            }
        }
        if let Some(words) = self.any(Kind::Continues) {
            let ended = format!(r"{DIGIT}(?:{space}?\p{{L}}{{1,2}})?[{HIDDEN}]?{full_stop}");
            new.push((ended, format!("{next}{words}{word_end}"), "a date goes on"));
        }
        for (before, after, note) in new {
            self.stay(before, after, note);
        }
        for (before, after) in cuts {
            self.cut(before, after, "a section at the end");
        }
        for (before, after, note) in late {
            self.stay(before, after, note);
        }
    }
}
