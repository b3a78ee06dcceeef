//! The best chain of places at which both texts can be cut.
//!
//! A node is a border of the source together with a border of the target. Two nodes of a chain enclose a
//! bead: the links between its words speak for it, and its lengths should agree.
//!
//! The weights are set by hand and were tried on half of the news texts of the development sets.

use super::{
    links::Links,
    words::{Border, Words},
};

/// The words around a node whose links tell if it is worth a look.
const WINDOW: usize = 15;
/// The nodes that are looked at for each border, where both sides or only the other one can be cut.
const KEPT: (usize, usize) = (3, 16);
/// The longest bead, in words of either side, if no segment is longer.
const LONGEST: usize = 150;

/// The nats of a sure link.
const LINK: f64 = 3.0;
/// The nats of a bead: without them nothing would be cut.
const BEAD: f64 = 3.0;
/// The nats of a bead that ends with a stop of one side.
const AT_STOP: f64 = 4.6;
/// The weight of what the words around a border say.
const WORDS: f64 = 0.65;
/// The nats of a border that is there already.
const THERE: f64 = 1.5;
/// The standard deviation of the logarithm of the ratio of lengths.
const SPREAD: f64 = 0.35;
/// Lengths that disagree more than this, in nats, tell nothing more.
const FAR: f64 = 12.0;
/// This many letters are added to both lengths, so that short beads may differ more.
const LETTERS: f64 = 8.0;
/// The usual length of a sentence in words, and the standard deviation of its logarithm, for beads that no
/// stop ends.
const SENTENCE: (f64, f64) = (22.0, 0.6);
/// The price of a stretch without a partner, and of each of its words.
const ALONE: (f64, f64) = (4.0, 0.075);

/// Two borders at which the texts can be cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) source: Border,
    pub(super) target: Border,
}

impl Node {
    /// `true` where neither side has a border of its own.
    fn is_inner(&self) -> bool {
        self.source.inner && self.target.inner
    }

    /// The evidence of the words around both borders.
    fn worth(&self) -> f64 {
        let gain = |border: &Border| if border.inner { WORDS * border.gain } else { THERE };
        gain(&self.source) + gain(&self.target)
    }
}

/// The best way to a node: its value, and the node before.
type Way = (f64, Option<usize>);

/// The search for the best chain.
pub(super) struct Chain<'c> {
    pub(super) words: &'c [Words; 2],
    pub(super) links: &'c Links,
    /// Letters of the target to a letter of the source.
    pub(super) ratio: f64,
}

