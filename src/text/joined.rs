//! Arabic words that some write joined and others apart (عبدالله and عبد الله), and spellings of a
//! hundred. Words are given as look-up compares them, with one alef for every hamza.

/// Names that are written onto الدين.
const FAITH: &[&str] = &[
    "نور",
    "صلاح",
    "علاا",
    "سيف",
    "شمس",
    "جمال",
    "عز",
    "محيي",
    "محي",
    "تقي",
    "بهاا",
    "ضياا",
    "نجم",
    "بدر",
    "فخر",
    "ركن",
    "شرف",
    "كمال",
    "خير",
    "نصر",
    "زين",
    "حسام",
    "عماد",
    "سعد",
    "شهاب",
    "برهان",
    "جلال",
    "نظام",
    "ناصر",
    "قطب",
    "اسد",
    "تاج",
    "سراج",
    "معين",
    "غياث",
];

/// Words that the seat of a hamza, ئ, tells from other frequent ones: لئن from لأن, سئل from سأل, بئس from
/// بأس. The second is the beginning of its forms.
const TOLD_BY_SEAT: &[(&str, &[&str])] =
    &[("لان", &[""]), ("سال", &["", "ت", "نا", "وا", "تم"]), ("باس", &["", "ت", "ما"])];

/// Returns the place of the hamza on ئ in a word that it tells from another, in its folded form. All
/// other seats are one letter.
pub(super) fn telling_seat(word: &str, original: &str) -> Option<usize> {
    const LONGEST: usize = 7;
    if word.len() > LONGEST * 2 || !original.contains(['ئ', '\u{654}', '\u{FE8B}', '\u{FE8C}']) {
        return None;
    }
    let rest = word.trim_start_matches(['و', 'ف']);
    let clitic = word.len() - rest.len();
    let told = TOLD_BY_SEAT.iter().any(|(stem, endings)| {
        rest.strip_prefix(stem).is_some_and(|ending| endings.contains(&ending))
    });
    (told && clitic <= 2).then_some(clitic + 2)
}

/// Words of which the first two letters are one by themselves: ما زال, لا بد, يا رب.
const AFTER_TWO: &[&str] = &[
    "مازال",
    "مازالت",
    "مازالوا",
    "مازلت",
    "مازلنا",
    "مادام",
    "مادامت",
    "مادمت",
    "ماعدا",
    "مابين",
    "لازال",
    "لازالت",
    "لايزال",
    "لاتزال",
    "لايزالون",
    "لاسيما",
    "لابد",
    "لاشك",
    "لاباس",
    "ياايها",
    "ياايتها",
    "يارب",
    "يارسول",
    "ياسيدي",
    "ياليت",
    "ياليتني",
    "ياليتنا",
    "ياسلام",
    "ياالله",
];

/// What follows the alef of verbs that begin as يأرض does: يأكل, يأخذ.
const VERBS: &[&str] = &[
    "كل", "خذ", "مر", "ت", "مل", "ذن", "سر", "سف", "من", "نس", "وي", "وو", "لف", "لم", "ثم", "جج",
    "جر", "فك", "فل", "جوج", "نف", "رق", "زر",
];
const WHOLE_VERBS: &[&str] = &["بي", "باه", "باها", "بون", "به", "س", "سا", "سوا", "سون"];

/// Returns the places, in bytes, at which a word is divided; 0 for none.
#[inline]
pub(super) fn cuts(word: &str) -> [usize; 2] {
    // Four letters at least, of two bytes each.
    if word.len() < 8 {
        return [0, 0];
    }
    let none = [0, 0];
    let and = if word.starts_with(['و', 'ف']) { 2 } else { 0 };
    let rest = &word[and..];
    // Two letters tell most words apart from all of these.
    let mut letters = rest.chars();
    let (Some(first), Some(second)) = (letters.next(), letters.next()) else { return none };
    if second == 'ا' && matches!(first, 'م' | 'ل' | 'ي') && AFTER_TWO.contains(&rest) {
        return [and + 4, 0];
    }
    let named = matches!(
        (first, second),
        ('ع' | 'ا', 'ب') | ('ذ', 'و' | 'ي') | ('ل' | 'ب' | 'ك', 'ع' | 'ا')
    );
    if named && let Some(cut) = before_article(rest) {
        return [and + cut, 0];
    }
    let joined = |before: &&str| before.len() >= 6 || *before == "شا";
    if let Some(before) = rest.strip_suffix("الله").filter(joined) {
        return match before {
            "انشاا" | "انشا" | "ماشاا" | "ماشا" => [and + 4, and + before.len()],
            _ => [and + before.len(), 0],
        };
    }
    match rest.strip_suffix("الدين") {
        Some(before) if FAITH.contains(&before) => [and + before.len(), 0],
        _ => none,
    }
}

