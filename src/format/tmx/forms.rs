//! The form of each inline tag in a unit to write. Beyond the DTD, validators check that each `bpt`
//! has its `ept` in the same segment, that no other pair there has its number, and that all texts
//! of a unit have codes with the same numbers `x`. A tag that breaks such a rule is wrapped, or
//! written without its `x`, and read back as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::tag::{self, Kind};
use crate::unit::{Mark, Text, Variant};

/// Maximum nesting of `<hi>`; no tool nests more than a few.
const MAX_HI: usize = 50;

/// The form of an inline tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// As it is.
    Whole,
    /// Wrapped in a `<ph>`.
    Held,
    /// Without its number `x`.
    Unnumbered(String),
}

/// A code of a tag: of the tag itself, or of one that is nested in it.
struct Code {
    name: String,
    i: Option<String>,
    x: Option<String>,
}

/// The tags of one text.
struct Tags<'t> {
    marks: &'t [Mark],
    codes: Vec<Vec<Code>>,
    held: Vec<bool>,
    unnumbered: Vec<bool>,
}

/// Returns the forms of the tags of all texts of a unit, in order.
pub(super) fn of_unit<'v>(variants: impl Iterator<Item = &'v Variant> + Clone) -> Vec<Vec<Form>> {
    if variants.clone().all(|variant| variant.text.marks.is_empty()) {
        return variants.map(|_| Vec::new()).collect();
    }
    let langs: BTreeSet<_> = variants.clone().map(|variant| &variant.lang).collect();
    let is_one_each = langs.len() == variants.clone().count();
    let mut texts: Vec<Tags<'_>> = variants.map(|variant| Tags::of(&variant.text)).collect();
    loop {
        texts.iter_mut().for_each(Tags::hold_halves);
        let shared = if is_one_each { shared(&texts) } else { BTreeSet::new() };
        let mut has_changed = false;
        for text in &mut texts {
            has_changed |= text.unnumber(&shared);
        }
        if !has_changed {
            break;
        }
    }
    texts.iter().map(Tags::forms).collect()
}

/// Returns the names and numbers `x` that codes of every text have.
fn shared(texts: &[Tags<'_>]) -> BTreeSet<(String, String)> {
    let mut all = texts.iter().map(Tags::numbers);
    let first = all.next().unwrap_or_default();
    all.fold(first, |shared, other| shared.intersection(&other).cloned().collect())
}

/// Returns a tag without its number `x`, if it is a tag with one and nothing nested.
pub(super) fn without_x(raw: &str) -> Option<String> {
    let end = tag_end(raw);
    let (at, length) = attribute(&raw[..end], "x").map(|(range, _)| (range.start, range.len()))?;
    Some([&raw[..at], &raw[at + length..]].concat())
}

/// Returns the tag that was written in the form `read`, if that is the form of `original`.
pub(super) fn restored<'o>(read: &str, original: &'o str) -> Option<&'o str> {
    (without_x(original).as_deref() == Some(read)).then_some(original)
}

impl<'t> Tags<'t> {
    fn of(text: &'t Text) -> Self {
        let raw: Vec<_> = text.marks.iter().map(|mark| mark.code.to_tmx()).collect();
        let held = standing(&raw).into_iter().map(|stands| !stands).collect();
        let codes = raw.iter().map(|raw| codes_in(raw)).collect();
        Self { marks: &text.marks, codes, held, unnumbered: vec![false; text.marks.len()] }
    }

    /// Holds each tag with half of a pair whose other half is missing or held, until no such tag is
    /// left.
    fn hold_halves(&mut self) {
        loop {
            let mut pairs: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
            for (at, codes) in self.codes.iter().enumerate().filter(|(at, _)| !self.held[*at]) {
                for code in codes.iter().filter(|code| matches!(&*code.name, "bpt" | "ept")) {
                    let number = code.i.as_deref().unwrap_or_default();
                    pairs.entry(number).or_default().push((at, code.name == "bpt"));
                }
            }
            let mut wrong = Vec::new();
            for (number, halves) in pairs {
                let is_number = number.parse::<u32>().is_ok();
                let is_pair = matches!(halves[..], [(_, true), (_, false), ..]);
                let sound = if is_number && is_pair { 2 } else { 0 };
                wrong.extend(halves.iter().skip(sound).map(|(at, _)| *at));
            }
            if wrong.is_empty() {
                return;
            }
            wrong.into_iter().for_each(|at| self.held[at] = true);
            self.hold_open_hi();
        }
    }

