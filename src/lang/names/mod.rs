//! Names of languages, from and to codes.

mod tables;

use super::Lang;

impl Lang {
    /// Returns the English name, for messages: `French`, `Arabic, Egypt`, `Serbian, Latin`; of an
    /// unknown language, the code.
    pub(crate) fn name_in_english(&self) -> String {
        let code = self.as_str();
        let ends = code.match_indices('-').map(|(at, _)| at).chain([code.len()]);
        // The longest beginning that has a name of its own: `zh-Hant` of `zh-Hant-TW`.
        let longest = ends.rev().find_map(|end| Some((end, tables::in_english(&code[..end])?)));
        let Some((end, language)) = longest else {
            return code.to_owned();
        };
        let mut name = language.to_owned();
        for part in code[end..].split('-').filter(|part| !part.is_empty()) {
            name.push_str(", ");
            name.push_str(tables::in_english(part).unwrap_or(part));
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_english_names() {
        for (code, name) in [
            ("fr", "French"),
            ("ar-EG", "Arabic, Egypt"),
            ("en-GB", "British English"),
            ("zh-Hant-TW", "Traditional Chinese, Taiwan"),
            ("xx-YY", "xx-YY"),
            ("sl-rozaj", "Slovenian, rozaj"),
        ] {
            assert_eq!(code.parse::<Lang>().unwrap().name_in_english(), name);
        }
    }
}
