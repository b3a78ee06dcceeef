//! Hebrew.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile {
    codes: &["he"],
    common: "של את על לא הוא עם כי זה היא גם יש אל היה או אך אין כל מה אני הם אם אבל רק כך כמו \
        בין לפני אחרי הזה הזאת אשר היתה הייתה היו יותר מאוד עוד לו לה להם אותו אותה שלו שלה \
        אנחנו אתה בו בה עד כדי ידי אחד אחת ביותר שהוא שהיא לאחר כבר",
    ..Profile::bare(Script::Hebrew)
};
