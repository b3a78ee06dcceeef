//! Subtitles as programs and people write them.

use proptest::prelude::*;

use crate::{
    document::{BlockKind, Document, Extra, Label, MarkKind},
    error::Result,
    read::{input::Input, plain::ReadOptions, registry},
};

fn read_as(bytes: &[u8], name: &str, extras: &[Extra]) -> Result<Document> {
    let options = ReadOptions {
        lang: Some("ar".parse().unwrap()),
        extras: extras.iter().copied().collect(),
        ..Default::default()
    };
    registry::read(&mut Input::from_bytes(bytes, name)?, &options)
}

/// Returns the cues in a line each: the times in milliseconds, then the text.
fn cues(text: &str, name: &str) -> Vec<String> {
    let document = read_as(text.as_bytes(), name, &[]).unwrap();
    let cue = |at: usize| {
        let text = document.blocks[at].span.of(&document.text);
        match document.structure.labels.get(&at) {
            Some(Label::Time { from, to }) => format!("{from} {to} {text}"),
            _ => text.to_owned(),
        }
    };
    (0..document.blocks.len()).map(cue).collect()
}

#[test]
fn srt_is_read_as_players_read_it() {
    let text = "\u{FEFF}1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>صباح</i> الخير\r\nيا أمي\r\n\r\n\
                2\r\n00:00:03,000  -->  00:00:04,000 X1:1 Y2:3\r\n{\\an8}<font color=\"#fff\">نعم</font> &amp; <لا>\r\n\r\n\
                00:00:05,000 --> 00:00:06,000\r\nأول\r\n\r\nثان\r\n4\r\n00:00:07,000 --> 00:00:08,000\r\n\r\n\r\n\
                5\r\n00:00:09,000 --> 00:00:10,000\r\n12";
    let expected = [
        "1000 2500 صباح الخير\nيا أمي",
        "3000 4000 نعم & <لا>",
        "5000 6000 أول\nثان",
        "9000 10000 12",
    ];
    assert_eq!(cues(text, "a.srt"), expected);
    let document = read_as(text.as_bytes(), "a.txt", &[]).unwrap();
    let marks = &document.structure.marks;
    assert_eq!(
        marks.iter().map(|m| (m.kind, m.span.of(&document.text))).collect::<Vec<_>>(),
        [(MarkKind::Italic, "صباح")]
    );
    assert!(document.blocks.iter().all(|block| block.kind == BlockKind::Cue));
}

#[test]
fn a_number_is_text_where_it_is_no_count() {
    let text = "1\n00:01,000 --> 00:02,000\nكم؟\n7\n\n2\n00:03,000 --> 00:04,000\nسبعة\n3\n00:05,000 --> 00:06,000\nحسنا\n";
    assert_eq!(cues(text, "a.srt"), ["1000 2000 كم؟\n7", "3000 4000 سبعة", "5000 6000 حسنا"]);
}

#[test]
fn webvtt_is_read() {
    let text = "WEBVTT - فيلم\nLanguage: ar\n\nSTYLE\n::cue { color: red }\n\nNOTE للمترجم\nسطر\n\nأول\n\
                00:01.000 --> 00:02.000 align:end\n<v.loud سالم>صباح <c.y><00:01.500>الخير</c>&rlm;\n\n\
                REGION\nid:a\n\n00:03.000 --> 00:04.000\n<ruby>نص<rt>شرح</rt></ruby> &lt;ب&gt;\n\nتتمة\n\nNOTE\nآخر";
    assert_eq!(cues(text, "a.vtt"), ["1000 2000 صباح الخير\u{200F}", "3000 4000 نص <ب>\nتتمة"]);
    let left_out = read_as(text.as_bytes(), "a", &[]).unwrap().structure.left_out;
    assert_eq!(left_out[&Extra::Comments], 2);
    let all = read_as(text.as_bytes(), "a", &[Extra::Comments]).unwrap();
    assert_eq!(all.blocks.iter().filter(|block| block.kind == BlockKind::Note).count(), 2);
}

#[test]
fn ass_is_read_by_time() {
    let text = "[Script Info]\nTitle: س\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
                Dialogue: 0,0:00:05.00,0:00:06.00,D,,0,0,0,,ثان\\Nسطر\\hله، وفاصلة\n\
                Comment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,تعليق\n\
                Dialogue: 0,0:00:03.00,0:00:04.50,D,,0,0,0,,{\\k20}أ{\\i1}و{\\i0}ل{ملاحظة}\\nهنا\n\
                Dialogue: 0,0:00:03.00,0:00:04.50,D,,0,0,0,,{\\p1}m 0 0 l 1 1{\\p0}\n[Fonts]\nDialogue: 0,0:00:09.00,0:00:09.50,D,,0,0,0,,لا\n";
    assert_eq!(cues(text, "a.ass"), ["3000 4500 أول هنا", "5000 6000 ثان\nسطر\u{A0}له، وفاصلة"]);
    let document = read_as(text.as_bytes(), "a", &[]).unwrap();
    assert_eq!(document.structure.left_out[&Extra::Comments], 2);
    assert_eq!(document.structure.marks[0].span.of(&document.text), "و");
    let old = "[Script Info]\n[Events]\nFormat: Marked, Start, End, Style, Text\nDialogue: Marked=0,0:00:01.00,0:00:02.00,D,نعم\n";
    assert_eq!(cues(old, "a.ssa"), ["1000 2000 نعم"]);
}

