//! The letters of a text that tell its language: those outside markup, links, addresses, paths and
//! placeholders, which are alike in every language.

/// Longest tag or placeholder in bytes; what is longer is text.
const LONGEST: usize = 4096;

/// Calls `each` for the characters that count, of at most `limit`. What is skipped counts as a
/// space, so that the words around it stay apart.
pub(super) fn voting(text: &str, limit: usize, mut each: impl FnMut(char)) {
    let mut skip_to = 0;
    // The end of the last run of signs that was tested for a link, so that none is tested twice.
    let mut tested = 0;
    let mut before = ' ';
    let may_link = may_link(text.as_bytes());
    for (at, c) in text.char_indices().take(limit) {
        if at < skip_to {
            continue;
        }
        let length = match c {
            '<' | '&' | '%' | '{' | '$' | '\\' if at >= tested => code(&text[at..]),
            _ => 0,
        };
        let length = if may_link && length == 0 && at >= tested && begins_run(c, before) {
            let run = run(&text[at..]);
            tested = at + run.len();
            if is_address(run) { run.len() } else { 0 }
        } else {
            length
        };
        if length > 0 {
            skip_to = at + length;
            before = ' ';
            each(' ');
        } else {
            before = c;
            each(c);
        }
    }
}

/// Returns false for a text of which every character counts.
pub(super) fn may_skip(text: &[u8]) -> bool {
    memchr::memchr3(b'<', b'&', b'%', text).is_some()
        || memchr::memchr2(b'{', b'$', text).is_some()
        || may_link(text)
}

/// Returns false for a text that holds none of the signs of links, addresses and paths, as most
/// queries do; it is read faster.
fn may_link(text: &[u8]) -> bool {
    memchr::memchr3(b'/', b'@', b'\\', text).is_some()
        || memchr::memchr2(b'_', b'~', text).is_some()
        || memchr::memmem::find(text, b"--").is_some()
        || memchr::memchr_iter(b'.', text)
            .any(|at| text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric))
        || memchr::memchr_iter(b':', text)
            .any(|at| text.get(at + 1).is_some_and(u8::is_ascii_graphic))
}

/// Returns true if a link, an address or a path may begin with `c`.
fn begins_run(c: char, before: char) -> bool {
    !before.is_ascii_alphanumeric()
        && (c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '~' | '@' | '\\' | '-' | '_'))
}

/// Returns the signs from a position on that can belong to a link, an address or a path.
fn run(rest: &str) -> &str {
    let belongs = |b: &u8| {
        b.is_ascii_graphic()
            && !matches!(b, b'<' | b'>' | b'"' | b'\'' | b'(' | b')' | b',' | b';' | b'{' | b'}')
    };
    let end = rest.bytes().position(|b| !belongs(&b)).unwrap_or(rest.len());
    rest[..end].trim_end_matches(['.', ':', '!', '?'])
}

/// Returns true for a link, an e-mail address, a path, a file name, a domain, an option or an
/// identifier.
fn is_address(run: &str) -> bool {
    let letters = run.bytes().filter(u8::is_ascii_alphabetic).count();
    if letters < 2 {
        return false;
    }
    let begins = |starts: &[&str]| starts.iter().any(|start| run.starts_with(start));
    let drive =
        run.as_bytes().get(1) == Some(&b':') && matches!(run.as_bytes().get(2), Some(b'\\' | b'/'));
    if run.contains("://")
        || drive
        || begins(&["www.", "mailto:", "/", "./", "../", "~/", "\\\\", "@", "--"])
        || is_joined(run)
    {
        return true;
    }
    let last = run.rsplit(['/', '\\']).next().unwrap_or_default();
    let Some((name, ending)) = last.rsplit_once('.') else { return false };
    let is_name = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.@+~:".contains(&b))
    };
    is_name(name)
        && (2..=6).contains(&ending.len())
        && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Returns true for an identifier such as `user_name`. The sign also marks the letter of a shortcut:
/// `Ot_her`.
fn is_joined(run: &str) -> bool {
    let letters = |part: &str| part.bytes().filter(u8::is_ascii_alphabetic).count();
    run.split_once('_').is_some_and(|(before, after)| letters(before) > 2 && letters(after) > 2)
}

/// Returns the length of the tag or the entity at the beginning of a text, 0 if there is none.
pub(crate) fn markup(rest: &str) -> usize {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST)];
    match bytes.first() {
        Some(b'<') => tag(bytes),
        Some(b'&') => entity(bytes),
        _ => 0,
    }
}

/// Returns the length of the tag, entity or placeholder at the beginning of a text, 0 if there is
/// none.
fn code(rest: &str) -> usize {
    let bytes = &rest.as_bytes()[..rest.len().min(LONGEST)];
    match bytes[0] {
        b'<' => tag(bytes),
        b'&' => entity(bytes),
        b'%' => format_sign(bytes),
        b'{' => braces(bytes),
        b'$' => match bytes.get(1) {
            Some(b'{') => 1 + braces(&bytes[1..]),
            Some(b) if b.is_ascii_alphanumeric() || *b == b'_' => 1 + identifier(&bytes[1..]),
            _ => 0,
        },
        b'\\' => match bytes.get(1) {
            Some(b'u') if bytes.len() >= 6 && bytes[2..6].iter().all(u8::is_ascii_hexdigit) => 6,
            // `C:\new` and `\\server` are for the test of paths.
            Some(b) if b.is_ascii_alphabetic() => 2,
            _ => 0,
        },
        _ => 0,
    }
}

