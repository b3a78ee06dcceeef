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

/// Folds the same letters for look-up, where hamza is one letter whatever it sits on: it tells those
/// that stand for a hamza from the bare seats. `آ` stays, since it is a hamza and an alef.
pub(crate) fn fold_but_hamza(c: char) -> char {
    match c {
        'آ' | 'ء' => c,
        'أ' | 'إ' | 'ٱ' | '\u{672}' | '\u{673}' | '\u{675}' => 'أ',
        'ؤ' | 'ئ' | '\u{676}' | '\u{678}' => 'ئ',
        other => fold(other),
    }
}
