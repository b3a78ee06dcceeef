//! Sentences of languages other than Arabic and English. In the cases `‖` marks where a sentence
//! ends, and no other place does.

use super::{SegmentOptions, Segmenter};

#[track_caller]
fn check(lang: &str, cases: &[&str]) {
    let segmenter = Segmenter::new(&lang.parse().unwrap(), &SegmentOptions::default());
    for case in cases {
        let expected: Vec<&str> = case.split(" ‖ ").collect();
        let text = expected.join(" ");
        let found: Vec<&str> = segmenter.sentences(&text).iter().map(|s| s.of(&text)).collect();
        assert_eq!(found, expected, "{:#?}", segmenter.explain(&text));
    }
}

#[test]
fn german() {
    check(
        "de",
        &[
            "Obst, z. B. Äpfel oder z.B. Birnen, d. h. Kernobst. ‖ Es schmeckt.",
            "Das gilt i. d. R. Montag bis Freitag, u. a. Ostern. ‖ Danach nicht.",
            "Er kaufte Brot, Käse usw. ‖ Paul zahlte 5 Mio. Euro, also ca. 3 Mrd. Yen.",
            "Siehe Nr. 5, Abs. 2 Satz 1 und Art. 3 GG. ‖ Vgl. Bd. IV. ‖ Die Kunst ist eine Art. ‖ Peter malt.",
            "Am 12. Mai und am 3. Oktober war frei. ‖ Im 19. Jahrhundert nicht.",
            "Der 1. FC Köln gewann am 12. 5. 2024 das 3. Spiel. ‖ Es waren 12. ‖ Drei fehlten.",
            "Friedrich II. war König. ‖ Unter Wilhelm II. Kaiser zu sein, war leicht. ‖ Es folgte Karl IV. ‖ Er starb.",
            "Caesar starb 44 v. Chr. in Rom. ‖ Er starb 44 v. Chr. ‖ Augustus folgte.",
            "„Wer ist da?“, fragte er. ‖ »Ich!« rief sie. ‖ „Komm.“ ‖ Sie kam.",
            "Frankfurt a. M. liegt am Main. ‖ Dr. h. c. Anna B. Meier wohnt in Halle a. d. Saale.",
            "Er lachte … und ging. ‖ Dann … ‖ Niemand kam.",
            "Sie wählte Variante B. ‖ Peter nicht.",
            "Der Verein Kultur e. V. Bonn lädt ein. ‖ Er besteht aus §§ 145 ff. BGB. ‖ Die Frist lief bis Dez. 2020.",
            "Er wohnt in der Goethestr. 17, 3. Stock. ‖ Siehe Anlage (Vers. 2.4, vgl. Abb. 3) dazu. ‖ Gut.",
            "vielen Dank für Ihren Brief vom 4. d. M. ‖ Das freut uns.",
            "Bitte melden Sie das rechtzeitig vorher. ‖ a) Legen Sie eine Kopie bei. ‖ b) Warten Sie.",
            "Herr Müller GmbH & Co. KG zahlt (inkl. MwSt. und Porto). ‖ iPhones sind teuer. ‖ eBay auch.",
        ],
    );
}

#[test]
fn french() {
    check(
        "fr",
        &[
            "M. Dupont et Mme Durand sont là. ‖ M. Le Pen aussi.",
            "Des fruits, p. ex. Golden, c.-à-d. Gala, etc. ‖ Paul arriva.",
            "Il mourut en 52 av. J.-C. à Rome. ‖ Il naquit en 100 av. J.-C. ‖ César régna.",
            "Le 1er mai, voir n° 5, art. 5 et p. 12, vol. II. ‖ C’est tout.",
            "Qui est là\u{202F}? ‖ Personne\u{A0}! ‖ Et alors…\u{202F}? ‖ Rien.",
            "«\u{A0}Qui est là\u{202F}?\u{A0}» demanda-t-il. ‖ « Viens ! », dit Marie. ‖ « Oui. » ‖ Il vint.",
            "— Qui est là ? demanda-t-elle. ‖ — C’est moi.",
            "J.-P. Morel et J. Le Goff ont écrit le tome I. ‖ L’histoire plaît.",
            "Vu l’art. L. 441-10 et l'al. 3 de l'art. 2, réf. CM/2023-118. ‖ Il ferme à 22 h. ‖ pH et sel varient.",
            "Un art. ‖ Le groupe A. ‖ Paul dort.",
        ],
    );
}

