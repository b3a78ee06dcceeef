//! The best chain of places at which both texts can be cut.
//!
//! A node is a border of the source together with a border of the target. What lies between two nodes is a
//! bead: the links between its words speak for it, and its lengths should agree.

use std::ops::Range;

use super::{
    links::Links,
    words::{Border, Words},
};

pub(super) fn p(i: usize) -> f64 {
    const D: [f64; 20] = [
        2.5,  // 0 links
        3.0,  // 1 node with a hard border
        6.0,  // 2 inner-inner node
        0.35, // 3 spread of lengths
        4.0,  // 4 omission
        0.1,  // 5 a word omitted
        1.0,  // 6 weight of gain
        1.0,  // 7 weight of size prior
        1.5,  // 8 hard border gain
        22.0, // 9 size
        0.6,  // 10 size spread
        0.25, // 11 alone
        12.0, // 12 near
        2.5,  // 13 exponent
        0.5,  // 14 strength exponent
        0.5,  // 15 background
        6.0,  // 16 stop, inner
        3.0,  // 17 line end, inner
        10.0, // 18 near, second
        0.0,
    ];
    static V: std::sync::LazyLock<Vec<f64>> = std::sync::LazyLock::new(|| {
        let mut v = D.to_vec();
        if let Ok(s) = std::env::var("P") {
            for kv in s.split(',') {
                let (k, x) = kv.split_once('=').unwrap();
                v[k.parse::<usize>().unwrap()] = x.parse().unwrap();
            }
        }
        v
    });
    V[i]
}

/// The words around a node whose links across it count against it.
const WINDOW: usize = 15;
/// The longest bead, in words of either side, if no segment is longer.
const LONGEST: usize = 150;

/// Two borders at which a chain may be cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) source: Border,
    pub(super) target: Border,
}

pub(super) struct Chain<'c> {
    pub(super) words: &'c [Words; 2],
    pub(super) links: &'c Links,
    /// Letters of the target to a letter of the source.
    pub(super) ratio: f64,
}

