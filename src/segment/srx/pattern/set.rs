//! Parsing of character sets: `[^a-z&&[^b]\s]`, `\p{Lu}`, `\u0041`.

use regex_syntax::hir::ClassUnicode;

use super::{
    Fault, class,
    parse::{MAX_DEPTH, Parser},
};

impl Parser<'_> {
    /// Parses an escape inside or outside a set; a single character is returned in the case in
    /// which it was written.
    pub(super) fn escaped_set(&mut self) -> Result<ClassUnicode, Fault> {
        let Some(c) = self.rest.next() else {
            return Err(Fault::new("a \\ at the end", "write \\\\ for the character itself"));
        };
        if let Some(set) = class::shorthand(c.to_ascii_lowercase(), self.flags.unicode) {
            return Ok(if c.is_ascii_uppercase() { class::not(set) } else { set });
        }
        match c {
            'p' | 'P' => self.property(c == 'P'),
            't' => Ok(class::single('\t')),
            'n' => Ok(class::single('\n')),
            'r' => Ok(class::single('\r')),
            'f' => Ok(class::single('\x0C')),
            'a' => Ok(class::single('\x07')),
            'e' => Ok(class::single('\x1B')),
            '0' | 'x' | 'u' | 'c' => self.code(c).map(class::single),
            c if c.is_ascii_alphanumeric() => Err(Fault::new(
                format!("unknown escape \\{c}"),
                "write a backslash before punctuation, or one of \\b \\d \\s \\w \\p{…} and the like",
            )),
            c => Ok(class::single(c)),
        }
    }

    fn property(&mut self, mut negative: bool) -> Result<ClassUnicode, Fault> {
        let name = match self.rest.next() {
            Some('{') => {
                let mut name = String::new();
                loop {
                    match self.rest.next() {
                        Some('}') => break name,
                        Some(c) if name.len() < 100 => name.push(c),
                        _ => return Err(Fault::new("a \\p{ is not closed", "add the }")),
                    }
                }
            }
            Some(c) => c.to_string(),
            None => {
                return Err(Fault::new("a \\p without a property", "write it like \\p{Lu}"));
            }
        };
        let bare = name.strip_prefix('^').unwrap_or(&name);
        negative ^= bare.len() < name.len();
        let set = self.cased(class::property(bare.trim(), self.flags.unicode)?);
        Ok(if negative { class::not(set) } else { set })
    }

    /// Parses a character by its number: `\0101`, `\x41`, `\x{1F600}`, `\u0041`, `\cA`.
    fn code(&mut self, kind: char) -> Result<char, Fault> {
        let bad = || {
            Fault::new(
                format!("\\{kind} is not followed by the number of a character"),
                "write it like \\x41, \\x{1F600} or \\u0041",
            )
        };
        let code = match kind {
            'c' => self.rest.next().filter(char::is_ascii).map(|c| c as u32 ^ 64),
            '0' => self.digits(8, 3),
            _ if self.rest.next_if_eq(&'{').is_some() => {
                let code = self.digits(16, 6);
                self.rest.next_if_eq(&'}').ok_or_else(bad)?;
                code
            }
            'x' => self.digits(16, 2),
            _ => match self.digits(16, 4) {
                Some(high @ 0xD800..=0xDBFF) => Some(self.low_half(high).ok_or_else(bad)?),
                code => code,
            },
        };
        code.and_then(char::from_u32).ok_or_else(bad)
    }

    /// Parses the second half of a surrogate pair, as Java writes it: `\uD83D\uDE00`.
    fn low_half(&mut self, high: u32) -> Option<u32> {
        self.rest.next_if_eq(&'\\')?;
        self.rest.next_if_eq(&'u')?;
        let low = self.digits(16, 4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
        Some(0x10000 + ((high - 0xD800) << 10) + low)
    }

    fn digits(&mut self, radix: u32, most: usize) -> Option<u32> {
        let mut number = None;
        for _ in 0..most {
            let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(radix)) else { break };
            self.rest.next();
            number = Some(number.unwrap_or(0) * radix + digit);
        }
        number
    }

    /// Parses a set after its `[`: `[^a-z&&[^b]\s]`.
    pub(super) fn set(&mut self, depth: usize) -> Result<ClassUnicode, Fault> {
        if depth > MAX_DEPTH {
            return Err(Fault::new(
                format!("sets are nested more than {MAX_DEPTH} deep"),
                "no rule needs that; the file is damaged or malicious",
            ));
        }
        let negative = self.rest.next_if_eq(&'^').is_some();
        let mut whole: Option<ClassUnicode> = None;
        let mut part = ClassUnicode::empty();
        let mut first = true;
        loop {
            let Some(c) = self.rest.next() else {
                return Err(Fault::new(
                    "a [ is not closed",
                    "add the ], or write \\[ for the character itself",
                ));
            };
            match c {
                ']' if !first => break,
                '[' => {
                    let set = self.inner_set(depth)?;
                    part.union(&set);
                }
                '&' if self.rest.next_if_eq(&'&').is_some() => {
                    let before = std::mem::replace(&mut part, ClassUnicode::empty());
                    whole = Some(intersect(whole, before));
                }
                c if self.flags.comments && c.is_ascii_whitespace() => continue,
                c => {
                    let set = self.member(c)?;
                    part.union(&set);
                }
            }
            first = false;
        }
        let set = intersect(whole, part);
        Ok(if negative { class::not(set) } else { set })
    }

    /// Parses a nested set, or ICU's `[:alpha:]`.
    fn inner_set(&mut self, depth: usize) -> Result<ClassUnicode, Fault> {
        let mut ahead = self.rest.clone();
        if ahead.next() == Some(':') {
            let name: String = ahead.by_ref().take_while(|c| *c != ':').collect();
            let closed = ahead.next() == Some(']');
            let bare = name.strip_prefix('^').unwrap_or(&name);
            let plain = !bare.is_empty() && bare.chars().all(|c| c.is_alphanumeric() || c == '_');
            if closed && plain {
                self.rest = ahead;
                let mut capital = bare.to_owned();
                capital[..1].make_ascii_uppercase();
                let set =
                    class::property(&capital, true).or_else(|_| class::property(bare, true))?;
                return Ok(if bare.len() < name.len() { class::not(set) } else { set });
            }
        }
        self.set(depth + 1)
    }

    /// Parses a character of a set, a range, or an escape.
    fn member(&mut self, c: char) -> Result<ClassUnicode, Fault> {
        let from = match c {
            '\\' if self.rest.next_if_eq(&'Q').is_some() => return Ok(self.quoted_set()),
            '\\' if self.rest.next_if_eq(&'E').is_some() => return Ok(ClassUnicode::empty()),
            '\\' if self.rest.next_if_eq(&'b').is_some() => '\x08',
            '\\' => {
                let set = self.escaped_set()?;
                match set.ranges() {
                    [one] if one.start() == one.end() => one.start(),
                    _ => return Ok(set),
                }
            }
            c => c,
        };
        let mut ahead = self.rest.clone();
        let is_range = ahead.next() == Some('-') && !matches!(ahead.peek(), None | Some(']' | '['));
        if !is_range {
            return Ok(self.cased(class::single(from)));
        }
        self.rest = ahead;
        let to = match self.rest.next() {
            Some('\\') => match self.escaped_set()?.ranges() {
                [one] if one.start() == one.end() => one.start(),
                // In [a-\d] the hyphen is literal.
                set => {
                    let mut all = ClassUnicode::new(set.iter().copied());
                    all.union(&self.cased(class::single('-')));
                    all.union(&self.cased(class::single(from)));
                    return Ok(all);
                }
            },
            Some(to) => to,
            None => from,
        };
        if to < from {
            return Err(Fault::new(
                format!("the range {from}-{to} is reversed"),
                "swap the two characters, or write \\- for a hyphen",
            ));
        }
        Ok(self.cased(class::ranges(&[(from, to)])))
    }

    fn quoted_set(&mut self) -> ClassUnicode {
        let mut set = ClassUnicode::empty();
        while let Some(c) = self.rest.next() {
            if c == '\\' && self.rest.next_if_eq(&'E').is_some() {
                break;
            }
            set.union(&self.cased(class::single(c)));
        }
        set
    }
}

/// Intersects the two sides of `&&`; an empty side is ignored.
fn intersect(whole: Option<ClassUnicode>, part: ClassUnicode) -> ClassUnicode {
    match whole {
        None => part,
        Some(whole) if part.ranges().is_empty() => whole,
        Some(mut whole) => {
            whole.intersect(&part);
            whole
        }
    }
}
