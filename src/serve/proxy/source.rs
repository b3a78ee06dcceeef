//! The text to translate in a request to a language model: tools put it in different places.

use regex_automata::meta::Regex;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    error::{Error, ErrorKind, Result},
    lang::Lang,
};

/// A rule for the place of the text in the last message of the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum SourceRule {
    /// The whole message.
    Message,
    /// The text between two marks. Without an end it reaches to the end of the message.
    Between {
        /// The mark before the text; the last one in the message counts.
        begin: String,
        /// The mark behind it.
        #[serde(default)]
        end: String,
    },
    /// A string in a message that is JSON.
    Field {
        /// Its name in an object, or a JSON pointer such as `/texts/0`.
        name: String,
    },
    /// The first group of a regular expression.
    Pattern {
        /// The expression.
        pattern: String,
    },
    /// Several texts with a separator between them, where any message names the separator.
    Parts {
        /// The separator; lines of the message that are equal to it separate.
        separator: String,
    },
}

/// The rules that are tried when none are given: the habits of common tools, most particular first.
pub(super) fn usual_rules() -> Vec<SourceRule> {
    let between = |begin: &str, end: &str| SourceRule::Between {
        begin: begin.to_owned(),
        end: end.to_owned(),
    };
    vec![
        SourceRule::Parts { separator: "==WEBLATE_PART==".to_owned() },
        between("<source>", "</source>"),
        between("<source_text>", "</source_text>"),
        between("<text>", "</text>"),
        between("Source text:", ""),
        between("Text to translate:", ""),
        // "Translate the following text from English to Arabic:", the text below.
        SourceRule::Pattern { pattern: r"(?is)^[^\n]*\btranslat[^\n]*:[ \t]*\n+(.+)$".to_owned() },
        SourceRule::Message,
    ]
}

/// The texts that a request wants translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// One text, or the parts of a message in order.
    pub(super) texts: Vec<String>,
    /// The separator of the parts.
    pub(super) separator: Option<String>,
    /// The reply has the form of the text, not of a JSON object.
    pub(super) is_plain: bool,
    /// All else that the messages say.
    pub(super) instructions: String,
}

/// Rules that are ready.
pub(super) struct Rules(Vec<(SourceRule, Option<Regex>)>);

impl Rules {
    /// Prepares rules.
    pub(super) fn new(rules: &[SourceRule]) -> Result<Self> {
        let ready = |rule: &SourceRule| {
            let regex = match rule {
                SourceRule::Pattern { pattern } => Some(compiled(pattern)?),
                _ => None,
            };
            Ok((rule.clone(), regex))
        };
        Ok(Self(rules.iter().map(ready).collect::<Result<_>>()?))
    }

    /// Finds the texts in the messages of a request; `None` where no rule fits.
    pub(super) fn find(&self, messages: &[Value]) -> Option<Found> {
        let at = messages.iter().rposition(|message| message["role"] == "user")?;
        let message = text_of(&messages[at]["content"])?;
        let others: Vec<String> = messages
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .filter_map(|(_, message)| text_of(&message["content"]))
            .collect();
        let others = others.join("\n");
        self.0.iter().find_map(|(rule, regex)| rule.find(regex.as_ref(), &message, &others))
    }
}

fn compiled(pattern: &str) -> Result<Regex> {
    let wrong = |reason: String| {
        Error::new(ErrorKind::Usage, format!("the pattern '{pattern}' cannot be used: {reason}"))
            .hint("it is a regular expression with one group around the text")
    };
    let regex = Regex::new(pattern).map_err(|e| wrong(e.to_string()))?;
    match regex.captures_len() > 1 {
        true => Ok(regex),
        false => Err(wrong("it has no group".to_owned())),
    }
}