#[test]
fn spanish() {
    check(
        "es",
        &[
            "El Sr. Pérez y la Sra. Gil viven en EE. UU. desde 2010. ‖ Viajó a EE. UU. ‖ El lunes volvió.",
            "Fruta, p. ej. Fuji, etc. ‖ Pedro llegó a las 5 p. m. y se fue. ‖ Comió a las 2 p. m. ‖ Juan no.",
            "Murió en 44 a. C. ‖ Roma lloró. ‖ En 44 a. C. Roma lloró.",
            "Véase el núm. 5, art. 3, pág. 12. ‖ ¿Quién es? ‖ ¡Nadie!",
            "\"¿Quién es?\", preguntó. ‖ —¿Quién es? —preguntó ella. ‖ —Nadie —dijo él—. ‖ Vete.",
            "Bueno... no sé. ‖ Reinó Carlos I. ‖ España creció. ‖ Lo dijo J. M. Ruiz.",
            "La empresa Sol, S. A. de C. V. vende. ‖ Llamó a Ud. ‖ María también.",
        ],
    );
}

#[test]
fn turkish() {
    check(
        "tr",
        &[
            "Dr. Ayşe ve Prof. Dr. Ali geldi. ‖ Elma, armut vb. ‖ Meyveler taze.",
            "Anlaşmanın 3. maddesi M.Ö. 500 yılına dayanır. ‖ M. Ö. 3. yüzyıl da öyle.",
            "Yıldız A.Ş. Genel Müdürü ve 1. Dünya Savaşı. ‖ II. Abdülhamit tahta çıktı. ‖ Sonra II. Mahmut geldi.",
            "\"Kim o?\" diye sordu. ‖ – Kim o? diye sordu. ‖ İlk gün böyle geçti.",
            "Bkz. s. 45 ve No. 7. ‖ Toplantı 12.30'da. ‖ Saat 5. ‖ Bu kadar.",
        ],
    );
}

#[test]
fn russian() {
    check(
        "ru",
        &[
            "Фрукты, т. е. яблоки, груши и т. д. ‖ Москва спала. ‖ Мы ели, пили и т.п. до утра.",
            "А. С. Пушкин родился в 1799 г. в Москве. ‖ Он умер в 1837 г. ‖ Россия скорбела.",
            "В 1990 г. Иванов уехал. ‖ Дом стоит на ул. Ленина, в г. Москве.",
            "Театр им. Чехова стоит 5 млн. руб. и 20 тыс. долл. США. ‖ Цена 100 руб. ‖ Дорого.",
            "— Кто там? — спросил он. ‖ — Это он? — спросила она. ‖ — Это я. ‖ «Иду!» — крикнула Анна.",
            "В XIX в. Россия росла. ‖ Это было в XIX в. ‖ Города росли. ‖ См. рис. 3, гл. II.",
            "Он ел хлеб, сыр и пр. ‖ Потом спал. ‖ Ветер 8–13 м/с. ‖ Ночью мороз. ‖ Что?.. ‖ iPhone упал.",
            "Сумма 45 000 (сорок пять тысяч) руб. 00 коп. ‖ Б. Хансен и соавт. [17, с. 112]. ‖ О. В. Ким и о. Врангеля (род. 12 мая).",
            "Вот… и всё. ‖ Он жил до н. э. ‖ Рим пал.",
        ],
    );
}

#[test]
fn plain_profiles() {
    check(
        "it",
        &[
            "Il Dott. Rossi compra pane, latte, ecc. ‖ Poi torna a casa. ‖ Venne nel 44 a. C. ‖ Roma cadde.",
        ],
    );
    check("nl", &["Dhr. Jansen kwam (d.w.z. laat) met J. de Vries. ‖ Hij bleef."]);
    check("uk", &["Він жив на вул. Франка, м. Київ, і т. д. ‖ Потім поїхав."]);
    check("el", &["Ο κ. Παπάς ήρθε το 44 π.Χ. στην Αθήνα. ‖ Έφυγε."]);
    check("hi", &["डॉ. शर्मा आए! ‖ वे गए."]);
}

