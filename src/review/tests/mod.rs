use proptest::prelude::*;

use super::*;
use crate::{
    BlockKind, Document, Lang, Timestamp,
    align::{Aligner, Alignment, Segmented, align},
};

fn side(lang: &str, name: &str, text: &str) -> Segmented {
    let lang: Lang = lang.parse().unwrap();
    Segmented::new(Document::from_lines(name, lang, text, BlockKind::Sentence))
}

fn news() -> Alignment {
    let read = |name: &str| std::fs::read_to_string(format!("examples/news/{name}")).unwrap();
    let source = side("ar", "article.ar.txt", &read("article.ar.sentences.txt"));
    let target = side("en", "article.en.txt", &read("article.en.sentences.txt"));
    Aligner { vectors: None, ..Aligner::default() }.align(source, target)
}

/// A review of pairs, one sentence each.
fn small(pairs: &[(&str, &str)]) -> Review {
    let (source, target): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
    let lines = |lines: Vec<&str>| {
        lines.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
    };
    let mut journal = Journal::begin(&align(
        side("ar", "a.txt", &lines(source.clone())),
        side("en", "b.txt", &lines(target.clone())),
    ));
    let shaped =
        |(s, t): (&&str, &&str)| Shaped((!s.is_empty()).into(), (!t.is_empty()).into(), Some(0.9));
    journal.beads = source.iter().zip(&target).map(shaped).collect();
    Review::new(journal).unwrap()
}

fn four() -> Review {
    small(&[
        ("وصل الوزير إلى باريس.", "The minister arrived in Paris."),
        ("التقى نظيره. وغادر الأحد.", "He met his counterpart."),
        ("لم يدل بتصريح.", "He left on Sunday. He made no statement."),
        ("انتهى الخبر.", "The news ends."),
    ])
}

/// Makes a decision without an aligner.
fn decide(review: &mut Review, act: Act) -> Result<(), String> {
    let asked = Asked { seen: review.number(), by: None, key: None, act };
    let entry = review.plan(asked, Timestamp::UNIX_EPOCH, None).map_err(|c| c.text)?;
    review.apply(entry).unwrap();
    Ok(())
}

/// The rows in short: the texts of both sides and a letter for the state.
fn shown(review: &Review) -> Vec<String> {
    let row = |row: &Row| {
        let [source, target] = review.texts();
        let letter = match (row.state, row.held) {
            (RowState::Open, false) => 'o',
            (RowState::Open, true) => 'h',
            (RowState::Accepted, _) => 'a',
            (RowState::Rejected, _) => 'r',
            (RowState::Omitted, _) => '-',
        };
        let moved = if row.moved { " moved" } else { "" };
        format!(
            "{letter}{moved} {} | {}",
            row.text(Side::Source, &source.document),
            row.text(Side::Target, &target.document)
        )
    };
    review.rows().iter().map(|r| row(r)).collect()
}

fn id(review: &Review, at: usize) -> RowId {
    review.rows()[at].id
}

#[test]
fn a_segment_is_split_at_the_caret_and_moved_with_single_decisions() {
    let mut review = four();
    let row = id(&review, 1);
    let piece = &review.rows()[1].cells[0][0];
    let source = piece.span().start + "التقى نظيره.".len();
    decide(&mut review, Act::Split { row, source: Some(source), target: None }).unwrap();
    let row = id(&review, 3);
    let piece = &review.rows()[3].cells[1][0];
    let target = piece.span().start + "He left on Sunday. ".len();
    decide(&mut review, Act::Cut { row, side: Side::Target, at: target }).unwrap();
    decide(&mut review, Act::Move { row, side: Side::Target, way: Way::Up }).unwrap();
    assert_eq!(
        shown(&review),
        [
            "o وصل الوزير إلى باريس. | The minister arrived in Paris.",
            "h التقى نظيره. | He met his counterpart.",
            "a وغادر الأحد. | He left on Sunday.",
            "h لم يدل بتصريح. | He made no statement.",
            "o انتهى الخبر. | The news ends.",
        ]
    );
    for _ in 0..3 {
        decide(&mut review, Act::Undo).unwrap();
    }
    assert_eq!(shown(&review), shown(&four()));
    assert_eq!(decide(&mut review, Act::Undo).unwrap_err(), "There is nothing to take back.");
}

