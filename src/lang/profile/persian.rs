//! Persian, with Dari.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile {
    codes: &["fa", "prs"],
    letters: "پچگژکی",
    common: "در به از که این را با است برای می شد شده شود بود بودند کرد کرده های ها خود یک تا بر \
        هم نیز اما یا باید کند کنند دارد دارند دیگر پس هر هیچ چه ما او من شما اگر چون همه \
        نمی باشد باشند دو گفت اند هست نیست خواهد خواهند توان داد دارم بین میان روی پیش سال \
        بعد وی چند بسیار ای",
    ..Profile::bare(Script::Arabic)
};
