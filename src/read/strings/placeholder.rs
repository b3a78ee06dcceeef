//! Placeholders in the strings of programs, which a translation must keep: `%1$s`, `%@`, `%{name}`,
//! `{0}`, `{{name}}`, `${name}`, `%n`, and whole messages of ICU.

use std::ops::Range;

/// Maximum length of a simple placeholder in bytes.
const LONGEST: usize = 200;
/// Maximum number of placeholders of a text; the rest are not marked.
const MOST: usize = 100_000;
/// Maximum length of what stands before the alternatives of a message of ICU.
const LONGEST_HEAD: usize = 80;

/// Returns the placeholders of a text in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // False after a message that does not end; looking for the end of each would take for ever.
    let mut may_end = true;
    while let Some(next) = memchr::memchr3(b'%', b'{', b'$', bytes.get(at..).unwrap_or_default()) {
        at += next;
        let length = match bytes.get(at) {
            Some(b'%') => percent(bytes, at),
            Some(b'{') => braces(text, at, &mut may_end),
            _ => dollar(text, at),
        };
        if length > 0 && found.len() < MOST {
            found.push(at..at + length);
        }
        at += length.max(1);
        // A percent sign that is written twice is a plain one.
        if length == 0 && bytes.get(at - 1..=at) == Some(b"%%") {
            at += 1;
        }
    }
    found
}

/// Returns true if a text is a message of ICU with alternatives, or holds one.
pub(super) fn is_message(text: &str) -> bool {
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'{', text.as_bytes().get(at..).unwrap_or_default()) {
        at += open;
        if is_complex(text.get(at + 1..).unwrap_or_default()) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns true if this follows the opening brace of alternatives: `count, plural,`.
fn is_complex(inner: &str) -> bool {
    let head =
        inner.bytes().take(LONGEST_HEAD).take_while(|b| is_in_name(*b) || *b == b' ').count();
    let (name, rest) = inner.split_at_checked(head).unwrap_or_default();
    let Some(rest) = rest.strip_prefix(',').filter(|_| is_name(name.trim())) else { return false };
    let Some((kind, _)) = beginning(rest, LONGEST_HEAD).split_once(',') else { return false };
    matches!(kind.trim(), "plural" | "select" | "selectordinal" | "choice")
}

/// Returns the first bytes of a text, as far as they are whole characters.
fn beginning(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_in_name)
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.-[]@$".contains(&byte)
}

/// The length of a placeholder that begins with a percent sign; 0 if there is none.
fn percent(bytes: &[u8], at: usize) -> usize {
    let byte = |i: usize| bytes.get(i).copied().unwrap_or_default();
    for (open, close) in [(b'{', b'}'), (b'(', b')'), (b'<', b'>')] {
        if byte(at + 1) != open {
            continue;
        }
        let inner = bytes.get(at + 2..).unwrap_or_default();
        let inner = &inner[..inner.len().min(LONGEST)];
        let Some(end) = inner.iter().position(|b| *b == close || *b == b'%') else { return 0 };
        let is_name = end > 0 && inner[end] == close && !inner[..end].contains(&b' ');
        let end = at + 2 + end + 1;
        return match (is_name, open) {
            (false, _) => 0,
            (true, b'{') => end - at,
            // `%(count)d` and `%<count>.2f` have a format behind the name.
            (true, _) => match format(bytes, end) {
                0 => 0,
                length => end + length - at,
            },
        };
    }
    // A variable of `.stringsdict`: `%#@files@`.
    if let Some(name) = bytes.get(at..).and_then(|rest| rest.strip_prefix(b"%#@")) {
        let end = name.iter().take(LONGEST).position(|b| *b == b'@' || *b == b' ');
        if let Some(end) = end.filter(|end| name[*end] == b'@') {
            return 3 + end + 1;
        }
    }
    // `50 % off` and `100%discount` hold none.
    if at.checked_sub(1).is_some_and(|before| byte(before).is_ascii_digit()) {
        return 0;
    }
    let digits = |from: usize| (from..).take_while(|i| byte(*i).is_ascii_digit()).count();
    let number = digits(at + 1);
    if number > 0 && byte(at + 1 + number) == b'$' {
        let start = at + 1 + number + 1;
        return match format(bytes, start) {
            0 => 0,
            length => start + length - at,
        };
    }
    match format(bytes, at + 1) {
        // Qt numbers its placeholders: `%1`, `%L2`.
        0 => {
            let local = usize::from(byte(at + 1) == b'L');
            let number = digits(at + 1 + local).min(2);
            if number > 0 { 1 + local + number } else { 0 }
        }
        length => 1 + length,
    }
}