/// The end of a noun that is followed by a name with the article: عبدالرحمن, ابوالحسن, ذوالقعده.
fn before_article(word: &str) -> Option<usize> {
    let noun = |word: &str| {
        let nouns = [("عبد", 4), ("ابو", 6), ("ابي", 6), ("ابن", 6), ("ذو", 6), ("ذي", 6)];
        nouns.iter().find_map(|(noun, least)| {
            let name = word.strip_prefix(noun)?.strip_prefix("ال")?;
            (name.len() >= *least).then_some(noun.len())
        })
    };
    noun(word).or_else(|| {
        let bare = word.strip_prefix(['ل', 'ب', 'ك'])?;
        (bare.starts_with("عبد") || bare.starts_with("ابي")).then_some(())?;
        Some(word.len() - bare.len() + noun(bare)?)
    })
}

/// Returns true for what is written before الله in إن شاء الله and ما شاء الله.
pub(super) fn is_wish(word: &str) -> bool {
    matches!(word, "انشاا" | "انشا" | "ماشاا" | "ماشا")
}

/// Returns true if a word that begins with ي and an alef with hamza is no verb, but a noun that is
/// called: يأرض. `rest` is what follows the alef.
pub(super) fn is_called(rest: &str) -> bool {
    rest.len() >= 4
        && !VERBS.iter().any(|verb| rest.starts_with(verb))
        && !WHOLE_VERBS.contains(&rest)
}

/// Returns the place of the alef of مائة, which is not spoken, in it and in its compounds.
pub(super) fn silent_alef(word: &str) -> Option<usize> {
    const ENDS: &[&str] = &["اه", "اتان", "اتين", "اتا", "اتي"];
    const BEFORE: &[&str] =
        &["", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "فال", "كال", "ول", "وب"];
    const COUNTS: &[&str] = &["ثلاث", "ثلث", "اربع", "خمس", "ست", "سبع", "ثماني", "ثمان", "تسع"];
    let before = ENDS.iter().find_map(|end| word.strip_suffix(end)?.strip_suffix("ما"))?;
    let bare = COUNTS.iter().find_map(|count| before.strip_suffix(count)).unwrap_or(before);
    BEFORE.contains(&bare).then_some(before.len() + 2)
}

#[cfg(test)]
mod tests {
    use crate::text::words;

    fn told(text: &str) -> String {
        words(text).iter().map(|w| w.folded.clone()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_is_joined_and_what_is_apart_have_the_same_words() {
        for (joined, apart) in [
            ("عبدالرحيم", "عبد الرحيم"),
            ("وعبدالعزيز", "وعبد العزيز"),
            ("لعبداللطيف", "لعبد اللطيف"),
            ("ابوالحسن", "أبو الحسن"),
            ("ذوالحجة", "ذو الحجة"),
            ("علاءالدين", "علاء الدين"),
            ("سبحانالله", "سبحان الله"),
            ("إنشاء الله", "إن شاء الله"),
            ("انشاالله", "إن شاء الله"),
            ("ان شاالله", "إن شاء الله"),
            ("ان شا الله", "إن شاء الله"),
            ("إنشاءالله", "إن شاء الله"),
            ("ماشاءالله", "ما شاء الله"),
            ("يأهل", "يا أهل"),
            ("يأيها", "يا أيها"),
            ("ياأيها", "يا أيها"),
            ("يآدم", "يا آدم"),
            ("يَٰقَوْمِ", "يا قوم"),
            ("لازال", "لا زال"),
        ] {
            assert_eq!(told(joined), told(apart), "{joined}");
        }
        for whole in [
            "يأكل",
            "يأتي",
            "يأخذون",
            "والدين",
            "الوالدين",
            "خالدين",
            "والله",
            "عبدة",
            "إنشاء",
            "بالله",
        ] {
            assert!(!told(whole).contains('|'), "{whole} {}", told(whole));
        }
    }

    #[test]
    fn parts_map_back_to_their_letters() {
        let text = "قال عَبْدُاللهِ، يَأَهْل";
        let parts: Vec<&str> = words(text).iter().map(|w| w.span.of(text)).collect();
        assert_eq!(parts, ["قال", "عَبْدُ", "اللهِ", "يَ", "أَهْل"]);
    }

    #[test]
    fn a_hundred_is_one_word_in_two_spellings() {
        for (a, b) in [
            ("مائة", "مئة"),
            ("المائة", "المئة"),
            ("ثلاثمائة", "ثلاثمئة"),
            ("وأربعمائة", "وأربعمئة"),
            ("مائتان", "مئتان"),
        ] {
            assert_eq!(told(a), told(b));
        }
        assert_ne!(told("مئات"), told("مات"));
        assert_eq!(told("علمائه"), "علمااه");
    }
}
