//! Character maps: from the codes of a font to characters (ToUnicode) or to the numbers of glyphs.

use super::super::limits::MAP_ENTRIES;

/// A character map.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Ranges of codes and their targets, in the order of the codes.
    ranges: Vec<Range>,
    /// Codes by their number of bytes: the first and the last.
    spaces: Vec<(usize, u32, u32)>,
}

#[derive(Debug)]
struct Range {
    first: u32,
    last: u32,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// Characters in UTF-16; the last unit grows with the code.
    Text(Vec<u16>),
    /// The number of a glyph, which grows with the code.
    Glyph(u32),
}

/// A piece of a map's file.
#[derive(Debug, PartialEq)]
enum Token<'d> {
    Hex(Vec<u8>),
    Number(u32),
    Word(&'d [u8]),
    Open,
    Close,
}

impl CMap {
    /// Reads a map; faults are passed over.
    pub(super) fn parse(data: &[u8]) -> Self {
        let mut map = Self::default();
        let mut tokens = Tokens(data);
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"begincodespacerange") => map.code_spaces(&mut tokens),
                Token::Word(b"beginbfchar" | b"begincidchar") => map.entries(&mut tokens, false),
                Token::Word(b"beginbfrange" | b"begincidrange") => map.entries(&mut tokens, true),
                _ => {}
            }
            if map.ranges.len() > MAP_ENTRIES {
                break;
            }
        }
        map.ranges.sort_by_key(|range| range.first);
        map
    }

    fn code_spaces(&mut self, tokens: &mut Tokens<'_>) {
        while let Some(Token::Hex(first)) = tokens.next() {
            let Some(Token::Hex(last)) = tokens.next() else { return };
            if self.spaces.len() < 100 {
                self.spaces.push((first.len(), number(&first), number(&last)));
            }
        }
    }

    fn entries(&mut self, tokens: &mut Tokens<'_>, has_range: bool) {
        while let Some(Token::Hex(code)) = tokens.next() {
            let first = number(&code);
            let last = match has_range.then(|| tokens.next()) {
                None => first,
                Some(Some(Token::Hex(last))) => number(&last),
                Some(_) => return,
            };
            if last < first || self.ranges.len() > MAP_ENTRIES {
                return;
            }
            match tokens.next() {
                Some(Token::Hex(text)) => self.add(first, last, Target::Text(units(&text))),
                Some(Token::Number(glyph)) => self.add(first, last, Target::Glyph(glyph)),
                Some(Token::Open) => {
                    for code in first..=u32::MAX {
                        match tokens.next() {
                            Some(Token::Hex(text)) => {
                                self.add(code, code, Target::Text(units(&text)));
                            }
                            Some(Token::Word(_) | Token::Number(_)) => {}
                            _ => break,
                        }
                    }
                }
                // The name of a glyph; hardly any producer writes them.
                Some(Token::Word(_)) => {}
                _ => return,
            }
        }
    }

    fn add(&mut self, first: u32, last: u32, target: Target) {
        self.ranges.push(Range { first, last, target });
    }

    fn range(&self, code: u32) -> Option<&Range> {
        let after = self.ranges.partition_point(|range| range.first <= code);
        self.ranges.get(after.checked_sub(1)?).filter(|range| code <= range.last)
    }

    /// Returns the characters of a code; none at all is an answer too.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        let range = self.range(code)?;
        let Target::Text(units) = &range.target else { return None };
        let mut units = units.clone();
        if let Some(last) = units.last_mut() {
            *last = last.wrapping_add((code - range.first) as u16);
        }
        let text = String::from_utf16(&units).ok()?;
        let is_known = !text.contains(['\u{FFFD}', '\0']);
        is_known.then_some(text)
    }

    /// Returns the number of the glyph of a code.
    pub(super) fn glyph(&self, code: u32) -> Option<u32> {
        let range = self.range(code)?;
        match range.target {
            Target::Glyph(glyph) => Some(glyph.saturating_add(code - range.first)),
            Target::Text(_) => None,
        }
    }

    /// Takes the next code of a string, with its number of bytes; two where the map does not tell.
    pub(super) fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        for length in 1..=4.min(bytes.len()) {
            let code = number(bytes.get(..length)?);
            let fits = |&(len, first, last): &(usize, u32, u32)| {
                let each = |shift: u32| {
                    let byte = |n: u32| (n >> shift) & 0xFF;
                    byte(first) <= byte(code) && byte(code) <= byte(last)
                };
                len == length && (0..length).all(|at| each(8 * at as u32))
            };
            if self.spaces.iter().any(fits) {
                return Some((code, length));
            }
        }
        let shortest = self.spaces.iter().map(|(len, ..)| *len).min().unwrap_or(2).clamp(1, 4);
        let length = shortest.min(bytes.len());
        (length > 0).then(|| (number(bytes.get(..length).unwrap_or_default()), length))
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// UTF-16 in two bytes a unit; one byte is a character of its own.
fn units(bytes: &[u8]) -> Vec<u16> {
    let unit = |pair: &[u8]| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        [one] => u16::from(*one),
        _ => 0,
    };
    bytes.chunks(2).take(64).map(unit).collect()
}

