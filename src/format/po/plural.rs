//! Number of plural forms of a language and the rule that selects one for a number, from gettext's
//! own table.

use crate::lang::Lang;

const ONE: &str = "nplurals=1; plural=0;";
/// The most frequent rule.
pub(super) const NOT_ONE: &str = "nplurals=2; plural=(n != 1);";
const MORE_THAN_ONE: &str = "nplurals=2; plural=(n > 1);";
const ARABIC: &str = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);";
const SLAVIC: &str = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";
const CZECH: &str = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;";
const POLISH: &str =
    "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);";

/// Returns the `Plural-Forms` value of a language, if it is known.
pub(super) fn rule(lang: &Lang) -> Option<&'static str> {
    Some(match lang.primary() {
        "ar" | "arz" | "ary" | "apc" | "ajp" => ARABIC,
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" | "lo" | "my" => ONE,
        "pt" if lang.as_str() == "pt-BR" => MORE_THAN_ONE,
        "fr" | "fa" | "tr" => MORE_THAN_ONE,
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => SLAVIC,
        "cs" | "sk" => CZECH,
        "pl" => POLISH,
        "en" | "de" | "nl" | "sv" | "da" | "nb" | "nn" | "no" | "fo" | "es" | "pt" | "it"
        | "bg" | "el" | "fi" | "et" | "eo" | "hu" | "ur" | "he" | "ca" | "gl" | "eu" | "sw"
        | "hi" | "bn" => NOT_ONE,
        _ => return None,
    })
}

/// Returns the number of forms that a rule declares.
pub(super) fn forms(rule: &str) -> Option<usize> {
    let (_, rest) = rule.split_once("nplurals")?;
    let digits = rest.trim_start().strip_prefix('=')?.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    // No language has more than six forms; files may declare any number.
    digits[..end].parse().ok().filter(|n| (1..=20).contains(n))
}
