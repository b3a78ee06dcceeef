//! Arabic spelling variants that the matching view and names of languages unite.

/// Folds the letters that writers use for each other into one: alef and hamza forms, ya and alef
/// maqsura, ta marbuta and ha, and the ya and kaf of Persian and Urdu keyboards.
pub(crate) fn fold(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | '\u{672}' | '\u{673}' | '\u{675}' => 'ا',
        'ؤ' | '\u{676}' => 'و',
        'ئ' | 'ى' | 'ی' | '\u{678}' | '\u{6CD}' => 'ي',
        'ة' | 'ۀ' | 'ہ' | 'ۃ' | 'ە' => 'ه',
        'ک' | 'ڪ' => 'ك',
        other => other,
    }
}
