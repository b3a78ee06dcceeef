//! What automata cannot tell: whether a rule with look-around holds, and where a match of its
//! first pattern would end that could take more than it did.

use fancy_regex::{Regex, RegexBuilder};
use regex_automata::{Anchored, Input, meta, util::captures::Captures};
use regex_syntax::hir::Hir;

use crate::segment::srx::pattern::{Node, plain, print};

/// Steps that one question may take.
const MAX_STEPS: usize = 100_000;
/// How far back a pattern with look-around may see, in bytes.
const WINDOW: usize = 4096;
/// From how many characters before a place a match is looked for that ends there.
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
    /// Whether it asks for the start or the end of the text, which must then be the true ones.
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

    /// Whether the rule matches at a place; nothing when it took too long to tell.
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

/// Asks whether a match of a breaking rule ends at a place and not further on: from some start,
/// the first pattern as far as it goes, followed by the second, ends there.
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
        // The end of the first pattern is where nothing is left out: it is named, for the pattern
        // may have groups of its own.
        fancy(&format!(r"\G{before}(?<muwaziend>){after}")).map(Self::Fancy)
    }

    /// Whether some match of the first pattern ends there. Where that is too much to tell, it does.
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
