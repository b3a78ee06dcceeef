//! What a tolerant reader makes of XML that is not quite XML: characters that it does not have,
//! entities that nothing declares, a lone `&`; and how it goes on after damage.

use std::{borrow::Cow, io::Read};

use quick_xml::{Reader, events::BytesRef};

use super::oddity::{Oddity, html_entity};
use super::{Xml, input::Tolerance, is_name, out::is_allowed, predefined};
use crate::error::Result;

/// Entities that a file may declare, the bytes that each may stand for, and all of them in a unit.
const MAX_ENTITIES: usize = 100;
const MAX_ENTITY: usize = 200;
const MAX_EXPANDED: usize = 1024 * 1024;
/// Oddities that wait to be taken; of more a person learns nothing new.
const MAX_ODD: usize = 1000;

impl<R: Read> Xml<R> {
    /// The oddities since this was last asked, with their lines.
    pub(crate) fn take_odd(&mut self) -> Vec<(Oddity, u64, String)> {
        let mut odd = std::mem::take(self.reader.get_mut().odd());
        odd.append(self.odd.get_mut());
        odd
    }

    /// Whether [`Xml::take_odd`] has any.
    pub(crate) fn has_odd(&mut self) -> bool {
        !self.odd.get_mut().is_empty() || !self.reader.get_mut().odd().is_empty()
    }

    pub(crate) fn tell(&self, oddity: Oddity, message: impl Into<String>) {
        let mut odd = self.odd.borrow_mut();
        if odd.len() < MAX_ODD {
            odd.push((oddity, self.line, message.into()));
        }
    }

    /// Adds a piece of text as it stands in the file, its line ends as XML has them.
    pub(crate) fn push_text(&self, piece: &str, out: &mut String) {
        if piece.starts_with('&') && self.tolerance > Tolerance::None {
            self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; read as it is");
        }
        self.push_plain(piece, out);
    }

    /// The same of text in which `&` means nothing.
    pub(crate) fn push_plain(&self, piece: &str, out: &mut String) {
        // All that is not plain: control characters, and what begins U+FFFE and U+FFFF.
        let plain = |b: u8| (b >= b' ' && b != 0xEF) || b == b'\n' || b == b'\t';
        let is_tolerant = self.tolerance > Tolerance::None;
        if piece.bytes().fold(true, |all, b| all & plain(b)) {
            out.push_str(piece);
            return;
        }
        let mut before = ' ';
        for c in piece.chars() {
            match c {
                '\n' if before == '\r' => {}
                '\r' => out.push('\n'),
                c if is_allowed(c) || !is_tolerant => out.push(c),
                c => self.push_control(c, out),
            }
            before = c;
        }
    }

    /// A character that XML does not have: tools that keep it mean a line end by some.
    fn push_control(&self, c: char, out: &mut String) {
        let code = u32::from(c);
        let made = if matches!(c, '\x0B' | '\x0C') {
            out.push('\n');
            "a line end"
        } else {
            "left out"
        };
        let message = format!("the character U+{code:04X}, which XML does not have; {made}");
        self.tell(Oddity::ControlCharacter, message);
    }

    /// Adds what a reference such as `&lt;` stands for.
    pub(crate) fn push_reference(&self, reference: &BytesRef<'_>, out: &mut String) -> Result<()> {
        if self.tolerance == Tolerance::None {
            out.push(self.resolve(reference)?);
            return Ok(());
        }
        self.push_name(reference, out)
    }

    /// What stands between `&` and `;`.
    fn push_name(&self, name: &str, out: &mut String) -> Result<()> {
        if let Some(c) = predefined(name) {
            out.push(c);
            return Ok(());
        }
        if let Some(number) = name.strip_prefix('#') {
            match character(number) {
                Some(c) if is_allowed(c) => out.push(c),
                Some(c) => self.push_control(c, out),
                None => {
                    self.tell(
                        Oddity::BadReference,
                        format!("&{}; is no character; read as it is", short(name)),
                    );
                    literal(name, out);
                }
            }
            return Ok(());
        }
        if let Some((_, value)) = self.entities.iter().find(|(declared, _)| declared == name) {
            self.expanded.set(self.expanded.get() + value.len());
            if self.expanded.get() > MAX_EXPANDED {
                return Err(self.harm("entities that grow a unit to more than a megabyte"));
            }
            out.push_str(value);
        } else if !is_name(name) {
            self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; read as it is");
            literal(name, out);
        } else if let Some(c) = html_entity(name) {
            let message = format!("&{name}; is not declared; read as the character of HTML");
            self.tell(Oddity::UndeclaredEntity, message);
            out.push(c);
        } else {
            let message = format!("&{}; is not declared; read as it is", short(name));
            self.tell(Oddity::UndeclaredEntity, message);
            literal(name, out);
        }
        Ok(())
    }

    /// The value of an attribute: white space is spaces, references are what they stand for.
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
                    self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; read as it is");
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

    /// Whether the damage is in a unit of which not even the start tag could be read.
    pub(crate) fn begins_unit(&mut self) -> bool {
        self.reader.get_mut().begins_unit()
    }

    /// Goes on at the next unit after an error, where there is one. All that was open is left but
    /// the file and its body.
    pub(crate) fn resync(&mut self, has_begun: bool) -> Result<bool> {
        let found = self.reader.get_mut().resync(has_begun);
        let found = found.map_err(|e| {
            self.is_hopeless.set(true);
            self.reader.get_mut().take_failure(e).at(self.place())
        })?;
        let mut reader = Reader::from_reader(self.reader.get_mut().take_over());
        *reader.config_mut() = self.reader.config().clone();
        reader.config_mut().expand_empty_elements = true;
        // Those of what is no longer known to be open.
        reader.config_mut().allow_unmatched_ends = true;
        self.reader = reader;
        self.depth = 2;
        Ok(found)
    }
}

/// The character of a number as XML writes it.
fn character(number: &str) -> Option<char> {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |hex| (hex, 16));
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number).and_then(char::from_u32)
}

fn literal(name: &str, out: &mut String) {
    out.push('&');
    out.push_str(name);
    out.push(';');
}

/// As much of a name as a message has room for.
fn short(name: &str) -> Cow<'_, str> {
    match name.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &name[..at]).into(),
        None => name.into(),
    }
}

/// The entities that a DOCTYPE declares, where they are few, short, and stand for plain characters;
/// `None` where any is not so.
pub(crate) fn simple_entities(declaration: &str) -> Option<Vec<(String, String)>> {
    let mut entities = Vec::new();
    for after in declaration.split("<!ENTITY").skip(1) {
        let after = after.trim_start();
        let (name, rest) = after.split_once(char::is_whitespace)?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (raw, _) = rest[1..].split_once(quote)?;
        if !is_name(name) || raw.len() > MAX_ENTITY || entities.len() == MAX_ENTITIES {
            return None;
        }
        entities.push((name.to_owned(), plain_value(raw)?));
    }
    Some(entities)
}

/// What an entity stands for, where that is characters only and no other entity.
fn plain_value(raw: &str) -> Option<String> {
    let mut pieces = raw.split('&');
    let mut value = pieces.next()?.to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';')?;
        value.push(character(name.strip_prefix('#')?)?);
        value.push_str(rest);
    }
    // Markup would begin here.
    let is_plain = value.chars().all(|c| is_allowed(c) && !matches!(c, '<' | '&' | '%'));
    is_plain.then_some(value)
}
