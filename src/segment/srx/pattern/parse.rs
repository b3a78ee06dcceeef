//! The parser of patterns.

use std::{iter::Peekable, str::Chars};

use regex_syntax::hir::ClassUnicode;

use super::{Dialect, Fault, Greed, Node, class};

/// Maximum depth of nested groups.
pub(super) const MAX_DEPTH: usize = 64;
/// Maximum count of a repetition; the automata contain that many copies.
const MAX_REPEAT: u32 = 1000;

/// Parses a pattern.
pub(in crate::segment::srx) fn parse(pattern: &str, dialect: Dialect) -> Result<Node, Fault> {
    let mut parser = Parser {
        rest: pattern.chars().peekable(),
        flags: Flags {
            unicode: dialect == Dialect::Icu,
            unicode_case: dialect == Dialect::Icu,
            ..Flags::default()
        },
        groups: Vec::new(),
        depth: 0,
    };
    let node = parser.alternatives()?;
    match parser.rest.next() {
        None => Ok(node),
        Some(_) => Err(Fault::new(
            "a ) without an opening (",
            "write \\) for the character itself, or remove it",
        )),
    }
}

/// The flags in force; at its end a group restores those at its start.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags {
    pub(super) ignore_case: bool,
    pub(super) unicode: bool,
    unicode_case: bool,
    multi_line: bool,
    dot_all: bool,
    pub(super) comments: bool,
    unix_lines: bool,
}

