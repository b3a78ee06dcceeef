//! Reading the characters of a text into words.

use unicode_normalization::char::is_combining_mark;

use super::{WordSpan, Words};
use crate::{
    lang::arabic,
    text::{
        Span,
        chars::{is_basic_arabic, is_hebrew, is_hebrew_joiner, is_word, stands_alone},
        joined, ligatures, markup,
        view::{MARKS, plain_letters, scan_one, scan_with},
    },
};

/// Reads the characters of the view into words.
pub(super) struct WordReader<'w, 't> {
    words: &'w mut Words,
    text: &'t str,
    /// The word that is being read.
    open: Option<Open>,
    /// The sign after a Hebrew letter and the end of its piece; it belongs to the word if another
    /// Hebrew letter follows.
    pending: Option<(char, usize)>,
    /// The end of the piece of the original that the last character of a word was made from; no
    /// piece precedes the first one.
    last: usize,
    /// True if there are digits.
    pub(super) digits: bool,
}

#[derive(Clone, Copy)]
struct Open {
    start: usize,
    /// Its last letter.
    letter: char,
    /// True if its letter stands alone, so that only marks continue it.
    alone: bool,
    /// True if a hamza is among its letters.
    hamza: bool,
    /// True if its first letter is a ي that calls the rest: يأرض.
    calls: bool,
}

/// The bytes of ASCII that are no part of a word wherever they stand.
const SIGNS: [bool; 256] = {
    let mut signs = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let is_part =
            (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'_' | b'&' | b'~');
        signs[byte] = !is_part;
        byte += 1;
    }
    signs
};

/// Returns true for a text that begins with a ي, not with a ى.
fn is_ya(text: &str) -> bool {
    text.starts_with(['ي', 'ی', '\u{FEF3}'])
}

impl<'w, 't> WordReader<'w, 't> {
    pub(super) fn new(words: &'w mut Words, text: &'t str) -> Self {
        Self { words, text, open: None, pending: None, last: usize::MAX, digits: false }
    }

    /// Reads a part of the text.
    #[inline]
    pub(super) fn stretch(&mut self, span: Span) {
        let text = &self.text[..span.end];
        let mut at = span.start;
        while at < text.len() {
            at = self.plain_words(text, at);
            if at < text.len() {
                let take = &mut |c, start, end| match c {
                    Some(c) => self.take_any(c, start, end),
                    None => self.extend(start, end),
                };
                at = scan_one(text, at, arabic::fold_but_hamza, take);
            }
        }
    }

    /// Reads plain words and the plain signs between them, most of a text, and returns their end.
    #[inline(always)]
    fn plain_words(&mut self, text: &str, mut at: usize) -> usize {
        if self.pending.is_some() {
            return at;
        }
        loop {
            let from = at;
            at = self.plain_letters(text, at);
            at = self.plain_sign(text, at);
            if at == from {
                return at;
            }
        }
    }

    /// Takes letters and digits that the view shows as they are, or with a capital made small. They go
    /// on the open word or begin one.
    #[inline(always)]
    fn plain_letters(&mut self, text: &str, at: usize) -> usize {
        let letters = plain_letters(&text[at..]);
        // An alef after a hamza is one with it.
        let is_odd = |open: &Open| open.alone || matches!(open.letter, 'أ' | 'ء');
        if letters == 0 || self.open.as_ref().is_some_and(is_odd) {
            return at;
        }
        let end = at + letters;
        let taken = &text[at..end];
        let bytes = taken.as_bytes();
        let letter = if bytes[0].is_ascii() {
            let begin = self.words.folded.len();
            self.words.folded.push_str(taken);
            self.words.folded[begin..].make_ascii_lowercase();
            self.digits |= bytes.iter().any(u8::is_ascii_digit);
            char::from(bytes[letters - 1].to_ascii_lowercase())
        } else {
            self.words.folded.push_str(taken);
            taken.chars().next_back().unwrap_or_default()
        };
        match &mut self.open {
            Some(open) => open.letter = letter,
            None => {
                self.open =
                    Some(Open { start: at, letter, alone: false, hamza: false, calls: false });
            }
        }
        self.last = end;
        end
    }

