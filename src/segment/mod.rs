//! Sentence segmentation. One scan finds the few places where a sentence could end (`scan.rs`), and
//! rules decide only there (`decide`). Differences between languages are data: the lists of their
//! profiles (`words.rs`, `rules.rs`).
//!
//! Law: segments are spans of the document, in order, with nothing but white space between them.

mod compound;
mod cues;
mod decide;
#[cfg(test)]
mod kind_tests;
#[cfg(test)]
mod language_tests;
mod native;
mod place;
mod rules;
mod scan;
#[cfg(feature = "srx")]
pub mod srx;
mod words;

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};

pub use words::{Entry, Kind, read_words};

use crate::{
    document::{BlockKind, Document, Span, lines},
    lang::Lang,
};

/// A sentence, or a unit that stands alone like one: a heading, a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its place in the document's text, without white space at either end.
    pub span: Span,
    /// The index of its block.
    pub block: usize,
}

/// A user's additions to the rules of a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentOptions {
    /// Abbreviations in addition to the built-in ones, as read from files.
    pub abbreviations: Vec<Entry>,
}

/// Returns a segment as one line: line breaks of wrapped text become spaces.
///
/// ```
/// assert_eq!(muwazi::segment::one_line("One,\r\n  two."), "One, two.");
/// ```
pub fn one_line(segment: &str) -> Cow<'_, str> {
    if lines(segment).nth(1).is_none() {
        return segment.into();
    }
    let lines: Vec<&str> = lines(segment).map(|line| line.of(segment).trim()).collect();
    lines.join(" ").into()
}

/// A place where a sentence could end, and the decision made there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Decision {
    /// The end, as a byte offset, of a sentence that ends here: after the stop and closing marks.
    pub at: usize,
    /// True if the sentence ends here.
    pub breaks: bool,
    /// The rule that decided, in words: `abbreviation (د)`.
    pub rule: String,
}

/// Splits text into sentences. Built once, used for any number of paragraphs.
///
/// ```
/// use muwazi::{Lang, segment::{SegmentOptions, Segmenter}};
/// let segmenter = Segmenter::new(&Lang::arabic(), &SegmentOptions::default());
/// let text = "وصل د. أحمد أمس. والتقى بطلابه.";
/// let sentences: Vec<&str> = segmenter.sentences(text).iter().map(|s| s.of(text)).collect();
/// assert_eq!(sentences, ["وصل د. أحمد أمس.", "والتقى بطلابه."]);
/// assert!(!segmenter.explain(text)[0].breaks);
/// ```
#[derive(Debug, Clone)]
pub struct Segmenter {
    engine: Engine,
}

/// The rules in use.
#[derive(Debug, Clone)]
enum Engine {
    Native(native::Native),
    Own(Arc<dyn SegmentRules>),
}

/// A set of rules that replaces the built-in ones, such as those of an SRX file.
pub trait SegmentRules: std::fmt::Debug + Send + Sync {
    /// Returns the sentences of a paragraph, without white space at either end.
    fn sentences(&self, paragraph: &str) -> Vec<Span>;

    /// Returns every place where a sentence could end, in order, with the rule that decided.
    fn explain(&self, paragraph: &str) -> Vec<Decision>;
}

impl Segmenter {
    /// Creates a segmenter with the built-in rules of a language.
    pub fn new(lang: &Lang, options: &SegmentOptions) -> Self {
        Self { engine: Engine::Native(native::Native::new(lang, options)) }
    }

    /// Creates a segmenter with other rules than the built-in ones.
    pub fn from_rules(rules: Arc<dyn SegmentRules>) -> Self {
        Self { engine: Engine::Own(rules) }
    }

    /// Returns the sentences of one paragraph, without white space at either end.
    pub fn sentences(&self, paragraph: &str) -> Vec<Span> {
        let mut out = Vec::new();
        self.sentences_into(paragraph, &mut out);
        out
    }

    /// Appends the sentences of one paragraph to `out`, which avoids allocating a list per
    /// paragraph.
    pub fn sentences_into(&self, paragraph: &str, out: &mut Vec<Span>) {
        match &self.engine {
            Engine::Native(native) => native.sentences_into(paragraph, out),
            Engine::Own(rules) => out.extend(rules.sentences(paragraph)),
        }
    }

    /// Returns every place in a paragraph where a sentence could end, in order, with the reason why
    /// it does or does not.
    pub fn explain(&self, paragraph: &str) -> Vec<Decision> {
        match &self.engine {
            Engine::Native(native) => native.explain(paragraph),
            Engine::Own(rules) => rules.explain(paragraph),
        }
    }
}

