//! The rules about ellipses and two dots as patterns; see `ellipsis` in `segment/decide`.

use super::{
    pieces::{FAR, HIDDEN, Pieces},
    rules::Builder,
    spelling::{any_of, pattern},
};
use crate::segment::Kind;

impl Builder<'_> {
    pub(super) fn ellipsis(&mut self) {
        let dots = format!(r"(?:\.[{HIDDEN}]?(?: ?\.[{HIDDEN}]?)+|\u2026[.\u2026{HIDDEN}]{{0,9}})");
        let pieces = self.p.clone();
        let Pieces { closers, some_closers, start, next, word_end, space, .. } = &pieces;
        let left_out = format!(r"{start}[^\p{{L}}\p{{N}}.\u2026]{{0,12}}{dots}{closers}");
        let pronoun = format!(r"{space}*{FAR}(?:I|I['\u2019](?:m|d|ll|ve)){word_end}");
        let three = format!(r"(?:\.[{HIDDEN}]?\.[{HIDDEN}]?\.?|\u2026){closers}");
        let capital = format!(r"{space}+{FAR}\p{{Lu}}");
        let anything = format!("{space}*");
        let before = |letter: &str| format!("{letter}{dots}{closers}");
        let mut new = vec![(false, left_out, anything.clone(), "an ellipsis for what is left out")];
        new.push((true, before(""), format!("{space}+https?:"), "an address follows"));
        let letter = match (self.rules.cased, self.rules.strict) {
            (true, false) => "",
            // "?.." ends a question.
            (true, true) => r"(?:^|[^!?.\u2026])",
            (false, _) => r"[A-Za-z]",
        };
        let three = format!(r"(?:^|[^.\u2026]){three}");
        new.push((false, three, pronoun, "an ellipsis before I"));
        let note = "an ellipsis before a capital";
        new.push((true, before(letter), capital, note));
        new.push((true, before(letter), r"[^\p{L}\p{N}\s]*\p{Lu}".to_owned(), note));
        if !self.rules.cased {
            let quoted = format!("{dots}{some_closers}");
            new.push((true, quoted, format!("{space}+"), "an ellipsis that ends a quotation"));
            let verbs = self.words(Kind::SpeechVerb).iter().map(|word| pattern(word)).collect();
            let speaker = format!("{next}{}{word_end}", any_of(verbs));
            new.push((true, before(""), speaker, "an ellipsis before a speaker"));
        }
        if !self.rules.cased {
            let words = format!(r"(?:^|{space})[^\s]+{space}+[^\s]+{space}+[^\s]*[^.\u2026\s]\.\.");
            let not_starter = self.not_starter();
            let habit = format!(r"(?!{not_starter}){next}\p{{L}}.*[^.]\.\.{space}*$");
            let note = "two dots for a stop";
            new.push((true, words.clone(), self.begins(false), note));
            new.push((true, words, habit, note));
        }
        let letter = if self.rules.strict { letter } else { r"(?:^|[^!?\u061F.\u2026])" };
        new.push((false, before(letter), anything, "an ellipsis"));
        for (breaks, before, after, note) in new {
            self.add(breaks, before, after, note);
        }
    }
}
