//! The evidence in a text: its letters by script, and for each language the letters and frequent
//! words that tell it.

use std::sync::LazyLock;

use unicode_script::{Script, UnicodeScript};

use super::{
    letters::{may_skip, voting},
    others::others,
};
use crate::{
    lang::profile::{self, Profile},
    lookup_map::LookupMap,
};

/// The largest number of languages, one bit each.
const MOST: usize = 128;
/// Longest word in bytes that is looked up.
const LONGEST_WORD: usize = 48;

/// A language that can be told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    /// Empty if the language only keeps others from being told in its place.
    pub(super) code: &'static str,
    pub(super) script: Script,
    /// True if every text of some length has one of certain letters.
    pub(super) needs: bool,
}

/// The candidates, and what tells them.
struct Table {
    candidates: Vec<Candidate>,
    /// Frequent words, each with its number and its languages.
    words: LookupMap<String, (usize, u128)>,
    letters: LookupMap<char, u128>,
    needed: LookupMap<char, u128>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let own = profile::own().map(|p: &Profile| (p.codes[0], p.script, p.letters, "", p.common));
    let others = others().map(|o| (o.code, o.script, o.letters, o.needed, o.common));
    let mut table = Table {
        candidates: Vec::new(),
        words: LookupMap::default(),
        letters: LookupMap::default(),
        needed: LookupMap::default(),
    };
    for (at, (code, script, letters, needed, common)) in own.chain(others).take(MOST).enumerate() {
        table.candidates.push(Candidate { code, script: group(script), needs: !needed.is_empty() });
        for word in common.split_whitespace() {
            let mut folded = String::new();
            word.chars().for_each(|c| push_folded(c, &mut folded));
            let number = table.words.len();
            table.words.get_or(folded, || (number, 0)).1 |= 1 << at;
        }
        for letter in letters.chars().filter(|c| !c.is_whitespace()) {
            *table.letters.get_or(letter, || 0) |= 1 << at;
        }
        for letter in needed.chars() {
            *table.needed.get_or(letter, || 0) |= 1 << at;
        }
    }
    table
});

/// The languages of the table, in the order of [`Tally::points`].
pub(super) fn candidates() -> &'static [Candidate] {
    &TABLE.candidates
}

/// Returns the index of a language that has a profile.
pub(super) fn index(code: &str) -> usize {
    candidates().iter().position(|c| c.code == code).unwrap_or_default()
}

/// Letters and words in one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) script: Script,
    pub(super) letters: usize,
    pub(super) words: usize,
}

/// The counts of a text.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) amounts: Vec<Amount>,
    /// Letters that only Japanese writes, of those that count as Chinese.
    pub(super) kana: usize,
    /// By language, the words of the text that are among its frequent ones.
    pub(super) hits: [usize; MOST],
    /// By language, the different ones among those: two for a word, one for an ending.
    pub(super) kinds: [usize; MOST],
    /// By language, the letters of the text that tell it.
    pub(super) signs: [usize; MOST],
    /// The letters that tell any language.
    pub(super) telling: usize,
    /// By language, the letters of which it has one in every text of some length.
    pub(super) needed: [usize; MOST],
    /// The frequent words that were found, by number.
    seen: Vec<bool>,
}

impl Tally {
    /// Counts letters and words.
    pub(super) fn of(text: &str, limit: usize) -> Self {
        let mut tally = Self::empty();
        let arabic = index("ar");
        let mut word = String::new();
        let mut script = Script::Unknown;
        let end = |tally: &mut Self, word: &mut String, script: Script| {
            if !word.is_empty() {
                tally.word(word, script, arabic);
                word.clear();
            }
        };
        voting(text, limit, |c| {
            let script_of_letter = script_of(c);
            tally.sign(c, script_of_letter);
            match script_of_letter {
                Some(of) => {
                    if !word.is_empty() && of != script {
                        end(&mut tally, &mut word, script);
                    }
                    script = of;
                    tally.letter(c, of);
                    push_folded(c, &mut word);
                }
                // Both mark the letter of a shortcut inside a word.
                None if is_mark(c) || c == '_' || c == '&' => {}
                None => end(&mut tally, &mut word, script),
            }
        });
        end(&mut tally, &mut word, script);
        tally
    }

    /// Counts letters only.
    pub(super) fn of_scripts(text: &str, limit: usize) -> Self {
        let mut tally = Self::empty();
        // Most queries in English: look-up asks for each.
        if text.len() <= limit && text.is_ascii() && !may_skip(text.as_bytes()) {
            let letters = text.bytes().filter(u8::is_ascii_alphabetic).count();
            if letters > 0 {
                tally.amount(Script::Latin).letters = letters;
            }
            return tally;
        }
        voting(text, limit, |c| {
            if let Some(script) = script_of(c) {
                tally.letter(c, script);
            }
        });
        tally
    }

    fn empty() -> Self {
        Self {
            amounts: Vec::new(),
            kana: 0,
            hits: [0; MOST],
            kinds: [0; MOST],
            signs: [0; MOST],
            telling: 0,
            needed: [0; MOST],
            seen: Vec::new(),
        }
    }

    fn amount(&mut self, script: Script) -> &mut Amount {
        let at = self.amounts.iter().position(|amount| amount.script == script);
        let at = at.unwrap_or_else(|| {
            self.amounts.push(Amount { script, letters: 0, words: 0 });
            self.amounts.len() - 1
        });
        &mut self.amounts[at]
    }

    fn letter(&mut self, c: char, script: Script) {
        self.amount(script).letters += 1;
        self.kana += usize::from(script == Script::Han && matches!(c, '\u{3041}'..='\u{30FF}'));
    }

