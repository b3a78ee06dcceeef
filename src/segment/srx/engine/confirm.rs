//! Tests that automata cannot perform: whether a rule with look-around matches, and whether the
//! first pattern of a breaking rule could match further than the candidate.

use fancy_regex::{Regex, RegexBuilder};
use regex_automata::{Anchored, Input, meta, util::captures::Captures};
use regex_syntax::hir::Hir;

use crate::segment::srx::pattern::{Node, plain, print};

/// Maximum number of backtracking steps of a test.
const MAX_STEPS: usize = 100_000;
/// Bytes before and after the candidate that a pattern with look-around can see.
const WINDOW: usize = 4096;
/// Maximum number of characters before a candidate at which a match that ends there may start.
const MAX_STARTS: usize = 256;

fn fancy(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .backtrack_limit(MAX_STEPS)
        .delegate_size_limit(8 * 1024 * 1024)
        .build()
        .map_err(|e| e.to_string())
}

/// A rule whose patterns need look-around or back-references.
#[derive(Debug)]
pub(super) struct Confirm {
    regex: Regex,
    /// True if the pattern tests for the start or the end of the text, so that the window must
    /// reach it.
    sees_start: bool,
    sees_end: bool,
}

impl Confirm {
    pub(super) fn new(before: &Node, after: &Node) -> Result<Self, String> {
        let (before, after) = (print(before), print(after));
        let pattern = format!(r"\G(?<={before}){after}");
        Ok(Self {
            regex: fancy(&pattern)?,
            sees_start: pattern.contains(r"\A"),
            sees_end: pattern.contains(r"\z"),
        })
    }

    /// Returns true if the rule matches at an offset; `None` if the test took too many steps.
    pub(super) fn holds(&self, text: &str, at: usize) -> Option<bool> {
        let start = if self.sees_start { 0 } else { floor(text, at.saturating_sub(WINDOW)) };
        let end =
            if self.sees_end { text.len() } else { floor(text, (at + WINDOW).min(text.len())) };
        self.regex.find_from_pos(&text[start..end], at - start).ok().map(|found| found.is_some())
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Tests whether a match of a breaking rule ends at an offset and no further: from some start, the
/// first pattern, matched as far as possible and followed by the second, ends there.
#[derive(Debug)]
pub(super) enum Longest {
    Plain(meta::Regex),
    Fancy(Regex),
}

impl Longest {
    pub(super) fn new(before: &Node, after: &Node) -> Result<Self, String> {
        if let (Some(before), Some(after)) = (plain(before), plain(after)) {
            let end = Hir::capture(regex_syntax::hir::Capture {
                index: 1,
                name: None,
                sub: Box::new(Hir::empty()),
            });
            let hir = Hir::concat(vec![before, end, after]);
            return meta::Regex::builder()
                .configure(meta::Config::new().nfa_size_limit(Some(16 * 1024 * 1024)))
                .build_from_hir(&hir)
                .map(Self::Plain)
                .map_err(|e| e.to_string());
        }
        let (before, after) = (print(before), print(after));
        // A named empty group marks the end of the first pattern, because the pattern may have
        // groups of its own.
        fancy(&format!(r"\G{before}(?<muwaziend>){after}")).map(Self::Fancy)
    }

    /// Returns true if a match of the first pattern ends at an offset, or if the test took too many
    /// steps.
    pub(super) fn ends_at(&self, text: &str, at: usize) -> bool {
        let starts = text[..at].char_indices().rev().map(|(start, _)| start).take(MAX_STARTS);
        match self {
            Self::Plain(regex) => {
                let mut captures = regex.create_captures();
                let mut ends = |start: usize| end_of(regex, &mut captures, text, start) == Some(at);
                starts.clone().any(&mut ends) || ends(at)
            }
            Self::Fancy(regex) => std::iter::once(at).chain(starts).any(|start| {
                match regex.captures_from_pos(text, start) {
                    Ok(Some(found)) => found.name("muwaziend").is_some_and(|m| m.end() == at),
                    Ok(None) => false,
                    Err(_) => true,
                }
            }),
        }
    }
}

fn end_of(regex: &meta::Regex, captures: &mut Captures, text: &str, start: usize) -> Option<usize> {
    regex.search_captures(&Input::new(text).range(start..).anchored(Anchored::Yes), captures);
    captures.get_group(1).map(|span| span.end)
}