/// Returns the segments of a document in order, by the built-in rules of its language. Blocks that
/// are sentences already stay whole.
///
/// ```
/// use muwazi::{BlockKind, Document, Lang, segment};
/// let text = "وصل د. أحمد أمس. والتقى بطلابه.";
/// let doc = Document::from_lines("-", Lang::arabic(), text, BlockKind::Paragraph);
/// let sentences: Vec<&str> = segment::segments(&doc).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(sentences, ["وصل د. أحمد أمس.", "والتقى بطلابه."]);
/// ```
pub fn segments(document: &Document) -> Vec<Segment> {
    segments_with(document, &Segmenter::new(&document.lang, &SegmentOptions::default()))
}

/// Returns the segments of a document by a given segmenter. A sentence may go on from one subtitle
/// to the next; it belongs to the block in which it begins. No other sentence leaves its block.
pub fn segments_with(document: &Document, segmenter: &Segmenter) -> Vec<Segment> {
    let mut out = Vec::new();
    let mut spans = Vec::new();
    let runs = document.blocks.chunk_by(|a, b| [a.kind, b.kind] == [BlockKind::Cue; 2]);
    let mut first = 0;
    for run in runs {
        let (from, to) = (run[0].span.start, run[run.len() - 1].span.end);
        spans.clear();
        match run[0].kind {
            BlockKind::Sentence => spans.push(Span::new(from, to)),
            BlockKind::Cue => cues::sentences_into(document, run, first, segmenter, &mut spans),
            _ => {
                segmenter.sentences_into(&document.text[from..to], &mut spans);
                spans.iter_mut().for_each(|s| *s = Span::new(from + s.start, from + s.end));
            }
        }
        let mut block = 0;
        for &span in &spans {
            block += run[block..].iter().take_while(|b| b.span.end <= span.start).count();
            out.push(Segment { span, block: first + block });
        }
        first += run.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segmenter(lang: &Lang) -> Segmenter {
        Segmenter::new(lang, &SegmentOptions::default())
    }

    /// Checks cases in which `‖` marks where a sentence must end, and no other place.
    #[track_caller]
    fn check(lang: &str, cases: &[&str]) {
        let segmenter = segmenter(&lang.parse().unwrap());
        for case in cases {
            let expected: Vec<&str> = case.split('‖').map(str::trim).collect();
            let text = expected.join(" ");
            let found: Vec<&str> = segmenter.sentences(&text).iter().map(|s| s.of(&text)).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn arabic_abbreviations_and_initials() {
        check(
            "ar",
            &[
                "زار د. سليم العيّاش المعرض. ‖ وألقى كلمة.",
                "وقّعه م. كمال ود. هدى. ‖ ثم انصرفا.",
                "حضر أ.د. منير الحفل. ‖ وتحدث طويلا.",
                "راسلونا على ص.ب. 77 عمّان.",
                "هو من مواليد ج.م.ع. ‖ وعاد إليها بعد سنين.",
                "مات سنة 505 هـ. ‖ ودُفن في طوس.",
                "مات سنة 505 هـ. في طوس.",
                "وُلد سنة 1990 م. في حلب. ‖ ونشأ فيها.",
                "وُلد عام 1400هـ. ‖ ثم سافر.",
                "اشترى خبزا وجبنا إلخ. ‖ ثم عاد.",
                "قرأنا لـ ج. ك. رولينغ. ‖ أعجبنا.",
                "يكثر فيه فيتامين ج. ‖ ويقل الحديد.",
                "انظر ص. 45 وج. 2 من الكتاب. ‖ وهو مفيد.",
                "وَصَلَ دُ. سالمٌ. ‖ وَنَامَ.",
                "وصل د\u{202A}.\u{202C} سالم. ‖ ونام.",
                "القاهرة - أ.ف.ب. - أعلن الوزير موعد السفر. ‖ وشكر الحضور.",
                "سافر إلى U.S. من دبي مع Dr. Brown. ‖ ولم يعد.",
                "يعمل من 9 ص. إلى 5 م. يوميا. ‖ والجمعة عطلة.",
                "قال J. A. Noor إنه سعيد. ‖ He left. ‖ وسكت.",
                "قال النبي ﷺ. ‖ انتهى.",
                "ذكرت بي.بي.سي. أن المطر سيعود. ‖ ثم عاد.",
                "توفي سنة 2001 م. ‖ رحمه الله.",
            ],
        );
    }

    #[test]
    fn arabic_stops() {
        check(
            "ar",
            &[
                "بلغ ٣.٥ في المئة. ‖ هذا كثير.",
                "بدأ عند 8.30 وانتهى عند 10:15. ‖ كان ذلك يوم 12.5.2019. ‖ ثم سافر.",
                "لا أدري... ربما غدا.",
                "انتظرته طويلا... ‖ قال لي إنه لن يأتي.",
                "من أين جاء؟ أو من أرسله؟ ‖ لا أحد يعلم. ‖ أو لا يقول.",
                "أين هو؟ ‖ لا نعرف! ‖ حقا؟! ‖ نعم!!! ‖ انتهى۔ ‖ تم.",
                "خرج.\u{200F} ‖ ودخل .\u{A0} ‖ ثم نام.",
                "1. افتح الملف. ‖ 2. احفظه. ‖ ٣. أغلقه.",
                "أولا. نقرأ. ‖ ثانيا. نكتب.",
                "أ. السؤال الأول. ‖ ب. السؤال الثاني.",
                "زوروا www.example.org الآن. ‖ شكرا.",
                "حمّل report.v2.pdf من salim@example.com.jo فورا. ‖ ثم افتحه بـ Node.js مثلا.",
                "ذكره المؤرخ.[3] ‖ وأيده غيره.(4) ‖ وانتهى.",
                "الحمد لله رب العالمين. ﴿٢﴾ ‖ الرحمن الرحيم. ﴿٣﴾",
                "﴿ طه (1) ما أنزلنا عليك القرآن لتشقى (2) ﴾ ‖ هذا أول السورة.",
                "قال: ﴿إن مع العسر يسرا﴾ ثم فسرها. ‖ وسكت.",
                "شكرا لكم! 😊 ‖ نراكم غدا.",
            ],
        );
        let segmenter = segmenter(&Lang::arabic());
        for joined in ["خرج الوزير.ودخل الوفد.", "غاب حتى 2019.ثم عاد.", "أين؟هنا.", "انتهى.«نعم»."]
        {
            assert_eq!(segmenter.sentences(joined).len(), 2, "{joined}");
        }
    }

    #[test]
    fn arabic_quotations_and_brackets() {
        check(
            "ar",
            &[
                "رواية «من هناك؟» صدرت أمس.",
                "أغلق الباب. ‖ «من هناك؟» ‖ لم يجب أحد.",
                "قال: «انتهينا». ‖ وخرج.",
                "قال: “انتهينا.” ‖ وخرج.",
                "قال: 'انتهينا.' ‖ وخرج.",
                "»انتهت الحرب.« ‖ وعاد الجنود.",
                "هتف: \"فزنا!\" وقفز. ‖ ثم بكى.",
                "وصل (انظر الصورة.) إلى البيت. ‖ ونام.",
                "تأخر. ‖ (كان المطر شديدا.) ‖ ثم جاء.",
            ],
        );
    }

    #[test]
    fn english_abbreviations_and_initials() {
        check(
            "en",
            &[
                "Dr. Salim met Mr. J. K. Noor. ‖ They spoke.",
                "It fell by 3.5 percent. ‖ That is much.",
                "He lives in the U.S. with her. ‖ She left.",
                "He left the U.S. ‖ The rest stayed.",
                "It starts at 8 p.m. on Friday. ‖ It ends at 5:00. ‖ Come!",
                "See No. 5 and pp. 3-4. ‖ Then stop.",
                "They sell cars, trucks, etc. ‖ Business is good.",
                "We chose Plan B. ‖ Nobody minded.",
                "He works for Yahoo! News. ‖ She does not.",
            ],
        );
    }

    #[test]
    fn english_stops() {
        check(
            "en",
            &[
                "\"Who is it?\" he asked. ‖ Nobody spoke.",
                "\"Who is it?\" Mary Brown asked. ‖ Nobody spoke.",
                "\"It is over.\" ‖ She left.",
                "1. Open it. ‖ 2. Save it. ‖ iv. Close it.",
                "Well... maybe. ‖ No! ...",
                "It ended... ‖ Then it began again.",
                "He came (see Fig. 2.) and left. ‖ (It rained.) ‖ We stayed.",
                "He left.[12] ‖ She stayed.",
                "the game is at 7. ‖ call me there. ‖ we will win!",
                "It was late. ‖ they went home.",
                "Great :-) ‖ See you soon. :) ‖ Bye.",
                "iPhone sales rose. ‖ iPad sales fell.",
                "Use ASP.NET. ‖ See a.b@example.co.uk or https://example.com/a?b=C.D for more.",
            ],
        );
        let text = "This is the end.The next begins.";
        assert_eq!(segmenter(&Lang::english()).sentences(text).len(), 2);
    }

    #[test]
    fn user_abbreviations_take_precedence() {
        let options = SegmentOptions {
            abbreviations: read_words("كغم. before-number\nدمص.\nmr. maybe-last\n", "-").unwrap(),
        };
        let ours = Segmenter::new(&Lang::arabic(), &options);
        let text = "زار دمص. سالم البلدة. ثم نام. The Mr. He left.";
        let found: Vec<&str> = ours.sentences(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["زار دمص. سالم البلدة.", "ثم نام.", "The Mr.", "He left."]);
    }

    #[test]
    fn every_candidate_is_explained() {
        let text = "وصل د. سالم في 3.5. ثم نام.";
        let found: Vec<String> = segmenter(&Lang::arabic())
            .explain(text)
            .iter()
            .map(|d| format!("{} {} {}", d.at, d.breaks, d.rule))
            .collect();
        assert_eq!(found, ["10 false initial (د)", "27 false no space after", "29 true stop"]);
    }
}
