//! Printing of a pattern's tree for `fancy-regex`, independent of flags.

use std::fmt::Write as _;

use regex_syntax::hir::ClassUnicode;

use super::{Greed, Node};

/// Prints a tree as a pattern. Groups are kept for back-references.
pub(in crate::segment::srx) fn print(node: &Node) -> String {
    let mut out = String::new();
    write(node, &mut out);
    out
}

fn write(node: &Node, out: &mut String) {
    match node {
        Node::Class(set) => write_set(set, out),
        Node::Concat(nodes) => {
            out.push_str("(?:");
            nodes.iter().for_each(|node| write(node, out));
            out.push(')');
        }
        Node::Alt(nodes) => {
            out.push_str("(?:");
            for (i, node) in nodes.iter().enumerate() {
                if i > 0 {
                    out.push('|');
                }
                write(node, out);
            }
            out.push(')');
        }
        Node::Repeat { node, min, max, greed } => {
            group("(?:", node, out);
            // Writing to a String cannot fail.
            let _ = match max {
                Some(max) => write!(out, "{{{min},{max}}}"),
                None => write!(out, "{{{min},}}"),
            };
            out.push_str(match greed {
                Greed::Greedy => "",
                Greed::Lazy => "?",
                Greed::Possessive => "+",
            });
        }
        Node::Capture(_, node) => group("(", node, out),
        Node::Atomic(node) => group("(?>", node, out),
        Node::Look { behind, negative, node } => {
            let open = match (behind, negative) {
                (false, false) => "(?=",
                (false, true) => "(?!",
                (true, false) => "(?<=",
                (true, true) => "(?<!",
            };
            group(open, node, out);
        }
        Node::Word { negative, word } => {
            let mut set = String::new();
            write_set(word, &mut set);
            let _ = if *negative {
                write!(out, "(?:(?<={set})(?={set})|(?<!{set})(?!{set}))")
            } else {
                write!(out, "(?:(?<={set})(?!{set})|(?<!{set})(?={set}))")
            };
        }
        Node::Start => out.push_str(r"\A"),
        Node::End => out.push_str(r"\z"),
        Node::BackReference(number) => {
            let _ = write!(out, r"(?:\{number})");
        }
    }
}

fn group(open: &str, node: &Node, out: &mut String) {
    out.push_str(open);
    write(node, out);
    out.push(')');
}

fn write_set(set: &ClassUnicode, out: &mut String) {
    if set.ranges().is_empty() {
        // The set is empty, so nothing matches.
        out.push_str("(?!)");
        return;
    }
    out.push('[');
    for range in set.ranges() {
        let (from, to) = (range.start() as u32, range.end() as u32);
        let _ = write!(out, r"\x{{{from:X}}}");
        if to > from {
            let _ = write!(out, r"-\x{{{to:X}}}");
        }
    }
    out.push(']');
}
