//! Laws that hold for any text: property tests.

use muwazi::{
    BlockKind, Document, Lang, SegmentOptions, Segmenter, View,
    align::{
        Segmented, align,
        lexicon::{Lexicon, LexiconOptions},
    },
    pipeline::{self, PipelineOptions},
    read::{
        plain::{ReadOptions, read},
        stream::TextStream,
    },
    segment::read_words,
    segments, segments_with,
    text::words,
};
use proptest::prelude::*;

/// Text of the characters that segmenting and folding turn on, and some of everything else.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        "[ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآىةؤئ]{1,6}",
        "[a-zA-Z]{1,6}",
        "[0-9٠-٩]{1,3}",
        "[ .!?؟…،,;:«»“”\"'()\\[\\]\u{200F}\u{202B}\u{202C}\u{200B}\u{A0}\u{640}\u{64B}-\u{652}-]{1,3}",
        "[ \n\r\t\u{85}\u{2028}]{1,2}",
        "\\PC{1,2}",
        Just("د. ".to_owned()),
        Just("U.S. ".to_owned()),
    ];
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

fn segmented(lang: Lang, text: &str) -> Segmented {
    Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph))
}

proptest! {
    #[test]
    fn the_order_of_units_teaches_nothing(
        pairs in prop::collection::vec((text(), text()), 0..12),
        turn in 0..12_usize,
    ) {
        // Whatever stands together once counts, so that chance texts teach something at all.
        let options =
            LexiconOptions { least_units: 1, least_association: 0.1, ..LexiconOptions::default() };
        let once = Lexicon::induce(pairs.iter().map(|(a, b)| (a, b)), &options);
        let mut turned = pairs.clone();
        turned.rotate_left(turn.min(pairs.len()));
        turned.reverse();
        let again = Lexicon::induce(turned.iter().map(|(a, b)| (a, b)), &options);
        prop_assert_eq!(&once, &again);
        for entry in &once.entries {
            prop_assert!(entry.share > 0.0 && entry.share <= 1.0, "{entry:?}");
            prop_assert!(!entry.source.is_empty() && !entry.target.is_empty());
        }
        let terms = once.terms(&Lang::arabic(), &Lang::english());
        prop_assert_eq!(terms.len(), once.entries.len());
    }

    #[test]
    fn segments_lose_only_space(text in text(), arabic in any::<bool>()) {
        let lang = if arabic { Lang::arabic() } else { Lang::english() };
        let document = Document::from_lines("-", lang, text.clone(), BlockKind::Paragraph);
        let mut end = 0;
        for segment in segments(&document) {
            prop_assert!(segment.span.start >= end);
            prop_assert!(text[end..segment.span.start].chars().all(char::is_whitespace));
            let own = segment.span.of(&text);
            prop_assert!(!own.is_empty() && own.trim() == own);
            end = segment.span.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }

    #[test]
    fn wrapped_segments_lose_only_space(text in text(), arabic in any::<bool>()) {
        let lang = if arabic { Lang::arabic() } else { Lang::english() };
        let document = Document::from_wrapped("-", lang, text.clone());
        let mut end = 0;
        for segment in segments(&document) {
            prop_assert!(segment.span.start >= end);
            prop_assert!(text[end..segment.span.start].chars().all(char::is_whitespace));
            end = segment.span.end;
        }
        prop_assert!(text[end..].chars().all(char::is_whitespace));
    }

    #[test]
    fn explanations_agree_with_sentences(text in text(), arabic in any::<bool>()) {
        let lang = if arabic { Lang::arabic() } else { Lang::english() };
        let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
        let explained = segmenter.explain(&text);
        prop_assert!(explained.windows(2).all(|pair| pair[0].at < pair[1].at));
        // Where a sentence is said to end one does, and none elsewhere but at the end of the text.
        let mut ends: Vec<usize> = Vec::new();
        for decision in &explained {
            prop_assert!(text.is_char_boundary(decision.at) && !decision.rule.is_empty());
            if decision.breaks {
                ends.push(text[..decision.at].trim_end().len());
            }
        }
        let mut found: Vec<usize> = segmenter.sentences(&text).iter().map(|s| s.end).collect();
        if found.len() > ends.len() {
            prop_assert_eq!(found.pop(), Some(text.trim_end().len()));
        }
        prop_assert_eq!(found, ends);
    }

    #[test]
    fn a_stream_gives_what_the_whole_gives(
        pieces in prop::collection::vec(text(), 1..20),
        options in prop::option::of(any::<bool>()),
        size in 600_usize..2_000,
    ) {
        let text = pieces.join("\n\n").repeat(4);
        let options = ReadOptions {
            lang: Some(Lang::arabic()), wrapped: Some(options.unwrap_or(false)), ..Default::default()
        };
        // What is no text at all is refused either way.
        let Ok(whole) = read(text.clone().into_bytes(), "-", &options) else { return Ok(()) };
        let segmenter = Segmenter::new(&whole.lang, &SegmentOptions::default());
        let wanted: Vec<(usize, usize, usize)> = segments_with(&whole, &segmenter)
            .iter()
            .map(|s| (s.span.start, s.span.end, s.block))
            .collect();
        let reader = Box::new(text.as_bytes());
        let mut stream = TextStream::with_first(reader, "-", &options, size).unwrap();
        let mut found = Vec::new();
        while let Ok(Some(chunk)) = stream.next_chunk(&segmenter) {
            found.extend(segments_with(&chunk.document, &segmenter).iter().map(|s| (
                chunk.start + s.span.start,
                chunk.start + s.span.end,
                chunk.first_block + s.block,
            )));
        }
        if stream.cut_sentences() == 0 {
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn lists_of_words_are_read_or_refused_with_a_line(text in "(\\PC{0,12}[.\n \\[\\]]){0,8}") {
        match read_words(&text, "-") {
            Ok(words) => {
                let options = SegmentOptions { abbreviations: words };
                let _ = Segmenter::new(&Lang::arabic(), &options).sentences(&text);
            }
            Err(error) => prop_assert!(error.place.is_some_and(|place| place.line.is_some())),
        }
    }

    #[test]
    fn the_view_leads_back_in_order(text in text()) {
        let view = View::new(&text);
        let (mut start, mut end) = (0, 0);
        for (at, c) in view.text().char_indices() {
            let original = view.original(muwazi::Span::new(at, at + c.len_utf8()));
            prop_assert!(text.get(original.start..original.end).is_some());
            // One letter may become two, which lead back to the same place.
            prop_assert!(original.start >= end || original.start == start);
            (start, end) = (original.start, original.end);
        }
        // Folding what is folded changes nothing.
        let again = View::new(view.text());
        prop_assert_eq!(again.text(), view.text());
    }

    #[test]
    fn words_are_where_they_say(text in text()) {
        let all = words(&text);
        for word in &all {
            let own = words(word.span.of(&text));
            // يآدم is two words that share a letter.
            let meets = |other: &muwazi::Span| {
                other.start < word.span.end && word.span.start < other.end && *other != word.span
            };
            if all.iter().any(|other| meets(&other.span)) {
                continue;
            }
            // ¼ is two words in one place. What is divided may lack an alef: يأرض is يا أرض, and إنشا الله
            // is إن شاء الله.
            let completed = matches!(word.folded.as_str(), "يا" | "شاا");
            // The signs of shortcuts join, part or belong to a word by what stands before them; its letters
            // are the same.
            let shortcut = |c| matches!(c, '&' | '~' | '_' | '︳' | '︴' | '﹍'..='﹏' | '＿');
            let letters = |words: &mut dyn Iterator<Item = &str>| -> String {
                words.flat_map(|word| word.chars().filter(|c| *c != '_')).collect()
            };
            let same_letters = || {
                let own = letters(&mut own.iter().map(|w| w.folded.as_str()));
                own == letters(&mut std::iter::once(word.folded.as_str()))
            };
            let is_there = own.iter().any(|w| w.folded == word.folded)
                || word.span.of(&text).contains(shortcut) && same_letters();
            // A sign between digits groups them by what stands on both sides of the number.
            let groups = |c| matches!(c, '\'' | '.' | ',' | '٫' | '٬');
            let grouped = text.contains(groups) && word.span.of(&text).contains(char::is_numeric);
            prop_assert!(completed || grouped || is_there);
        }
    }

    #[test]
    fn beads_cover_each_side_once(a in text(), b in text()) {
        let pair = align(
            segmented(Lang::arabic(), &a),
            segmented(Lang::english(), &b),
        );
        let (mut i, mut j) = (0, 0);
        for bead in &pair.beads {
            prop_assert_eq!((bead.source.start, bead.target.start), (i, j));
            prop_assert!(!(bead.source.is_empty() && bead.target.is_empty()));
            let confidence = bead.confidence.unwrap_or(-1.0);
            prop_assert!((0.0..=1.0).contains(&confidence));
            (i, j) = (bead.source.end, bead.target.end);
        }
        prop_assert_eq!((i, j), (pair.source.segments.len(), pair.target.segments.len()));
    }

    #[test]
    fn lines_are_answered_in_order_whatever_the_threads(
        lines in prop::collection::vec((text(), text(), 0..6_u8), 0..24),
        threads in 2..9_usize,
    ) {
        let mut input = String::new();
        let mut asked = 0;
        for (number, (a, b, kind)) in lines.iter().enumerate() {
            let split = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            input += &match kind {
                0 => a.replace(['\n', '\r'], " "),
                1 => serde_json::json!({"id": number, "source": split(a), "target": split(b)}).to_string(),
                _ => serde_json::json!({"id": number, "source": a, "target": b}).to_string(),
            };
            asked += usize::from(*kind != 0 || !a.chars().all(|c| c.is_ascii_whitespace()));
            input.push('\n');
        }
        let run = |threads: usize| {
            let options = PipelineOptions {
                source_lang: Some(Lang::arabic()),
                target_lang: Some(Lang::english()),
                threads: std::num::NonZeroUsize::new(threads),
                ..PipelineOptions::default()
            };
            let mut out = Vec::new();
            let counts = pipeline::run(input.as_bytes(), &mut out, &options, |source, target| {
                let (source, target) = (Segmented::new(source), Segmented::new(target));
                Ok(align(source, target))
            });
            (counts.unwrap(), String::from_utf8(out).unwrap())
        };
        let (counts, out) = run(threads);
        prop_assert_eq!(out.lines().count(), asked);
        prop_assert_eq!(counts.aligned + counts.failed, asked);
        let ids: Vec<u64> = out
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_u64())
            .collect();
        prop_assert!(ids.is_sorted());
        prop_assert_eq!((counts, out), run(1));
    }
}