#[test]
fn far_cells_are_paired_and_nothing_is_left_out() {
    let mut review = four();
    let (source, target) = (id(&review, 3), id(&review, 0));
    decide(&mut review, Act::Pair { source, target }).unwrap();
    assert_eq!(
        shown(&review),
        [
            "h وصل الوزير إلى باريس. | ",
            "o التقى نظيره. وغادر الأحد. | He met his counterpart.",
            "o لم يدل بتصريح. | He left on Sunday. He made no statement.",
            "a moved انتهى الخبر. | The minister arrived in Paris.",
            "h  | The news ends.",
        ]
    );
}

#[test]
fn a_moved_passage_is_one_decision() {
    let mut review = small(&[
        ("وصل الوزير إلى باريس.", ""),
        ("التقى نظيره هناك.", ""),
        ("انتهى الخبر.", "The news ends."),
        ("", "The minister arrived in Paris."),
        ("", "He met his counterpart there."),
    ]);
    let (source, target) = ([0, 1].map(|at| id(&review, at)), [3, 4].map(|at| id(&review, at)));
    decide(&mut review, Act::PairBlock { source, target, beads: None }).unwrap();
    assert_eq!(
        shown(&review),
        [
            "a moved وصل الوزير إلى باريس. | The minister arrived in Paris.",
            "a moved التقى نظيره هناك. | He met his counterpart there.",
            "o انتهى الخبر. | The news ends.",
        ]
    );
}

#[test]
fn an_omission_a_merge_and_a_proposal() {
    let mut review = four();
    let row = id(&review, 0);
    decide(&mut review, Act::Note { row, text: "انظر الأصل".into() }).unwrap();
    decide(&mut review, Act::Omit { row }).unwrap();
    assert_eq!(
        shown(&review)[..2],
        ["- وصل الوزير إلى باريس. | ", "-  | The minister arrived in Paris."]
    );
    let row = id(&review, 0);
    decide(&mut review, Act::Merge { row }).unwrap();
    assert_eq!(shown(&review)[0], "a وصل الوزير إلى باريس. | The minister arrived in Paris.");
    assert_eq!(review.rows()[0].note.as_deref(), Some("انظر الأصل"));
    let (from, to) = (id(&review, 1), id(&review, 2));
    let beads = vec![Shaped(1, 0, None), Shaped(1, 2, None)];
    decide(&mut review, Act::Shape { from, to, beads: beads.clone() }).unwrap();
    assert!(shown(&review)[1].starts_with("- التقى"));
    assert!(decide(&mut review, Act::Shape { from, to, beads }).is_err(), "the rows are gone");
    let row = id(&review, 2);
    let refused =
        decide(&mut review, Act::Shape { from: row, to: row, beads: vec![Shaped(9, 9, None)] });
    assert_eq!(refused.unwrap_err(), "The beads do not hold each segment of the rows once.");
}

#[test]
fn edited_texts_go_out_and_the_original_stays() {
    let mut review = four();
    let row = id(&review, 0);
    let at = review.rows()[0].cells[1][0].span().start;
    let edit = |text: Option<&str>| Act::Edit {
        row,
        side: Side::Target,
        at,
        text: text.map(str::to_owned),
    };
    decide(&mut review, edit(Some("The minister came to Paris."))).unwrap();
    decide(&mut review, Act::Accept { rows: vec![row] }).unwrap();
    let out: Vec<_> = units(&review, Choice::Reviewed, Timestamp::UNIX_EPOCH).collect();
    assert_eq!(out.len(), 1);
    assert_eq!(out[0].variants[1].text.text, "The minister came to Paris.");
    assert!(decide(&mut review, edit(Some("  "))).is_err());
    decide(&mut review, edit(None)).unwrap();
    assert_eq!(shown(&review)[0], "a وصل الوزير إلى باريس. | The minister arrived in Paris.");
    assert_eq!(units(&review, Choice::All, Timestamp::UNIX_EPOCH).count(), 4);
}

#[test]
fn what_others_changed_in_the_meantime_is_a_conflict() {
    let mut review = four();
    let rows: Vec<RowId> = review.rows().iter().map(|row| row.id).collect();
    let ask = |seen, by: &str, act| Asked { seen, by: Some(by.into()), key: None, act };
    let merge = ask(0, "ليلى", Act::Merge { row: rows[0] });
    let entry = review.plan(merge, Timestamp::UNIX_EPOCH, None).unwrap();
    review.apply(entry).unwrap();
    let stale = ask(0, "Tom", Act::Accept { rows: vec![rows[1]] });
    let conflict = review.plan(stale, Timestamp::UNIX_EPOCH, None).unwrap_err();
    assert_eq!(conflict.by.as_deref(), Some("ليلى"));
    let other = ask(0, "Tom", Act::Accept { rows: vec![rows[3]] });
    let entry = review.plan(other, Timestamp::UNIX_EPOCH, None).unwrap();
    review.apply(entry).unwrap();
    let undo = ask(1, "ليلى", Act::Undo);
    let conflict = review.plan(undo, Timestamp::UNIX_EPOCH, None).unwrap_err();
    assert_eq!(conflict.text, "The last decision was made by Tom in the meantime.");
}

