//! The direction of a look-up: the languages of the query and of the translation.

use super::LanguageStats;
use crate::{
    error::{Error, ErrorKind, Result, Setting},
    lang::{Detected, Lang, detect, detect_script},
};

/// The languages of a store that count as that of the query, and as that of the translation. If the
/// query may be in several languages, a text in any of them is compared, and its translation is in
/// another language than the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// The languages of the texts that are compared.
    pub from: Vec<Lang>,
    /// The languages of the translations.
    pub to: Vec<Lang>,
}

impl Direction {
    /// Returns the languages of translations of a text in `of`.
    pub fn targets_of<'d>(&'d self, of: &'d Lang) -> impl Iterator<Item = &'d Lang> + Clone {
        targets(of, &self.to)
    }

    /// Returns true if the texts that are compared are in more than one language.
    pub fn is_open(&self) -> bool {
        self.from.first().is_some_and(|first| !self.from.iter().all(|l| l.same_language(first)))
    }
}

/// Returns the languages among `to` in which a translation of a text in `of` can be: other languages,
/// or varieties of its own language if there is no other.
pub(crate) fn targets<'l>(of: &'l Lang, to: &'l [Lang]) -> impl Iterator<Item = &'l Lang> + Clone {
    let has_other = to.iter().any(|lang| !lang.same_language(of));
    to.iter().filter(move |lang| !has_other || !lang.same_language(of))
}

/// Finds the direction of a look-up. A language includes its varieties (`en` finds `en-US`), and a
/// variety that the store lacks means the language. A query without a given language is in each of
/// the store's languages that it may be in, one without letters in all. The translation is in the
/// only other language of the store.
///
/// # Errors
/// [`ErrorKind::Language`], naming the languages of the store.
pub fn direction(
    held: &[LanguageStats],
    from: Option<&Lang>,
    to: Option<&Lang>,
    query: &str,
) -> Result<Direction> {
    let held = Held(held.iter().map(|stats| &stats.lang).collect());
    let to = to.map(|lang| held.meant(lang)).transpose()?;
    let is_given = from.is_some();
    let from = match (from, &to) {
        (Some(from), _) => held.meant(from)?,
        (None, Some(to)) if held.is_one_besides(to) => held.besides(to),
        (None, to) => held.may_be(query, to.as_deref().unwrap_or_default())?,
    };
    let to = match to {
        Some(to) => to,
        // A number or a sign alone is looked for in every language.
        None if !is_given && is_several(&from) && is_wordless(query) => held.all(|_| true),
        None => held.translations(&from)?,
    };
    Ok(Direction { from, to })
}

/// Returns true if a query may be in a language of the store, as far as its script says.
pub fn may_be_held(held: &[LanguageStats], query: &str) -> bool {
    let seen = detect_script(query);
    held.iter().any(|stats| seen.may_be(&stats.lang))
}

fn is_wordless(query: &str) -> bool {
    !query.is_empty() && !detect_script(query).has_letters()
}

/// The languages of a store.
struct Held<'l>(Vec<&'l Lang>);

impl Held<'_> {
    fn all(&self, fits: impl Fn(&Lang) -> bool) -> Vec<Lang> {
        self.0.iter().filter(|lang| fits(lang)).map(|lang| (*lang).clone()).collect()
    }

    /// The varieties of a language, or the language if the store lacks the variety.
    fn meant(&self, lang: &Lang) -> Result<Vec<Lang>> {
        let varieties = self.all(|l| l.is_a(lang));
        let found =
            if varieties.is_empty() { self.all(|l| l.same_language(lang)) } else { varieties };
        if found.is_empty() {
            let message = format!("the memory holds no texts in '{lang}'");
            let hint = format!("it holds: {}", self.codes());
            return Err(Error::new(ErrorKind::Language, message).hint(hint));
        }
        Ok(found)
    }

    /// All languages but some.
    fn besides(&self, these: &[Lang]) -> Vec<Lang> {
        self.all(|lang| !these.iter().any(|this| this.same_language(lang)))
    }

    fn is_one_besides(&self, these: &[Lang]) -> bool {
        is_one_language(&self.besides(these))
    }

    /// The languages that a query may be in. Words are read only if the script leaves several.
    fn may_be(&self, query: &str, translation: &[Lang]) -> Result<Vec<Lang>> {
        let fitting = |seen: &Detected| {
            let mut found = self.all(|lang| seen.may_be(lang));
            if is_several(&found) {
                found.retain(|lang| !translation.iter().any(|to| to.same_language(lang)));
            }
            found
        };
        let by_script = fitting(&detect_script(query));
        if by_script.is_empty() {
            return Err(self.untold("in which language the query is", Setting::SourceLang));
        }
        if !is_several(&by_script) {
            return Ok(by_script);
        }
        // A language that the store lacks says nothing about those that it holds.
        Ok(Some(fitting(&detect(query))).filter(|found| !found.is_empty()).unwrap_or(by_script))
    }

    /// The languages of translations of texts in some languages.
    fn translations(&self, from: &[Lang]) -> Result<Vec<Lang>> {
        let clear = from.iter().all(|lang| self.is_one_besides(std::slice::from_ref(lang)));
        if !clear {
            return Err(self.untold("into which language to look", Setting::TargetLang));
        }
        Ok(if is_several(from) { self.all(|_| true) } else { self.besides(from) })
    }

    fn untold(&self, what: &str, setting: Setting) -> Error {
        Error::new(ErrorKind::Language, format!("it is not clear {what}"))
            .hint(format!("say which language it is; the memory holds: {}", self.codes()))
            .settings(setting)
    }

    fn codes(&self) -> String {
        let codes: Vec<&str> = self.0.iter().map(|lang| lang.as_str()).collect();
        if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
    }
}

