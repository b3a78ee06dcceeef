//! Lowering of a pattern's tree to what finite automata can run.
//!
//! A rule tests of its first pattern only whether some match of it ends at the offset, whatever
//! precedes, and of its second only whether some match begins there, whatever follows. Much of what
//! automata lack can therefore be expressed in other terms: a look-behind at the start of the first
//! pattern is one more thing to match, a word boundary there is a character that is not a letter,
//! and a look-around at the offset itself is a separate condition. What remains is left out, so
//! that the pattern matches more; then `exact` is false and `fancy-regex` has to confirm.

use regex_syntax::hir::{Class, ClassUnicode, Hir, Look, Repetition};

use super::{Greed, Node, class};

/// The side of the offset that a pattern describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::segment::srx) enum RuleSide {
    Before,
    After,
}

/// A pattern for automata.
#[derive(Debug)]
pub(in crate::segment::srx) struct Lowered {
    pub(in crate::segment::srx) hir: Hir,
    /// Additional conditions at the offset: side, pattern, and true if it must not match.
    pub(in crate::segment::srx) conditions: Vec<(RuleSide, Hir, bool)>,
    /// True if the pattern matches exactly what it should; false if it may match more.
    pub(in crate::segment::srx) exact: bool,
}

/// Lowers a tree for matching from its start; `None` if automata cannot do it.
pub(in crate::segment::srx) fn plain(node: &Node) -> Option<Hir> {
    let mut lowering = Lowering { side: RuleSide::After, exact: true };
    let hir = lowering.node(node, false);
    lowering.exact.then_some(hir)
}

/// Lowers a pattern that ends or begins at an offset.
pub(in crate::segment::srx) fn lower(node: &Node, side: RuleSide) -> Lowered {
    let mut nodes = Vec::new();
    flatten(node.clone(), &mut nodes);
    let mut lowering = Lowering { side, exact: true };
    let mut conditions = Vec::new();
    lowering.take_conditions(&mut nodes, &mut conditions);
    shorten(&mut nodes, side);
    let hir = lowering.concat(nodes, true);
    Lowered { hir, conditions, exact: lowering.exact }
}

/// Merges nested sequences into one.
fn flatten(node: Node, out: &mut Vec<Node>) {
    match node {
        Node::Concat(nodes) => nodes.into_iter().for_each(|node| flatten(node, out)),
        Node::Capture(_, node) => match *node {
            Node::Concat(nodes) => nodes.into_iter().for_each(|node| flatten(node, out)),
            node => out.push(node),
        },
        node => out.push(node),
    }
}

/// Reduces a repetition at the far end to its minimum count: that is equivalent, since whatever
/// lies beyond is not examined.
fn shorten(nodes: &mut Vec<Node>, side: RuleSide) {
    loop {
        let far = match side {
            RuleSide::Before => nodes.first_mut(),
            RuleSide::After => nodes.last_mut(),
        };
        let Some(Node::Repeat { min, max, greed, .. }) = far else { return };
        if *greed == Greed::Possessive {
            return;
        }
        *max = Some(*min);
        if *min > 0 {
            return;
        }
        match side {
            RuleSide::Before => drop(nodes.remove(0)),
            RuleSide::After => drop(nodes.pop()),
        }
    }
}

/// The kind of the character beside an assertion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Other,
    /// It may be either, or there may be none.
    Unknown,
}

struct Lowering {
    side: RuleSide,
    exact: bool,
}

impl Lowering {
    /// Moves the assertions at the offset itself out of a pattern.
    fn take_conditions(&mut self, nodes: &mut Vec<Node>, out: &mut Vec<(RuleSide, Hir, bool)>) {
        loop {
            let edge = match self.side {
                RuleSide::Before => nodes.last(),
                RuleSide::After => nodes.first(),
            };
            if !matches!(edge, Some(Node::Look { .. } | Node::Word { .. })) {
                return;
            }
            let edge = match self.side {
                RuleSide::Before => nodes.pop(),
                RuleSide::After => Some(nodes.remove(0)),
            };
            match edge {
                Some(Node::Look { behind, negative, node }) => {
                    let side = if behind { RuleSide::Before } else { RuleSide::After };
                    let lowered = lower(&node, side);
                    // A condition that matches too much must not forbid anything.
                    if lowered.exact && lowered.conditions.is_empty() {
                        out.push((side, lowered.hir, negative));
                    } else {
                        self.exact = false;
                    }
                }
                Some(Node::Word { negative, word }) => match self.kind_at_place(nodes, &word) {
                    Kind::Unknown => self.exact = false,
                    kind => {
                        let other = match self.side {
                            RuleSide::Before => RuleSide::After,
                            RuleSide::After => RuleSide::Before,
                        };
                        let is_word = (kind == Kind::Word) == negative;
                        let set = if is_word { word } else { class::not(word) };
                        let edge = (!is_word).then_some(other);
                        out.push((other, set_or_edge(set, edge), false));
                    }
                },
                _ => {}
            }
        }
    }

