//! The rules for languages whose writers keep to the capitals, as patterns: abbreviations of
//! several words, units, ordinals.

use std::collections::BTreeMap;

use super::{
    pieces::{DIGIT, HIDDEN, INNER_UNIT, Pieces, STOP},
    rules::Builder,
    spelling::{any_of, capitalised, pattern},
};
use crate::segment::Kind;

/// White space or hyphens between the words of an abbreviation, possibly none.
const BETWEEN: &str = r"[\s\u00A0\u202F\u2010\u2011\-]{0,3}";
const ROMAN: &str = "[IVXLC]";
const ABBREVIATIONS: [Kind; 5] =
    [Kind::BeforeNumber, Kind::NeverLast, Kind::OftenLast, Kind::MaybeLast, Kind::AfterNumber];

/// The patterns of abbreviations that end a sentence if a capital follows.
struct Ending {
    whole: String,
    after_number: String,
    /// After the first words of a sentence.
    opening: String,
}

impl Builder<'_> {
    pub(super) fn strict(&mut self) {
        self.open_bracket();
        if self.rules.ordinals {
            self.ordinal();
        }
        self.inside_compound();
        self.unit();
        for compounds in [true, false] {
            self.listed_abbreviations(compounds);
        }
        self.initials();
        self.marker_follows();
        self.strict_small_letter();
    }

    /// A number after an abbreviation, which is no list marker: `табл. 4.`
    pub(super) fn numbered_end(&mut self) {
        let Pieces { word_start, full_stop, space, next, .. } = &self.p;
        let words = any_of(
            [true, false]
                .into_iter()
                .flat_map(|c| self.abbreviations(Kind::BeforeNumber, c))
                .collect(),
        );
        let number = format!(r"(?:{DIGIT}{{1,9}}|{ROMAN}{{1,6}})\)?");
        let before = format!(
            r"{word_start}{words}\.{space}{{1,2}}[(\u2116\u00A7]{{0,2}}{number}{full_stop}"
        );
        self.cut(before, format!(r"{next}\p{{Lu}}"), "a number at the end");
    }

    pub(super) fn sign_follows(&mut self) {
        let Pieces { stops, closers, space, .. } = &self.p;
        let quotes = "[\u{BB}\u{201D}\u{201C}\u{2019}]{0,3}";
        let after = format!(r"{space}+{quotes}{space}{{0,2}}(?:[,;:?!]|\.(?:{space}|$))");
        self.stay(format!("{stops}{closers}"), after, "a sign follows");
    }

    fn open_bracket(&mut self) {
        let Pieces { full_stop, space, .. } = &self.p;
        let opener = format!(r"[\p{{L}}\p{{N}},;:%\u00BB\u201D\u201C]{space}{{0,2}}[(\[]");
        let before = format!(
            r"{opener}(?:[^()\[\]]{{0,110}}[^()\[\]\p{{L}}\p{{N}}])?[\p{{L}}\p{{N}}]{{0,6}}{full_stop}"
        );
        self.stay(before, format!(r"{space}+[^()\[\]]{{0,110}}[)\]]"), "a note in brackets");
    }

    /// A list item that begins in the line.
    fn marker_follows(&mut self) {
        let Pieces { stops, closers, space, .. } = &self.p;
        let after = format!(r"{space}+\(?[\p{{L}}\p{{N}}]{DIGIT}?\){space}");
        self.cut(format!("{stops}{closers}"), after, "a list marker follows");
    }

    /// Ordinals, dates, and numbers of rulers.
    fn ordinal(&mut self) {
        let Pieces { word_start, word_end, full_stop, next, space, .. } = &self.p;
        let number = format!("{word_start}{DIGIT}{{1,3}}{full_stop}");
        let day = format!("{word_start}{DIGIT}{{1,2}}{full_stop}");
        let month = format!(r"{word_start}{DIGIT}{{1,2}}\.{space}{{1,2}}{DIGIT}{{1,2}}{full_stop}");
        let roman = format!("{word_start}{ROMAN}{{2,6}}{full_stop}");
        let any = format!("{space}+");
        let words = |kind| any_of(self.words(kind).iter().map(|word| pattern(word)).collect());
        let named = format!("{next}{}{word_end}", words(Kind::AfterOrdinal));
        let after_word = format!(
            "{word_start}{}{space}{{1,3}}{DIGIT}{{1,3}}{full_stop}",
            words(Kind::BeforeOrdinal)
        );
        let begins = self.begins_strictly();
        let (small, digits) = (self.small(), format!(r"{space}+{DIGIT}{{1,4}}{word_end}"));
        let note = "an ordinal";
        self.cut(roman.clone(), begins.clone(), "a ruler at the end");
        self.stay(roman, any.clone(), "a ruler");
        self.stay(number.clone(), small, note);
        self.stay(number, named, note);
        self.cut(after_word.clone(), begins, "a number at the end");
        self.stay(after_word, any.clone(), note);
        self.stay(day, format!(r"{any}{DIGIT}{{1,2}}\."), "a day");
        self.stay(month, digits, "a month");
    }

    /// Stops inside abbreviations of several words.
    fn inside_compound(&mut self) {
        let mut ends: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for kind in ABBREVIATIONS {
            for word in self.rules.words.compounds_of(kind) {
                let parts: Vec<&str> = word.split('.').collect();
                for at in 1..parts.len() {
                    let rest = compound(&parts[at..].join("."));
                    ends.entry(compound(&parts[..at].join("."))).or_default().push(rest);
                }
            }
        }
        let Pieces { word_start, full_stop, .. } = &self.p;
        let new: Vec<_> = ends
            .into_iter()
            .map(|(start, mut rest)| {
                rest.sort();
                let before = format!("{word_start}{start}{full_stop}");
                (before, format!(r"{BETWEEN}{}[.\-]", any_of(rest)))
            })
            .collect();
        for (before, after) in new {
            self.stay(before, after, "inside an abbreviation");
        }
    }

    /// A unit after a slash.
    fn unit(&mut self) {
        let before = format!(r"/\p{{L}}{{1,2}}{}", self.p.full_stop);
        self.stay(before.clone(), self.small(), "a unit in the middle");
        self.cut(before, format!("{}+", self.p.space), "a unit at the end");
    }

    /// Abbreviations of several words, or of one.
    fn listed_abbreviations(&mut self, compounds: bool) {
        let Pieces { word_start, full_stop, space, .. } = &self.p;
        let any = format!("{space}+");
        let of_kind = |kind| {
            let words = self.abbreviations(kind, compounds);
            (!words.is_empty()).then(|| any_of(words))
        };
        let whole = |words: &String| format!("{word_start}{words}{full_stop}");
        let after = |number: String, words: &String| {
            format!(r"{number}[.'\u2019{HIDDEN}]{{0,2}}{space}{{0,3}}{words}{full_stop}")
        };
        let all = ABBREVIATIONS.iter().flat_map(|kind| self.abbreviations(*kind, compounds));
        let all = whole(&any_of(all.collect()));
        let [before_number, never, often, maybe, units] = ABBREVIATIONS.map(of_kind);
        let [before_number, never, maybe] =
            [&before_number, &never, &maybe].map(|words| words.as_ref().map(whole));
        let units = units.map(|words| {
            let number = format!(r"(?:{DIGIT}|(?:^|[^\p{{L}}]){ROMAN}{{1,6}})");
            let unit = after(number, &words);
            Ending { whole: unit.clone(), after_number: unit, opening: self.opening_year(&words) }
        });
        let often = often.map(|words| Ending {
            whole: whole(&words),
            after_number: after(format!(r"(?:{DIGIT}|\))"), &words),
            opening: self.opening(&words),
        });
        let number = self.number();
        self.stay(all, self.small(), "an abbreviation in the middle");
        if let Some(units) = units {
            self.usually_last(units, "a unit");
        }
        if let Some(before) = before_number {
            self.stay(before, number, "an abbreviation before a number");
        }
        if let Some(before) = never {
            self.stay(before, any, "an abbreviation that no sentence ends with");
        }
        if let Some(often) = often {
            self.usually_last(often, "an abbreviation that often ends a sentence");
        }
        if let Some(before) = maybe {
            self.undecided_strictly(&before, "an abbreviation that may end a sentence");
        }
    }

    /// Abbreviations that end a sentence if a capital follows.
    fn usually_last(&mut self, ending: Ending, note: &'static str) {
        let Pieces { space, next, .. } = &self.p;
        let digits = format!("{next}{DIGIT}");
        let reference = format!(r"{space}+[\[(]{DIGIT}");
        let any = format!("{space}+");
        let Ending { whole, after_number, opening } = ending;
        self.stay(after_number, digits.clone(), note);
        self.stay(whole.clone(), reference, note);
        self.cut(whole.clone(), digits, note);
        if self.rules.words.of(Kind::NotStarter).next().is_some() {
            self.stay(whole.clone(), self.not_starter(), note);
        }
        self.cut(opening.clone(), self.begins_strictly(), note);
        self.stay(opening, any.clone(), note);
        self.cut(whole, any, note);
    }

    fn undecided_strictly(&mut self, before: &str, note: &'static str) {
        if self.rules.words.of(Kind::NotStarter).next().is_some() {
            self.stay(before.to_owned(), self.not_starter(), note);
        }
        self.cut(before.to_owned(), self.begins_strictly(), note);
        self.stay(before.to_owned(), format!("{}+", self.p.space), note);
    }

    fn initials(&mut self) {
        let Pieces { word_start, word_end, full_stop, space, next, .. } = &self.p;
        let any = format!("{space}+");
        let labels = any_of(self.words(Kind::Label).iter().map(|word| pattern(word)).collect());
        let label = format!(r"{word_start}{labels}{space}{{1,3}}\p{{L}}{full_stop}");
        let single = format!(r"{word_start}\p{{L}}{full_stop}");
        let several = format!(r"{word_start}\p{{L}}(?:\.[{HIDDEN}]?\p{{L}}){{0,7}}{full_stop}");
        let listed: Vec<String> = ABBREVIATIONS
            .iter()
            .flat_map(|kind| self.words(*kind))
            .filter(|word| word.chars().nth(1).is_none())
            .collect();
        let listed = format!("{word_start}[{}]{full_stop}", listed.concat());
        let small = format!(r"{word_start}\p{{Ll}}{full_stop}");
        let capital = format!(r"{next}\p{{Lu}}");
        let ruler = format!(r"{word_start}\p{{Lu}}\p{{Ll}}\p{{L}}*{space}{{1,3}}[IVX]{full_stop}");
        let parts =
            any_of(self.words(Kind::NamePart).iter().map(|word| capitalised(word)).collect());
        let surname = format!(r"{next}{parts}{word_end}?[^\p{{L}}\p{{N}}]{{0,3}}\p{{Lu}}");
        let begins = self.begins_strictly();
        let follows = self.small();
        self.stay(label.clone(), follows, "a letter that is a name");
        self.cut(label, any.clone(), "a letter that is a name");
        if !self.rules.ordinals {
            self.cut(ruler, capital.clone(), "a ruler at the end");
        }
        self.stay(single, surname, "an initial before a name of two words");
        self.cut(listed.clone(), begins.clone(), "an abbreviation at the end");
        self.stay(listed, any.clone(), "an abbreviation in the middle");
        self.cut(small, capital, "a small letter at the end");
        self.cut(several.clone(), begins, "initials at the end");
        self.stay(several, any, "initials");
    }

    fn strict_small_letter(&mut self) {
        let Pieces { stops, some_closers, late, full_stop, word_start, next, space, .. } = &self.p;
        let small = self.small();
        let note = "a small letter follows";
        // A longer word than most abbreviations.
        let start = format!(r"(?:^|(?:\p{{L}}{{5}}\.|[!?][{STOP}]{{0,4}}){space}{{1,4}})");
        let careless =
            format!(r"{start}\p{{Ll}}(?:[^{STOP}]|[{STOP}][^\s{STOP}]|{INNER_UNIT})*{stops}");
        let long = format!(r"{word_start}\p{{Ll}}{{8,}}{full_stop}");
        let brand = format!(r"{next}\p{{Ll}}\p{{Lu}}");
        let address = format!(r"{space}+(?:http|www\.)");
        let new = [
            (true, stops.clone(), brand, "a name such as eBay follows"),
            (false, format!("{stops}{some_closers}"), small.clone(), note),
            (false, format!("{stops}{late}"), small.clone(), note),
            (true, stops.clone(), address, "an address follows"),
            (true, careless, small.clone(), "a writer without capitals"),
            (true, long, small.clone(), "a small letter after a whole sentence"),
            (false, stops.clone(), small, note),
        ];
        for (breaks, before, after, note) in new {
            self.add(breaks, before, after, note);
        }
    }

    /// Returns the abbreviations of a kind as patterns, those of several words or the others.
    fn abbreviations(&self, kind: Kind, compounds: bool) -> Vec<String> {
        let lists = &self.rules.words;
        if compounds {
            return lists.compounds_of(kind).map(compound).collect();
        }
        let words = self.words(kind);
        let words = words.iter().filter(|word| !word.ends_with(['!', '?']) && !word.contains(' '));
        // A letter is an initial as well, which the next rules decide.
        let words = words.filter(|word| {
            matches!(kind, Kind::NeverLast | Kind::AfterNumber | Kind::MaybeLast)
                || word.chars().nth(1).is_some()
        });
        let suffixes = lists.suffixes_of(kind).map(|word| format!(r"\p{{L}}*{}", pattern(word)));
        words.map(|word| pattern(word)).chain(suffixes).collect()
    }

    /// Returns the pattern of a sentence so far that is a few words and an abbreviation.
    fn opening(&self, words: &str) -> String {
        let Pieces { full_stop, .. } = &self.p;
        format!("{}{words}{full_stop}", self.first_words())
    }

    /// Returns the same for a unit after its number.
    fn opening_year(&self, words: &str) -> String {
        let Pieces { full_stop, space, .. } = &self.p;
        let number = format!(r"[^\s,;:]*(?:{DIGIT}|{ROMAN}){space}{{0,3}}");
        format!("{}{number}{words}{full_stop}", self.first_words())
    }

    fn first_words(&self) -> String {
        let Pieces { start, space, .. } = &self.p;
        let openers = self.words(Kind::Opener);
        let openers = openers.iter().flat_map(|word| [pattern(word), capitalised(word)]).collect();
        format!(r"{start}{}{space}+(?:[^\s,;:]+{space}+){{0,4}}", any_of(openers))
    }

    /// Returns the pattern of the text after an abbreviation that ends a sentence.
    fn begins_strictly(&self) -> String {
        let Pieces { next, word_end, space, .. } = &self.p;
        let starters = self.words(Kind::Starter);
        let (elided, whole): (Vec<&String>, Vec<&String>) =
            starters.iter().partition(|word| word.ends_with('\''));
        let (letters, whole): (Vec<&String>, Vec<&String>) =
            whole.into_iter().partition(|word| word.chars().nth(1).is_none());
        let any =
            |words: Vec<&String>| any_of(words.iter().map(|word| capitalised(word)).collect());
        format!(
            r"(?:{next}(?:{}{word_end}|{}{word_end}(?!\.)|{}\p{{L}})|{space}+[\u00BF\u00A1])",
            any(whole),
            any(letters),
            any(elided),
        )
    }

    /// Returns the pattern of a number after an abbreviation: digits, a Roman numeral, a code.
    fn number(&self) -> String {
        let Pieces { space, word_end, .. } = &self.p;
        let code =
            format!(r"(?:\p{{Lu}}\.{space}{{0,2}})?(?:{DIGIT}|\p{{Lu}}[^\s]{{0,38}}{DIGIT})");
        format!(
            r"{space}+[{HIDDEN}(\[+#\u2116\u00A7]{{0,5}}(?:{DIGIT}|{ROMAN}{{1,6}}{word_end}|{code})"
        )
    }

    /// Returns the pattern of a small letter that no name such as eBay begins with.
    fn small(&self) -> String {
        format!(r"{}\p{{Ll}}(?!\p{{Lu}})", self.p.next)
    }
}

/// Converts an abbreviation of several words, folded, to a pattern for all its spellings.
fn compound(word: &str) -> String {
    let words = |part: &str| {
        let all: Vec<String> = part.split(' ').map(pattern).collect();
        all.join(r"[\s\u00A0\u202F]{1,2}")
    };
    let parts: Vec<String> = word.split('.').map(words).collect();
    parts.join(&format!(r"[.\-]{BETWEEN}"))
}
