//! How fast each stage is, on the sample article: `cargo bench`. Rates, not times, so that they can
//! be compared; what they are worth is told against another program in the same run.

use divan::{
    Bencher,
    counter::{BytesCount, ItemsCount},
};
use muwazi::{
    BlockKind, Document, Lang, Unit, UnitId,
    align::{Aligner, Segmented, align},
    format::{
        registry,
        source::Source,
        tmx::{Header, TmxReader, TmxWriter},
        units::{Reading, Writing},
    },
    lookup::{
        LookupOptions, Match, Query, ScoreOptions, Similarity,
        index::{Builder, Index},
    },
    review::{Act, Asked, Journal, Review},
    segment::srx::{self, Srx},
    segments,
    text::words,
};

const ARABIC: &str = include_str!("../../examples/news/article.ar.txt");
const ENGLISH: &str = include_str!("../../examples/news/article.en.txt");

fn main() {
    divan::main();
}

fn document(lang: Lang, text: &str) -> Document {
    Document::from_lines("-", lang, text, BlockKind::Paragraph)
}

#[divan::bench(args = ["ar", "en"])]
fn segment(bencher: Bencher<'_, '_>, lang: &str) {
    let text = if lang == "ar" { ARABIC } else { ENGLISH }.repeat(50);
    let document = document(lang.parse().expect("a code"), &text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| segments(&document));
}

/// The rules of CAT tools: ours as we write them, and LanguageTool's where they are at hand.
#[divan::bench(args = ["muwazi ar", "muwazi en", "languagetool ar", "languagetool en"])]
fn srx(bencher: Bencher<'_, '_>, which: &str) {
    let (file, lang) = which.split_once(' ').expect("a file and a code");
    let rules = if file == "muwazi" {
        let file = srx::export(&[lang.parse().expect("a code")]).expect("our own rules");
        Srx::read(file.text.as_bytes(), which)
    } else {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = folder.join("../shared/formats/srx/languagetool_segment.srx");
        let Ok(file) = std::fs::File::open(path) else { return };
        Srx::read(file, which)
    };
    let rules = rules.and_then(|srx| srx.rules_for(lang)).expect("rules");
    let text = if lang == "ar" { ARABIC } else { ENGLISH }.repeat(50);
    let lines: Vec<&str> = text.lines().collect();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| lines.iter().map(|line| rules.sentences(line).len()).sum::<usize>());
}

#[divan::bench(args = ["ar", "en"])]
fn view(bencher: Bencher<'_, '_>, lang: &str) {
    let text = if lang == "ar" { ARABIC } else { ENGLISH };
    bencher.counter(BytesCount::of_str(text)).bench(|| words(text));
}

/// Whole articles of 29 and 27 sentences, segmented beforehand.
#[divan::bench]
fn align_article(bencher: Bencher<'_, '_>) {
    let source = Segmented::new(document(Lang::arabic(), ARABIC));
    let target = Segmented::new(document(Lang::english(), ENGLISH));
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| (source.clone(), target.clone()))
        .bench_values(|(source, target)| align(source, target));
}

/// The articles twenty times, with other numbers: 580 and 540 sentences.
fn long_pair() -> (Segmented, Segmented) {
    let long = |lang, text: &str| {
        let copies: Vec<String> =
            (0..20).map(|copy| text.replace("20", &format!("{}", 31 * copy + 7))).collect();
        Segmented::new(document(lang, &copies.join("\n")))
    };
    (long(Lang::arabic(), ARABIC), long(Lang::english(), ENGLISH))
}

/// One row is accepted, and the rows around it are aligned anew.
#[divan::bench]
fn review_decision(bencher: Bencher<'_, '_>) {
    let (source, target) = long_pair();
    let review = Review::new(Journal::begin(&align(source, target))).expect("a review");
    let (aligner, row) = (Aligner::default(), review.rows()[250].id);
    bencher.counter(ItemsCount::new(1_usize)).bench(|| {
        let asked = Asked { seen: 0, by: None, key: None, act: Act::Accept { rows: vec![row] } };
        review.plan(asked, muwazi::Timestamp::UNIX_EPOCH, Some(&aligner))
    });
}

/// Proposals, evidence and links of one row.
#[divan::bench]
fn review_details(bencher: Bencher<'_, '_>) {
    let (source, target) = long_pair();
    let review = Review::new(Journal::begin(&align(source, target))).expect("a review");
    let (aligner, row) = (Aligner::default(), review.rows()[250].id);
    bencher.counter(ItemsCount::new(1_usize)).bench(|| review.details(row, &aligner));
}

/// The article's sentences with a word changed in many ways: 20,000 texts.
fn index() -> (Index, Vec<String>) {
    let document = document(Lang::english(), ENGLISH);
    let sentences: Vec<String> =
        segments(&document).iter().map(|s| s.span.of(&document.text).to_owned()).collect();
    let langs = "ar,en".parse().expect("codes");
    let mut builder = Builder::default();
    for i in 0..20_000_usize {
        let mut words: Vec<&str> = sentences[i % sentences.len()].split(' ').collect();
        let number = format!("x{i}");
        let at = i % words.len();
        words[at] = &number;
        assert!(builder.add(UnitId::new(i as i64), &words.join(" "), &langs));
    }
    (Index::of(builder), sentences)
}

