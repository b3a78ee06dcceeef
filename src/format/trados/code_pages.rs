//! The code pages of languages, in which Workbench writes their texts.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

use crate::lang::Lang;

/// Returns the code page of a language.
pub(super) fn of(lang: &Lang) -> &'static Encoding {
    match lang.primary() {
        "ar" | "fa" | "ur" | "ku" | "ckb" | "ps" | "ug" => WINDOWS_1256,
        "he" | "yi" => WINDOWS_1255,
        "tr" | "az" => WINDOWS_1254,
        "el" => WINDOWS_1253,
        "ru" | "uk" | "be" | "bg" | "mk" | "sr" | "kk" | "ky" | "mn" | "tt" => WINDOWS_1251,
        "pl" | "cs" | "sk" | "hu" | "sl" | "hr" | "bs" | "ro" | "sq" => WINDOWS_1250,
        "et" | "lv" | "lt" => WINDOWS_1257,
        "vi" => WINDOWS_1258,
        "th" => WINDOWS_874,
        "ja" => SHIFT_JIS,
        "ko" => EUC_KR,
        "zh" => {
            let is_traditional =
                ["TW", "HK", "MO", "Hant"].iter().any(|r| lang.as_str().contains(r));
            if is_traditional { BIG5 } else { GBK }
        }
        _ => WINDOWS_1252,
    }
}

/// Decodes bytes: UTF-8 if they are valid, else the given code page.
pub(super) fn decoded(bytes: &[u8], page: &'static Encoding) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => page.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
