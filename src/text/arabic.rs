//! What of Arabic spelling does not make another word.

/// Diacritics, Quranic marks, superscript alef, combining hamza and tatweel: they lie on or between
/// letters, and the word is the same without them.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{8D3}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}')
}

/// One letter for the forms that writers take for each other: alef and hamza forms, ya and alef
/// maqsura, ta marbuta and ha, Persian and Urdu keyboards' ya and kaf.
pub(super) fn fold(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | '\u{672}' | '\u{673}' | '\u{675}' => 'ا',
        'ؤ' | '\u{676}' => 'و',
        'ئ' | 'ى' | 'ی' | '\u{678}' | '\u{6CD}' => 'ي',
        'ة' | 'ۀ' | 'ہ' | 'ۃ' | 'ە' => 'ه',
        'ک' | 'ڪ' => 'ك',
        other => other,
    }
}
