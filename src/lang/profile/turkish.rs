//! Turkish.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["tr"],
    letters: "ğışİ",
    common: "ve bir bu da de için ile çok olarak daha ne gibi kadar sonra en var olan ama o ben \
        sen biz siz onlar mi mı mu mü değil ki her şey olduğu olduğunu oldu olacak dedi iki \
        yok göre şu kendi ise ya veya hem bunu bunun bana beni onu onun ancak yeni büyük ilk \
        önce tarafından ilgili zaman nasıl neden şimdi etti eden eder diye üzerinde içinde \
        bile artık bazı tüm",
    casing: Casing::Names,
    ..Profile::bare(Script::Latin)
};