    /// Ends the word at a space or a mark of ASCII that is never part of one.
    #[inline(always)]
    fn plain_sign(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let is_plain = bytes.get(at).is_some_and(|b| SIGNS[usize::from(*b)])
            && bytes.get(at + 1).is_none_or(|next| *next < MARKS);
        // A quotation mark may stand in a Hebrew abbreviation.
        if !is_plain || self.open.is_some_and(|open| is_hebrew(open.letter)) {
            return at;
        }
        self.close();
        self.last = at + 1;
        at + 1
    }

    #[inline]
    fn take_any(&mut self, c: char, start: usize, end: usize) {
        if let Some((sign, _)) = self.pending.take() {
            if is_hebrew(c) {
                self.words.folded.push(sign);
            } else {
                self.close();
            }
        }
        if c >= ligatures::FIRST
            && let Some(phrase) = ligatures::phrase(c)
        {
            self.phrase(phrase, start, end);
        } else if is_word(c) {
            if c == '_' && markup::is_shortcut_underscore(&self.text[..start], &self.text[end..]) {
                return self.skip(end);
            }
            self.take_letter(c, start, end);
        } else if let Some(open) = self.open {
            if is_hebrew_joiner(c) && is_hebrew(open.letter) {
                self.pending = Some((c, end));
                return;
            }
            if matches!(c, '&' | '~') && markup::is_shortcut(&self.text[..start], &self.text[end..])
            {
                return self.skip(end);
            }
            self.close();
        }
        self.last = end;
    }

    /// Passes over a sign within a word or at its edge.
    fn skip(&mut self, end: usize) {
        let within = self.text[end..].starts_with(|c: char| is_word(c));
        if within && self.open.is_some() {
            self.last = end;
        } else {
            self.close();
            self.last = end;
        }
    }

    #[inline]
    fn take_letter(&mut self, c: char, start: usize, end: usize) {
        let alone = stands_alone(c);
        let before = match &mut self.open {
            Some(open) if !alone && (!open.alone || is_combining_mark(c)) => {
                std::mem::replace(&mut open.letter, c)
            }
            _ => {
                self.close();
                self.open = Some(Open { start, letter: c, alone, hamza: false, calls: false });
                '\0'
            }
        };
        // Most letters lie outside this range: ء, the alefs and the other seats of hamza.
        if matches!(c, '\u{621}'..='\u{627}') {
            self.alef(c, before, end);
        } else {
            self.words.folded.push(c);
            self.digits |= c.is_ascii_digit();
        }
        if end - start > 2 && is_basic_arabic(c) {
            self.marks(Span::new(start, end));
        }
    }

    /// A hamza on any seat, or an alef: all are an alef. That after a hamza on an alef or on no seat
    /// is one with it: ءا is آ.
    fn alef(&mut self, c: char, before: char, end: usize) {
        // In علاءالدين it is that of the article.
        let article = || self.words.folded.ends_with("اا") && self.text[end..].starts_with('ل');
        let one = c == 'ا' && matches!(before, 'أ' | 'ء') && !article();
        let Some(open) = &mut self.open else { return };
        if c != 'ا' {
            open.hamza = true;
            let begin = self.words.places.last().map_or(0, |place| place.end);
            open.calls |= matches!(c, 'أ' | 'آ')
                && &self.words.folded[begin..] == "ي"
                && is_ya(&self.text[open.start..]);
        }
        if !one {
            self.words.folded.push('ا');
        }
    }

    /// The marks on an Arabic letter that are letters in other spellings: a hamza above or below, and
    /// the small alef of the ي that calls.
    fn marks(&mut self, piece: Span) {
        let mut marks = piece.of(self.text).chars().skip(1);
        let mut tatweel = false;
        let Some(found) = marks.find(|mark| {
            tatweel |= *mark == '\u{640}';
            matches!(mark, '\u{654}' | '\u{655}' | '\u{670}')
        }) else {
            return;
        };
        let begin = self.words.places.last().map_or(0, |place| place.end);
        let Some(open) = &mut self.open else { return };
        let letter = open.letter;
        if found == '\u{670}' {
            open.calls |= letter == 'ي'
                && &self.words.folded[begin..] == "ي"
                && is_ya(&self.text[open.start..]);
            return;
        }
        open.hamza = true;
        let seat = !tatweel && matches!(letter, 'و' | 'ي');
        if seat {
            self.words.folded.pop();
            open.letter = 'ئ';
        } else if !tatweel && letter == 'ا' {
            open.letter = 'أ';
            open.calls |= &self.words.folded[begin..] == "يا" && is_ya(&self.text[open.start..]);
            return;
        }
        self.words.folded.push('ا');
    }