#[divan::bench]
fn lookup(bencher: Bencher<'_, '_>) {
    let (index, queries) = index();
    let options = LookupOptions::default();
    bencher
        .counter(ItemsCount::new(queries.len()))
        .bench(|| queries.iter().map(|q| index.find(q, &options).len()).sum::<usize>());
}

const TOLD: &[(&str, &str)] = &[(
    "The finance minister said on Monday that the new budget would cut spending by 3 percent over the coming two years.",
    "قال وزير المالية يوم الاثنين إن الميزانية الجديدة ستخفض الإنفاق بنسبة ٣ في المئة خلال العامين المقبلين في جميع الوزارات.",
)];

/// What is told of a match of 20 words: the same text, four other words, the same words otherwise
/// spelt, another number. The query is prepared beforehand.
#[divan::bench(args = ["same", "fuzzy", "spelling", "number"])]
fn tell(bencher: Bencher<'_, '_>, which: &str) {
    let (english, arabic) = TOLD[0];
    let unit = Unit::pair((Lang::arabic(), arabic), (Lang::english(), english));
    let (query, differ) = match which {
        "fuzzy" => (
            arabic
                .replace("وزير", "رئيس")
                .replace("الاثنين", "الأحد")
                .replace("بنسبة", "")
                .replace("جميع", "كل"),
            4,
        ),
        "spelling" => (arabic.replace('إ', "ا").replace('ة', "ه").replace('.', ""), 0),
        "number" => (arabic.replace('٣', "٤"), 1),
        _ => (arabic.to_owned(), 0),
    };
    let asked = Query::new(&query);
    let (similarity, options) = (Similarity::new(differ, 20), ScoreOptions::default());
    bencher
        .counter(ItemsCount::new(1_usize))
        .bench(|| Match::new(&asked, UnitId::new(1), &unit, 0, Some(1), similarity, &options));
}

/// Two thousand units as tools write them: dates, people, properties, tags.
fn rich_tmx() -> Vec<u8> {
    let plain = String::from_utf8(tmx()).expect("it is UTF-8");
    let unit = "<tu creationdate=\"20260219T083000Z\" creationid=\"a person\">\n      \
                <prop type=\"x-domain\">news</prop>\n";
    plain.replace("<tu>\n", unit).replace("<seg>", "<seg><ph x=\"1\"/>").into_bytes()
}

fn tmx() -> Vec<u8> {
    let header = Header::new(None, jiff::Timestamp::UNIX_EPOCH);
    let mut out = Vec::new();
    let mut writer = TmxWriter::new(&mut out, &header).expect("memory takes it");
    for (a, b) in ARABIC.lines().zip(ENGLISH.lines()).cycle().take(2_000) {
        let unit = Unit::pair((Lang::arabic(), a), (Lang::english(), b));
        writer.write(&unit).expect("memory takes it");
    }
    let _ = writer.finish().expect("memory takes it");
    out
}

#[divan::bench(args = ["plain", "rich"])]
fn read_tmx(bencher: Bencher<'_, '_>, which: &str) {
    let bytes = if which == "rich" { rich_tmx() } else { tmx() };
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| {
        TmxReader::new(bytes.as_slice(), "bench").expect("it is TMX").filter(Result::is_ok).count()
    });
}

/// Units as a format holds them, a hundred thousand.
fn in_format(name: &str) -> Vec<u8> {
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let begin = registry::by_name(name).expect("listed").write.expect("written");
    let mut out = Vec::new();
    let mut writer = begin(&mut out, &writing).expect("memory takes it");
    for i in 0..UNITS {
        let english =
            format!("The committee met {i} times to discuss the budget of the coming year.");
        let arabic = format!("اجتمعت اللجنة {i} مرة لمناقشة ميزانية العام المقبل.");
        let unit = Unit::pair((Lang::english(), &english), (Lang::arabic(), &arabic));
        writer.write(&unit).expect("memory takes it");
    }
    let _ = writer.finish().expect("memory takes it");
    out
}

const UNITS: usize = 100_000;
const FORMATS: [&str; 7] = ["xlsx", "csv", "jsonl", "po", "weblate", "xliff", "tbx"];

#[divan::bench(args = FORMATS, sample_count = 3, sample_size = 1)]
fn write_units(bencher: Bencher<'_, '_>, format: &str) {
    bencher.counter(ItemsCount::new(UNITS)).bench(|| in_format(format));
}

#[divan::bench(args = FORMATS, sample_count = 3, sample_size = 1)]
fn read_units(bencher: Bencher<'_, '_>, format: &str) {
    let bytes = in_format(format);
    let reading = Reading {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Reading::default()
    };
    let format = registry::by_name(format).expect("listed");
    bencher.counter(ItemsCount::new(UNITS)).bench(|| {
        let source = Source::from_bytes(bytes.clone(), "bench").expect("in memory");
        let reader = registry::open(source, Some(format), &reading).expect("of that format");
        assert_eq!(reader.filter(Result::is_ok).count(), UNITS);
    });
}