/// No text makes a rule panic, and only white space is between segments.
mod laws {
    use super::*;
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-zäA-ZÖа-яА-Я0-9IVX]{1,3}",
            "[.!?…»«“”„\"'’()\\[\\]/,;: \u{A0}\u{202F}-]{1,3}",
            prop::sample::select(vec!["z. B. ", "и т. д.", "av. J.-C.", "l’art. ", " 12. ", "a) "])
                .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn segments_lose_only_space(text in text()) {
            for lang in ["de", "es", "fr", "ru", "tr", "it", "el"] {
                let segmenter =
                    Segmenter::new(&lang.parse().unwrap(), &SegmentOptions::default());
                let mut end = 0;
                for span in segmenter.sentences(&text) {
                    prop_assert!(span.start >= end && !span.is_empty());
                    prop_assert!(text[end..span.start].chars().all(char::is_whitespace));
                    end = span.end;
                }
                prop_assert!(text[end..].chars().all(char::is_whitespace));
            }
        }
    }
}

#[test]
fn persian() {
    check(
        "fa",
        &[
            "قاضی پرسید: «کیستی؟» ‖ جواد پاسخ نداد.",
            "«تو که هستی؟» پرسید و رفت.",
            "ماده ۲. اجاره‌بها ماهانه است. ‖ ماده ۳. مدت یک سال است.",
            "رک. ص. ۴۵ و ج. ۲ همان کتاب. ‖ این نسخه کهن است.",
            "در سدهٔ ۱۷ م. ساخته شد.",
        ],
    );
}

#[test]
fn urdu() {
    check(
        "ur",
        &[
            "پی۔ آئی۔ اے۔ کی پرواز لیٹ ہے۔ ‖ مسافر انتظار میں ہیں۔",
            "پروفیسر س۔ م۔ حسینی آئے۔ ‖ وہ ص۔ 112 پڑھیں گے۔",
            "دل۔۔۔ ٹھہر گیا۔ ‖ پھر چلا۔",
            "ڈاکٹر ایم۔ یوسف زئی استاد ہیں۔ ‖ پروفیسر کے۔ رحمان بھی آئے۔",
            "وہ بی۔ اے۔ کرنے لگا۔ ‖ اس نے ایم۔ اے۔ پاس کیا۔",
        ],
    );
}

#[test]
fn hebrew() {
    check(
        "he",
        &[
            "הוא גר בארה\"ב. ‖ אחותו גרה בחיפה.",
            "ד״ר כהן בא, וכו׳. ‖ הוא דיבר עם א. ב. לוי.",
            "המחיר כולל מע״מ. ‖ נא לשלם.",
            "זה... זה הצמיד שלי!",
        ],
    );
}

#[test]
fn chinese_and_japanese() {
    let cases = [
        ("zh", "你好！‖我是沈德安。‖你呢？‖很好。"),
        ("zh", "“你去哪儿？”他问。‖设计师K. H. 布隆默出席（参见Vol. 12。）了。‖增长3.5%。"),
        ("ja", "「行きます。」と言った。‖雨だ。‖「本当？」‖彼は黙った。"),
        ("ja", "規約（以下「本書」という。）を読む。‖……困った。"),
    ];
    for (lang, case) in cases {
        let segmenter = Segmenter::new(&lang.parse().unwrap(), &SegmentOptions::default());
        let expected: Vec<&str> = case.split('‖').collect();
        let text = expected.concat();
        let found: Vec<&str> = segmenter.sentences(&text).iter().map(|s| s.of(&text)).collect();
        assert_eq!(found, expected, "{:#?}", segmenter.explain(&text));
    }
}

#[test]
fn stops_of_further_scripts() {
    check("hi", &["राम घर गया। ‖ वह सो गया।"]);
    check("hy", &["Բարեւ։ ‖ Ես գնում եմ։"]);
    check("am", &["ሰላም ነው። ‖ እሺ።", "ደህና ነህ፧ ‖ አዎ።", "አበቃ፨ ‖ ሌላ።"]);
    check("km", &["ចប់ហើយ៕ ‖ សួស្តី។"]);
    check("sat", &["ᱡᱚᱦᱟᱨ᱾ ‖ ᱱᱚᱣᱟ᱿ ‖ ᱦᱚᱸ᱾"]);
    check("mni", &["ꯑꯩ ꯂꯥꯛꯀꯤ꯫ ‖ ꯅꯪ ꯆꯠꯂꯨ꯫"]);
    check("jv", &["ꦲꦏꦸ꧉ ‖ ꦏꦺꦴꦮꦺ꧉"]);
}
