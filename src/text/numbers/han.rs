//! Numbers in the numerals of Chinese and Japanese: 三百五十, 二〇二四, 3.5万.

use super::{Kind, Number, table::Table};
use crate::text::{
    Span,
    tokens::{Token, TokenKind},
};

/// From here on a scale counts whole sections of four digits: 万.
const SECTION: f64 = 1e4;

/// A number being read: `total` holds the sections that are closed.
#[derive(Default)]
struct Sum {
    total: f64,
    section: f64,
    digit: Option<f64>,
}

impl Sum {
    fn digit(&mut self, digit: f64) {
        self.digit = Some(self.digit.map_or(digit, |before| before * 10.0 + digit));
    }

    fn scale(&mut self, scale: f64) {
        let digit = self.digit.take();
        if scale < SECTION {
            self.section += digit.unwrap_or(1.0) * scale;
            return;
        }
        let section = self.section + digit.unwrap_or(0.0);
        self.section = 0.0;
        if section > 0.0 {
            self.total += section * scale;
        } else {
            self.total *= scale;
        }
    }

    fn value(&self) -> f64 {
        self.total + self.section + self.digit.unwrap_or(0.0)
    }
}

/// Reads the numerals at the beginning of some tokens, which may begin with a number in digits.
/// Returns how many tokens they take; none if there are no numerals. A numeral alone that is one, or
/// a scale above ten, is mostly part of a word: 一起, 万一.
pub(super) fn read(tokens: &[Token], table: &Table, out: &mut Vec<Number>) -> usize {
    let (mut sum, mut used, mut numerals) = (Sum::default(), 0, 0);
    let mut first = None;
    let mut after_digits = false;
    for (at, token) in tokens.iter().enumerate() {
        let adjacent = at == 0 || tokens[at - 1].span.end == token.span.start;
        if !adjacent && (!after_digits || token.gap != Some(' ')) {
            break;
        }
        let part = match token.kind {
            // Digits follow a closed section only: 3亿5000万.
            TokenKind::Number if at == 0 || (sum.digit.is_none() && sum.section == 0.0) => {
                token.folded.replace(',', "").parse().ok().map(|value| (value, Kind::Digits))
            }
            TokenKind::Word => table.value(&token.folded),
            _ => None,
        };
        // Digits take a scale, no other numeral.
        let Some((value, kind)) = part.filter(|p| !after_digits || p.1 == Kind::Scale) else {
            break;
        };
        after_digits = kind == Kind::Digits;
        match kind {
            Kind::Scale => sum.scale(value),
            Kind::Small if value >= 10.0 => sum.scale(value),
            Kind::Digits => sum.digit = Some(value),
            _ => sum.digit(value),
        }
        numerals += usize::from(kind != Kind::Digits);
        first.get_or_insert((value, kind));
        used = at + 1;
    }
    let alone = used == 1
        && first.is_some_and(|(value, kind)| kind == Kind::Scale || matches!(value, 0.0 | 1.0));
    let Some(value) = Some(sum.value()).filter(|_| numerals > 0) else { return 0 };
    if !alone {
        let span = Span::new(tokens[0].span.start, tokens[used - 1].span.end);
        out.push(Number { value, span });
    }
    used
}
