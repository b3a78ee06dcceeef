//! Character classes: the sets that `\s`, `\p{Lu}`, `\p{IsLatin}` and the like stand for.

use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};

use super::Fault;

pub(super) fn ranges(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(from, to)| ClassUnicodeRange::new(*from, *to)))
}

pub(super) fn single(c: char) -> ClassUnicode {
    ranges(&[(c, c)])
}

pub(super) fn any() -> ClassUnicode {
    ranges(&[('\0', char::MAX)])
}

pub(super) fn not(mut class: ClassUnicode) -> ClassUnicode {
    class.negate();
    class
}

/// Returns the line terminators; with `(?d)` only LF.
pub(super) fn line_ends(unix: bool) -> ClassUnicode {
    if unix {
        return single('\n');
    }
    ranges(&[('\n', '\n'), ('\r', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')])
}

/// Returns the word characters of `\b`: letters, digits, `_`, and the marks on letters.
pub(super) fn word_for_boundaries(unicode: bool) -> ClassUnicode {
    let names: &[&str] =
        if unicode { &["Alphabetic", "M", "Nd", "Pc", "Join_Control"] } else { &["L", "Nd", "Mn"] };
    let mut class = single('_');
    for name in names {
        class.union(&known(name));
    }
    class
}

/// Returns the set of `\d`, `\s`, `\w`, `\h` or `\v`: ASCII only, unless `(?U)` is set.
pub(super) fn shorthand(letter: char, unicode: bool) -> Option<ClassUnicode> {
    Some(match (letter, unicode) {
        ('d', false) => ranges(&[('0', '9')]),
        ('d', true) => known("Nd"),
        ('s', false) => ranges(&[('\t', '\r'), (' ', ' ')]),
        ('s', true) => known("White_Space"),
        ('w', false) => ranges(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        ('w', true) => word_for_boundaries(true),
        ('h', _) => {
            let mut class = known("Zs");
            class.union(&ranges(&[('\t', '\t'), ('\u{180E}', '\u{180E}')]));
            class
        }
        ('v', _) => ranges(&[('\n', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')]),
        _ => return None,
    })
}

/// Returns the set of `\p{name}`, by Java's names and by Unicode's.
pub(super) fn property(name: &str, unicode: bool) -> Result<ClassUnicode, Fault> {
    let unknown = || {
        Fault::new(
            format!("unknown property \\p{{{name}}}"),
            "use a general category such as \\p{L} or \\p{Lu}, a script such as \\p{IsArabic}, or \
             write the characters as a range such as [\\u0600-\\u06FF]",
        )
    };
    if let Some(class) = posix(name, unicode) {
        return Ok(class);
    }
    if let Some(class) = java_method(name) {
        return Ok(class);
    }
    let block = name.strip_prefix("In").or_else(|| value(name, &["blk", "block"]));
    if let Some(class) = block.and_then(block_of) {
        return Ok(class);
    }
    let plain = value(name, &["gc", "general_category", "sc", "script"])
        .or_else(|| name.strip_prefix("Is"))
        .unwrap_or(name);
    match plain {
        "L1" => return Ok(ranges(&[('\0', '\u{FF}')])),
        "WhiteSpace" => return Ok(known("White_Space")),
        "Punctuation" => return Ok(known("P")),
        "Control" => return Ok(known("Cc")),
        "Letter" => return Ok(known("L")),
        "Digit" => return Ok(known("Nd")),
        _ => {}
    }
    lookup(plain).ok_or_else(unknown)
}

fn value<'a>(name: &'a str, keys: &[&str]) -> Option<&'a str> {
    let (key, value) = name.split_once('=')?;
    keys.iter().any(|k| key.eq_ignore_ascii_case(k)).then_some(value)
}

fn lookup(name: &str) -> Option<ClassUnicode> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    if name.is_empty() || !name.chars().all(plain) {
        return None;
    }
    match regex_syntax::parse(&format!(r"\p{{{name}}}")).ok()?.into_kind() {
        HirKind::Class(Class::Unicode(class)) => Some(class),
        // A property of a single character is parsed as a literal.
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).ok()?.chars().next().map(single)
        }
        _ => None,
    }
}

/// Returns the set of a property that the tables contain; a test checks each of them.
fn known(name: &str) -> ClassUnicode {
    lookup(name).unwrap_or_else(ClassUnicode::empty)
}

fn posix(name: &str, unicode: bool) -> Option<ClassUnicode> {
    if unicode {
        return Some(match name {
            "Lower" => known("Lowercase"),
            "Upper" => known("Uppercase"),
            "Alpha" => known("Alphabetic"),
            "Digit" => known("Nd"),
            "Alnum" => {
                let mut class = known("Alphabetic");
                class.union(&known("Nd"));
                class
            }
            "Punct" => known("P"),
            "Space" => known("White_Space"),
            "Blank" => return shorthand('h', true),
            "Cntrl" => known("Cc"),
            _ => return posix(name, false),
        });
    }
    Some(match name {
        "Lower" => ranges(&[('a', 'z')]),
        "Upper" => ranges(&[('A', 'Z')]),
        "ASCII" => ranges(&[('\0', '\x7F')]),
        "Alpha" => ranges(&[('A', 'Z'), ('a', 'z')]),
        "Digit" => ranges(&[('0', '9')]),
        "Alnum" => ranges(&[('0', '9'), ('A', 'Z'), ('a', 'z')]),
        "Punct" => ranges(&[('!', '/'), (':', '@'), ('[', '`'), ('{', '~')]),
        "Graph" => ranges(&[('!', '~')]),
        "Print" => ranges(&[(' ', '~')]),
        "Blank" => ranges(&[('\t', '\t'), (' ', ' ')]),
        "Cntrl" => ranges(&[('\0', '\x1F'), ('\x7F', '\x7F')]),
        "XDigit" => ranges(&[('0', '9'), ('A', 'F'), ('a', 'f')]),
        "Space" => ranges(&[('\t', '\r'), (' ', ' ')]),
        _ => return None,
    })
}

fn java_method(name: &str) -> Option<ClassUnicode> {
    Some(match name {
        "javaLowerCase" => known("Lowercase"),
        "javaUpperCase" => known("Uppercase"),
        "javaTitleCase" => known("Lt"),
        "javaAlphabetic" => known("Alphabetic"),
        "javaIdeographic" => known("Ideographic"),
        "javaDigit" => known("Nd"),
        "javaLetter" => known("L"),
        "javaLetterOrDigit" => {
            let mut class = known("L");
            class.union(&known("Nd"));
            class
        }
        // Java's white space excludes the no-break spaces.
        "javaWhitespace" => {
            let mut class = known("Z");
            class.union(&ranges(&[('\t', '\r'), ('\x1C', '\x1F')]));
            class.difference(&ranges(&[
                ('\u{A0}', '\u{A0}'),
                ('\u{2007}', '\u{2007}'),
                ('\u{202F}', '\u{202F}'),
            ]));
            class
        }
        "javaSpaceChar" => known("Z"),
        _ => return None,
    })
}

/// The Unicode blocks that rules in use refer to; a script is the better choice.
fn block_of(name: &str) -> Option<ClassUnicode> {
    const BLOCKS: [(&str, char, char); 19] = [
        ("basiclatin", '\0', '\u{7F}'),
        ("latin1supplement", '\u{80}', '\u{FF}'),
        ("latinextendeda", '\u{100}', '\u{17F}'),
        ("latinextendedb", '\u{180}', '\u{24F}'),
        ("greek", '\u{370}', '\u{3FF}'),
        ("greekandcoptic", '\u{370}', '\u{3FF}'),
        ("cyrillic", '\u{400}', '\u{4FF}'),
        ("hebrew", '\u{590}', '\u{5FF}'),
        ("arabic", '\u{600}', '\u{6FF}'),
        ("arabicsupplement", '\u{750}', '\u{77F}'),
        ("arabicpresentationformsa", '\u{FB50}', '\u{FDFF}'),
        ("arabicpresentationformsb", '\u{FE70}', '\u{FEFF}'),
        ("thai", '\u{E00}', '\u{E7F}'),
        ("khmer", '\u{1780}', '\u{17FF}'),
        ("generalpunctuation", '\u{2000}', '\u{206F}'),
        ("cjksymbolsandpunctuation", '\u{3000}', '\u{303F}'),
        ("hiragana", '\u{3040}', '\u{309F}'),
        ("katakana", '\u{30A0}', '\u{30FF}'),
        ("cjkunifiedideographs", '\u{4E00}', '\u{9FFF}'),
    ];
    let bare: String = name
        .chars()
        .filter(|c| !matches!(c, '_' | '-' | ' '))
        .map(|c| c.to_ascii_lowercase())
        .collect();
    BLOCKS.iter().find(|(known, ..)| *known == bare).map(|(_, from, to)| ranges(&[(*from, *to)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(class: &ClassUnicode, c: char) -> bool {
        class.iter().any(|r| (r.start()..=r.end()).contains(&c))
    }

    #[test]
    fn properties_by_every_name() {
        for (name, inside, outside) in [
            ("Lu", 'A', 'a'),
            ("L", 'ع', '1'),
            ("IsArabic", 'ع', 'a'),
            ("IsAlphabetic", 'ع', '.'),
            ("script=Arabic", 'ع', 'a'),
            ("sc=Arab", 'ع', 'a'),
            ("gc=Lu", 'A', 'a'),
            ("InArabic", '؟', 'a'),
            ("blk=Arabic", '؟', 'a'),
            ("javaUpperCase", 'É', 'é'),
            ("javaWhitespace", ' ', '\u{A0}'),
            ("javaLetterOrDigit", '٣', '-'),
            ("Alpha", 'a', 'é'),
            ("Punct", '.', '،'),
            ("Uppercase", 'É', 'é'),
        ] {
            let class = property(name, false).unwrap();
            assert!(has(&class, inside) && !has(&class, outside), "{name}");
        }
        assert!(has(&property("Punct", true).unwrap(), '،'));
        assert!(property("Sentence", false).unwrap_err().hint.contains("\\p{Lu}"));
        assert!(property("L}x", false).is_err());
    }

    #[test]
    fn shorthands() {
        for (letter, unicode, inside, outside) in [
            ('s', false, '\u{B}', '\u{A0}'),
            ('s', true, '\u{A0}', 'a'),
            ('w', false, '_', 'ع'),
            ('w', true, 'ع', ' '),
            ('d', false, '1', '١'),
            ('d', true, '١', 'a'),
            ('h', false, '\u{A0}', '\n'),
            ('v', false, '\u{2029}', ' '),
        ] {
            let class = shorthand(letter, unicode).unwrap();
            assert!(has(&class, inside) && !has(&class, outside), "{letter}");
        }
        let word = word_for_boundaries(false);
        assert!(has(&word, 'ع') && has(&word, '\u{64E}') && !has(&word, '.'));
        assert!(has(&word_for_boundaries(true), '\u{200D}'));
    }
}
