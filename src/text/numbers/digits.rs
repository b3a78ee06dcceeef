//! Numbers in digits, with their signs.

use super::Number;
use crate::{
    lang::profile::Numbers,
    text::{
        Span,
        tokens::{Token, TokenKind},
    },
};

/// Reads the digits at the beginning of some tokens. Returns their numbers, which are several in a
/// date, and how many tokens they take; none if the first is no number.
pub(super) fn read(tokens: &[Token], numbers: &Numbers, out: &mut Vec<Number>) -> usize {
    let first = match tokens.first() {
        Some(first) if first.kind == TokenKind::Number => first,
        _ => return 0,
    };
    if numbers.loose {
        out.extend(value(&first.folded, '.').map(|value| Number { value, span: first.span }));
        return 1;
    }
    let comma = numbers.decimal == ',';
    let decimal = if comma { ',' } else { '.' };
    if is_date(&first.folded) {
        dated(first, out);
        return 1;
    }
    let (text, used) = whole(tokens, first, numbers);
    let last = tokens[used - 1].span.end;
    let span = Span::new(first.span.start, last);
    out.extend(value(&text, decimal).map(|value| Number { value, span }));
    used
}

/// Returns a number with the parts that a space groups (12 500) or a slash divides (۴/۶).
fn whole(tokens: &[Token], first: &Token, numbers: &Numbers) -> (String, usize) {
    let (mut text, mut used) = (first.folded.clone(), 1);
    let bare = |text: &str, longest: usize| {
        (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    let next = |used: usize, gap: char| {
        tokens.get(used).filter(|t| t.kind == TokenKind::Number && t.gap == Some(gap))
    };
    if numbers.decimal == ',' && bare(&text, 3) && text != "0" {
        while let Some(group) = next(used, ' ').map(|t| t.folded.as_str()) {
            let whole = group.split(',').next().unwrap_or(group);
            if whole.len() != 3 || !bare(whole, 3) {
                break;
            }
            text += group;
            used += 1;
            if whole.len() < group.len() {
                break;
            }
        }
    }
    let slashed = numbers.slash && first.gap != Some('/');
    let fraction = next(used, '/').filter(|t| slashed && bare(&t.folded, 3));
    // Three numbers with slashes are a date.
    if let Some(fraction) = fraction.filter(|_| next(used + 1, '/').is_none())
        && bare(&text, 15)
    {
        text = format!("{text}.{}", fraction.folded);
        used += 1;
    }
    (text, used)
}

/// Returns true for digits with two equal signs or more that do not group thousands: 3.6.1687.
fn is_date(text: &str) -> bool {
    let Some(sign) = text.find(['.', ',']).map(|at| &text[at..=at]) else { return false };
    let groups: Vec<&str> = text.split(sign).collect();
    groups.len() > 2
        && groups[1..].iter().any(|group| group.len() != 3)
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()))
        // As in 1,00,000.
        && !(sign == "," && groups.last().is_some_and(|group| group.len() == 3))
}

fn dated(token: &Token, out: &mut Vec<Number>) {
    let groups = token.folded.split(['.', ',']);
    let values = groups.filter_map(|group| group.parse().ok());
    out.extend(values.map(|value| Number { value, span: token.span }));
}

/// Parses digits with separators. The sign that is no decimal sign, before exactly three digits,
/// groups thousands, and so does either sign if it occurs more than once; otherwise the last one is
/// the decimal sign.
fn value(text: &str, decimal: char) -> Option<f64> {
    let last = text.rfind(['.', ',']);
    let point = last.filter(|&at| {
        let sign = &text[at..=at];
        let mixed = text[..at].contains(['.', ',']) && !text[..at].contains(sign);
        let repeated = text[..at].contains(sign);
        mixed || (!repeated && (sign.starts_with(decimal) || text.len() - at != 4))
    });
    let clean: String = text
        .char_indices()
        .filter_map(|(at, c)| match c {
            '.' | ',' => (Some(at) == point).then_some('.'),
            c => Some(c),
        })
        .collect();
    clean.parse().ok()
}