/// The length of flags, width, precision, size and conversion of `printf`; 0 if there are none.
fn format(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let rest = &rest[..rest.len().min(20)];
    let conversion = rest.iter().position(|b| {
        !matches!(
            b,
            b'0'..=b'9'
                | b'-'
                | b'+'
                | b'#'
                | b'.'
                | b'*'
                | b'\''
                | b'h'
                | b'l'
                | b'q'
                | b'z'
                | b'j'
                | b't'
                | b'L'
        )
    });
    let Some(end) = conversion else { return 0 };
    // Sizes stand right before the conversion.
    let sizes = rest[..end].iter().rev().take_while(|b| b.is_ascii_alphabetic()).count();
    let has_size_within = rest[..end - sizes].iter().any(u8::is_ascii_alphabetic);
    let fits = matches!(
        rest[end],
        b'd' | b'i'
            | b'o'
            | b'u'
            | b'x'
            | b'X'
            | b'e'
            | b'E'
            | b'f'
            | b'F'
            | b'g'
            | b'G'
            | b'a'
            | b'c'
            | b'C'
            | b's'
            | b'S'
            | b'p'
            | b'n'
            | b'@'
            | b'b'
    );
    if fits && sizes <= 2 && !has_size_within { end + 1 } else { 0 }
}

/// The length of a placeholder in braces; 0 if there is none.
fn braces(text: &str, at: usize, may_end: &mut bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    if is_complex(&rest[1..]) {
        let length = if *may_end { balanced(rest) } else { None };
        *may_end &= length.is_some();
        return length.unwrap_or(0);
    }
    let rest = beginning(rest, LONGEST);
    let open = rest.bytes().take(3).take_while(|b| *b == b'{').count();
    let Some(inner) = rest[open..].find(['{', '}']).map(|end| &rest[open..open + end]) else {
        return 0;
    };
    let close = rest[open + inner.len()..].bytes().take(3).take_while(|b| *b == b'}').count();
    let is_one =
        close >= open && if open > 1 { !inner.trim().is_empty() } else { is_simple(inner) };
    if is_one { 2 * open + inner.len() } else { 0 }
}

/// Returns true for what stands in simple braces: `name`, `0,number,#`, `0:d MMM yyyy`.
fn is_simple(inner: &str) -> bool {
    let inner = inner.trim();
    if let Some((name, format)) = inner.split_once(',') {
        let kind = format.split([',', ':']).next().unwrap_or_default().trim();
        let is_width = kind.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit());
        let kinds = ["number", "date", "time", "spellout", "ordinal", "duration", "list"];
        return is_name(name.trim()) && (is_width && !kind.is_empty() || kinds.contains(&kind));
    }
    match inner.split_once(':') {
        Some((name, format)) => {
            let is_number = name.bytes().all(|b| b.is_ascii_digit());
            is_name(name) && !format.is_empty() && (is_number || !format.contains(' '))
        }
        None => is_name(inner),
    }
}

/// The length of the text from an opening brace to the one that closes it.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The length of `${name}` or `$t(key)`; 0 if there is none.
fn dollar(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    for (open, close) in [("${", '}'), ("$t(", ')')] {
        if let Some(inner) = rest.strip_prefix(open) {
            let end = inner.bytes().take(LONGEST).position(|b| b == close as u8 || b == b'{');
            let ends = end.is_some_and(|end| inner.as_bytes()[end] == close as u8 && end > 0);
            return if ends { open.len() + end.unwrap_or_default() + 1 } else { 0 };
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn placeholders_of_many_programs_are_found() {
        for (text, expected) in [
            ("مرحبا يا %1$s!", &["%1$s"][..]),
            ("%d ملفات من %ld و%lu و%.2f و%-5s", &["%d", "%ld", "%lu", "%.2f", "%-5s"]),
            ("قال الخادم: %@ ثم %2$@", &["%@", "%2$@"]),
            ("اكتمل %d%% من التنزيل", &["%d"]),
            ("%{name} و%<n>d و%(n)s", &["%{name}", "%<n>d", "%(n)s"]),
            ("{0} و{name} و{0,number,#} و{ x }", &["{0}", "{name}", "{0,number,#}", "{ x }"]),
            ("{{name}} و{{ n | int }} و{{{raw}}}", &["{{name}}", "{{ n | int }}", "{{{raw}}}"]),
            ("${name} و$t(a.b)", &["${name}", "$t(a.b)"]),
            ("%#@files@ هنا", &["%#@files@"]),
            ("%n من %1 و%L2", &["%n", "%1", "%L2"]),
            (
                "لديك {n, plural, one {# رسالة} other {# {x}}} اليوم",
                &["{n, plural, one {# رسالة} other {# {x}}}"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn plain_signs_are_none() {
        for text in [
            "50% off",
            "100%discount",
            "%%",
            "%",
            "%Y-%m",
            "{",
            "{}",
            "{ نص طويل }",
            "{{}",
            "$",
            "$5",
            "${",
            "{{{{",
            "%{",
            "%( )s",
            "{a, plural, b",
            "% d",
            "{note: a text}",
            "{a, b}",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn messages_of_icu_are_told() {
        assert!(is_message("{count, plural, other {#}}"));
        assert!(is_message("a {g,select,other{b}}"));
        assert!(!is_message("{0} {name} {d, date, short}"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_searched(text in "[%{}()<>$@0-9a-z ,|.م]{0,40}") {
            let mut end = 0;
            for range in find(&text) {
                proptest::prop_assert!(range.start >= end && text.get(range.clone()).is_some());
                end = range.end;
            }
            let _ = is_message(&text);
        }
    }
}
