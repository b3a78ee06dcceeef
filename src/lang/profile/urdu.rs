//! Urdu.

use unicode_script::Script;

use super::Profile;

pub(super) static PROFILE: Profile = Profile {
    codes: &["ur"],
    letters: "ٹڈڑںےہھۓپچگژکی",
    common: "کے کی کا میں ہے اور سے کو نے پر یہ کہ بھی تھا ہیں تھی تھے ایک اس ان کر وہ ہو تو جو \
        نہیں لیے گیا گئی کیا ہوئے اپنے اپنی ساتھ بعد تک کچھ رہے رہا رہی کرنے والے والی ہوا \
        جس کسی گے گی گا ہم اب دو مگر لیکن یا کوئی اگر ہوتا ہوتی کرتے سکتا بہت پھر بارے جب",
    ..Profile::bare(Script::Arabic)
};
