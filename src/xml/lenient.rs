//! Tolerant reading of XML that is not well-formed: characters that XML does not allow, entities
//! that are not declared, a lone `&`; and resuming after damage.

use std::{borrow::Cow, io::Read};

use quick_xml::{Reader, events::BytesRef};

use super::oddity::{Oddity, html_entity};
use super::{Xml, input::Tolerance, is_name, out::is_allowed, predefined};
use crate::error::Result;

/// Limits: entities that a file may declare, bytes that each may stand for, and bytes of all of
/// them in one unit.
const MAX_ENTITIES: usize = 100;
const MAX_ENTITY: usize = 200;
const MAX_EXPANDED: usize = 1024 * 1024;
/// Maximum number of oddities waiting to be taken; more would not help anyone.
const MAX_ODD: usize = 1000;

impl<R: Read> Xml<R> {
    /// Takes the oddities found since the last call, with their lines.
    pub(crate) fn take_odd(&mut self) -> Vec<(Oddity, u64, String)> {
        let mut odd = std::mem::take(self.reader.get_mut().odd());
        odd.append(self.odd.get_mut());
        odd
    }

    /// Returns true if [`Xml::take_odd`] has any.
    pub(crate) fn has_odd(&mut self) -> bool {
        !self.odd.get_mut().is_empty() || !self.reader.get_mut().odd().is_empty()
    }

    pub(crate) fn tell(&self, oddity: Oddity, message: impl Into<String>) {
        let mut odd = self.odd.borrow_mut();
        if odd.len() < MAX_ODD {
            odd.push((oddity, self.line, message.into()));
        }
    }

    /// Appends a piece of text as it stands in the file, with line ends normalised as XML requires.
    pub(crate) fn push_text(&self, piece: &str, out: &mut String) {
        if piece.starts_with('&') && self.tolerance > Tolerance::None {
            self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; kept as it is");
        }
        self.push_plain(piece, out);
    }

