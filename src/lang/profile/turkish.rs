//! Turkish.

use unicode_script::Script;

use super::{Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

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
    strict_capitals: true,
    sentences: Sentences { words: WORDS, ordinals: true },
    inflection: Inflection {
        endings: &[
            ("a", ""),
            ("e", ""),
            ("ı", ""),
            ("i", ""),
            ("u", ""),
            ("ü", ""),
            ("n", ""),
            ("da", ""),
            ("de", ""),
            ("ta", ""),
            ("te", ""),
            ("ya", ""),
            ("ye", ""),
            ("yı", ""),
            ("yi", ""),
            ("nı", ""),
            ("ni", ""),
            ("ın", ""),
            ("in", ""),
            ("un", ""),
            ("ün", ""),
            ("dan", ""),
            ("den", ""),
            ("tan", ""),
            ("ten", ""),
            ("nın", ""),
            ("nin", ""),
            ("nun", ""),
            ("nün", ""),
            ("lar", ""),
            ("ler", ""),
            ("ları", ""),
            ("leri", ""),
            ("lara", ""),
            ("lere", ""),
            ("ların", ""),
            ("lerin", ""),
            ("larda", ""),
            ("lerde", ""),
            ("ndaki", ""),
            ("ndeki", ""),
            ("lardan", ""),
            ("lerden", ""),
            ("larının", ""),
            ("lerinin", ""),
        ],
        shortest: 3,
        ..Inflection::bare()
    },
    numbers: Numbers {
        decimal: ',',
        grouping: '.',
        endings: &[
            "ıncı", "inci", "uncu", "üncü", "ncı", "nci", "ncu", "ncü", "ının", "inin", "sı", "si",
            "i", "ü", "u",
        ],
        tens: 10.0,
        compounds: true,
        small: SMALL,
        scales: SCALES,
        ..Numbers::bare()
    },
    ..Profile::bare(Script::Latin)
};

/// What tells where sentences end, in the format of docs/segmentation.md.
const WORDS: &str = "
# Titles and offices.
[never-last]
Dr. Prof. Doç. Yrd. Öğr. Arş. Gör. Müh. Mim. Ecz. Dt. Uzm. Op. Alb. Yb. Bnb. Yzb. Ütğm. Tğm. Asb.
Org. Korg. Tümg. Tuğg. Koram. Tüma. Tuğa. Hz. Ord. Psk. Vet. Hem. St. Gnkur. Onb. Çvş. Mr. Mrs.
Ms. T._C.
# Between words.
bkz. bk. örn. msl. krş. karş. çev. ed. ort. yakl. maks. min. tah. Alm. İng. Lat. Yun. Osm. mec.
Mh. Cd. Bul. Blv. Apt. Mey. Tic. İnş. Teks. İth. İhr. Lab. Araşt. Matb. Ens. Hast. Elek. Mob.
Başk. Yard. Kd. ilç. vil. hzl. öğrt. tlf.

[maybe-last]
A._Ş. Ltd. Şti. Inc. Corp. Co. Jr. A._O. T._A._Ş. A._B._D. K._K._T._C. T._B._M._M. a._g._e.
a._g._m. a._g._y. age. agm. agy. ibid. Üniv. Üni. Enst. Fak. Müd. Bşk. Bşkl. Koop. İşl. Mah. Cad.
Sok. Sk. Ph.D. Av. Gen. Sn. haz. yay. yak. San. Paz. Md. Gn. Gnl. İst. Ank. U.S. U.S.A. dk. dak.
sn. sa. yy. kr. M._Ö. M._S. İ._Ö. İ._S. Yahoo!

[often-last]
vb. vs. vd. vdd. vbg. v._b. v._s. v._d. al. etc. ark. TL.

[before-number]
s. S. c. C. D. K. m. f. t.
[before-number maybe-last]
md. mad. ss. sf. syf. sh. No. Nu. nr. fık. bs. sy. Tel. Faks. şek. tab. çiz. böl. kıs. vr. Şub.
Mar. Nis. Tem. Ağu. Eyl. Eki. Kas.

[label]
vitamini vitamin plan planı grup grubu sınıf sınıfı tip tipi ek eki bölüm bölümü madde nokta
noktası seçenek seçeneği takım takımı hepatit bloku salon salonu bölge düzey seviye kategori seri
harf harfi sürüm model hat faz kapı kapısı tribün şık şıkkı vagon koridor

[starter]
bu şu o bunlar şunlar onlar biz siz ben sen bunu bunun buna bundan bununla şunu onu onun ona ondan
onunla onları onların onlara bizim sizin benim senin bana sana bize size kendisi kendi bir iki İki
üç dört beş altı yedi sekiz dokuz on yüz bin her bazı birçok çok çoğu pek ama fakat ancak lakin ve
veya yahut ya hem ne nasıl neden niçin niye nerede nereye nereden kim kime kimin hangi kaç eğer
çünkü oysa oysaki hâlbuki halbuki ayrıca üstelik böylece böyle böylelikle şöyle öyle öyleyse sonra
sonunda sonuçta sonuç önce öncelikle daha şimdi bugün dün yarın artık henüz hâlâ hala yine gene
bile belki elbette evet hayır hiç hiçbir hepsi hep herkes kimse kimi bütün tüm yalnızca yalnız
sadece özellikle genellikle genelde aslında gerçekten nitekim dolayısıyla burada orada şurada
burası orası diğer başka ilk İlk son en eski yeni tam az biraz fazla ilgili İlgili söz aynı
ardından kısa birinci ikinci İkinci işte İşte için İçin ortada zaten zira madem mademki sanki
keşke lütfen tabii tabi acaba bazen bazıları birden birdenbire birlikte beraber geçen gelecek
önceki sonraki şayet değil var yok vardı yoktu olur oldu olan gerek gerekirse meğer hatta hele
hani haydi hadi uzun üstünde üzerine üzerinde altında yanında karşısında arasında önünde arkasında
toplam yaklaşık hemen derken

[after-ordinal]
dünya ordu kolordu tümen lig cumhurbaşkanı ceza hukuk asliye ağır sulh aile icra İcra iş İş vergi
idare İdare daire dairesi uluslararası ulusal geleneksel noter noterliği bölge cadde sokak sok kat
blok meşrutiyet köprü madde bölüm kısım cilt ünite sınıf dereceden kuşak boğaz köprüsü organize
istanbul İstanbul ankara altın antalya olağan genel dönem devre yarı ocak şubat mart nisan mayıs
haziran temmuz ağustos eylül ekim kasım aralık avrupa akdeniz türkiye haçlı kafkas
";

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "bir birinci ilk"),
    (2.0, "iki"),
    (3.0, "üç"),
    (4.0, "dört dördüncü dördü"),
    (5.0, "beş"),
    (6.0, "altı"),
    (7.0, "yedi"),
    (8.0, "sekiz"),
    (9.0, "dokuz"),
    (10.0, "on"),
    (12.0, "düzine"),
    (20.0, "yirmi"),
    (30.0, "otuz"),
    (40.0, "kırk"),
    (50.0, "elli"),
    (60.0, "altmış"),
    (70.0, "yetmiş"),
    (80.0, "seksen"),
    (90.0, "doksan"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "yüz yüzlerce"),
    (1e3, "bin binlerce"),
    (1e6, "milyon milyonlarca"),
    (1e9, "milyar"),
    (1e12, "trilyon"),
];
