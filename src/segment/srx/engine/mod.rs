//! Running rules.
//!
//! The default is not to break, so only places where a breaking rule matches need a look. One
//! automaton runs over the text and stops where the `beforebreak` of some breaking rule ends. There,
//! one automaton run forwards tells in one pass which of all `afterbreak` patterns begin, and one
//! run backwards which of all `beforebreak` patterns end. The first rule that has both decides.
//! Rules that need look-around have to be confirmed one by one; their patterns without it stand in
//! the automata, so that this is rare.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use regex_syntax::hir::Hir;

use super::{
    Dialect, Rule, RuleList, Warning,
    pattern::{self, Lowered, Node, RuleSide, lower},
};
use crate::{
    document::Span,
    error::{Error, ErrorKind, Place, Result},
    segment::Decision,
};

mod automata;
mod confirm;

use automata::{Caches, Matches, Patterns};
use confirm::{Confirm, Longest};

/// How far a rule may look from a place, in bytes; what needs more does not match. Java's engines
/// look back a hundred characters.
const REACH: usize = 16 * 1024;
/// Bytes of compiled patterns. LanguageTool's largest list needs a hundredth of it.
const MAX_COMPILED: usize = 256 * 1024 * 1024;

/// The rules of one language, ready to run; from [`super::Srx::rules_for`].
#[derive(Debug)]
pub struct SrxRules {
    origin: String,
    rules: Vec<Compiled>,
    /// Where breaking rules could match.
    finder: Patterns,
    /// The same for breaking rules whose `beforebreak` may be empty: where their `afterbreak`
    /// begins.
    back_finder: Patterns,
    before: Patterns,
    after: Patterns,
    warnings: Vec<Warning>,
    caches: Mutex<Vec<Caches>>,
    /// Lines of rules that gave up, and how often.
    gave_up: Mutex<BTreeMap<u64, u64>>,
}

#[derive(Debug)]
struct Compiled {
    breaks: bool,
    line: u64,
    /// Which patterns must match, or must not, on either side.
    before: Vec<(usize, bool)>,
    after: Vec<(usize, bool)>,
    confirm: Option<Confirm>,
    longest: Option<Longest>,
}

impl SrxRules {
    pub(super) fn new(origin: &str, lists: &[&RuleList], dialect: Dialect) -> Result<Self> {
        let mut builder = Builder { origin, dialect, ..Builder::default() };
        for rule in lists.iter().flat_map(|list| &list.rules) {
            builder.add(rule);
        }
        builder.build()
    }

    /// How many rules run.
    pub fn run(&self) -> usize {
        self.rules.len()
    }

    /// Rules of this language that could be read but not be run.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Rules that gave up at some place of the texts so far, because their look-around asked for
    /// too many steps; there they counted as not matching.
    pub fn gave_up(&self) -> Vec<Warning> {
        let gave_up = self.gave_up.lock().unwrap_or_else(PoisonError::into_inner);
        let warning = |(line, times): (&u64, &u64)| Warning {
            place: Place::line(&self.origin, *line),
            message: format!(
                "the rule gave up at {times} {}: it asked for too many steps",
                if *times == 1 { "place" } else { "places" }
            ),
            hint: Some("avoid repetitions within repetitions, such as (a+)+".into()),
        };
        gave_up.iter().map(warning).collect()
    }

    /// The sentences of a text, without white space at their ends.
    pub fn sentences(&self, text: &str) -> Vec<Span> {
        let mut out = Vec::new();
        let mut start = 0;
        for end in self.breaks(text) {
            push(&mut out, text, start, end);
            start = end;
        }
        push(&mut out, text, start, text.len());
        out
    }

    /// Every place in a text where a rule breaks it, in order.
    pub fn breaks(&self, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        self.each(text, |at, rule| {
            if rule.breaks {
                out.push(at);
            }
        });
        out
    }

    /// Every place where a breaking rule matches, and the rule that decided there by its line.
    pub fn explain(&self, text: &str) -> Vec<Decision> {
        let mut out = Vec::new();
        self.each(text, |at, rule| {
            let kind = if rule.breaks { "break" } else { "no break" };
            let rule_name = format!("{kind}, {}", Place::line(&self.origin, rule.line));
            out.push(Decision { at, breaks: rule.breaks, rule: rule_name });
        });
        out
    }

    fn each(&self, text: &str, mut on: impl FnMut(usize, &Compiled)) {
        let mut caches = self.take_caches();
        for at in self.candidates(text, &mut caches) {
            if at == 0 || at >= text.len() {
                continue;
            }
            if let Some(rule) = self.decides_at(text, at, &mut caches) {
                on(at, rule);
            }
        }
        self.caches.lock().unwrap_or_else(PoisonError::into_inner).push(caches);
    }

    fn take_caches(&self) -> Caches {
        let kept = self.caches.lock().unwrap_or_else(PoisonError::into_inner).pop();
        kept.unwrap_or_else(|| Caches {
            finder: self.finder.cache(),
            back_finder: self.back_finder.cache(),
            before: self.before.cache(),
            after: self.after.cache(),
            matched_before: Matches::new(self.before.len()),
            matched_after: Matches::new(self.after.len()),
        })
    }