    /// Appends text in which `&` has no meaning.
    pub(crate) fn push_plain(&self, piece: &str, out: &mut String) {
        // The exceptions are control characters and the first byte of U+FFFE and U+FFFF.
        let plain = |b: u8| (b >= b' ' && b != 0xEF) || b == b'\n' || b == b'\t';
        if piece.bytes().fold(true, |all, b| all & plain(b)) {
            out.push_str(piece);
            return;
        }
        let mut before = ' ';
        for c in piece.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\r' => out.push('\n'),
                c if is_allowed(c) => out.push(c),
                c => self.push_control(c, out),
            }
            before = c;
        }
    }

    /// Returns a piece of text without the characters that XML does not allow.
    pub(crate) fn without_controls(&self, piece: Cow<'_, str>) -> String {
        if piece.chars().all(is_allowed) {
            return piece.into_owned();
        }
        let mut out = String::with_capacity(piece.len());
        self.push_plain(&piece, &mut out);
        out
    }

    /// Handles a character that XML does not allow. Some of the tools that write vertical tabs and
    /// form feeds use them for line ends.
    fn push_control(&self, c: char, out: &mut String) {
        let code = u32::from(c);
        let action = if matches!(c, '\x0B' | '\x0C') {
            out.push('\n');
            "read as a line end"
        } else {
            "left out"
        };
        let message = format!("the character U+{code:04X}, which XML does not allow; {action}");
        self.tell(Oddity::ControlCharacter, message);
    }

    /// Appends the character or text of a reference such as `&lt;`.
    pub(crate) fn push_reference(&self, reference: &BytesRef<'_>, out: &mut String) -> Result<()> {
        if self.tolerance == Tolerance::None {
            out.push(self.resolve(reference)?);
            return Ok(());
        }
        self.push_name(reference, out)
    }

    /// Resolves the text between `&` and `;`.
    fn push_name(&self, name: &str, out: &mut String) -> Result<()> {
        if let Some(c) = predefined(name) {
            out.push(c);
            return Ok(());
        }
        if let Some(number) = name.strip_prefix('#') {
            match character(number) {
                None if self.push_surrogate(number, out) => {}
                Some(c) if is_allowed(c) => out.push(c),
                Some(c) => self.push_control(c, out),
                None => {
                    self.tell(
                        Oddity::BadReference,
                        format!("&{}; is not a character; kept as it is", short(name)),
                    );
                    literal(name, out);
                }
            }
            return Ok(());
        }
        if let Some((_, value)) = self.entities.iter().find(|(declared, _)| declared == name) {
            self.expanded.set(self.expanded.get() + value.len());
            if self.expanded.get() > MAX_EXPANDED {
                return Err(self.harm("entities that expand a unit to more than 1 MiB"));
            }
            out.push_str(value);
        } else if !is_name(name) {
            self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; kept as it is");
            literal(name, out);
        } else if let Some(c) = html_entity(name) {
            let message = format!("&{name}; is not declared; read as in HTML");
            self.tell(Oddity::UndeclaredEntity, message);
            out.push(c);
        } else {
            let message = format!("&{}; is not declared; kept as it is", short(name));
            self.tell(Oddity::UndeclaredEntity, message);
            literal(name, out);
        }
        Ok(())
    }

    /// Handles a reference to half of a character outside of the basic plane, as JavaScript and Java
    /// count characters. The first half is kept as text until the second comes.
    pub(crate) fn push_surrogate(&self, number: &str, out: &mut String) -> bool {
        let Some(low @ 0xDC00..=0xDFFF) = code_of(number) else { return false };
        let Some(at) = out.rfind('&') else { return false };
        let first = out[at + 1..].strip_suffix(';').and_then(|name| name.strip_prefix('#'));
        let Some(high @ 0xD800..=0xDBFF) = first.and_then(code_of) else { return false };
        let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
        let Some(c) = char::from_u32(code) else { return false };
        out.truncate(at);
        out.push(c);
        let mut odd = self.odd.borrow_mut();
        if let Some((Oddity::BadReference, _, message)) = odd.last_mut() {
            *message = format!("two references for one character; read as U+{code:04X}");
        }
        true
    }

    /// Appends the character of a reference in a format that is read without tolerance. Half a
    /// character and a control character are told as oddities all the same.
    pub(crate) fn push_resolved(&self, name: &BytesRef<'_>, out: &mut String) -> Result<()> {
        let number = name.strip_prefix('#');
        match number.and_then(code_of) {
            Some(0xD800..=0xDFFF) => self.push_name(name, out),
            _ => {
                let c = self.resolve(name)?;
                if is_allowed(c) {
                    out.push(c);
                } else {
                    self.push_control(c, out);
                }
                Ok(())
            }
        }
    }

    /// Decodes the value of an attribute: white space becomes spaces, references are resolved.
    pub(crate) fn value<'a>(&self, raw: Cow<'a, str>) -> Result<Cow<'a, str>> {
        let plain = |b: u8| b >= b' ' && b != b'&' && b != 0xEF;
        if raw.bytes().fold(true, |all, b| all & plain(b)) {
            return Ok(raw);
        }
        let mut value = String::with_capacity(raw.len());
        let mut pieces = raw.split('&');
        self.push_spaced(pieces.next().unwrap_or_default(), &mut value);
        for piece in pieces {
            match piece.split_once(';') {
                Some((name, rest)) if !name.contains(char::is_whitespace) => {
                    self.push_name(name, &mut value)?;
                    self.push_spaced(rest, &mut value);
                }
                _ => {
                    self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; kept as it is");
                    value.push('&');
                    self.push_spaced(piece, &mut value);
                }
            }
        }
        Ok(Cow::Owned(value))
    }

    fn push_spaced(&self, piece: &str, value: &mut String) {
        let start = value.len();
        self.push_plain(piece, value);
        if value[start..].contains(['\n', '\t']) {
            let spaced = value[start..].replace(['\n', '\t'], " ");
            value.replace_range(start.., &spaced);
        }
    }

    /// Returns true if the damage is in a unit whose start tag was unreadable.
    pub(crate) fn begins_unit(&mut self) -> bool {
        self.reader.get_mut().begins_unit()
    }

    /// Resumes at the next unit after an error, if there is one. All open elements are closed
    /// except the root and its body.
    pub(crate) fn resync(&mut self, has_begun: bool) -> Result<(Vec<u8>, bool)> {
        let found = self.reader.get_mut().resync(has_begun);
        let found = found.map_err(|e| {
            self.is_hopeless.set(true);
            self.reader.get_mut().take_failure(e).at(self.place())
        })?;
        let mut reader = Reader::from_reader(self.reader.get_mut().take_over());
        *reader.config_mut() = self.reader.config().clone();
        reader.config_mut().expand_empty_elements = true;
        // End tags of elements that are no longer known to be open.
        reader.config_mut().allow_unmatched_ends = true;
        self.reader = reader;
        self.depth = 2;
        Ok(found)
    }
}

/// Returns the character of a numeric reference.
fn character(number: &str) -> Option<char> {
    code_of(number).and_then(char::from_u32)
}

/// Returns the number of a numeric reference.
fn code_of(number: &str) -> Option<u32> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number)
}

fn literal(name: &str, out: &mut String) {
    out.push('&');
    out.push_str(name);
    out.push(';');
}

/// Shortens a name for a message.
fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &name[..at]).into(),
        None => name.into(),
    }
}

/// Returns the entities that a DOCTYPE declares and that are few, short, and stand for plain
/// characters; also false if there are others.
pub(crate) fn simple_entities(declaration: &str) -> (Vec<(String, String)>, bool) {
    let mut entities = Vec::new();
    let mut are_all = true;
    for after in declaration.split("<!ENTITY").skip(1) {
        match simple_entity(after).filter(|_| entities.len() < MAX_ENTITIES) {
            Some(entity) => entities.push(entity),
            None => are_all = false,
        }
    }
    (entities, are_all)
}

fn simple_entity(declaration: &str) -> Option<(String, String)> {
    let (name, rest) = declaration.trim_start().split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (raw, _) = rest[1..].split_once(quote)?;
    let is_simple = is_name(name) && raw.len() <= MAX_ENTITY;
    Some((name.to_owned(), plain_value(raw).filter(|_| is_simple)?))
}

/// Returns the text of an entity if it consists of characters only and refers to no other entity.
fn plain_value(raw: &str) -> Option<String> {
    let mut pieces = raw.split('&');
    let mut value = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        value.push(character(name.strip_prefix('#')?)?);
        value.push_str(rest);
    }
    // These characters would begin markup.
    let is_plain = value.chars().all(|c| is_allowed(c) && !matches!(c, '<' | '&' | '%'));
    is_plain.then_some(value)
}