impl Chain<'_> {
    /// The nodes of the best chain, from the beginning to the end of the texts; none where there is none.
    pub(super) fn best(&self) -> Vec<Node> {
        let nodes = self.nodes();
        let longest = self.words.each_ref().map(longest);
        let mut best: Vec<(f64, Option<usize>)> = vec![(f64::NEG_INFINITY, None); nodes.len()];
        // For each node within reach the sums of the links, row by row, to the words before its target border.
        let mut sums: Vec<Vec<f32>> = Vec::with_capacity(nodes.len());
        let mut first = 0;
        for (number, node) in nodes.iter().enumerate() {
            let own = self.worth(node);
            while node.source.at - nodes[first].source.at > longest[0] {
                sums[first] = Vec::new();
                first += 1;
            }
            let from = nodes[first].source.at;
            let here = self.links.column(from..node.source.at, node.target.at);
            let total = here.last().copied().unwrap_or(0.0);
            if number == 0 {
                best[0].0 = 0.0;
            }
            for (earlier, start) in nodes[first..number].iter().enumerate() {
                let earlier = first + earlier;
                let is_before = start.target.at <= node.target.at
                    && node.target.at - start.target.at <= longest[1];
                if !is_before || best[earlier].0 == f64::NEG_INFINITY {
                    continue;
                }
                let rows = node.source.at - start.source.at;
                let all = total - here[start.source.at - from];
                let links = f64::from(all - sums[earlier][rows]);
                let sum = best[earlier].0 + own + self.bead(start, node, links);
                if sum > best[number].0 {
                    best[number] = (sum, Some(earlier));
                }
            }
            let end = (node.source.at + longest[0]).min(self.words[0].words.len());
            sums.push(self.links.column(node.source.at..end, node.target.at));
        }
        let mut at = nodes.len().checked_sub(1);
        let mut chain = Vec::new();
        while let Some(number) = at {
            chain.push(nodes[number]);
            at = best[number].1;
        }
        chain.reverse();
        match chain.first() {
            Some(first) if first.source.at == 0 && first.target.at == 0 => chain,
            _ => Vec::new(),
        }
    }

    /// The nodes in order that are worth a look.
    fn nodes(&self) -> Vec<Node> {
        let [source, target] = self.words.each_ref().map(|side| &side.borders);
        let mut found: Vec<(usize, usize, f64)> = Vec::new();
        for (i, border) in source.iter().enumerate() {
            let row = self.links.row(border.at);
            let from = target.partition_point(|b| b.at < row.start);
            let near = target[from..].iter().take_while(|b| b.at <= row.end);
            found.extend(near.enumerate().map(|(k, other)| {
                let node = Node { source: *border, target: *other };
                (i, from + k, self.worth(&node) + p(0) * self.around(&node))
            }));
        }
        let mut keep: Vec<(usize, usize)> = vec![(0, 0), (source.len() - 1, target.len() - 1)];
        let open = [source, target].map(|side| side.iter().any(|border| border.inner));
        let kept = match open {
            [true, true] => [3, 3],
            [true, false] => [0, 16],
            [false, _] => [16, 0],
        };
        for (side, most) in kept.into_iter().enumerate() {
            let key = |node: &(usize, usize, f64)| if side == 0 { node.0 } else { node.1 };
            found
                .sort_by(|a, b| key(a).cmp(&key(b)).then(b.2.total_cmp(&a.2)).then(a.cmp_place(b)));
            for same in found.chunk_by(|a, b| key(a) == key(b)) {
                keep.extend(same.iter().take(most).map(|node| (node.0, node.1)));
            }
        }
        let hard = |node: &&(usize, usize, f64)| !source[node.0].inner && !target[node.1].inner;
        keep.extend(found.iter().filter(hard).map(|node| (node.0, node.1)));
        keep.sort_unstable();
        keep.dedup();
        let node = |(i, k): (usize, usize)| Node { source: source[i], target: target[k] };
        keep.into_iter().map(node).collect()
    }

    /// What speaks for a cut at a node.
    fn worth(&self, node: &Node) -> f64 {
        let gain = |border: &Border| if border.inner { p(6) * border.gain } else { p(8) };
        gain(&node.source) + gain(&node.target)
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

    /// What speaks for a bead between two nodes.
    fn bead(&self, from: &Node, to: &Node, links: f64) -> f64 {
        let (source, target) = (from.source.at..to.source.at, from.target.at..to.target.at);
        if source.is_empty() || target.is_empty() {
            return -p(4) - p(5) * (source.len() + target.len()) as f64;
        }
        let letters = [self.words[0].letters(&source), self.words[1].letters(&target)];
        let apart = ((letters[1] + 8.0) / (letters[0] * self.ratio + 8.0)).ln() / p(3);
        let mut worth = -(apart * apart / 2.0).min(12.0);
        let all_inner = |a: &Node| a.source.inner && a.target.inner;
        if all_inner(from) || all_inner(to) {
            let size = (source.len() as f64 / p(9)).ln() / p(10);
            worth -= p(7) * size * size / 2.0;
        }
        let base = p(match (to.source.inner, to.target.inner) {
            (true, true) => 2,
            (false, false) => 1,
            (true, false) if to.target.stop => 16,
            (false, true) if to.source.stop => 16,
            _ => 17,
        });
        worth + base + p(0) * links
    }
}

/// The longest bead that has to be possible.
fn longest(side: &Words) -> usize {
    let gaps = side.borders.windows(2).map(|pair| pair[1].at - pair[0].at);
    LONGEST.max(gaps.max().unwrap_or(0) + 50)
}

trait Place {
    fn cmp_place(&self, other: &Self) -> std::cmp::Ordering;
}

impl Place for (usize, usize, f64) {
    fn cmp_place(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// The word borders of a chain at which a side is cut.
pub(super) fn cuts(chain: &[Node], side: fn(&Node) -> Border) -> Vec<usize> {
    let mut cuts: Vec<usize> =
        chain.iter().map(side).filter(|border| border.inner).map(|border| border.at).collect();
    cuts.dedup();
    cuts
}

#[allow(dead_code)]
type Unused = Range<usize>;
