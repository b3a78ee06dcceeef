//! Sets of patterns as lazy automata, whose states are built while they run.

use regex_automata::{
    Anchored, Input, MatchKind,
    hybrid::{
        LazyStateID,
        dfa::{self, Cache, DFA},
    },
    nfa::thompson::{self, WhichCaptures},
    util::start,
};
use regex_syntax::hir::Hir;

use crate::segment::srx::pattern::RuleSide;

/// Maximum size in bytes of one compiled pattern.
const MAX_SIZE: usize = 8 * 1024 * 1024;
/// Capacity in bytes of an automaton's state cache; when it is full, the cache is cleared.
const CACHE: usize = 16 * 1024 * 1024;

/// The mutable state of the automata of one set of rules.
#[derive(Debug)]
pub(super) struct Caches {
    pub(super) finder: Cache,
    pub(super) back_finder: Cache,
    pub(super) before: Cache,
    pub(super) after: Cache,
    pub(super) matched_before: Matches,
    pub(super) matched_after: Matches,
}

/// A set of pattern numbers.
#[derive(Debug)]
pub(super) struct Matches(Vec<u64>);

impl Matches {
    pub(super) fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    pub(super) fn has(&self, pattern: usize) -> bool {
        self.0[pattern / 64] >> (pattern % 64) & 1 == 1
    }

    fn add(&mut self, pattern: usize) {
        self.0[pattern / 64] |= 1 << (pattern % 64);
    }

    fn clear(&mut self) {
        self.0.fill(0);
    }
}

/// A set of patterns as one automaton that reads in one direction.
#[derive(Debug)]
pub(super) struct Patterns {
    dfa: DFA,
    len: usize,
}

/// Returns the size in bytes of a compiled pattern, or an error if it is too large.
pub(super) fn size(hir: &Hir, side: RuleSide) -> Result<usize, String> {
    let nfa = compiler(side == RuleSide::Before, Some(MAX_SIZE))
        .build_from_hir(hir)
        .map_err(|_| format!("a pattern takes more than {} MiB", MAX_SIZE / (1024 * 1024)))?;
    Ok(nfa.memory_usage())
}

fn compiler(reverse: bool, limit: Option<usize>) -> thompson::Compiler {
    let mut compiler = thompson::Compiler::new();
    let config = thompson::Config::new()
        .reverse(reverse)
        .which_captures(WhichCaptures::None)
        .nfa_size_limit(limit);
    compiler.configure(config);
    compiler
}

impl Patterns {
    pub(super) fn forwards(all: &[Hir]) -> Result<Self, String> {
        Self::new(all, false)
    }

    pub(super) fn backwards(all: &[Hir]) -> Result<Self, String> {
        Self::new(all, true)
    }

    fn new(all: &[Hir], reverse: bool) -> Result<Self, String> {
        let nfa = compiler(reverse, None).build_many_from_hir(all).map_err(|e| e.to_string())?;
        let config = dfa::Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true)
            // If the cache fills up again and again, the search goes on, only slower.
            .minimum_cache_clear_count(None);
        let dfa =
            dfa::Builder::new().configure(config).build_from_nfa(nfa).map_err(|e| e.to_string())?;
        Ok(Self { dfa, len: all.len() })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn cache(&self) -> Cache {
        self.dfa.create_cache()
    }

    /// Returns the offsets where any pattern ends, in order.
    pub(super) fn ends(&self, cache: &mut Cache, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        if self.len == 0 {
            return out;
        }
        let config = start::Config::new().anchored(Anchored::No);
        let Ok(mut state) = self.dfa.start_state(cache, &config) else { return out };
        // The automaton reports a match one byte after its end.
        for (at, byte) in text.bytes().enumerate() {
            let Ok(next) = self.dfa.next_state(cache, state, byte) else { return out };
            state = next;
            if state.is_match() && text.is_char_boundary(at) {
                out.push(at);
            }
        }
        out
    }

    /// Returns the offsets where any pattern begins, in order.
    pub(super) fn starts(&self, cache: &mut Cache, text: &str) -> Vec<usize> {
        let mut out = Vec::new();
        if self.len == 0 {
            return out;
        }
        let input = Input::new(text).anchored(Anchored::No);
        let config = start::Config::from_input_reverse(&input);
        let Ok(mut state) = self.dfa.start_state(cache, &config) else { return out };
        for (at, byte) in text.bytes().enumerate().rev() {
            let Ok(next) = self.dfa.next_state(cache, state, byte) else { return out };
            state = next;
            if state.is_match() && text.is_char_boundary(at + 1) {
                out.push(at + 1);
            }
        }
        out.reverse();
        out
    }

    /// Collects the patterns that match a text beginning at an offset.
    pub(super) fn beginning_at(
        &self,
        cache: &mut Cache,
        text: &str,
        at: usize,
        reach: usize,
        out: &mut Matches,
    ) {
        out.clear();
        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
        let config = start::Config::from_input_forward(&input);
        let whole = text.len() - at <= reach;
        let bytes = text.as_bytes()[at..].iter().take(reach);
        self.walk(cache, &config, bytes, whole, out);
    }

    /// Collects the patterns that match a text ending at an offset.
    pub(super) fn ending_at(
        &self,
        cache: &mut Cache,
        text: &str,
        at: usize,
        reach: usize,
        out: &mut Matches,
    ) {
        out.clear();
        let input = Input::new(text).range(..at).anchored(Anchored::Yes);
        let config = start::Config::from_input_reverse(&input);
        let bytes = text.as_bytes()[..at].iter().rev().take(reach);
        self.walk(cache, &config, bytes, at <= reach, out);
    }

    /// Reads bytes until no pattern can match any more. `to_edge`: the bytes reach the edge of the
    /// text.
    fn walk<'b>(
        &self,
        cache: &mut Cache,
        config: &start::Config,
        bytes: impl Iterator<Item = &'b u8>,
        to_edge: bool,
        out: &mut Matches,
    ) {
        if self.len == 0 {
            return;
        }
        // No step fails: all bytes are accepted, and the cache never gives up.
        let Ok(mut state) = self.dfa.start_state(cache, config) else { return };
        for byte in bytes {
            let Ok(next) = self.dfa.next_state(cache, state, *byte) else { return };
            state = next;
            if state.is_tagged() {
                if state.is_match() {
                    self.collect(cache, state, out);
                } else if state.is_dead() {
                    return;
                }
            }
        }
        if !to_edge {
            return;
        }
        if let Ok(end) = self.dfa.next_eoi_state(cache, state)
            && end.is_match()
        {
            self.collect(cache, end, out);
        }
    }

    fn collect(&self, cache: &Cache, state: LazyStateID, out: &mut Matches) {
        for i in 0..self.dfa.match_len(cache, state) {
            out.add(self.dfa.match_pattern(cache, state, i).as_usize());
        }
    }
}
