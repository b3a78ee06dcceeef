//! The rules of `segment/decide` as patterns, in the same order. Each method produces the rules
//! of the function with the same name there.

use unicode_script::Script;

use super::{
    Written,
    pieces::{ARABIC, DIGIT, FACE, HIDDEN, INNER_UNIT, LATE, Pieces, QUOTE, STOP},
    spelling::{any_of, capitalised, pattern},
};
use crate::segment::{
    Kind,
    rules::{Rules, latin},
};

pub(super) struct Builder<'r> {
    pub(super) rules: &'r Rules,
    pub(super) p: Pieces,
    out: Vec<Written>,
}

/// Returns all rules of a language.
pub(super) fn rules(rules: &Rules) -> Vec<Written> {
    let mut builder = Builder { rules, p: Pieces::new(rules.strict), out: Vec::new() };
    builder.signs();
    builder.notes();
    builder.late_closers();
    builder.verse();
    builder.face();
    if rules.strict {
        builder.numbered_end();
    }
    if !rules.strict {
        builder.reference();
    }
    builder.list_marker();
    if !rules.strict {
        builder.sections();
    }
    builder.unspaced();
    if rules.strict {
        builder.sign_follows();
    }
    builder.ellipsis();
    builder.bracket();
    if rules.strict {
        builder.strict();
    } else {
        if !rules.cased {
            builder.measure();
        }
        builder.abbreviation();
        builder.unknown();
        builder.small_letter();
        builder.quotation();
        if rules.cased {
            builder.introduced();
        }
    }
    builder.spoken_by();
    builder.question_goes_on();
    builder.inner_question();
    builder.name_with_mark();
    builder.stop();
    builder.out
}