    fn sign(&mut self, c: char, script: Option<Script>) {
        if c.is_ascii() {
            return;
        }
        match TABLE.letters.get(&lower(c)) {
            Some(languages) => each(*languages, |at| self.signs[at] += 1),
            // Every language has all of A to Z, and its other letters are in the table.
            None if script == Some(Script::Latin) => {}
            None => return,
        }
        self.telling += 1;
        if let Some(languages) = TABLE.needed.get(&lower(c)) {
            each(*languages, |at| self.needed[at] += 1);
        }
    }

    fn word(&mut self, word: &str, script: Script, arabic: usize) {
        self.amount(script).words += 1;
        if word.len() > LONGEST_WORD {
            return;
        }
        match TABLE.words.get(word) {
            Some((number, languages)) => {
                let is_new = self.is_new(*number);
                // A single letter may be the name of anything.
                let is_word = word.chars().nth(1).is_some();
                each(*languages, |at| {
                    self.hits[at] += 1 + usize::from(is_word);
                    self.kinds[at] += 2 * usize::from(is_new && is_word);
                });
            }
            // The article, which only Arabic has.
            None if script == Script::Arabic => {
                self.hits[arabic] += 2 * usize::from(word.starts_with("ال") && word.len() >= 8);
            }
            None => self.ending(word),
        }
    }

    /// Returns true for a word of the table that was not in the text before.
    fn is_new(&mut self, number: usize) -> bool {
        self.seen.resize(TABLE.words.len(), false);
        !std::mem::replace(&mut self.seen[number], true)
    }

    /// Counts the longest ending of a word that is in the table.
    fn ending(&mut self, word: &str) {
        let mut key = String::with_capacity(word.len() + 1);
        let starts = word.char_indices().map(|(at, _)| at).skip(2);
        for at in starts.filter(|at| word.len() - at <= 14) {
            key.clear();
            key.push('-');
            key.push_str(&word[at..]);
            if let Some((number, languages)) = TABLE.words.get(&key) {
                let is_new = self.is_new(*number);
                each(*languages, |at| {
                    self.hits[at] += 1;
                    self.kinds[at] += usize::from(is_new);
                });
                return;
            }
        }
    }

    /// Returns the number of letters.
    pub(super) fn letters(&self) -> usize {
        self.amounts.iter().map(|amount| amount.letters).sum()
    }

    /// Returns the number of letters in a script.
    pub(super) fn letters_in(&self, script: Script) -> usize {
        self.amounts.iter().filter(|amount| amount.script == script).map(|a| a.letters).sum()
    }

    /// Returns the script of most letters, `None` if there is no letter or two scripts have equally
    /// many.
    pub(super) fn dominant(&self) -> Option<Amount> {
        let first = self.amounts.iter().max_by_key(|amount| amount.letters)?;
        let equal = self.amounts.iter().filter(|amount| amount.letters == first.letters);
        (equal.count() == 1).then_some(*first)
    }
}

fn each(mut languages: u128, mut take: impl FnMut(usize)) {
    while languages != 0 {
        take(languages.trailing_zeros() as usize);
        languages &= languages - 1;
    }
}

/// Returns the script under which Chinese and Japanese are one.
pub(super) fn group(script: Script) -> Script {
    match script {
        Script::Hiragana | Script::Katakana | Script::Bopomofo => Script::Han,
        other => other,
    }
}

/// Returns the script of a letter, `None` for any other character.
fn script_of(c: char) -> Option<Script> {
    match c {
        'a'..='z'
        | 'A'..='Z'
        | '\u{C0}'..='\u{D6}'
        | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{24F}' => Some(Script::Latin),
        '\0'..='\u{BF}' | '\u{2000}'..='\u{206F}' => None,
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}' => {
            Some(Script::Arabic)
        }
        '\u{400}'..='\u{481}' | '\u{48A}'..='\u{4FF}' => Some(Script::Cyrillic),
        '\u{5D0}'..='\u{5EA}' => Some(Script::Hebrew),
        '\u{4E00}'..='\u{9FFF}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' => {
            Some(Script::Han)
        }
        // Arabic vowel marks, signs, digits and tatweel, before the tables are asked.
        '\u{60C}'
        | '\u{61B}'..='\u{61F}'
        | '\u{640}'
        | '\u{64B}'..='\u{655}'
        | '\u{660}'..='\u{66D}'
        | '\u{670}' => None,
        _ => script_by_tables(c),
    }
}

/// Returns the script of a letter by the tables of Unicode.
fn script_by_tables(c: char) -> Option<Script> {
    match c {
        _ if !c.is_alphabetic() => None,
        _ => match c.script() {
            Script::Common | Script::Inherited | Script::Unknown => None,
            script => Some(group(script)),
        },
    }
}

/// Returns true for a mark that belongs to a letter, and for tatweel.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{640}'
        | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{AD}')
}

fn lower(c: char) -> char {
    match c {
        'İ' => c,
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Appends a letter in the spelling of the table: small, and in Arabic script without hamza and with
/// the ya, kaf and ha of Arabic, because writers use one for the other.
fn push_folded(c: char, word: &mut String) {
    match c {
        'a'..='z' => word.push(c),
        'أ' | 'إ' | 'آ' | 'ٱ' => word.push('ا'),
        'ؤ' => word.push('و'),
        'ئ' | 'ى' | 'ی' => word.push('ي'),
        'ة' | 'ہ' | 'ۂ' | 'ۀ' | 'ە' => word.push('ه'),
        'ک' | 'ڪ' => word.push('ك'),
        'İ' => word.push('i'),
        _ if is_mark(c) => {}
        _ => word.extend(c.to_lowercase()),
    }
}