    /// Holds a `<hi>` or `</hi>` whose other half is held.
    fn hold_open_hi(&mut self) {
        let raw: Vec<_> = self
            .marks
            .iter()
            .zip(&self.held)
            .map(|(mark, held)| if *held { String::new().into() } else { mark.code.to_tmx() })
            .collect();
        let stands = standing(&raw);
        self.held.iter_mut().zip(stands).for_each(|(held, stands)| *held |= !stands);
    }

    /// Returns the names and numbers `x` of the codes that stand.
    fn numbers(&self) -> BTreeSet<(String, String)> {
        let standing = self.codes.iter().zip(&self.held).filter(|(_, held)| !**held);
        let codes = standing.flat_map(|(codes, _)| codes);
        codes.filter_map(|code| code.key().filter(|(_, x)| x.parse::<u32>().is_ok())).collect()
    }

    /// Takes the number from each code whose number the texts do not share, or that another code
    /// before it has; a code with others nested in it is held. Returns true if one was newly held.
    fn unnumber(&mut self, shared: &BTreeSet<(String, String)>) -> bool {
        let mut seen = BTreeSet::new();
        let mut has_held = false;
        for (at, codes) in self.codes.iter().enumerate() {
            if self.held[at] {
                continue;
            }
            let keys = || codes.iter().filter_map(Code::key);
            let is_wrong = keys().any(|key| !shared.contains(&key) || seen.contains(&key));
            if is_wrong && codes.len() > 1 {
                self.held[at] = true;
                has_held = true;
            } else if !is_wrong {
                seen.extend(keys());
            }
            self.unnumbered[at] = is_wrong;
        }
        has_held
    }

    fn forms(&self) -> Vec<Form> {
        let form = |(at, mark): (usize, &Mark)| match without_x(&mark.code.to_tmx()) {
            _ if self.held[at] => Form::Held,
            Some(bare) if self.unnumbered[at] => Form::Unnumbered(bare),
            _ => Form::Whole,
        };
        self.marks.iter().enumerate().map(form).collect()
    }
}

impl Code {
    fn key(&self) -> Option<(String, String)> {
        Some((self.name.clone(), self.x.clone()?))
    }
}

/// Returns which tags can be written as they are: those that TMX allows, and `<hi>` only with its
/// `</hi>`.
fn standing(raw: &[impl AsRef<str>]) -> Vec<bool> {
    let mut stand = vec![false; raw.len()];
    let mut open = Vec::new();
    for (i, raw) in raw.iter().enumerate() {
        match tag::kind(raw.as_ref()) {
            Some(Kind::Whole) => stand[i] = true,
            Some(Kind::Open) => open.push(i),
            Some(Kind::Close) => {
                if let Some(opening) = open.pop() {
                    let fits = open.len() < MAX_HI;
                    (stand[opening], stand[i]) = (fits, fits);
                }
            }
            None => {}
        }
    }
    stand
}

/// Returns the codes of a valid tag, whose contents have no `<` of their own.
fn codes_in(raw: &str) -> Vec<Code> {
    let tags = raw.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
    let code = |tag: &str| {
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let head = format!("<{}", &tag[..tag_end(tag)]);
        let value = |name| attribute(&head, name).map(|(_, value)| value.to_owned());
        Code { name: tag[..end].to_owned(), i: value("i"), x: value("x") }
    };
    tags.map(code).collect()
}

/// Returns the end of a start tag: the first `>` outside of quotes.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (c, quote) {
            ('>', None) => return at,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