impl Builder<'_> {
    pub(super) fn add(&mut self, breaks: bool, before: String, after: String, note: &'static str) {
        self.out.push(Written { breaks, before, after, note });
    }

    pub(super) fn stay(&mut self, before: String, after: String, note: &'static str) {
        self.add(false, before, after, note);
    }

    pub(super) fn cut(&mut self, before: String, after: String, note: &'static str) {
        self.add(true, before, after, note);
    }

    /// Returns the words of a kind in this language, and in a non-Latin script also those of Latin.
    pub(super) fn words(&self, kind: Kind) -> Vec<String> {
        let mut all: Vec<String> = self.rules.words.of(kind).map(str::to_owned).collect();
        if self.rules.script != Script::Latin {
            all.extend(latin().words.of(kind).map(str::to_owned));
        }
        all
    }

    /// Returns the abbreviations of a kind as a pattern, with the letters that may be written onto
    /// them.
    pub(super) fn listed(&self, kind: Kind) -> String {
        let clitics: String = self.rules.words.clitics.iter().collect();
        let words = self.words(kind);
        any_of(
            words
                .iter()
                .filter(|word| !word.ends_with(['!', '?']))
                .map(|word| {
                    let word_pattern = pattern(word);
                    let latin = word.starts_with(|c: char| c.is_ascii());
                    if clitics.is_empty() || latin {
                        word_pattern
                    } else {
                        format!("[{clitics}]?{}{word_pattern}", super::spelling::MARKS)
                    }
                })
                .collect(),
        )
    }

    /// Returns a pattern for the text after an abbreviation that ends a sentence.
    pub(super) fn begins(&self, loose: bool) -> String {
        let pieces = self.p.clone();
        let Pieces { next, word_end, .. } = &pieces;
        let starters: Vec<String> =
            self.words(Kind::Starter).iter().map(|word| capitalised(word)).collect();
        let mut all = vec![format!("{}{word_end}", any_of(starters))];
        let letters: String = self.rules.words.starting_letters.iter().collect();
        if loose && !letters.is_empty() {
            let marks = super::spelling::MARKS;
            all.push(format!(r"[{letters}]{marks}\p{{L}}{marks}\p{{L}}"));
        }
        format!("{next}(?:{})", all.join("|"))
    }

    pub(super) fn not_starter(&self) -> String {
        let pieces = self.p.clone();
        let Pieces { next, word_end, .. } = &pieces;
        let words: Vec<String> =
            self.words(Kind::NotStarter).iter().map(|word| pattern(word)).collect();
        format!("{next}{}{word_end}", any_of(words))
    }

    /// A closing quote after a space belongs to the sentence before it.
    fn late_closers(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, stops, .. } = &pieces;
        let before = format!(r"{stops}[{QUOTE})\]{HIDDEN}]{{0,8}}");
        let after = format!("{space}{{1,2}}(?:{LATE}(?:{space}|$)|{FACE}(?:{space}|[{STOP}]|$))");
        let (dot, dots) = (format!(r"\.[{HIDDEN}]*"), r" \.(?![\p{L}\p{N}])".to_owned());
        self.stay(before, after, "a closing quote, bracket or face that stands off");
        self.stay(dot, dots, "an ellipsis with spaces");
    }

    /// A bracket that closes verses ends a sentence that consists of verses only.
    fn verse(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, .. } = &pieces;
        let before =
            format!("^{space}*[\u{FD3E}\u{FD3F}][^.!?]*{DIGIT}[)\\]]{space}*[\u{FD3E}\u{FD3F}]");
        self.cut(before, format!("{space}+"), "the end of verses");
    }

    /// An emoticon ends a sentence if a capital or a word that begins sentences follows.
    fn face(&mut self) {
        let before = format!(r"(?:^|[^\p{{L}}\p{{N}}{STOP}\s]|[^{STOP}]\s){FACE}");
        let capital = format!(r"{}\p{{Lu}}", self.p.next);
        self.cut(before.clone(), capital, "a face at the end");
        self.cut(before, self.begins(true), "a face at the end");
    }

    /// A number after an abbreviation in a sentence is no list marker: `See Fig. 2. Results`
    fn reference(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, full_stop, .. } = &pieces;
        let words = self.listed(Kind::BeforeNumber);
        let number = format!(r"{DIGIT}{{1,3}}(?:\.{DIGIT}{{1,3}}){{0,3}}\p{{L}}?");
        let before =
            format!(r"[^\s{STOP}:]{space}{{1,3}}{words}\.{space}{{1,2}}{number}{full_stop}");
        self.cut(before, format!(r"{}\p{{Lu}}", self.p.next), "the end of a reference");
    }

    fn list_marker(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, full_stop, start, .. } = &pieces;
        let words = any_of(self.words(Kind::ListWord).iter().map(|word| pattern(word)).collect());
        let ahead = r"[^\p{L}\p{N}.!?\u061F]{0,15}";
        let number = format!(r"{DIGIT}{{1,3}}(?:\.{DIGIT}{{1,3}}){{0,2}}");
        let marker = format!("(?:{number}|[IVX]{{1,5}}|{words})");
        let alone = format!("{start}{ahead}{marker}{full_stop}");
        let after_colon = format!(r":{space}{{1,3}}\(?(?:{number}|{words}){full_stop}");
        let bracketed = format!(r"{start}\(?{DIGIT}{{1,3}}\){full_stop}");
        let after = format!("{space}+");
        self.stay(alone, after.clone(), "a list marker");
        self.stay(after_colon, after.clone(), "a list marker after a colon");
        self.stay(bracketed, after, "a list marker in brackets");
    }

    /// Breaks without white space. Elsewhere no rule matches, so nothing breaks without it.
    fn unspaced(&mut self) {
        let marks = super::spelling::MARKS;
        let known = any_of(vec![
            self.listed(Kind::NeverLast),
            self.listed(Kind::MaybeLast),
            self.listed(Kind::BeforeNumber),
        ]);
        let pieces = self.p.clone();
        let Pieces { word_start, .. } = &pieces;
        let opener = format!("[\"'\u{201C}\u{2018}\u{AB}\u{2039}(\\[\u{BF}\u{A1}{HIDDEN}]{{0,3}}");
        let word = format!(r"{opener}{ARABIC}{marks}{ARABIC}");
        let capital = format!(r"{opener}(?:\p{{Lu}}[\p{{Ll}}'\u2019]|[IA] )");
        let address = format!(
            r"(?:[^\s/#][^\s]*[/@\\=#][^\s]*|(?:^|\s)[wW]{{3}}\.[^\s]*|(?:^|\s)[@\\=][^\s]*)[{STOP}][{QUOTE})\]]{{0,3}}"
        );
        self.out.push(Written {
            breaks: false,
            before: address,
            after: r"[^\s]".to_owned(),
            note: "an address",
        });
        self.out.push(Written {
            breaks: false,
            before: format!("[{STOP}]"),
            after: r"[!-~]{0,40}@".to_owned(),
            note: "an address",
        });
        self.out.push(Written {
            breaks: false,
            before: format!(r"{word_start}{known}\."),
            after: r"[^\s]".to_owned(),
            note: "an abbreviation without a space",
        });
        if !self.rules.strict {
            let opened = format!("[{STOP}][\u{AB}\u{201C}\u{2018}(]");
            self.out.push(Written {
                breaks: false,
                before: opened,
                after: ARABIC.to_owned(),
                note: "a quotation begins",
            });
        }
        let strong = format!("[!?\\u061F\\u203C\\u2047-\\u2049][{STOP}]{{0,4}}");
        let whole = format!(r"{ARABIC}{marks}{ARABIC}{marks}[.\u06D4]");
        let note = "a missing space";
        self.cut(strong.clone(), format!("{opener}{ARABIC}"), note);
        self.cut(whole, format!("(?:{word}|{capital})"), note);
        self.cut(format!(r"{DIGIT}[.\u06D4]"), word, note);
        let small = r"(?:^|[^\p{L}\p{N}\p{M}.'\u2019\-])[\p{Ll}]+[a-z]\.".to_owned();
        self.cut(small, capital.clone(), note);
        self.cut(format!(r"\p{{Ll}}{strong}"), capital, note);
        let note = "a missing space after a quotation";
        let closers = format!(r"[{QUOTE})\]{HIDDEN}]{{1,4}}");
        let ends = format!(r"(?:(?:{ARABIC}{marks}|{DIGIT})[{QUOTE})]{{1,3}}|{DIGIT}[%\u066A])\.");
        self.cut(ends, format!("{opener}{ARABIC}"), note);
        let noted = format!(r"{ARABIC}{marks}[{STOP}]\[[^\[\].]{{1,40}}\]");
        self.cut(noted, ARABIC.to_owned(), note);
        self.cut(
            format!(r"(?:{ARABIC}{marks}|{DIGIT})\.{closers}"),
            format!("{opener}{ARABIC}"),
            note,
        );
        self.cut(
            format!("\\p{{Ll}}[{STOP}]{{1,4}}[\"\u{201D}\u{BB}]{{1,2}}"),
            r"(?:\p{Lu}[\p{Ll}'\u2019]|[IA] )".to_owned(),
            note,
        );
    }

    fn bracket(&mut self) {
        let pieces = self.p.clone();
        let Pieces { space, stops, start, next, .. } = &pieces;
        let quotes = format!("[{QUOTE}{HIDDEN}]{{0,4}}");
        let end = format!(r"{stops}{quotes}[)\]][{QUOTE})\]{HIDDEN}]{{0,4}}");
        // One sentence: a stop with a space after it only after short words.
        let inner = format!(r"(?:[^()\[\]{STOP}]|[{STOP}][^\s()\[\]{STOP}]|{INNER_UNIT})*");
        let after = format!("{space}+");
        let small = format!(r"{next}\p{{Ll}}");
        let whole = format!(r"{start}[(\[]{inner}{end}");
        let aside = format!(r"[(\[]{inner}{end}");
        if self.rules.cased {
            self.stay(end.clone(), small, "a small letter after brackets");
        }
        self.cut(whole, after.clone(), "a sentence in brackets");
        self.stay(aside, after.clone(), "an aside in brackets");
        self.cut(end, after, "the last of several sentences in brackets");
    }

    fn undecided(&mut self, before: &str, note: &'static str) {
        let any = format!("{}+", self.p.space);
        let small = format!(r"{}[\p{{Ll}}0-9]", self.p.next);
        self.stay(before.to_owned(), small, note);
        if self.rules.words.of(Kind::NotStarter).next().is_some() {
            self.stay(before.to_owned(), self.not_starter(), note);
        }
        self.cut(before.to_owned(), self.begins(true), note);
        self.stay(before.to_owned(), any, note);
    }

    fn abbreviation(&mut self) {
        let pieces = self.p.clone();
        let Pieces { word_start, full_stop, space, next, .. } = &pieces;
        let marks = super::spelling::MARKS;
        let any = format!("{space}+");
        let clitic: String = self.rules.words.clitics.iter().collect();
        let clitic = if clitic.is_empty() { clitic } else { format!("[{clitic}]?{marks}") };
        let after_number = format!(
            r"{DIGIT}[.'\u2019{HIDDEN}]{{0,2}}{space}{{0,3}}{}{full_stop}",
            self.listed(Kind::AfterNumber)
        );
        let of_kind = |this: &Self, kind| format!("{word_start}{}{full_stop}", this.listed(kind));
        let before_number = of_kind(self, Kind::BeforeNumber);
        let never = of_kind(self, Kind::NeverLast);
        let maybe = of_kind(self, Kind::MaybeLast);
        let number = format!(r"{space}+[{HIDDEN}(\[+#]{{0,5}}{DIGIT}");
        let labels = any_of(self.words(Kind::Label).iter().map(|word| pattern(word)).collect());
        let label = format!(r"{word_start}{labels}{space}{{1,3}}\p{{L}}{marks}{full_stop}");
        let initials = format!(
            r"{word_start}{clitic}\p{{L}}{marks}(?:\.[{HIDDEN}]?\p{{L}}{marks}){{0,7}}{full_stop}"
        );
        let small_initial = format!(r"{word_start}[a-uw-z]{full_stop}");
        let (small, capital) = (format!(r"{next}\p{{Ll}}"), format!(r"{next}\p{{Lu}}"));
        let begins = self.begins(false);
        if self.rules.cased {
            for kind in [Kind::BeforeNumber, Kind::OftenLast] {
                self.stay(of_kind(self, kind), small.clone(), "an abbreviation in the middle");
            }
        }
        if self.rules.words.of(Kind::AfterNumber).next().is_some() {
            self.undecided(&after_number, "an era after its year");
        }
        self.stay(before_number, number, "an abbreviation before a number");
        self.stay(never, any.clone(), "an abbreviation that no sentence ends with");
        if self.rules.cased {
            let often = of_kind(self, Kind::OftenLast);
            let note = "an abbreviation that often ends a sentence";
            let inner = format!(r"(?:{space}+[\[(]?{DIGIT}|{})", self.not_starter());
            self.stay(often.clone(), inner, note);
            self.cut(often, capital.clone(), note);
            let all = self.words(Kind::MaybeLast);
            let undotted = all.iter().filter(|w| !w.contains(['.', '!', '?']));
            let undotted = any_of(undotted.map(|word| pattern(word)).collect());
            let titles =
                any_of(self.words(Kind::NeverLast).iter().map(|word| capitalised(word)).collect());
            let title = format!(r"{next}{titles}\.");
            let before = format!("{word_start}{undotted}{full_stop}");
            self.cut(before, title, "a title follows");
        }
        self.undecided(&maybe, "an abbreviation that may end a sentence");
        self.stay(label.clone(), small, "a letter that is a name");
        self.cut(label, any.clone(), "a letter that is a name");
        self.cut(small_initial, capital, "a small letter at the end");
        self.cut(initials.clone(), begins, "initials at the end");
        self.stay(initials, any, "initials");
    }

    fn name_with_mark(&mut self) {
        let pieces = self.p.clone();
        let Pieces { word_start, space, .. } = &pieces;
        let words = self.words(Kind::MaybeLast);
        let names = words.iter().filter_map(|word| word.strip_suffix('!')).map(pattern).collect();
        let name = format!("{word_start}{}!", any_of(names));
        let any = format!("{space}+");
        self.cut(name.clone(), self.begins(true), "a name that ends in a mark");
        self.stay(name, any, "a name that ends in a mark");
    }

    fn small_letter(&mut self) {
        let pieces = self.p.clone();
        let Pieces {
            stops,
            full_stop,
            some_closers,
            late,
            word_start,
            word_end,
            start,
            next,
            space,
            ..
        } = &pieces;
        let small = format!(r"{next}\p{{Ll}}(?!\p{{Lu}})");
        let brand = format!(r"{next}\p{{Ll}}\p{{Lu}}");
        let letter = if self.rules.cased { "" } else { "[A-Za-z]" };
        let any_end = format!("{letter}{stops}");
        let known: Vec<String> =
            [Kind::Starter, Kind::NotStarter, Kind::Label, Kind::ListWord, Kind::SpeechVerb]
                .into_iter()
                .flat_map(|kind| self.words(kind))
                .filter(|word| word.starts_with(|c: char| c.is_ascii()))
                .map(|word| pattern(&word))
                .collect();
        let known = format!("{word_start}{}{stops}", any_of(known));
        let careless = format!(
            r"{start}[^\p{{L}}.!?]{{0,14}}\p{{Ll}}(?:[^{STOP}]|[{STOP}][^\s{STOP}]|{INNER_UNIT})*{letter}{stops}"
        );
        let address = format!(r"{space}+(?:http|www\.)");
        let starters: Vec<String> = self
            .words(Kind::Starter)
            .iter()
            .filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(|word| {
                let first = &word[..1];
                format!("{first}{}", pattern(&word[1..]))
            })
            .collect();
        let starter = format!("{next}{}{word_end}", any_of(starters));
        let last = if letter.is_empty() { r"[\p{L}\p{N}]" } else { letter };
        let long = format!(r"[\p{{L}}\p{{N}}'\u2019.]{{2}}{last}{stops}");
        let ordinary = format!(r"{word_start}\p{{Ll}}{{4,}}{full_stop}");
        let words = format!(r"[^\s{STOP}]+{space}+[^\s{STOP}]+{space}+");
        let exclaimed = format!(r"{words}\p{{Ll}}{{4,}}[!?]{{1,4}}");
        let upper = format!(r"{word_start}\p{{Lu}}{{3,}}{full_stop}");
        let quoted = format!(r"[\u201D\x22)]{full_stop}");
        let small_only = format!(r"{space}+\p{{Ll}}(?!\p{{Lu}})");
        let note = "a small letter follows";
        let closed = format!("{letter}{stops}{some_closers}");
        let late = format!("{letter}{stops}{late}");
        let after = format!("{space}+");
        let new = [
            (true, format!("{letter}{stops}"), brand, "a name such as eBay follows"),
            (false, closed, small.clone(), note),
            (false, late, small.clone(), note),
            (true, known, after, "a common word"),
            (true, any_end.clone(), address, "an address follows"),
            (true, careless, small.clone(), "a writer without capitals"),
            (true, long, starter, "a small letter after a whole sentence"),
            (true, ordinary, small.clone(), "a small letter after a whole sentence"),
            (true, exclaimed, small_only, "a small letter after a whole sentence"),
            (true, upper, small.clone(), "a small letter after a whole sentence"),
            (true, quoted, small.clone(), "a small letter after a whole sentence"),
            (false, any_end, small, note),
        ];
        for (breaks, before, after, note) in new {
            self.add(breaks, before, after, note);
        }
    }

    fn spoken_by(&mut self) {
        if !self.rules.cased {
            return;
        }
        let pieces = self.p.clone();
        let Pieces { some_closers, word_end, next, .. } = &pieces;
        let verbs = any_of(self.words(Kind::SpeechVerb).iter().map(|word| pattern(word)).collect());
        let name = r"(?:\p{Lu}[\p{L}\p{N}\p{M}'\u2019]{0,30}[^\p{L}\p{N}]{1,20}){0,3}";
        let before = format!(r"[!?\u2026][{STOP}]{{0,4}}{some_closers}");
        self.stay(before, format!("{next}{name}{verbs}{word_end}"), "a quotation and its speaker");
    }

    fn question_goes_on(&mut self) {
        let joiners = self.words(Kind::Joiner);
        if joiners.is_empty() {
            return;
        }
        let pieces = self.p.clone();
        let Pieces { word_end, next, .. } = &pieces;
        let joiners = any_of(joiners.iter().map(|word| pattern(word)).collect());
        let before = format!(r"[{STOP}]{{0,4}}[?\u061F][{STOP}{HIDDEN}]{{0,4}}");
        self.stay(before, format!("{next}{joiners}{word_end}"), "a question goes on");
    }

    fn inner_question(&mut self) {
        if self.rules.cased {
            return;
        }
        let pieces = self.p.clone();
        let Pieces { space, .. } = &pieces;
        let strong = r"!?\u061F\u2026\u203C\u2047-\u2049\u3002\uFF01\uFF1F";
        let before =
            format!("[{STOP}]{{0,4}}[{strong}][{STOP}{HIDDEN}]{{0,4}}[{QUOTE}{HIDDEN}]{{1,6}}");
        self.stay(before, format!("{space}+"), "a question inside of a quotation");
    }

    fn stop(&mut self) {
        let pieces = self.p.clone();
        let Pieces { stops, closers, late, space, .. } = &pieces;
        let before = format!("{stops}{closers}");
        let standing_off = format!("{stops}{late}");
        let zero_width = format!("[{STOP}][{HIDDEN}]{{0,3}}\u{200B}");
        let after = format!("{space}+");
        self.cut(before, after.clone(), "a stop");
        self.cut(standing_off, after, "a stop, and what closes after a space");
        self.cut(zero_width, String::new(), "a stop before a zero-width space");
    }
}