impl Chain<'_> {
    /// The nodes of the best chain, from the beginning to the end of the texts; none if no chain was found.
    pub(super) fn best(&self) -> Vec<Node> {
        let nodes = self.nodes();
        let ways = self.ways(&nodes);
        let mut at = nodes.len().checked_sub(1);
        let mut chain = Vec::new();
        while let Some(number) = at {
            chain.push(nodes[number]);
            at = ways[number].1;
        }
        chain.reverse();
        match chain.first() {
            Some(first) if first.source.at == 0 && first.target.at == 0 => chain,
            _ => Vec::new(),
        }
    }

    /// The best way to each node.
    fn ways(&self, nodes: &[Node]) -> Vec<Way> {
        let longest = self.words.each_ref().map(longest);
        let mut ways: Vec<Way> = vec![(f64::NEG_INFINITY, None); nodes.len()];
        if let Some(first) = ways.first_mut() {
            first.0 = 0.0;
        }
        // For each node within reach the sums of the links, row by row, to the words before its target border.
        let mut sums: Vec<Vec<f32>> = Vec::with_capacity(nodes.len());
        let mut first = 0;
        for (number, node) in nodes.iter().enumerate() {
            while node.source.at - nodes[first].source.at > longest[0] {
                sums[first] = Vec::new();
                first += 1;
            }
            let from = nodes[first].source.at;
            let here = self.links.column(from..node.source.at, node.target.at);
            let total = here.last().copied().unwrap_or(0.0);
            for earlier in first..number {
                let start = &nodes[earlier];
                let is_before = start.target.at <= node.target.at
                    && node.target.at - start.target.at <= longest[1];
                if !is_before || ways[earlier].0 == f64::NEG_INFINITY {
                    continue;
                }
                let rows = node.source.at - start.source.at;
                let links = total - here[start.source.at - from] - sums[earlier][rows];
                let sum = ways[earlier].0 + self.bead(start, node, f64::from(links));
                if sum > ways[number].0 {
                    ways[number] = (sum, Some(earlier));
                }
            }
            let end = (node.source.at + longest[0]).min(self.words[0].words.len());
            sums.push(self.links.column(node.source.at..end, node.target.at));
        }
        ways
    }

    /// The nodes in order that are worth a look.
    fn nodes(&self) -> Vec<Node> {
        let [source, target] = self.words.each_ref().map(|side| &side.borders);
        let mut found: Vec<Found> = Vec::new();
        for (i, border) in source.iter().enumerate() {
            let row = self.links.row(border.at);
            let from = target.partition_point(|b| b.at < row.start);
            let near = target[from..].iter().take_while(|b| b.at <= row.end);
            found.extend(near.enumerate().map(|(k, other)| {
                let node = Node { source: *border, target: *other };
                Found { at: [i, from + k], value: node.worth() + LINK * self.around(&node) }
            }));
        }
        let open = [source, target].map(|side| side.iter().any(|border| border.inner));
        let kept = match open {
            [true, true] => [KEPT.0; 2],
            [true, false] => [0, KEPT.1],
            [false, _] => [KEPT.1, 0],
        };
        let mut keep: Vec<[usize; 2]> = vec![[0, 0], [source.len() - 1, target.len() - 1]];
        for (side, most) in kept.into_iter().enumerate() {
            found.sort_by(|a, b| {
                let by_value = b.value.total_cmp(&a.value);
                a.at[side].cmp(&b.at[side]).then(by_value).then(a.at.cmp(&b.at))
            });
            for same in found.chunk_by(|a, b| a.at[side] == b.at[side]) {
                keep.extend(same.iter().take(most).map(|node| node.at));
            }
        }
        let there = |node: &&Found| !source[node.at[0]].inner && !target[node.at[1]].inner;
        keep.extend(found.iter().filter(there).map(|node| node.at));
        keep.sort_unstable();
        keep.dedup();
        keep.into_iter().map(|[i, k]| Node { source: source[i], target: target[k] }).collect()
    }

    /// The links near a node that stay on either side of it, less those that a cut there would break.
    fn around(&self, node: &Node) -> f64 {
        let (x, y) = (node.source.at, node.target.at);
        let ends = self.words.each_ref().map(|side| side.words.len());
        let source = [x.saturating_sub(WINDOW)..x, x..(x + WINDOW).min(ends[0])];
        let target = [y.saturating_sub(WINDOW)..y, y..(y + WINDOW).min(ends[1])];
        let sum = |s: usize, t: usize| self.links.between(source[s].clone(), &target[t]);
        sum(0, 0) + sum(1, 1) - sum(0, 1) - sum(1, 0)
    }

    /// The value of a bead between two nodes, with that of its end.
    fn bead(&self, from: &Node, to: &Node, links: f64) -> f64 {
        let (source, target) = (from.source.at..to.source.at, from.target.at..to.target.at);
        if source.is_empty() || target.is_empty() {
            let words = (source.len() + target.len()) as f64;
            return to.worth() - ALONE.0 - ALONE.1 * words;
        }
        let letters = [self.words[0].letters(&source), self.words[1].letters(&target)];
        let apart = ((letters[1] + LETTERS) / (letters[0] * self.ratio + LETTERS)).ln() / SPREAD;
        let mut value = to.worth() + LINK * links - (apart * apart / 2.0).min(FAR);
        if from.is_inner() || to.is_inner() {
            let size = (source.len() as f64 / SENTENCE.0).ln() / SENTENCE.1;
            value -= size * size / 2.0;
        }
        let at_stop = (to.source.inner && to.target.stop) || (to.source.stop && to.target.inner);
        value + if at_stop { AT_STOP } else { BEAD }
    }
}

/// A node by the indices of its borders.
struct Found {
    at: [usize; 2],
    value: f64,
}

/// The longest bead that has to be possible.
fn longest(side: &Words) -> usize {
    let gaps = side.borders.windows(2).map(|pair| pair[1].at - pair[0].at);
    LONGEST.max(gaps.max().unwrap_or(0) + LONGEST / 3)
}

/// The words before which a side is cut in a chain.
pub(super) fn cuts(chain: &[Node], side: fn(&Node) -> Border) -> Vec<usize> {
    let inner = chain.iter().map(side).filter(|border| border.inner);
    let mut cuts: Vec<usize> = inner.map(|border| border.at).collect();
    cuts.dedup();
    cuts
}
