//! Russian.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["ru"],
    letters: "ыэёъ",
    common: "и в не на что он с как это да по но из у за его от к все она так же для мы вы я был \
        была было были они бы о только ещё еще или мне меня если уже когда то до при чтобы \
        их ее её где есть даже том чем этого быть может после со во лет без время этот \
        который которая которые которых нас вас ему ей них будет ни нет очень об",
    casing: Casing::Names,
    ..Profile::bare(Script::Cyrillic)
};