#[test]
fn nothing_unseen_is_decided_with_a_row_that_was_seen() {
    let mut review = four();
    let rows: Vec<RowId> = review.rows().iter().map(|row| row.id).collect();
    let at = review.rows()[1].cells[0][0].span().start + "التقى نظيره.".len();
    let cut = Act::Cut { row: rows[1], side: Side::Source, at };
    decide(&mut review, cut).unwrap();
    for act in [
        Act::AcceptThrough { row: rows[2] },
        Act::Merge { row: rows[0] },
        Act::Move { row: rows[0], side: Side::Source, way: Way::Down },
        Act::Move { row: rows[2], side: Side::Source, way: Way::Up },
        Act::Shape { from: rows[0], to: rows[2], beads: vec![Shaped(4, 3, None)] },
    ] {
        let asked = |seen| Asked { seen, by: None, key: None, act: act.clone() };
        let conflict = review.plan(asked(0), Timestamp::UNIX_EPOCH, None).unwrap_err();
        assert_eq!(conflict.text, "Row 2 was changed in the meantime.", "{act:?}");
        review.plan(asked(1), Timestamp::UNIX_EPOCH, None).unwrap();
    }
}

#[test]
fn a_split_before_a_cell_is_not_undone_by_the_aligner() {
    let mut review = Review::new(Journal::begin(&news())).unwrap();
    let aligner = Aligner { vectors: None, ..Aligner::default() };
    let at = review.rows().iter().position(|row| !row.is_one_sided()).unwrap();
    let first = review.rows()[at].cells[1][0].span().start;
    let act = Act::Split { row: id(&review, at), source: None, target: Some(first) };
    let asked = Asked { seen: 0, by: None, key: None, act };
    let entry = review.plan(asked, Timestamp::UNIX_EPOCH, Some(&aligner)).unwrap();
    review.apply(entry).unwrap();
    assert!(review.rows()[at].cells[1].is_empty() && review.rows()[at + 1].cells[0].is_empty());
}

#[test]
fn what_is_accepted_moves_the_rows_around_it() {
    let mut journal = Journal::begin(&news());
    // Four pairs are shifted by one segment, with high confidence.
    let from = (2..)
        .find(|at| journal.beads[*at..at + 4].iter().all(|bead| (bead.0, bead.1) == (1, 1)))
        .unwrap();
    let wrong = [(1, 2), (1, 1), (1, 1), (1, 0)].map(|(s, t)| Shaped(s, t, Some(0.9)));
    journal.beads.splice(from..from + 4, wrong);
    let mut review = Review::new(journal.clone()).unwrap();
    let aligner = Aligner { vectors: None, ..Aligner::default() };
    let row = review.rows()[from].id;
    let act = Act::Move { row, side: Side::Target, way: Way::Down };
    let asked = Asked { seen: 0, by: None, key: None, act };
    let entry = review.plan(asked, Timestamp::UNIX_EPOCH, Some(&aligner)).unwrap();
    assert!(!entry.anew.is_empty());
    review.apply(entry.clone()).unwrap();
    for row in &review.rows()[from..from + 4] {
        assert_eq!((row.cells[0].len(), row.cells[1].len()), (1, 1));
    }
    assert!(review.rows()[..from].iter().all(|row| !row.is_fixed()));
    // A replay needs no aligner.
    journal.entries.push(entry);
    let again = Review::new(Journal::read(journal.to_lines().as_bytes(), "j").unwrap().0).unwrap();
    assert_eq!(again.rows(), review.rows());
}

#[test]
fn what_is_moved_out_of_a_row_is_not_moved_back() {
    let mut review = Review::new(Journal::begin(&news())).unwrap();
    let aligner = Aligner { vectors: None, ..Aligner::default() };
    let at = (2..).find(|at| {
        review.rows()[*at..at + 2].iter().all(|row| row.cells.iter().all(|cell| cell.len() == 1))
    });
    let at = at.unwrap();
    let act = Act::Move { row: id(&review, at), side: Side::Target, way: Way::Down };
    let asked = Asked { seen: 0, by: None, key: None, act };
    let entry = review.plan(asked, Timestamp::UNIX_EPOCH, Some(&aligner)).unwrap();
    review.apply(entry).unwrap();
    let cells = |at: usize| [0, 1].map(|side| review.rows()[at].cells[side].len());
    assert_eq!([cells(at), cells(at + 1)], [[1, 0], [1, 2]]);
}

