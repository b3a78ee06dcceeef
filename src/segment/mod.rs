//! Sentences. One scan finds the few places where a sentence could end ([`scan`]); rules are asked
//! only there ([`decide`]); what differs by language is data, one file each ([`arabic`],
//! [`english`]).
//!
//! Law: segments are spans of the document in order; only white space lies between them.

mod arabic;
mod decide;
mod english;
mod rules;
mod scan;
pub mod srx;

use serde::{Deserialize, Serialize};

use crate::document::{BlockKind, Document, Span};

/// A sentence, or what stands alone like one: a heading, a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it is in the document's text, without white space at either end.
    pub span: Span,
    /// The index of its block.
    pub block: usize,
}

/// The segments of a document, in order. Blocks that are sentences already stay whole.
///
/// ```
/// use muwazi::{BlockKind, Document, Lang, segment};
/// let text = "وصل د. أحمد أمس. والتقى بطلابه.";
/// let doc = Document::from_lines("-", Lang::arabic(), text, BlockKind::Paragraph);
/// let sentences: Vec<&str> = segment::segments(&doc).iter().map(|s| s.span.of(text)).collect();
/// assert_eq!(sentences, ["وصل د. أحمد أمس.", "والتقى بطلابه."]);
/// ```
pub fn segments(document: &Document) -> Vec<Segment> {
    let rules = rules::for_lang(&document.lang);
    let mut out = Vec::new();
    for (block, b) in document.blocks.iter().enumerate() {
        match b.kind {
            BlockKind::Sentence => out.push(Segment { span: b.span, block }),
            BlockKind::Paragraph => {
                let text = b.span.of(&document.text);
                out.extend(sentences(text, rules).into_iter().map(|s| Segment {
                    span: Span::new(b.span.start + s.start, b.span.start + s.end),
                    block,
                }));
            }
        }
    }
    out
}

/// The sentences of one paragraph.
fn sentences(text: &str, rules: &'static rules::Rules) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = 0;
    for candidate in scan::candidates(text) {
        if candidate.stop.start < start {
            continue;
        }
        if decide::breaks(text, start, &candidate, rules).breaks {
            out.push(Span::new(start, candidate.end).trimmed(text));
            start = candidate.next;
        }
    }
    let last = Span::new(start, text.len()).trimmed(text);
    if !last.is_empty() {
        out.push(last);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    /// `‖` marks where a sentence must end, and none elsewhere.
    #[track_caller]
    fn check(lang: &str, cases: &[&str]) {
        let rules = rules::for_lang(&lang.parse::<Lang>().unwrap());
        for case in cases {
            let wanted: Vec<&str> = case.split('‖').map(str::trim).collect();
            let text = wanted.join(" ");
            let found: Vec<&str> = sentences(&text, rules).iter().map(|s| s.of(&text)).collect();
            assert_eq!(found, wanted);
        }
    }

    #[test]
    fn arabic() {
        check(
            "ar",
            &[
                "زار د. سليم العيّاش المعرض. ‖ وألقى كلمة.",
                "وقّعه م. كمال ود. هدى. ‖ ثم انصرفا.",
                "راسلونا على ص.ب. 77 عمّان.",
                "مات سنة 505 هـ. ‖ ودُفن في طوس.",
                "مات سنة 505 هـ. في طوس.",
                "قرأنا لـ ج. ك. رولينغ. ‖ أعجبنا.",
                "بلغ ٣.٥ في المئة. ‖ هذا كثير.",
                "لا أدري... ربما غدا.",
                "أين هو؟ ‖ لا نعرف! ‖ حقا؟! ‖ نعم.",
                "رواية «من هناك؟» صدرت أمس.",
                "قال: «انتهينا». ‖ وخرج.",
                "قال: “انتهينا.” ‖ وخرج.",
                "وصل (انظر الصورة.) إلى البيت. ‖ ونام.",
                "تأخر. ‖ (كان المطر شديدا.) ‖ ثم جاء.",
                "زوروا www.example.org الآن. ‖ شكرا.",
                "1. افتح الملف. ‖ 2. احفظه.",
                "أولا. نقرأ. ‖ ثانيا. نكتب.",
                "وَصَلَ دُ. سالمٌ. ‖ وَنَامَ.",
                "خرج.\u{200F} ‖ ودخل.",
            ],
        );
        let rules = rules::for_lang(&Lang::arabic());
        assert_eq!(sentences("خرج الوزير.ودخل الوفد.", rules).len(), 2);
    }

    #[test]
    fn english() {
        check(
            "en",
            &[
                "Dr. Salim met Mr. J. K. Noor. ‖ They spoke.",
                "It fell by 3.5 percent. ‖ That is much.",
                "He lives in the U.S. with her. ‖ She left.",
                "He left the U.S. ‖ The rest stayed.",
                "It starts at 8 p.m. on Friday.",
                "\"Who is it?\" he asked. ‖ Nobody spoke.",
                "\"It is over.\" ‖ She left.",
                "See No. 5 and pp. 3-4. ‖ Then stop.",
                "1. Open it. ‖ 2. Save it.",
                "Well... maybe. ‖ No!",
                "He came (see Fig. 2.) and left. ‖ (It rained.) ‖ We stayed.",
            ],
        );
    }
}