    fn candidates(&self, text: &str, caches: &mut Caches) -> Vec<usize> {
        let mut places = self.finder.ends(&mut caches.finder, text);
        if self.back_finder.len() > 0 {
            places.extend(self.back_finder.starts(&mut caches.back_finder, text));
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// The first rule that matches at a place where a breaking rule does.
    fn decides_at(&self, text: &str, at: usize, caches: &mut Caches) -> Option<&Compiled> {
        let Caches { before, after, matched_before, matched_after, .. } = caches;
        self.after.beginning_at(after, text, at, REACH, matched_after);
        let holds = |all: &[(usize, bool)], matched: &Matches| {
            all.iter().all(|(pattern, negative)| matched.has(*pattern) != *negative)
        };
        let is_open = |rule: &Compiled| rule.breaks && holds(&rule.after, matched_after);
        if !self.rules.iter().any(is_open) {
            return None;
        }
        self.before.ending_at(before, text, at, REACH, matched_before);
        for rule in &self.rules {
            if !holds(&rule.after, matched_after) || !holds(&rule.before, matched_before) {
                continue;
            }
            if let Some(confirm) = &rule.confirm {
                match confirm.holds(text, at) {
                    Some(true) => {}
                    Some(false) => continue,
                    None => {
                        self.note_giving_up(rule.line);
                        continue;
                    }
                }
            }
            if rule.longest.as_ref().is_some_and(|longest| !longest.ends_at(text, at)) {
                continue;
            }
            return Some(rule);
        }
        None
    }

    fn note_giving_up(&self, line: u64) {
        *self.gave_up.lock().unwrap_or_else(PoisonError::into_inner).entry(line).or_default() += 1;
    }
}

fn push(out: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trimmed(text);
    if !span.is_empty() {
        out.push(span);
    }
}

/// Patterns by what they are, so that one that many rules share is asked once.
#[derive(Default)]
struct Shared {
    numbers: BTreeMap<String, usize>,
    all: Vec<Hir>,
}

impl Shared {
    fn add(&mut self, hir: Hir) -> usize {
        let number = *self.numbers.entry(hir.to_string()).or_insert(self.all.len());
        if number == self.all.len() {
            self.all.push(hir);
        }
        number
    }
}

#[derive(Default)]
struct Builder<'a> {
    origin: &'a str,
    dialect: Dialect,
    rules: Vec<Compiled>,
    finder: Shared,
    back_finder: Shared,
    before: Shared,
    after: Shared,
    warnings: Vec<Warning>,
    compiled: usize,
}

impl Builder<'_> {
    fn add(&mut self, rule: &Rule) {
        // What cannot be understood was told when the file was read.
        if rule.fault.is_some() {
            return;
        }
        let (Ok(before), Ok(after)) = (self.parse(&rule.before), self.parse(&rule.after)) else {
            return;
        };
        if let Err(fault) = self.add_parsed(rule, &before, &after) {
            self.warnings.push(Warning {
                place: Place::line(self.origin, rule.line),
                message: format!("a rule cannot be run: {fault}"),
                hint: Some("make its patterns shorter, or split it into several rules".into()),
            });
        }
    }

    fn parse(&self, text: &str) -> Result<Node, pattern::Fault> {
        pattern::parse(text, self.dialect)
    }

    fn add_parsed(&mut self, rule: &Rule, before: &Node, after: &Node) -> Result<(), String> {
        let lowered = [
            (RuleSide::Before, lower(before, RuleSide::Before)),
            (RuleSide::After, lower(after, RuleSide::After)),
        ];
        for (side, lowered) in &lowered {
            self.compiled += automata::size(&lowered.hir, *side)?;
        }
        if self.compiled > MAX_COMPILED {
            return Err("the rules are too large together".to_owned());
        }
        let exact = lowered.iter().all(|(_, lowered)| lowered.exact);
        let confirm = if exact { None } else { Some(Confirm::new(before, after)?) };
        let longest = if rule.breaks && before.has_choice() {
            Some(Longest::new(before, after)?)
        } else {
            None
        };
        if rule.breaks {
            self.add_to_finders(&lowered[0].1.hir, &lowered[1].1.hir);
        }
        let mut compiled = Compiled {
            breaks: rule.breaks,
            line: rule.line,
            before: Vec::new(),
            after: Vec::new(),
            confirm,
            longest,
        };
        for (side, Lowered { hir, conditions, .. }) in lowered {
            for (side, hir, negative) in std::iter::once((side, hir, false)).chain(conditions) {
                // What matches the empty text matches everywhere.
                if hir.properties().minimum_len() == Some(0)
                    && hir.properties().look_set().is_empty()
                    && !negative
                {
                    continue;
                }
                match side {
                    RuleSide::Before => compiled.before.push((self.before.add(hir), negative)),
                    RuleSide::After => compiled.after.push((self.after.add(hir), negative)),
                }
            }
        }
        self.rules.push(compiled);
        Ok(())
    }

    fn add_to_finders(&mut self, before: &Hir, after: &Hir) {
        if before.properties().minimum_len() == Some(0) {
            self.back_finder.add(after.clone());
        } else {
            self.finder.add(before.clone());
        }
    }

    fn build(self) -> Result<SrxRules> {
        let origin = self.origin;
        let fail = |message: String| {
            Error::new(ErrorKind::Format, format!("the rules are too large together: {message}"))
                .at(Place::file(origin))
                .hint("no tool has so many or so large rules for one language")
        };
        Ok(SrxRules {
            origin: origin.to_owned(),
            rules: self.rules,
            finder: Patterns::forwards(&self.finder.all).map_err(fail)?,
            back_finder: Patterns::backwards(&self.back_finder.all).map_err(fail)?,
            before: Patterns::backwards(&self.before.all).map_err(fail)?,
            after: Patterns::forwards(&self.after.all).map_err(fail)?,
            warnings: self.warnings,
            caches: Mutex::default(),
            gave_up: Mutex::default(),
        })
    }
}
