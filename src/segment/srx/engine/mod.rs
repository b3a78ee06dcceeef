//! The rule engine.
//!
//! The default is not to break, so only offsets where a breaking rule matches need to be examined.
//! One automaton scans the text and stops where the `beforebreak` of any breaking rule ends. From
//! there, one automaton running forwards finds all `afterbreak` patterns that begin, and one
//! running backwards finds all `beforebreak` patterns that end. The first rule with both decides.
//! Rules with look-around are confirmed one by one; since the automata contain their patterns
//! without look-around, this is rare.

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

/// Distance in bytes that a rule may examine from an offset; a pattern that needs more does not
/// match. Java's engines look back a hundred characters.
const REACH: usize = 16 * 1024;
/// Maximum size in bytes of all compiled patterns. LanguageTool's largest list needs a hundredth of
/// it.
const MAX_COMPILED: usize = 256 * 1024 * 1024;

/// The compiled rules of one language, from [`super::Srx::rules_for`].
#[derive(Debug)]
pub struct SrxRules {
    origin: String,
    rules: Vec<Compiled>,
    /// Finds offsets where breaking rules could match, by the end of their `beforebreak`.
    finder: Patterns,
    /// Finds such offsets for breaking rules whose `beforebreak` may be empty, by the start of
    /// their `afterbreak`.
    back_finder: Patterns,
    before: Patterns,
    after: Patterns,
    warnings: Vec<Warning>,
    caches: Mutex<Vec<Caches>>,
    /// Number of failed tests of rules, by the rule's line.
    gave_up: Mutex<BTreeMap<u64, u64>>,
}

#[derive(Debug)]
struct Compiled {
    breaks: bool,
    line: u64,
    /// Patterns that must match, or must not match if the flag is set, on either side.
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

    /// Returns the number of rules that can run.
    pub fn run(&self) -> usize {
        self.rules.len()
    }

    /// Returns the rules of this language that were read but cannot run.
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Returns the rules whose look-around took too many steps at some offset of the texts so far.
    /// There they counted as not matching.
    pub fn gave_up(&self) -> Vec<Warning> {
        let gave_up = self.gave_up.lock().unwrap_or_else(PoisonError::into_inner);
        let warning = |(line, times): (&u64, &u64)| Warning {
            place: Place::line(&self.origin, *line),
            message: format!(
                "the rule gave up at {times} {}: it needs too many steps",
                if *times == 1 { "place" } else { "places" }
            ),
            hint: Some("avoid repetitions within repetitions, such as (a+)+".into()),
        };
        gave_up.iter().map(warning).collect()
    }

    /// Returns the sentences of a text, without white space at their ends.
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

    /// Returns the offsets where a rule breaks a text, in order.
    pub fn breaks(&self, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        self.each(text, |at, rule| {
            if rule.breaks {
                out.push(at);
            }
        });
        out
    }

    /// Returns every offset where a breaking rule matches, with the line of the rule that decided.
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

    /// Returns the first rule that matches at an offset where a breaking rule matches.
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

/// Patterns without duplicates, so that one shared by many rules is tested once.
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
        // Rules that cannot be parsed were reported when the file was read.
        if rule.fault.is_some() {
            return;
        }
        let (Ok(before), Ok(after)) = (self.parse(&rule.before), self.parse(&rule.after)) else {
            return;
        };
        if let Err(fault) = self.add_parsed(rule, &before, &after) {
            self.warnings.push(Warning {
                place: Place::line(self.origin, rule.line),
                message: format!("a rule cannot run: {fault}"),
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
            return Err("the rules together are too large".to_owned());
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
                // A pattern that matches the empty text matches everywhere.
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
            Error::new(ErrorKind::Format, format!("the rules together are too large: {message}"))
                .at(Place::file(origin))
                .hint("use fewer or smaller rules for one language")
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