/// Cuts a map into tokens.
struct Tokens<'d>(&'d [u8]);

impl<'d> Iterator for Tokens<'d> {
    type Item = Token<'d>;

    fn next(&mut self) -> Option<Token<'d>> {
        loop {
            let (&first, rest) = self.0.split_first()?;
            match first {
                b'%' => self.skip_while(rest, |b| b != b'\n' && b != b'\r'),
                b'<' if rest.first() != Some(&b'<') => return Some(self.hex(rest)),
                b'[' => {
                    self.0 = rest;
                    return Some(Token::Open);
                }
                b']' => {
                    self.0 = rest;
                    return Some(Token::Close);
                }
                b'(' => self.skip_while(rest, |b| b != b')'),
                _ if is_regular(first) || first == b'/' => return Some(self.word()),
                _ => self.0 = rest,
            }
        }
    }
}

impl<'d> Tokens<'d> {
    fn skip_while(&mut self, rest: &'d [u8], is: impl Fn(u8) -> bool) {
        let end = rest.iter().position(|b| !is(*b)).unwrap_or(rest.len());
        self.0 = rest.get(end..).unwrap_or_default();
    }

    fn hex(&mut self, rest: &'d [u8]) -> Token<'d> {
        let end = rest.iter().position(|b| *b == b'>').unwrap_or(rest.len());
        let digits: Vec<u8> = rest
            .iter()
            .take(end)
            .filter_map(|b| char::from(*b).to_digit(16).map(|digit| digit as u8))
            .collect();
        self.0 = rest.get(end + 1..).unwrap_or_default();
        let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
        Token::Hex(digits.chunks(2).map(byte).collect())
    }

    fn word(&mut self) -> Token<'d> {
        let rest = self.0.get(1..).unwrap_or_default();
        let end = 1 + rest.iter().position(|b| !is_regular(*b)).unwrap_or(rest.len());
        let (word, rest) = self.0.split_at(end.min(self.0.len()));
        self.0 = rest;
        let number = std::str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        number.map_or(Token::Word(word), Token::Number)
    }
}

fn is_regular(byte: u8) -> bool {
    byte > b' ' && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_to_characters() {
        let map = CMap::parse(
            b"/CIDInit /ProcSet findresource begin\n1 begincodespacerange <0000> <FFFF> \
              endcodespacerange 3 beginbfchar <0003> <0020> <0010> <> <0011> <06440627>\n\
              endbfchar 2 beginbfrange <0020> <0022> <0628> <0030><0031>[<0041> <D83DDE00>] \
              endbfrange",
        );
        assert_eq!(map.text(3).as_deref(), Some(" "));
        assert_eq!(map.text(0x10).as_deref(), Some(""));
        assert_eq!(map.text(0x11).as_deref(), Some("لا"));
        assert_eq!(map.text(0x22).as_deref(), Some("ت"));
        assert_eq!(map.text(0x31).as_deref(), Some("😀"));
        assert_eq!(map.text(0x32), None);
        assert_eq!(map.code(&[0, 3, 9]), Some((3, 2)));
    }

    #[test]
    fn a_map_to_glyphs_with_codes_of_two_lengths() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange \
              1 begincidrange <20> <7E> 1 endcidrange",
        );
        assert_eq!(map.code(b"A"), Some((0x41, 1)));
        assert_eq!(map.code(&[0x81, 0x50]), Some((0x8150, 2)));
        assert_eq!(map.glyph(0x21), Some(2));
    }
}
