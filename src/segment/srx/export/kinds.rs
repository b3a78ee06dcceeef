//! The rules about numbers of sections, markers, bullets, notes, dates and sounds as patterns; see
//! `segment/decide/marker.rs`, `note.rs` and `measure.rs`.

use super::{
    pieces::{DIGIT, FAR, HIDDEN, Pieces, QUOTE, STOP},
    rules::Builder,
    spelling::{any_of, capitalised, pattern},
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
        let pieces = self.p.clone();
        let Pieces { stops, closers, space, .. } = &pieces;
        let before = format!("{stops}{closers}");
        let signs = r"[^\p{L}\p{N}]+$".to_owned();
        let spaced = format!(r"[^\s]{space}{{1,4}}");
        let item = format!(r"{BULLET}{space}*{DIGIT}{{1,4}}[.)]");
        let list = format!(r"(?:^{space}*|:{space}*){BULLET}{space}[^{STOP}:]*[^\s]{space}{{1,4}}");
        // One rule for each item, since a pattern that repeats would reach to the last of them.
        let item_of = format!(r"{BULLET}{space}[^{STOP}:•‣⁃◦▪▫■□●○►➢✓✔]*[^\s]{space}{{1,4}}");
        let items = |count: usize| format!(r"(?:^{space}*|:{space}*){}", item_of.repeat(count));
        let number = format!(r"{BULLET}{space}*{DIGIT}{{1,4}}\)?\.");
        let next = format!("{BULLET}{space}");
        let marks = format!(r"[!?\u061F]{space}");
        let mark = format!(r"[!?\u061F.]+(?:{space}|$)");
        let sound = self.any(Kind::Sound).map(|sounds| {
            format!(
                r"(?:^|[{STOP}][{QUOTE})\]]{{0,3}}{space}{{1,3}})(?:[(\[](?:\p{{L}}+ ){{0,3}}{sounds}(?: \p{{L}}+){{0,3}}[)\]]{space}{{0,2}}){{0,3}}[(\[](?:\p{{L}}+ ){{0,3}}{sounds}(?: \p{{L}}+){{0,3}}[)\]]"
            )
        });
        let letter = format!(r"{space}+\p{{L}}");
        let note = "signs only";
        self.stay(format!(r"^[^\p{{L}}\p{{N}}]{{0,20}}[{STOP}]"), String::new(), note);
        self.stay(before, signs, note);
        self.stay(r"[!?\u061F]".to_owned(), format!(r"{}{mark}", self.p.space), note);
        self.stay(marks, mark, note);
        self.cut(spaced, item, "a bullet with a number");
        for count in 1..=4 {
            self.cut(items(count), next.clone(), "a bullet in a list");
        }
        self.cut(list, next, "a bullet in a list");
        self.stay(number, format!("{}+", self.p.space), "the number after a bullet");
        if let Some(sound) = sound {
            self.cut(sound, letter, "a sound in brackets");
        }
    }

    /// Notes after the stop.
    pub(super) fn notes(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, .. } = &pieces;
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
        let bracketed = format!(r"{space}\[{DIGIT}{{1,3}}\]");
        // A list of such notes; one rule for each, as for bullets.
        let listed = format!(r"\[{DIGIT}{{1,3}}\][^\[\]{STOP}]*[{STOP}]{quotes}");
        for count in 1..=3 {
            let items = vec![listed.as_str(); count].join(space);
            let before = format!(r"(?:^{space}*|:{space}){items}");
            self.cut(before.clone(), bracketed.clone(), "a list of notes");
            self.stay(format!("{before}{bracketed}"), after.clone(), "a list of notes");
        }
        self.stay(
            format!("[{STOP}]{quotes}(?:{bracketed}){{0,2}}"),
            format!(r"(?:{bracketed}){{1,3}}{space}{FAR}[\p{{Lu}}\p{{Lo}}]"),
            "a note in brackets",
        );
        let joined = r"\[[^\[\].]{1,40}\]".to_owned();
        self.stay(format!("[{STOP}]{quotes}"), joined, "a note in brackets");
        for before in [raised, words] {
            self.cut(before, after.clone(), note);
        }
        for before in [plain, quoted, late] {
            self.cut(before, begins.clone(), note);
        }
    }

    /// Numbers of sections and headings, markers of more shapes, and dates that go on.
    pub(super) fn sections(&mut self) {
        let pieces = self.p.clone();
        let Pieces { start, word_start, word_end, full_stop, space, next, .. } = &pieces;
        let level = format!(r"(?:{DIGIT}{{1,3}}\p{{L}}?|\p{{L}}{DIGIT}{{0,3}})");
        let number = format!(r"{DIGIT}{{1,3}}(?:[.\u066B]{DIGIT}{{1,3}}){{1,4}}");
        let marker = format!(r"{level}(?:[.\u066B/\-]{level}){{0,4}}");
        let ahead = r"[^\p{L}\p{N}.!?\u061F]{0,15}";
        let any = format!("{space}+");
        let alone = format!(r"{start}{ahead}{marker}(?:\.[)\]]|[)\]]?{full_stop})");
        let number_of_item =
            format!(r"(?:\({DIGIT}{{1,3}}(?:\.\)|\){full_stop})|{DIGIT}{{1,3}}{full_stop})");
        let colon = format!(r"[:;\u061B]{space}{{1,3}}{number_of_item}");
        // A bracket that closes after the number may have been opened before it.
        let closed = format!(
            r"(?:^|[)\]])[^(\[)\]]*[:;\u061B]{space}{{1,3}}{DIGIT}{{1,3}}(?:\.\)|\){full_stop})"
        );
        let note = "a list marker";
        let small = format!(r"{next}\p{{Ll}}");
        let mut new = vec![
            (alone, any.clone(), note),
            (colon, any.clone(), note),
            (closed, any.clone(), note),
        ];
        let begins = self.begins(true);
        let (mut cuts, mut late) = (Vec::new(), Vec::new());
        if let Some(labels) = self.any(Kind::Label) {
            let before = self.listed(Kind::BeforeNumber);
            let digit = format!(r"(?=[^\s]{{0,12}}{DIGIT})");
            let heading = format!(
                r"{start}{ahead}(?:{labels}(?:{space}{before}\.?)?|{before}){space}{{1,3}}[(\[]?(?:{digit}{marker}|[IVX]{{1,5}})[)\]]?{full_stop}"
            );
            new.push((heading, any.clone(), "the number of a heading"));
            let (clitics, shortened) = self.clitics();
            let labels = format!("(?:{clitics}{labels}s?|{shortened})");
            let section = format!(r"{word_start}{labels}{space}{{1,3}}{number}{full_stop}");
            if !self.rules.cased {
                let of = format!(r"{next}من{word_end}");
                let any_number = format!(r"{DIGIT}{{1,3}}(?:[.\u066B/\-]{DIGIT}{{1,3}}){{0,4}}");
                let labelled =
                    format!(r"{word_start}{labels}{space}{{1,3}}{any_number}{full_stop}");
                let note = "the number of a section";
                new.push((labelled, of.clone(), note));
                new.push((format!(r"{word_start}{number}{full_stop}"), of, note));
            }
            if self.rules.cased {
                late.push((section, small.clone(), "the number of a section"));
            } else {
                cuts.push((section.clone(), begins));
                late.push((section, any, "the number of a section"));
            }
        }
        let letters: String = self.rules.words.starting_letters.iter().collect();
        if !letters.is_empty() {
            let joined = format!(r"{next}[{letters}]{DIGIT}");
            new.push((format!(r"{DIGIT}{full_stop}"), joined, "a number goes on"));
        }
        if self.rules.cased {
            let chain =
                format!(r"{word_start}{number}{space}\p{{Ll}}{{2,4}}{space}{number}{full_stop}");
            new.push((chain, small, "the number of a section"));
            let first = format!(r"{word_start}{number}{full_stop}");
            new.push((
                first,
                format!(r"{next}\p{{Ll}}{{2,4}}{space}{DIGIT}"),
                "the number of a section",
            ));
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

    /// The letters that may be written onto a label, and labels after للـ, which has its article.
    fn clitics(&self) -> (String, String) {
        if self.rules.cased {
            return (String::new(), "(?!)".to_owned());
        }
        let bare = self.words(Kind::Label).into_iter();
        let bare = bare.filter_map(|word| Some(pattern(word.strip_prefix("ال")?)));
        ("[وف]?[بلك]?".to_owned(), format!("[وف]?لل{}", any_of(bare.collect())))
    }

    /// Unknown abbreviations before a number: `tab. 2.`, `pkt. 5`.
    pub(super) fn unknown(&mut self) {
        let pieces = self.p.clone();
        let Pieces { word_start, word_end, space, .. } = &pieces;
        let number = format!(r"{space}+[(\[]?{DIGIT}");
        let ahead = format!(r"(?:[^\p{{N}}\s]{space}{{1,3}}[(\[]?|[(\[])");
        let small = if self.rules.cased { r"\p{Ll}{2,5}" } else { r"(?:\p{Lo}{2,3}|[a-z]{2,5})" };
        let consonants = r"[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz][b-df-hj-np-tv-xz]{1,4}";
        let whole = format!(r"{number}[\d\u0660-\u0669\-–٫:]*");
        let listed = format!(r"{whole}[,،;؛)\]]");
        let mut new = vec![
            (format!(r"{ahead}{consonants}\."), number),
            (format!(r"{ahead}{small}\."), listed),
        ];
        if let Some(words) = self.any(Kind::Reference) {
            let joins = |word: &String| !matches!(word.as_str(), "and" | "or" | "أو" | "او" | "و");
            let before: Vec<String> = self
                .words(Kind::Reference)
                .iter()
                .filter(|w| joins(w))
                .map(|w| pattern(w))
                .collect();
            let before = any_of(before);
            let referred =
                format!(r"(?:[(,;،؛]{space}?|{word_start}{before}{space}{{1,3}}){small}\.");
            new.push((referred, format!(r"{whole}(?:$|\.|{space}+{words}{word_end})")));
        }
        for (before, after) in new {
            self.stay(before, after, "an abbreviation before a number");
        }
    }

    /// Units and eras after a number, where there are no capitals.
    pub(super) fn measure(&mut self) {
        let pieces = self.p.clone();
        let Pieces { full_stop, space, next, word_end, .. } = &pieces;
        let era = self.listed(Kind::AfterNumber);
        let units: Vec<String> = self
            .words(Kind::AfterNumber)
            .iter()
            .filter(|word| word.chars().nth(1).is_some() && !word.ends_with(['!', '?']))
            .map(|word| pattern(word))
            .collect();
        let units = any_of(units);
        let letters: String = self.rules.words.starting_letters.iter().collect();
        let sign = format!(r"[.'\u2019{HIDDEN}]{{0,2}}");
        let of_unit = format!(r"{DIGIT}{sign}{space}{{0,3}}{units}{full_stop}");
        let short = format!(r"(?:^|[^\p{{N}}]){DIGIT}{{1,2}}{sign}{space}{{0,3}}{era}{full_stop}");
        let year = format!(r"(?:{DIGIT}{{3}}{sign}{space}{{0,3}}|{DIGIT}{sign}){era}{full_stop}");
        let rate = format!(r"{DIGIT}{space}{{0,3}}\p{{L}}{{1,5}}/\p{{L}}{{1,4}}{full_stop}");
        let measure = format!(
            r"{next}[{letters}][^\s]*(?:{space}+(?:[^\s]+{space}+){{0,2}}|{space}*){DIGIT}+{space}+{era}{word_end}"
        );
        let any = format!("{space}+");
        let number = format!(r"{next}[{letters}]?{DIGIT}");
        let not_starter = self.not_starter();
        for before in [&of_unit, &short] {
            self.stay(before.clone(), measure.clone(), "a unit before the next measure");
        }
        for before in [of_unit, year, rate] {
            self.stay(before.clone(), number.clone(), "a unit in the middle");
            self.stay(before.clone(), not_starter.clone(), "a unit in the middle");
            self.cut(before, any.clone(), "a unit at the end");
        }
        let amount = format!(r"{DIGIT}{space}{{0,3}}\p{{L}}(?:\.\p{{L}}){{1,3}}{full_stop}");
        self.cut(amount, self.begins(true), "an amount at the end");
    }

    /// Whole quotations where there are no capitals.
    pub(super) fn quotation(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, next, word_end, .. } = &pieces;
        let verbs = any_of(self.words(Kind::SpeechVerb).iter().map(|word| pattern(word)).collect());
        let letters: String = self.rules.words.starting_letters.iter().collect();
        let inner = "[^\"\u{AB}\u{BB}\u{201C}\u{201D}]*";
        let closers = "[\"\u{BB}\u{201D}]";
        let stops = format!("[{STOP}]{{1,4}}");
        let after_colon = format!(r"[:]{space}{{0,3}}[\u0022\u00AB\u201C]{inner}{stops}{closers}");
        let dash = r"(?:--|\u2013|\u2014)";
        let dashed =
            format!(r"\p{{L}}{space}{{1,2}}{dash}{space}[^{STOP}]{{1,100}}[!?\u061F]{{1,3}}");
        let speaker = format!(r"{next}{verbs}{word_end}");
        let other = format!(r"{speaker}[^.\u061F!,\u060C:\u00AB\u0022]{{0,40}}:");
        let plain = format!(r"{next}(?![{letters}])(?!{verbs}{word_end})\p{{L}}");
        let note = "the end of a quotation";
        self.stay(dashed, format!(r"{space}+{dash}"), "an aside between dashes");
        if self.rules.cased {
            return;
        }
        self.cut(after_colon.clone(), other, note);
        let quoted = format!(r"[{STOP}]{closers}{{1,2}}");
        self.stay(quoted.clone(), speaker, "a quotation and its speaker");
        self.cut(quoted, format!(r"{space}+[\u0022\u00AB\u201C\u2018]"), note);
        self.cut(after_colon, plain, note);
    }

    /// Quotations in English whose speaker stands before them, and clauses that need another one.
    pub(super) fn introduced(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, next, start, .. } = &pieces;
        let quoted = "[\"\u{201C}][^\"\u{201C}\u{201D}]*[!?][!?.]{0,3}[\"\u{201D}]";
        let openers =
            any_of(self.words(Kind::Opener).iter().map(|word| capitalised(word)).collect());
        let clause =
            format!(r"{start}{openers}{space}[^,;:\u0022\u201C\u2018\u00AB{STOP}]{{1,78}}{quoted}");
        self.stay(clause, format!("{space}+"), "a clause that goes on");
        let introduced = format!(r"\p{{L}}[,:]{space}{{0,2}}{quoted}");
        self.cut(introduced, format!(r"{next}\p{{Lu}}"), "a quotation after its speaker");
    }
}