#[test]
fn microdvd_is_read() {
    let text = "{1}{1}25\n{25}{50}/صباح الخير|{y:b}يا أمي{y:/b} كلها\n{75}{100}نعم\n";
    assert_eq!(cues(text, "a.sub"), ["1000 2000 صباح الخير\nيا أمي كلها", "3000 4000 نعم"]);
    assert_eq!(cues("{24}{48}نعم\n{72}{96}لا\n", "a.sub")[0], "1001 2002 نعم");
    let document = read_as(text.as_bytes(), "a.sub", &[]).unwrap();
    let marks = document.structure.marks.iter();
    let marks: Vec<_> = marks.map(|m| (m.kind, m.span.of(&document.text))).collect();
    assert_eq!(marks, [(MarkKind::Italic, "صباح الخير"), (MarkKind::Bold, "يا أمي")]);
}

const TYPED_WRONG: &str = "00:01,000 --> 00:02,000\n.وصل القطار\n\n00:03,000 --> 00:04,000\n؟من هناك -\n!أنا -\n\n\
                           00:05,000 --> 00:06,000\n<i>.لم أره قط</i>\n\n00:07,000 --> 00:08,000\n...كنت أظن\n";

#[test]
fn files_typed_for_players_without_bidi_are_mended() {
    let expected = [
        "1000 2000 وصل القطار.",
        "3000 4000 - من هناك؟\n- أنا!",
        "5000 6000 لم أره قط.",
        "7000 8000 كنت أظن...",
    ];
    assert_eq!(cues(TYPED_WRONG, "a.srt"), expected);
    let right = "00:01,000 --> 00:02,000\nوصل القطار.\n\n00:03,000 --> 00:04,000\n.لم أره\n\n\
                 00:05,000 --> 00:06,000\n...كنت أظن\n\n00:07,000 --> 00:08,000\nنعم!\n";
    assert_eq!(cues(right, "a.srt")[1], "3000 4000 .لم أره");
}

#[test]
fn each_piece_is_written_as_it_stands_in_the_file() {
    let document = read_as(TYPED_WRONG.as_bytes(), "a.srt", &[]).unwrap();
    let pieces = &document.structure.skeleton.pieces;
    assert_eq!(pieces.len(), 12);
    for piece in pieces {
        assert_eq!(&TYPED_WRONG[piece.bytes.clone()], piece.text.of(&document.text));
    }
}

#[test]
fn files_without_subtitles_are_told() {
    let error = read_as(b"WEBVTT\n\nNOTE a\n", "a.vtt", &[]).unwrap_err();
    assert!(error.message.contains("no subtitles"), "{error}");
}

proptest! {
    #[test]
    fn any_lines_are_read(
        name in prop::sample::select(vec!["a.srt", "a.vtt", "a.ass", "a.sub"]),
        parts in prop::collection::vec(prop::sample::select(vec![
            "1", "2", "\n", "\n\n", "00:01,000 --> 00:02,000\n", "00:00:03.000 --> 00:00:04.000\n", "نص", ".",
            "- ", " -", "<i>", "</i>", "<v س>", "<00:01.000>", "{\\i1}", "{\\p1}", "{ك}", "{y:i}", "\\N", "|", "/",
            "&amp;", "&", "<", "{", "NOTE ", "STYLE\n", "[Events]\n", "Comment: ",
            "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,", "{25}{50}", "؟", "...", "\r", "\u{202B}", "<rt>",
        ]), 0..60),
    ) {
        let heads = ["WEBVTT\n\n", "[Script Info]\n[Events]\n", "{1}{1}25\n", "1\n00:01,000 --> 00:02,000\nأ\n"];
        for head in heads {
            let text = head.to_owned() + &parts.concat();
            for extras in [&[][..], &[Extra::Comments]] {
                let Ok(document) = read_as(text.as_bytes(), name, extras) else { continue };
                prop_assert!(document.blocks.is_sorted_by(|a, b| a.span.end <= b.span.start));
                let segments = crate::segment::segments(&document);
                let words = |text: &str| text.split_whitespace().collect::<String>();
                let joined: String = segments.iter().map(|s| words(s.span.of(&document.text))).collect();
                prop_assert_eq!(joined, words(&document.text));
                for piece in &document.structure.skeleton.pieces {
                    let raw = &text[piece.bytes.clone()];
                    let found = piece.text.of(&document.text);
                    let is_space = matches!(raw, "\\n" | "\\h");
                    prop_assert!(is_space || raw == found || raw.replace("&amp;", "&") == found);
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>, name in prop::sample::select(vec!["a.srt", "a.vtt", "a.ass", "a.sub"])) {
        let _ = read_as(&bytes, name, &[]);
        let _ = read_as(&[b"00:01,000 --> 00:02,000\n", bytes.as_slice()].concat(), name, &[]);
    }
}
