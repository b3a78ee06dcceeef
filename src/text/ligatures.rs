//! Signs that stand for phrases: ﷺ is read as صلى الله عليه وسلم.

/// Returns the phrase that a sign stands for, as look-up compares it.
pub(super) fn phrase(sign: char) -> Option<&'static str> {
    Some(match sign {
        '\u{FDFA}' => "صلي الله عليه وسلم",
        '\u{FDFB}' => "جل جلاله",
        '\u{FDFD}' => "بسم الله الرحمن الرحيم",
        '\u{FDFE}' => "سبحانه وتعالي",
        '\u{FDFF}' => "عز وجل",
        '\u{FDCF}' => "سلامه علينا",
        '\u{FD40}' => "رحمه الله",
        '\u{FD41}' => "رضي الله عنه",
        '\u{FD42}' => "رضي الله عنها",
        '\u{FD43}' => "رضي الله عنهم",
        '\u{FD44}' => "رضي الله عنهما",
        '\u{FD45}' => "رضي الله عنهن",
        '\u{FD46}' => "صلي الله عليه واله",
        '\u{FD47}' => "عليه السلام",
        '\u{FD48}' => "عليهم السلام",
        '\u{FD49}' => "عليهما السلام",
        '\u{FD4A}' => "عليه الصلاه والسلام",
        '\u{FD4B}' => "قدس سره",
        '\u{FD4C}' => "صلي الله عليه واله وسلم",
        '\u{FD4D}' => "عليها السلام",
        '\u{FD4E}' => "تبارك وتعالي",
        '\u{FD4F}' => "رحمهم الله",
        _ => return None,
    })
}

/// The first of these signs.
pub(super) const FIRST: char = '\u{FD40}';
