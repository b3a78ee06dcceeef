//! Turkish.

use unicode_script::Script;

use super::{Casing, Profile};

pub(super) static PROFILE: Profile = Profile {
    codes: &["tr"],
    letters: "ğışİçöü",
    common: "ve bir bu da de için ile çok olarak daha ne gibi kadar sonra en var olan ama o ben \
        sen biz siz onlar mi mı mu mü değil ki her şey olduğu olduğunu oldu olacak dedi iki \
        yok göre şu kendi ise ya veya hem bunu bunun bana beni onu onun ancak yeni büyük ilk \
        önce tarafından ilgili zaman nasıl neden şimdi etti eden eder diye üzerinde içinde \
        bile artık bazı tüm aynı başka böyle öyle birçok biri birlikte bugün buna bundan \
        burada fakat gerek hâlâ hangi hatta hep hiç iyi karşı kez kim önemli sadece sahip \
        şekilde söyledi üç üzere yani yer yine zaten ettiği etmek ettiğini edildi olması \
        olmak nedeniyle diğer yıl gün kişi tek kadın yapılan yapmak değildi olur vardı \
        ediyor geçen benim sana seni senin size sizi bizi bize ona onlara onların orada \
        nerede niye evet hayır lütfen günü gece sabah akşam yarın dün hemen şeyi şeyler \
        insan insanlar evi baba anne çocuk eski güzel kötü küçük uzun kısa birinci ikinci \
        üçüncü dört beş altı yedi sekiz dokuz on yüz bin milyon lira saat dakika ay hafta \
        yılı oldukça biraz fazla bütün hiçbir herkes kimse idi gerekir gerekiyor mümkün \
        dolayı rağmen sırasında arasında altında yanında önünde doğru beri ayrıca özellikle \
        genel -lar -ler -ları -leri -ların -lerin -larda -lerde -ında -inde -unda -ünde \
        -ndan -nden -nın -nin -nun -nün -dır -dir -yor -dı -di -du -dü -tı -ti -mak -mek \
        -ması -mesi -rak -rek -ığı -iği -lık -lik -lığı -liği -lı -sını -sini -ını -ini -ına \
        -ine -an -en -nda -nde -dan -den -tan -ten -acak -ecek -mış -miş",
    casing: Casing::Names,
    ..Profile::bare(Script::Latin)
};