/// A decision of a person who presses keys at random.
fn random_act(review: &Review, kind: u8, a: usize, b: usize, c: usize) -> Act {
    let rows = review.rows();
    let (at, near, far) = (a % rows.len(), (a + b % 3).min(rows.len() - 1), b % rows.len());
    let row = rows[at].id;
    let side = if c.is_multiple_of(2) { Side::Source } else { Side::Target };
    let within = |side: Side| {
        let pieces = &rows[at].cells[side.index()];
        let piece = pieces.get(b % pieces.len().max(1))?;
        Some(piece.span().start + c % piece.span().len().max(1))
    };
    match kind % 16 {
        0 => Act::Accept { rows: vec![row, rows[near].id] },
        1 => Act::AcceptThrough { row },
        2 => Act::Reject { rows: vec![row] },
        3 => Act::Reopen { rows: vec![row, rows[far].id] },
        4 => Act::Omit { row },
        5 => Act::Merge { row },
        6 => Act::Split { row, source: within(Side::Source), target: within(Side::Target) },
        7 => Act::Cut { row, side, at: within(side).unwrap_or(c) },
        8 => Act::Move { row, side, way: if b.is_multiple_of(2) { Way::Up } else { Way::Down } },
        9 => Act::Pair { source: row, target: rows[far].id },
        10 => {
            Act::PairBlock { source: [row, rows[near].id], target: [rows[far].id; 2], beads: None }
        }
        11 => {
            let (s, t) = rows[at..=near]
                .iter()
                .fold((0, 0), |(s, t), row| (s + row.cells[0].len(), t + row.cells[1].len()));
            let beads = vec![
                Shaped(s.min(1), t.min(c % 2), None),
                Shaped(s - s.min(1), t - t.min(c % 2), None),
            ];
            Act::Shape { from: row, to: rows[near].id, beads }
        }
        12 => {
            let at = rows[at].cells[side.index()].first().map_or(0, |piece| piece.span().start);
            let text = (!c.is_multiple_of(3)).then(|| format!("نص {c}"));
            Act::Edit { row, side, at, text }
        }
        13 => Act::Note { row, text: ["", "ملاحظة", "look"][c % 3].into() },
        14 => [Act::Undo, Act::Undo, Act::Realign][c % 3].clone(),
        _ => Act::Redo,
    }
}

/// Every segment that was there is in one cell, whole or in parts, in whatever order.
fn covers(review: &Review) -> Result<(), TestCaseError> {
    for (side, text) in review.texts().iter().enumerate() {
        let mut spans: Vec<_> =
            review.rows().iter().flat_map(|r| r.cells[side].iter().map(Piece::span)).collect();
        spans.sort_unstable();
        let letters = |spans: &mut dyn Iterator<Item = crate::Span>| -> String {
            let texts = spans.map(|span| span.of(&text.document.text).to_owned());
            texts.collect::<String>().split_whitespace().collect()
        };
        prop_assert_eq!(
            letters(&mut spans.iter().copied()),
            letters(&mut text.segments.iter().map(|segment| segment.span))
        );
    }
    for row in review.rows() {
        prop_assert!(!row.cells.iter().all(Vec::is_empty));
    }
    Ok(())
}

#[cfg(feature = "files")]
mod on_disk;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_change_of_a_journal_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        do_cut in any::<bool>(),
    ) {
        let mut journal = Journal::begin(&align(
            side("ar", "a.txt", "وصل الوزير.\nغادر الأحد."),
            side("en", "b.txt", "The minister arrived.\nHe left on Sunday."),
        ));
        let act = Act::Merge { row: RowId(0) };
        let anew = vec![Run { at: 0, rows: 0, beads: vec![] }];
        journal.entries.push(Entry { n: 1, when: "2026-11-29T00:00:00Z".into(), by: None, key: None, act, anew });
        let mut bytes = journal.to_lines().into_bytes();
        if do_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        for (at, byte) in changes {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
        }
        if let Ok((journal, read)) = Journal::read(&bytes, "j") {
            prop_assert!(read <= bytes.len());
            if let Ok(review) = Review::new(journal) {
                covers(&review)?;
                review.whole();
            }
        }
    }
}