    fn kind_at_place(&self, nodes: &[Node], word: &ClassUnicode) -> Kind {
        match self.side {
            RuleSide::Before => kind(nodes, RuleSide::After, word),
            RuleSide::After => kind(nodes, RuleSide::Before, word),
        }
    }

    /// Lowers a node. `far`: nothing of the pattern lies beyond it on the side away from the
    /// offset.
    fn node(&mut self, node: &Node, far: bool) -> Hir {
        match node {
            Node::Class(set) => Hir::class(Class::Unicode(set.clone())),
            Node::Concat(nodes) => {
                let mut flat = Vec::new();
                nodes.iter().for_each(|node| flatten(node.clone(), &mut flat));
                self.concat(flat, far)
            }
            Node::Alt(nodes) => {
                Hir::alternation(nodes.iter().map(|node| self.node(node, far)).collect())
            }
            Node::Repeat { node, min, max, greed } => {
                self.exact &= *greed != Greed::Possessive;
                let sub = self.node(node, far && *max == Some(1));
                Hir::repetition(Repetition {
                    min: *min,
                    max: *max,
                    greedy: *greed != Greed::Lazy,
                    sub: Box::new(sub),
                })
            }
            Node::Capture(_, node) => self.node(node, far),
            Node::Atomic(node) => {
                self.exact &= !node.has_choice();
                self.node(node, false)
            }
            Node::Look { .. } | Node::Word { .. } => self.concat(vec![node.clone()], far),
            Node::Start => Hir::look(Look::Start),
            Node::End => Hir::look(Look::End),
            Node::BackReference(_) => {
                self.exact = false;
                let any = Hir::class(Class::Unicode(class::any()));
                Hir::repetition(Repetition { min: 0, max: None, greedy: true, sub: Box::new(any) })
            }
        }
    }

    fn concat(&mut self, mut nodes: Vec<Node>, far: bool) -> Hir {
        let mut made = vec![None; nodes.len()];
        for at in 0..nodes.len() {
            let far = far
                && match self.side {
                    RuleSide::Before => at == 0,
                    RuleSide::After => at + 1 == nodes.len(),
                };
            made[at] = match nodes[at].clone() {
                Node::Look { behind, negative, node } => {
                    Some(self.look(&mut nodes, at, (behind, negative, &node), far))
                }
                Node::Word { negative, word } => {
                    Some(self.boundary(&mut nodes, at, negative, &word, far))
                }
                _ => None,
            };
        }
        let last = nodes.len().saturating_sub(1);
        let parts = nodes.iter().zip(made).enumerate().map(|(at, (node, made))| {
            let far = far
                && match self.side {
                    RuleSide::Before => at == 0,
                    RuleSide::After => at == last,
                };
            made.unwrap_or_else(|| self.node(node, far))
        });
        Hir::concat(parts.collect())
    }

    /// Lowers a look-around inside a pattern: at the far end to one more thing to match, beside a
    /// single character to a smaller set of it.
    fn look(
        &mut self,
        nodes: &mut [Node],
        at: usize,
        (behind, negative, node): (bool, bool, &Node),
        far: bool,
    ) -> Hir {
        let outward = behind == (self.side == RuleSide::Before);
        if far && outward {
            if !negative {
                return self.node(node, true);
            }
            if let Some(set) = single(node) {
                return set_or_edge(class::not(set.clone()), Some(self.side));
            }
        }
        let beside = if behind { at.checked_sub(1) } else { Some(at + 1) };
        let neighbour = beside.and_then(|at| nodes.get_mut(at));
        if let (Some(Node::Class(set)), Some(required)) = (neighbour, single(node)) {
            if negative {
                set.difference(required);
            } else {
                set.intersect(required);
            }
            return Hir::empty();
        }
        self.exact = false;
        Hir::empty()
    }