/// Returns true for one or more varieties of one language.
fn is_one_language(langs: &[Lang]) -> bool {
    !langs.is_empty() && !is_several(langs)
}

fn is_several(langs: &[Lang]) -> bool {
    langs.first().is_some_and(|first| !langs.iter().all(|lang| lang.same_language(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(codes: &[&str]) -> Vec<LanguageStats> {
        let stats = |code: &&str| LanguageStats { lang: code.parse().unwrap(), texts: 1, chars: 1 };
        codes.iter().map(stats).collect()
    }

    fn told(codes: &[&str], from: &str, to: &str, query: &str) -> Result<(String, String)> {
        let lang = |code: &str| (!code.is_empty()).then(|| code.parse::<Lang>().unwrap());
        let join = |langs: &[Lang]| langs.iter().map(Lang::as_str).collect::<Vec<_>>().join(" ");
        direction(&held(codes), lang(from).as_ref(), lang(to).as_ref(), query)
            .map(|d| (join(&d.from), join(&d.to)))
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn the_direction_is_found() {
        let two = ["ar", "en-GB", "en-US"];
        assert_eq!(told(&two, "", "", "a query").unwrap(), pair("en-GB en-US", "ar"));
        assert_eq!(told(&two, "", "", "سؤال").unwrap(), pair("ar", "en-GB en-US"));
        assert_eq!(told(&two, "ar", "en-US", "").unwrap(), pair("ar", "en-US"));
        assert_eq!(told(&["ar", "en"], "en-US", "", "").unwrap(), pair("en", "ar"));
        assert_eq!(told(&two, "", "ar", "123").unwrap(), pair("en-GB en-US", "ar"));
        let error = told(&["ar", "en", "fr"], "ar", "", "").unwrap_err();
        assert!(error.hint.unwrap().contains("ar, en, fr"));
        assert!(told(&two, "de", "", "").is_err());
        let three = ["ar", "en", "fr"];
        assert_eq!(told(&three, "", "", "75 %").unwrap(), pair("ar en fr", "ar en fr"));
        assert!(told(&two, "", "", "日本語").is_err());
        assert!(told(&[], "", "", "a query").is_err());
    }

    #[test]
    fn a_query_is_in_each_language_that_it_may_be_in() {
        let two = ["en", "fr"];
        let both = || pair("en fr", "en fr");
        assert_eq!(told(&two, "", "", "Bonjour").unwrap(), both());
        assert_eq!(told(&two, "", "", "123").unwrap(), both());
        let sentence = "Le ministre est arrivé dans la capitale avec une délégation.";
        assert_eq!(told(&two, "", "", sentence).unwrap(), pair("fr", "en"));
        // Of a language that the memory lacks, and in its script.
        let spanish = "El ministro llegó a la capital con una delegación de los empresarios.";
        assert_eq!(told(&two, "", "", spanish).unwrap(), both());
        assert_eq!(told(&["ar", "fr"], "", "", "The end of the day is near.").unwrap().0, "fr");
        let arabic = ["ar", "en", "fa"];
        assert_eq!(told(&arabic, "", "en", "سلام").unwrap(), pair("ar fa", "en"));
        assert_eq!(told(&arabic, "", "en", "کتاب").unwrap(), pair("fa", "en"));
        assert!(told(&arabic, "", "", "سلام").is_err());
        assert_eq!(told(&["ar", "en"], "", "", "کتاب").unwrap(), pair("ar", "en"));
        assert_eq!(told(&["ja", "zh"], "", "", "東京").unwrap(), pair("ja zh", "ja zh"));
        assert_eq!(told(&["ar", "en"], "", "", "<b>7</b> %s").unwrap(), pair("ar en", "ar en"));
    }

    #[test]
    fn a_translation_is_in_another_language() {
        let langs =
            |codes: &[&str]| codes.iter().map(|c| c.parse().unwrap()).collect::<Vec<Lang>>();
        let of = |code: &str, to: &[&str]| {
            let (of, to) = (code.parse().unwrap(), langs(to));
            targets(&of, &to).map(Lang::to_string).collect::<Vec<_>>()
        };
        assert_eq!(of("fr", &["en", "fr"]), ["en"]);
        assert_eq!(of("en-GB", &["en-US", "fr"]), ["fr"]);
        assert_eq!(of("en-US", &["en-GB"]), ["en-GB"]);
    }
}