impl SourceRule {
    fn find(&self, regex: Option<&Regex>, message: &str, others: &str) -> Option<Found> {
        let (texts, separator, rest) = match self {
            Self::Message => (vec![message], None, String::new()),
            Self::Between { begin, end } => {
                let from = message.rfind(begin.as_str()).filter(|_| !begin.is_empty())?;
                let from = from + begin.len();
                let rest = &message[from..];
                let to = if end.is_empty() { rest.len() } else { rest.find(end.as_str())? };
                (vec![&rest[..to]], None, without(message, from, from + to))
            }
            Self::Field { name } => return of_json(name, message, others),
            Self::Pattern { .. } => {
                let regex = regex?;
                let mut captures = regex.create_captures();
                regex.captures(message, &mut captures);
                let span = captures.get_group(1)?;
                (vec![&message[span.start..span.end]], None, without(message, span.start, span.end))
            }
            Self::Parts { separator } => {
                let names_it = [message, others].iter().any(|text| text.contains(separator));
                let parts = parts(message, separator).filter(|_| names_it)?;
                (parts, Some(format!("\n{separator}\n")), String::new())
            }
        };
        let texts: Vec<String> = texts.into_iter().map(|text| text.trim().to_owned()).collect();
        let is_plain = !texts.iter().any(String::is_empty);
        let instructions = format!("{others}\n{rest}");
        is_plain.then_some(Found { texts, separator, is_plain, instructions })
    }
}

/// A message without the text in it.
fn without(message: &str, from: usize, to: usize) -> String {
    format!("{}\n{}", &message[..from], &message[to..])
}