    /// Lowers a word boundary inside a pattern.
    fn boundary(
        &mut self,
        nodes: &mut [Node],
        at: usize,
        negative: bool,
        word: &ClassUnicode,
        far: bool,
    ) -> Hir {
        let left = kind(&nodes[..at], RuleSide::After, word);
        let right = kind(&nodes[at + 1..], RuleSide::Before, word);
        // Returns true if the other neighbour must be a word character.
        let expects_word = |known: Kind| (known == Kind::Word) == negative;
        let set_of = |is_word: bool| if is_word { word.clone() } else { class::not(word.clone()) };
        match (left, right) {
            (Kind::Unknown, Kind::Unknown) => {}
            (Kind::Unknown, known) => {
                let is_word = expects_word(known);
                if far && self.side == RuleSide::Before {
                    return set_or_edge(set_of(is_word), (!is_word).then_some(RuleSide::Before));
                }
                if let Some(Node::Class(set)) = at.checked_sub(1).and_then(|at| nodes.get_mut(at)) {
                    set.intersect(&set_of(is_word));
                    return Hir::empty();
                }
            }
            (known, Kind::Unknown) => {
                let is_word = expects_word(known);
                if far && self.side == RuleSide::After {
                    return set_or_edge(set_of(is_word), (!is_word).then_some(RuleSide::After));
                }
                if let Some(Node::Class(set)) = nodes.get_mut(at + 1) {
                    set.intersect(&set_of(is_word));
                    return Hir::empty();
                }
            }
            (left, right) if (left == right) == negative => return Hir::empty(),
            _ => return Hir::fail(),
        }
        self.exact = false;
        Hir::empty()
    }
}

/// Returns a pattern for a character of a set, or for the edge of the text on a side.
fn set_or_edge(set: ClassUnicode, edge: Option<RuleSide>) -> Hir {
    let set = Hir::class(Class::Unicode(set));
    match edge {
        None => set,
        Some(RuleSide::Before) => Hir::alternation(vec![Hir::look(Look::Start), set]),
        Some(RuleSide::After) => Hir::alternation(vec![Hir::look(Look::End), set]),
    }
}

/// Returns the set of a pattern that is one character.
fn single(node: &Node) -> Option<&ClassUnicode> {
    match node {
        Node::Class(set) => Some(set),
        Node::Capture(_, node) => single(node),
        Node::Concat(nodes) if nodes.len() == 1 => single(&nodes[0]),
        _ => None,
    }
}

/// Returns the kind of the first or last character: `Before` means the first, as seen from the text
/// before it.
fn kind(nodes: &[Node], seen_from: RuleSide, word: &ClassUnicode) -> Kind {
    let Some((set, false)) = edge_of(nodes, seen_from) else { return Kind::Unknown };
    if set.ranges().is_empty() {
        return Kind::Unknown;
    }
    let mut inside = set.clone();
    inside.intersect(word);
    if inside.ranges().is_empty() {
        Kind::Other
    } else if inside == set {
        Kind::Word
    } else {
        Kind::Unknown
    }
}

/// Returns the characters that a sequence can begin or end with, and true if it can be empty;
/// `None` if unknown.
fn edge_of(nodes: &[Node], seen_from: RuleSide) -> Option<(ClassUnicode, bool)> {
    let mut all = ClassUnicode::empty();
    let mut rest = nodes;
    loop {
        let (node, others) = match seen_from {
            RuleSide::Before => rest.split_first(),
            RuleSide::After => rest.split_last(),
        }
        .map_or((None, rest), |(node, others)| (Some(node), others));
        let Some(node) = node else { return Some((all, true)) };
        let (set, can_be_empty) = edge_of_node(node, seen_from)?;
        all.union(&set);
        if !can_be_empty {
            return Some((all, false));
        }
        rest = others;
    }
}

fn edge_of_node(node: &Node, seen_from: RuleSide) -> Option<(ClassUnicode, bool)> {
    match node {
        Node::Class(set) => Some((set.clone(), false)),
        Node::Concat(nodes) => edge_of(nodes, seen_from),
        Node::Alt(nodes) => {
            let mut all = (ClassUnicode::empty(), false);
            for node in nodes {
                let (set, can_be_empty) = edge_of_node(node, seen_from)?;
                all.0.union(&set);
                all.1 |= can_be_empty;
            }
            Some(all)
        }
        Node::Repeat { node, min, .. } => {
            let (set, can_be_empty) = edge_of_node(node, seen_from)?;
            Some((set, can_be_empty || *min == 0))
        }
        Node::Capture(_, node) | Node::Atomic(node) => edge_of_node(node, seen_from),
        // Assertions only restrict what follows, which does not matter here.
        Node::Look { .. } | Node::Word { .. } => Some((ClassUnicode::empty(), true)),
        Node::Start | Node::End | Node::BackReference(_) => None,
    }
}