fn tag(bytes: &[u8]) -> usize {
    let opens = bytes
        .get(1)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?' | b'%'));
    let end = bytes.iter().skip(1).position(|b| matches!(b, b'<' | b'>')).map(|at| at + 1);
    end.filter(|end| opens && bytes[*end] == b'>').map_or(0, |end| end + 1)
}

/// An entity; one that stands for `<` takes the tag that it opens with it.
fn entity(bytes: &[u8]) -> usize {
    let name = bytes
        .iter()
        .skip(1)
        .take(12)
        .take_while(|b| b.is_ascii_alphanumeric() || **b == b'#')
        .count();
    if name == 0 || bytes.get(name + 1) != Some(&b';') {
        return 0;
    }
    let length = name + 2;
    if &bytes[1..=name] != b"lt" {
        return length;
    }
    let opens = bytes
        .get(length)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?'));
    let rest = &bytes[length..];
    let close = rest
        .windows(4)
        .take_while(|four| *four != b"&lt;" && four[0] != b'<')
        .position(|four| four == b"&gt;");
    close.filter(|_| opens).map_or(length, |at| length + at + 4)
}

/// `%s`, `%1$s`, `%(name)s`, `%-5.2f`, `%USERNAME%`, `%{name}`.
fn format_sign(bytes: &[u8]) -> usize {
    let mut at = 1;
    match bytes.get(1) {
        Some(b'{') => return 1 + braces(&bytes[1..]),
        Some(b'(') => match bytes.iter().position(|b| *b == b')') {
            Some(end) if bytes[2..end].iter().all(|b| b.is_ascii_graphic()) => at = end + 1,
            _ => return 0,
        },
        _ => {
            let name = identifier(&bytes[1..]);
            if name > 0 && bytes.get(name + 1) == Some(&b'%') {
                return name + 2;
            }
        }
    }
    let more = |at: usize, signs: &[u8]| {
        bytes[at..].iter().take_while(|b| b.is_ascii_digit() || signs.contains(b)).count()
    };
    at += more(at, b"$-+#.*'");
    at += bytes[at..].iter().take(2).take_while(|b| b"hlzjtL".contains(b)).count();
    match bytes.get(at) {
        Some(b) if b"diouxXeEfFgGcsSpaAn@".contains(b) => at + 1,
        _ => 0,
    }
}

/// `{0}`, `{name}`, `{name:.2f}`, `{{name}}`, and the head `{count, plural,` of a message with
/// variants.
fn braces(bytes: &[u8]) -> usize {
    if bytes.get(1) == Some(&b'{') {
        // With a colon it is a template that holds words: `{{PLURAL:$1|page|pages}}`.
        let named = |b: &u8| b.is_ascii_alphanumeric() || b" _.-|()$#/'".contains(b);
        let length = bytes[2..].iter().take_while(|b| named(b)).count();
        return if bytes[2 + length..].starts_with(b"}}") { length + 4 } else { 0 };
    }
    let named = |b: &u8| b.is_ascii_alphanumeric() || b"_.:!#$@/+- ".contains(b);
    let end = 1 + bytes[1..].iter().take_while(|b| named(b)).count();
    let has_space = bytes[1..end].trim_ascii().contains(&b' ');
    match bytes.get(end) {
        Some(b'}') if !has_space => end + 1,
        Some(b',') if !has_space => {
            let rest = &bytes[end + 1..];
            let kind = rest.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b' ').count();
            let is_head = matches!(rest.get(kind), Some(b',' | b'}'));
            if is_head { end + kind + 2 } else { 0 }
        }
        _ => 0,
    }
}

fn identifier(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let mut out = String::new();
        voting(text, usize::MAX, |c| out.push(c));
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn markup_links_and_placeholders_do_not_vote() {
        for (text, expected) in [
            ("<b>نص</b> عريض</g>", "نص عريض"),
            ("<x id=\"1\"/>أهلا &amp; سهلا&nbsp;بكم", "أهلا سهلا بكم"),
            ("&lt;strong class=\"a\"&gt;نص&lt;/strong&gt;", "نص"),
            ("زر https://example.com/a?b=c الآن، أو www.example.org.", "زر الآن، أو ."),
            ("访问https://example.com/a获取", "访问 获取"),
            ("اكتب إلى name.surname@example.com!", "اكتب إلى !"),
            ("افتح /usr/share/doc أو C:\\Users\\name\\notes.txt", "افتح أو"),
            ("ملف readme.txt في docs/guide.md", "ملف في"),
            ("%s من %(total)d و%1$s و%.2f و100%", "من و و و100%"),
            ("{0} {name} {{user name}} ${x} $1 {price:.2f}", ""),
            ("{count, plural, one {ملف} other {ملفات}}", "one {ملف} other {ملفات}}"),
            ("سطر\\nآخر \\u0041 %USERNAME% user_name", "سطر آخر"),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn ordinary_text_votes() {
        for text in [
            "He/she and/or they, e.g. in the U.S. at 5 p.m.",
            "50 % der Leute, z.B. am 3.Mai",
            "{{PLURAL:2|page|pages}} a < b and c > d; AT&T & Co; {as they say}",
            "«l'été» — naïve, 3.5 kg",
            "_Frozen Ot_her",
        ] {
            assert_eq!(left(text), text, "{text}");
        }
    }

    #[test]
    fn long_runs_take_no_long_time() {
        for sign in ["<", "<a ", "&", "%(", "{{", "{a,", "a-", "a.", "$", "\\", "&lt;a"] {
            voting(&sign.repeat(100_000), 65_536, |_| {});
        }
    }
}