/// The parts of a message between lines that are the separator.
fn parts<'m>(message: &'m str, separator: &str) -> Option<Vec<&'m str>> {
    if separator.is_empty() {
        return None;
    }
    let (mut parts, mut start, mut at) = (Vec::new(), 0, 0);
    for line in message.split_inclusive('\n') {
        if line.trim() == separator {
            parts.push(&message[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push(&message[start..]);
    Some(parts)
}

fn of_json(name: &str, message: &str, others: &str) -> Option<Found> {
    let value: Value = serde_json::from_str(message).ok()?;
    let found = match name.starts_with('/') {
        true => value.pointer(name),
        false => value.get(name),
    };
    let text = found?.as_str()?.trim().to_owned();
    let instructions = format!("{others}\n{}", message.replace(&text, ""));
    (!text.is_empty()).then_some(Found {
        texts: vec![text],
        separator: None,
        is_plain: false,
        instructions,
    })
}

/// The text of a message's content: a string, or the last part that is text.
fn text_of(content: &Value) -> Option<String> {
    match content {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let text = |part: &Value| part["text"].as_str().map(str::to_owned);
            parts.iter().rev().find_map(text)
        }
        _ => None,
    }
}

/// Beginnings of words for translating, in lower case.
const TRANSLATING: [&str; 9] =
    ["translat", "traduc", "traduz", "tradui", "übersetz", "перевод", "перевед", "ترجم", "翻译"];

/// Returns true if instructions speak of translation.
pub(super) fn is_of_translation(instructions: &str) -> bool {
    let instructions = instructions.to_lowercase();
    TRANSLATING.iter().any(|word| instructions.contains(word))
}

/// The languages that instructions name: `Arabic`, `'ar'`, `(en-US)`, `العربية`.
pub(super) fn languages_in(instructions: &str) -> Vec<Lang> {
    let mut found: Vec<Lang> = Vec::new();
    let mut add = |lang: Lang| {
        if !found.iter().any(|known| known.same_language(&lang)) {
            found.push(lang);
        }
    };
    let is_word = |c: char| c.is_alphabetic();
    for word in instructions.split(|c: char| !is_word(c)).filter(|w| w.chars().count() >= 4) {
        let is_name = word.starts_with(char::is_uppercase) || !word.is_ascii();
        // A word of four letters and more is no code, so a short code comes from a name.
        if let Some(lang) = word.parse::<Lang>().ok().filter(|_| is_name)
            && lang.primary().len() <= 3
        {
            add(lang);
        }
    }
    let quotes = |c: char| "'\"`()[]‘’“”".contains(c);
    let is_code = |text: &&str| {
        let primary = text.split(['-', '_']).next().unwrap_or_default();
        matches!(primary.len(), 2 | 3)
            && text.len() <= 12
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    // Only what is between two signs: the first and the last piece are not.
    let pieces: Vec<&str> = instructions.split(quotes).collect();
    let inner = pieces.get(1..pieces.len().saturating_sub(1)).unwrap_or_default();
    for code in inner.iter().copied().filter(is_code) {
        if let Ok(lang) = code.parse::<Lang>()
            && lang.name_in_english() != lang.as_str()
        {
            add(lang);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(rules: &[SourceRule], messages: Value) -> Option<(Vec<String>, bool)> {
        let found = Rules::new(rules).unwrap().find(messages.as_array().unwrap())?;
        Some((found.texts, found.separator.is_some()))
    }

    fn one(text: &str) -> Option<(Vec<String>, bool)> {
        Some((vec![text.to_owned()], false))
    }

    #[test]
    fn habits_of_tools_are_known() {
        let user = |text: &str| json!([{ "role": "system", "content": "Translate." }, { "role": "user", "content": text }]);
        let usual = usual_rules();
        assert_eq!(found(&usual, user("The meeting began.")), one("The meeting began."));
        for text in [
            "Translate the following text from English to Arabic:\n\nThe meeting began.",
            "Be formal.\nSource text:\nThe meeting began.\n",
            "Translate this. <source>The meeting began.</source> Thank you.",
            "<text> The meeting began. </text>",
        ] {
            assert_eq!(found(&usual, user(text)), one("The meeting began."), "{text}");
        }
        let weblate = json!([
            { "role": "system", "content": "strings separated by \n==WEBLATE_PART==\n" },
            { "role": "user", "content": "One.\n==WEBLATE_PART==\nTwo.\nThree." },
        ]);
        let parts = vec!["One.".to_owned(), "Two.\nThree.".to_owned()];
        assert_eq!(found(&usual, weblate), Some((parts, true)));
    }

    #[test]
    fn rules_of_ones_own() {
        let message = |text: &str| json!([{ "role": "user", "content": text }]);
        let field = [SourceRule::Field { name: "source".into() }];
        assert_eq!(found(&field, message(r#"{"source": "نص"}"#)), one("نص"));
        assert_eq!(found(&field, message(r#"{"source": 1}"#)), None);
        assert_eq!(found(&field, message("no JSON")), None);
        let pointer = [SourceRule::Field { name: "/texts/0".into() }];
        assert_eq!(found(&pointer, message(r#"{"texts": ["a b"]}"#)), one("a b"));
        let pattern = [SourceRule::Pattern { pattern: r"S=(\S+)".into() }];
        assert_eq!(found(&pattern, message("x S=نص y")), one("نص"));
        assert!(Rules::new(&[SourceRule::Pattern { pattern: "x".into() }]).is_err());
        assert!(Rules::new(&[SourceRule::Pattern { pattern: "(".into() }]).is_err());
        for odd in [
            json!([]),
            json!([{ "role": "user" }]),
            json!([1]),
            json!([{ "role": "user", "content": "  " }]),
        ] {
            assert_eq!(found(&usual_rules(), odd.clone()), None, "{odd}");
        }
        let parts = json!([{ "role": "user", "content": [{ "type": "text", "text": "a" }, { "type": "image_url" }] }]);
        assert_eq!(found(&usual_rules(), parts), one("a"));
    }

    #[test]
    fn languages_are_named_in_words_and_codes() {
        let codes = |text: &str| {
            languages_in(text).iter().map(|lang| lang.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes("Translate from English to Arabic."), ["en", "ar"]);
        assert_eq!(codes("from language 'en'\nto language 'ar'"), ["en", "ar"]);
        assert_eq!(codes("Reply in French; keep (the) \"is\" tags"), ["fr", "is"]);
        assert_eq!(codes("Keep to the Source Style."), Vec::<String>::new());
        assert_eq!(codes("ترجم إلى العربية"), ["ar"]);
    }
}