/// Finds an attribute of a start tag: its place with the white space before it, and its value.
fn attribute<'t>(head: &'t str, name: &str) -> Option<(std::ops::Range<usize>, &'t str)> {
    let mut at = head.find(char::is_whitespace)?;
    loop {
        let start = at;
        let rest = head[at..].trim_start();
        let (own, value) = rest.split_once('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        at = head.len() - after.len();
        if own.trim_end() == name {
            return Some((start..at, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::Lang;

    fn forms(texts: &[&[&str]]) -> Vec<Vec<&'static str>> {
        let langs = [Lang::english(), Lang::arabic()];
        let variants: Vec<Variant> = texts
            .iter()
            .zip(langs)
            .map(|(tags, lang)| {
                let marks = tags.iter().map(|tag| Mark::from_tmx(0, tag)).collect();
                Variant {
                    lang,
                    text: Text { text: "a".into(), marks },
                    meta: crate::unit::Meta::default(),
                }
            })
            .collect();
        let name = |form: &Form| match form {
            Form::Whole => "whole",
            Form::Held => "held",
            Form::Unnumbered(_) => "bare",
        };
        of_unit(variants.iter()).iter().map(|text| text.iter().map(name).collect()).collect()
    }

    #[test]
    fn both_halves_of_a_pair_stand_or_neither() {
        for (tags, expected) in [
            (&["<bpt i='1'/>", "<ept i='1'/>"][..], &["whole", "whole"][..]),
            (&["<bpt i='1'/>", "<ept i='2'/>"], &["held", "held"]),
            (&["<ept i='1'/>", "<bpt i='1'/>"], &["held", "held"]),
            (&["<bpt i='1' id='x'/>", "<ept i='1'/>"], &["held", "held"]),
            (&["<bpt i='a'/>", "<ept i='a'/>"], &["held", "held"]),
            (
                &["<bpt i='1'/>", "<ept i='1'/>", "<bpt i='1'/>", "<ept i='1'/>"],
                &["whole", "whole", "held", "held"],
            ),
            // The half that is nested in a code has no partner, so the code is wrapped.
            (&["<ph><sub><bpt i='1'/></sub></ph>", "<ph/>"], &["held", "whole"]),
            (&["<ph><sub><bpt i='1'/>a<ept i='1'/></sub></ph>"], &["whole"]),
        ] {
            assert_eq!(forms(&[tags]), [expected], "{tags:?}");
        }
    }

    #[test]
    fn numbers_that_texts_do_not_share_are_left_out() {
        let one = &["<ph x='1'/>"][..];
        assert_eq!(forms(&[one, one]), [["whole"], ["whole"]]);
        assert_eq!(forms(&[one, &["<ph x='2'/>"]]), [["bare"], ["bare"]]);
        assert_eq!(forms(&[one, &["<it pos='end' x='1'/>"]]), [["bare"], ["bare"]]);
        assert_eq!(forms(&[one, &[]]), [vec!["bare"], vec![]]);
        assert_eq!(forms(&[one]), [["whole"]]);
        assert_eq!(forms(&[&["<ph x='1'/>", "<ph x='1'/>"]]), [["whole", "bare"]]);
        assert_eq!(forms(&[&["<ph x='a'/>"]]), [["bare"]]);
    }

    #[test]
    fn a_tag_without_its_number_is_restored() {
        for (raw, bare) in [
            ("<ph x=\"1\"/>", "<ph/>"),
            ("<it pos='end' x = '7'>&lt;b></it>", "<it pos='end'>&lt;b></it>"),
            ("<hi\nx='1' type='b'>", "<hi type='b'>"),
        ] {
            assert_eq!(without_x(raw).as_deref(), Some(bare));
            assert_eq!(restored(bare, raw), Some(raw));
            assert_eq!(restored("<ph></ph>", raw), None);
        }
        for none in ["<ph/>", "</hi>", "", "x", "<ph type='x'/>", "<ph>x='1'</ph>"] {
            assert_eq!(without_x(none), None, "{none}");
        }
    }
}
