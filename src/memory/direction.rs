//! The direction of a look-up: the languages of the query and of the translation.

use super::LanguageStats;
use crate::{
    error::{Error, ErrorKind, Result, Setting},
    lang::Lang,
};

/// The languages of a store that count as that of the query, and as that of the translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Direction {
    /// The languages of the texts that are compared.
    pub from: Vec<Lang>,
    /// The languages of the translations.
    pub to: Vec<Lang>,
}

/// Finds the direction of a look-up. A language includes its varieties (`en` finds `en-US`), and a
/// variety that the store lacks means the language. A query without a given language has that of its
/// script, and the translation that of the only other language of the store.
///
/// # Errors
/// [`ErrorKind::Language`], naming the languages of the store.
pub fn direction(
    held: &[LanguageStats],
    from: Option<&Lang>,
    to: Option<&Lang>,
    query: &str,
) -> Result<Direction> {
    let codes = || {
        let codes: Vec<&str> = held.iter().map(|l| l.lang.as_str()).collect();
        if codes.is_empty() { "nothing".to_owned() } else { codes.join(", ") }
    };
    let meant = |lang: &Lang| -> Result<Vec<Lang>> {
        let all = |fits: &dyn Fn(&Lang) -> bool| -> Vec<Lang> {
            held.iter().map(|l| l.lang.clone()).filter(|l| fits(l)).collect()
        };
        let varieties = all(&|l| l.is_a(lang));
        let found = if varieties.is_empty() { all(&|l| l.same_language(lang)) } else { varieties };
        if found.is_empty() {
            return Err(Error::new(
                ErrorKind::Language,
                format!("the memory holds no texts in '{lang}'"),
            )
            .hint(format!("it holds: {}", codes())));
        }
        Ok(found)
    };
    let other = |than: &[Lang]| -> Option<Vec<Lang>> {
        let others: Vec<Lang> = held
            .iter()
            .map(|l| l.lang.clone())
            .filter(|l| !than.iter().any(|t| t.same_language(l)))
            .collect();
        let first = others.first()?;
        others.iter().all(|l| l.same_language(first)).then(|| others.clone())
    };
    let untold = |what: &str, setting: Setting| {
        Error::new(ErrorKind::Language, format!("it is not clear {what}"))
            .hint(format!("say which language it is; the memory holds: {}", codes()))
            .settings(setting)
    };
    let from = match (from, to) {
        (Some(from), _) => meant(from)?,
        (None, Some(to)) if other(&meant(to)?).is_some() => other(&meant(to)?).unwrap_or_default(),
        (None, _) => {
            let guess = Lang::from_script(query).and_then(|lang| meant(&lang).ok());
            guess.ok_or_else(|| untold("in which language the query is", Setting::SourceLang))?
        }
    };
    let to = match to {
        Some(to) => meant(to)?,
        None => other(&from)
            .ok_or_else(|| untold("into which language to look", Setting::TargetLang))?,
    };
    Ok(Direction { from, to })
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

    #[test]
    fn the_direction_is_found() {
        let two = ["ar", "en-GB", "en-US"];
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(told(&two, "", "", "a query").unwrap(), pair("en-GB en-US", "ar"));
        assert_eq!(told(&two, "", "", "سؤال").unwrap(), pair("ar", "en-GB en-US"));
        assert_eq!(told(&two, "ar", "en-US", "").unwrap(), pair("ar", "en-US"));
        assert_eq!(told(&["ar", "en"], "en-US", "", "").unwrap(), pair("en", "ar"));
        assert_eq!(told(&two, "", "ar", "123").unwrap(), pair("en-GB en-US", "ar"));
        let error = told(&["ar", "en", "fr"], "ar", "", "").unwrap_err();
        assert!(error.hint.unwrap().contains("ar, en, fr"));
        assert!(told(&two, "de", "", "").is_err());
        assert!(told(&[], "", "", "a query").is_err());
    }
}
