//! The room of a context, and its filling.

use super::{
    Context, ContextInput, ContextTerm, Neighbour,
    piece::{self, Piece},
    tokens::whole,
    write,
};
use crate::lookup::{Match, Phrase};

/// The room that is left, in thousandths of a token.
pub(super) struct Room {
    budget: u64,
    used: u64,
}

impl Room {
    /// A room with its first content; `None` if that does not fit.
    pub(super) fn new(budget: usize, frame: &Piece) -> Option<Self> {
        let budget = (budget as u64).saturating_mul(1000);
        (frame.cost <= budget).then_some(Self { budget, used: frame.cost })
    }

    /// The tokens of all that was put.
    pub(super) fn used(&self) -> usize {
        whole(self.used)
    }

    /// Takes the room for a piece, and for the title of its section if it is the first there.
    fn take(&mut self, title: &str, is_first: bool, piece: &Piece) -> bool {
        let title = if is_first { Piece::default().label(title).cost } else { 0 };
        let used = self.used.saturating_add(title).saturating_add(piece.cost);
        let fits = used <= self.budget;
        if fits {
            self.used = used;
        }
        fits
    }
}

impl Context {
    /// Puts as many lines of the notes as fit, from the first on.
    pub(super) fn put_notes(&mut self, notes: &str, room: &mut Room) {
        let mut is_full = false;
        for line in notes.trim().lines() {
            let piece = Piece::default().words(line.trim_end(), None).label("\n");
            is_full = is_full || !room.take(write::NOTES, self.notes.is_empty(), &piece);
            if is_full {
                self.left_out.notes += usize::from(!line.trim().is_empty());
                continue;
            }
            if !self.notes.is_empty() {
                self.notes.push('\n');
            }
            self.notes.push_str(line.trim_end());
        }
        self.notes.truncate(self.notes.trim_end().len());
    }

    pub(super) fn put_terms(&mut self, terms: Vec<ContextTerm>, room: &mut Room) {
        for term in terms {
            let piece = piece::term(self, &term);
            if room.take(write::TERMS, self.terms.is_empty(), &piece) {
                self.terms.push(term);
            } else {
                self.left_out.terms += 1;
            }
        }
    }

    /// Puts pairs; one that is too long does not keep out a shorter one after it.
    pub(super) fn put_pairs(&mut self, matches: &[Match], which: &[usize], room: &mut Room) {
        for &at in which {
            let piece = piece::pair(&self.query, &matches[at]);
            if room.take(write::PAIRS, self.pairs.is_empty(), &piece) {
                self.pairs.push(matches[at].clone());
            } else {
                self.left_out.pairs += 1;
            }
        }
    }

    pub(super) fn put_phrases(&mut self, phrases: &[Phrase], room: &mut Room) {
        for phrase in phrases {
            let text = phrase.query.of(&self.query).to_owned();
            let mut phrase = phrase.clone();
            let is_first = self.phrases.is_empty();
            let mut any = false;
            phrase.occurrences.retain(|found| {
                let piece = piece::occurrence(&text, found);
                let fits = room.take(write::PHRASES, is_first && !any, &piece);
                any |= fits;
                self.left_out.phrases += usize::from(!fits);
                fits
            });
            if any {
                self.phrases.push(phrase);
            }
        }
    }

    /// Puts the sentences around the text, the nearest first.
    pub(super) fn put_neighbours(
        &mut self,
        input: &ContextInput<'_>,
        count: usize,
        room: &mut Room,
    ) {
        let (mut before, mut after) = (input.before.iter().rev(), input.after.iter());
        for _ in 0..count {
            if let Some(beside) = before.next() {
                let is_first = self.before.is_empty();
                if self.takes(write::BEFORE, is_first, beside, room) {
                    self.before.insert(0, beside.clone());
                }
            }
            if let Some(beside) = after.next() {
                let is_first = self.after.is_empty();
                if self.takes(write::AFTER, is_first, beside, room) {
                    self.after.push(beside.clone());
                }
            }
        }
    }

    fn takes(&mut self, title: &str, is_first: bool, beside: &Neighbour, room: &mut Room) -> bool {
        let fits = room.take(title, is_first, &piece::neighbour(self, beside));
        self.left_out.neighbours += usize::from(!fits);
        fits
    }
}