    /// A sign that stands for several words; each has its place.
    fn phrase(&mut self, phrase: &str, start: usize, end: usize) {
        self.close();
        phrase.split(' ').for_each(|word| self.words.push(word, Span::new(start, end)));
    }

    /// Adds a piece that the view drops to the character right before it.
    #[inline]
    fn extend(&mut self, start: usize, end: usize) {
        let last = self.pending.as_mut().map_or(&mut self.last, |(_, last)| last);
        if *last == start {
            *last = end;
        }
    }

    /// Ends the open word.
    #[inline]
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let end = self.words.folded.len();
            let span = Span::new(open.start, self.last);
            self.words.places.push(WordSpan { end, span });
            if is_basic_arabic(open.letter) || matches!(open.letter, 'آ'..='ئ') {
                self.amend(open);
            }
        }
    }

    /// Mends the spelling of the Arabic word that was read last, and divides it where others do.
    #[inline]
    fn amend(&mut self, open: Open) {
        let at = self.words.len() - 1;
        let begin = at.checked_sub(1).map_or(0, |before| self.words.places[before].end);
        let word = &self.words.folded[begin..];
        // Shorter words are never divided.
        if word.len() < 6 {
            return;
        }
        if open.hamza {
            if let Some(silent) = joined::silent_alef(word) {
                self.words.folded.remove(begin + silent);
                self.words.places[at].end = self.words.folded.len();
                return;
            }
            if let Some(seat) = joined::telling_seat(word, self.words.places[at].span.of(self.text))
            {
                let seat = begin + seat;
                self.words.folded.replace_range(seat..seat + 'ا'.len_utf8(), "ئ");
                return;
            }
        }
        if open.calls {
            return self.call(at, begin);
        }
        if word == "الله" && at > 0 {
            if joined::is_wish(self.words.folded(at - 1)) {
                self.divide(at - 1, 4);
                return self.complete(at);
            }
            return self.complete(at - 1);
        }
        let [first, second] = joined::cuts(word);
        if second > 0 {
            self.divide(at, second);
        }
        if first > 0 {
            self.divide(at, first);
            self.complete(at + usize::from(second > 0));
        }
    }

    /// Gives شاء before الله the hamza that is seldom written there.
    fn complete(&mut self, at: usize) {
        if self.words.folded(at) == "شا" {
            self.lengthen(at, self.words.places[at].end);
        }
    }

    /// Inserts an alef into the folded form of a word.
    fn lengthen(&mut self, at: usize, place: usize) {
        self.words.folded.insert(place, 'ا');
        self.words.places[at..].iter_mut().for_each(|place| place.end += 'ا'.len_utf8());
    }

    /// Divides يأرض into يا and أرض.
    fn call(&mut self, at: usize, begin: usize) {
        let alef = 'ا'.len_utf8();
        let word = &self.words.folded[begin..];
        let rest = &word[alef..];
        let called = match rest.strip_prefix('ا') {
            Some(rest) => joined::is_called(rest),
            None => rest.len() >= 2 * alef,
        };
        if called {
            self.divide(at, alef);
            self.lengthen(at, self.words.places[at].end);
        }
    }

    /// Divides a word after some bytes, which are letters of two bytes each.
    fn divide(&mut self, at: usize, bytes: usize) {
        let begin = at.checked_sub(1).map_or(0, |before| self.words.places[before].end);
        let WordSpan { end, span } = self.words.places[at];
        let mut left = bytes / 2;
        let mut place = span.end;
        scan_with(span.of(self.text), arabic::fold_but_hamza, |c, _, to| {
            left = left.saturating_sub(usize::from(c.is_some() && left > 0));
            if left == 0 && place == span.end && c.is_some() {
                place = span.start + to;
            }
        });
        self.words.places[at] = WordSpan { end: begin + bytes, span: Span::new(span.start, place) };
        let rest = WordSpan { end, span: Span::new(place, span.end) };
        self.words.places.insert(at + 1, rest);
    }
}