pub(super) struct Parser<'p> {
    pub(super) rest: Peekable<Chars<'p>>,
    pub(super) flags: Flags,
    /// The names of the capture groups so far, in order; empty if unnamed.
    groups: Vec<String>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Result<Node, Fault> {
        let mut branches = vec![self.branch()?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.branch()?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Alt(branches) })
    }

    fn branch(&mut self) -> Result<Node, Fault> {
        let mut nodes = Vec::new();
        loop {
            self.skip_comments();
            match self.rest.peek() {
                None | Some('|' | ')') => break,
                Some(_) => {}
            }
            if let Some(mut quoted) = self.quoted() {
                // A quantifier after a quotation repeats its last character.
                let last = quoted.pop();
                nodes.append(&mut quoted);
                if let Some(last) = last {
                    nodes.push(self.quantified(last)?);
                }
            } else if let Some(node) = self.atom()? {
                let node = self.quantified(node)?;
                nodes.push(node);
            }
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Concat(nodes) })
    }

    /// Skips white space and comments after `#`, which `(?x)` allows in a pattern.
    fn skip_comments(&mut self) {
        if !self.flags.comments {
            return;
        }
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_whitespace() || *c == '#') {
            if c == '#' {
                while self.rest.next_if(|c| *c != '\n').is_some() {}
            }
        }
    }

    /// Parses one item that could be repeated; `None` for an item that only sets flags.
    fn atom(&mut self) -> Result<Option<Node>, Fault> {
        let Some(c) = self.rest.next() else { return Ok(None) };
        Ok(Some(match c {
            '(' => return self.group(),
            '[' => Node::Class(self.set(1)?),
            '\\' => return self.escape(),
            '.' if self.flags.dot_all => Node::Class(class::any()),
            '.' => Node::Class(class::not(class::line_ends(self.flags.unix_lines))),
            '^' => self.line_start(),
            '$' => self.line_end(),
            '*' | '+' | '?' => {
                return Err(Fault::new(
                    format!("a {c} with nothing before it to repeat"),
                    format!("write \\{c} for the character itself"),
                ));
            }
            '{' => {
                return Err(Fault::new(
                    "a { that does not begin a count such as {2,3}",
                    "write \\{ for the character itself",
                ));
            }
            c => self.literal(c),
        }))
    }

    pub(super) fn cased_if_single(&self, set: ClassUnicode) -> ClassUnicode {
        match set.ranges() {
            [one] if one.start() == one.end() => self.cased(set),
            _ => set,
        }
    }

    fn literal(&self, c: char) -> Node {
        Node::Class(self.cased(class::single(c)))
    }

    /// Adds the letters of the other case to a set if case is ignored.
    pub(super) fn cased(&self, mut set: ClassUnicode) -> ClassUnicode {
        let Flags { ignore_case, unicode, unicode_case, .. } = self.flags;
        if ignore_case && (unicode || unicode_case) {
            // The case tables are compiled in; without them a set would stay as it is.
            let _ = set.try_case_fold_simple();
        } else if ignore_case {
            let mut ascii = set.clone();
            ascii.intersect(&class::ranges(&[('A', 'Z'), ('a', 'z')]));
            let other = |c: char| {
                if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
            };
            for range in ascii.ranges() {
                set.union(&class::ranges(&[(other(range.start()), other(range.end()))]));
            }
        }
        set
    }

    fn line_start(&self) -> Node {
        if !self.flags.multi_line {
            return Node::Start;
        }
        let after_line = Node::Class(class::line_ends(self.flags.unix_lines));
        Node::Look {
            behind: true,
            negative: false,
            node: Box::new(Node::Alt(vec![Node::Start, after_line])),
        }
    }

    /// Returns a pattern for the end of the text or before its last line terminator; with `(?m)`,
    /// for the end of any line.
    fn line_end(&self) -> Node {
        let line_end = Node::Class(class::line_ends(self.flags.unix_lines));
        let node = if self.flags.multi_line {
            Node::Alt(vec![Node::End, line_end])
        } else {
            let pair = Node::Concat(vec![
                Node::Class(class::single('\r')),
                Node::Class(class::single('\n')),
                Node::End,
            ]);
            Node::Alt(vec![Node::End, Node::Concat(vec![line_end, Node::End]), pair])
        };
        Node::Look { behind: false, negative: false, node: Box::new(node) }
    }

    fn group(&mut self) -> Result<Option<Node>, Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(
                format!("groups are nested more than {MAX_DEPTH} deep"),
                "no rule needs that; the file is damaged or malicious",
            ));
        }
        let outer = self.flags;
        let node = if self.rest.next_if_eq(&'?').is_some() {
            self.special_group()?
        } else {
            Some(self.capture(String::new())?)
        };
        // Flags set inside a group apply up to its end.
        if node.is_some() {
            self.flags = outer;
        }
        self.depth -= 1;
        Ok(node)
    }

    fn capture(&mut self, name: String) -> Result<Node, Fault> {
        self.groups.push(name);
        let number = u32::try_from(self.groups.len()).unwrap_or(u32::MAX);
        Ok(Node::Capture(number, Box::new(self.rest_of_group()?)))
    }

    fn rest_of_group(&mut self) -> Result<Node, Fault> {
        let node = self.alternatives()?;
        if self.rest.next_if_eq(&')').is_some() {
            return Ok(node);
        }
        Err(unclosed())
    }

    /// Parses a group that begins with `(?`.
    fn special_group(&mut self) -> Result<Option<Node>, Fault> {
        let look = |behind, negative, node| Node::Look { behind, negative, node: Box::new(node) };
        let Some(c) = self.rest.next() else { return Err(unclosed()) };
        Ok(Some(match c {
            ':' => self.rest_of_group()?,
            '=' => look(false, false, self.rest_of_group()?),
            '!' => look(false, true, self.rest_of_group()?),
            '>' => Node::Atomic(Box::new(self.rest_of_group()?)),
            '#' => {
                while self.rest.next_if(|c| *c != ')').is_some() {}
                return self.rest.next().map(|_| None).ok_or_else(unclosed);
            }
            '<' if self.rest.next_if_eq(&'=').is_some() => look(true, false, self.rest_of_group()?),
            '<' if self.rest.next_if_eq(&'!').is_some() => look(true, true, self.rest_of_group()?),
            '<' => {
                let name = self.name('>')?;
                self.capture(name)?
            }
            c => return self.flag_group(c),
        }))
    }

    fn name(&mut self, end: char) -> Result<String, Fault> {
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some(c) if c == end => return Ok(name),
                Some(c) if c.is_alphanumeric() || c == '_' => name.push(c),
                _ => {
                    return Err(Fault::new(
                        "the name of a group is invalid",
                        "write it like (?<name>…), of letters and digits",
                    ));
                }
            }
        }
    }

    /// Parses `(?i)` or `(?i-s:…)`.
    fn flag_group(&mut self, first: char) -> Result<Option<Node>, Fault> {
        let mut on = true;
        let mut c = first;
        loop {
            match c {
                'i' => self.flags.ignore_case = on,
                'U' => self.flags.unicode = on,
                'm' => self.flags.multi_line = on,
                's' => self.flags.dot_all = on,
                'x' => self.flags.comments = on,
                'd' => self.flags.unix_lines = on,
                'u' => self.flags.unicode_case = on,
                // ICU's dictionary-based word boundaries: ours are used instead.
                'w' => {}
                '-' => on = false,
                ')' => return Ok(None),
                ':' => return self.rest_of_group().map(Some),
                c => {
                    return Err(Fault::new(
                        format!("unknown group (?{c}"),
                        "supported are (?: (?= (?! (?<= (?<! (?> (?<name> and the flags i u U m s x d",
                    ));
                }
            }
            c = self.rest.next().ok_or_else(unclosed)?;
        }
    }

    fn quantified(&mut self, mut node: Node) -> Result<Node, Fault> {
        loop {
            self.skip_comments();
            let Some(c) = self.rest.next_if(|c| matches!(c, '*' | '+' | '?' | '{')) else {
                return Ok(node);
            };
            let (min, max) = match c {
                '*' => (0, None),
                '+' => (1, None),
                '?' => (0, Some(1)),
                _ => self.count()?,
            };
            let greed = if self.rest.next_if_eq(&'?').is_some() {
                Greed::Lazy
            } else if self.rest.next_if_eq(&'+').is_some() {
                Greed::Possessive
            } else {
                Greed::Greedy
            };
            node = Node::Repeat { node: Box::new(node), min, max, greed };
        }
    }

    /// Parses the count in `{2}`, `{2,}` or `{2,5}`.
    fn count(&mut self) -> Result<(u32, Option<u32>), Fault> {
        let bad = || {
            Fault::new(
                "a { that does not begin a count such as {2,3}",
                "write \\{ for the character itself",
            )
        };
        let min = self.number().ok_or_else(bad)?;
        let max = match self.rest.next() {
            Some('}') => Some(min),
            Some(',') if self.rest.next_if_eq(&'}').is_some() => None,
            Some(',') => {
                let max = self.number().ok_or_else(bad)?;
                self.rest.next_if_eq(&'}').ok_or_else(bad)?;
                Some(max)
            }
            _ => return Err(bad()),
        };
        if min.max(max.unwrap_or(0)) > MAX_REPEAT {
            return Err(Fault::new(
                format!("a count larger than {MAX_REPEAT}"),
                "rules that look so far are slow; leave the upper bound open, as in {2,}",
            ));
        }
        if max.is_some_and(|max| max < min) {
            return Err(Fault::new(
                "a count whose maximum is below its minimum",
                "swap the two numbers",
            ));
        }
        Ok((min, max))
    }

    fn number(&mut self) -> Option<u32> {
        let mut number = None;
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            let digit = digit.to_digit(10).unwrap_or(0);
            number = Some(number.unwrap_or(0_u32).saturating_mul(10).saturating_add(digit));
        }
        number
    }

    /// Parses an escape outside of a set.
    fn escape(&mut self) -> Result<Option<Node>, Fault> {
        let Some(c) = self.rest.peek().copied() else {
            return Err(Fault::new("a \\ at the end", "write \\\\ for the character itself"));
        };
        let word = |negative, flags: Flags| Node::Word {
            negative,
            word: class::word_for_boundaries(flags.unicode),
        };
        let node = match c {
            'b' | 'B' => word(c == 'B', self.flags),
            'A' => Node::Start,
            'z' => Node::End,
            'Z' => Parser { flags: Flags::default(), ..self.beside() }.line_end(),
            'R' => {
                let pair = vec![Node::Class(class::single('\r')), Node::Class(class::single('\n'))];
                let any = class::shorthand('v', false).unwrap_or_else(ClassUnicode::empty);
                Node::Alt(vec![Node::Concat(pair), Node::Class(any)])
            }
            'E' => {
                self.rest.next();
                return Ok(None);
            }
            '1'..='9' => self.back_reference()?,
            'k' => {
                self.rest.next();
                return self.named_reference().map(Some);
            }
            'G' | 'X' | 'N' => {
                return Err(Fault::new(
                    format!("\\{c} is not supported"),
                    "SRX tests every offset by itself and names no characters; remove it",
                ));
            }
            _ => {
                let set = self.escaped_set()?;
                return Ok(Some(Node::Class(self.cased_if_single(set))));
            }
        };
        if !matches!(c, '1'..='9') {
            self.rest.next();
        }
        if matches!(node, Node::Word { .. }) && self.rest.peek() == Some(&'{') {
            return Err(Fault::new(
                "\\b{…} is not supported",
                "use \\b for the boundaries of words",
            ));
        }
        Ok(Some(node))
    }

    /// Returns a parser of the empty pattern, for nodes that depend on flags only.
    fn beside(&self) -> Parser<'static> {
        Parser { rest: "".chars().peekable(), flags: self.flags, groups: Vec::new(), depth: 0 }
    }

    /// Parses the text between `\Q` and `\E`, or up to the end, if a quotation begins here.
    fn quoted(&mut self) -> Option<Vec<Node>> {
        let mut ahead = self.rest.clone();
        if (ahead.next(), ahead.next()) != (Some('\\'), Some('Q')) {
            return None;
        }
        self.rest = ahead;
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.next() {
            if c == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            nodes.push(self.literal(c));
        }
        Some(nodes)
    }

    fn back_reference(&mut self) -> Result<Node, Fault> {
        let number = self.rest.next().and_then(|c| c.to_digit(10)).unwrap_or(0);
        if number as usize > self.groups.len() {
            return Err(Fault::new(
                format!("\\{number} refers to a group that does not precede it"),
                "groups are numbered by their opening brackets, except those with (?",
            ));
        }
        Ok(Node::BackReference(number))
    }

    fn named_reference(&mut self) -> Result<Node, Fault> {
        self.rest.next_if_eq(&'<');
        let name = self.name('>')?;
        match self.groups.iter().position(|group| !name.is_empty() && *group == name) {
            Some(at) => Ok(Node::BackReference(u32::try_from(at + 1).unwrap_or(u32::MAX))),
            None => Err(Fault::new(
                format!("\\k<{name}> refers to a group that does not precede it"),
                "check the spelling of its name",
            )),
        }
    }
}

fn unclosed() -> Fault {
    Fault::new("a ( is not closed", "add the ), or write \\( for the character itself")
}
