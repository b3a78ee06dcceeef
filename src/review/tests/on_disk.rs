//! Journals on disk: killed, shared, damaged.

use super::*;

/// What a test compares of rows: all but when they were changed.
fn plain(review: &Review) -> Vec<Row> {
    review.rows().iter().map(|row| Row { changed: 0, ..Row::clone(row) }).collect()
}

/// The model: every state as a copy, undo and redo as places in the list of copies.
struct Model {
    states: Vec<Vec<Row>>,
    at: usize,
}

impl Model {
    fn follow(&mut self, act: &Act, now: Vec<Row>) {
        match act {
            Act::Undo => self.at -= 1,
            Act::Redo => self.at += 1,
            _ => {
                self.states.truncate(self.at + 1);
                self.states.push(now);
                self.at += 1;
            }
        }
    }
}

proptest! {
    // 8 times 125 decisions.
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn random_decisions_with_kills_are_as_the_model(
        steps in proptest::collection::vec(
            (any::<u8>(), 0_usize..1000, 0_usize..1000, 0_usize..1000, 0_u8..12, any::<bool>()), 125),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.muwazi-review");
        let aligner = Aligner { vectors: None, ..Aligner::default() };
        let mut file = JournalFile::create(&path, &Journal::begin(&news())).unwrap();
        let mut model = Model { states: vec![plain(file.review())], at: 0 };
        for (kind, a, b, c, kill, aligned) in steps {
            let act = random_act(file.review(), kind, a, b, c);
            let asked = Asked { seen: file.review().number(), by: None, key: None, act: act.clone() };
            let aligner = aligned.then_some(&aligner);
            let answer = file.decide(asked, Timestamp::UNIX_EPOCH, aligner).unwrap();
            if answer.conflict.is_none() {
                model.follow(&act, plain(file.review()));
            }
            covers(file.review())?;
            prop_assert_eq!(&plain(file.review()), &model.states[model.at], "{:?}", act);
            if kill == 0 {
                // Killed in the middle of the next line.
                let mut bytes = std::fs::read(&path).unwrap();
                bytes.extend(&br#"{"n":77,"when":"2026","act":"acce"#[..c % 32]);
                std::fs::write(&path, bytes).unwrap();
            }
            if kill < 3 {
                file = JournalFile::open(&path).unwrap();
                prop_assert_eq!(&plain(file.review()), &model.states[model.at]);
            }
        }
    }
}

#[test]
fn two_programs_at_one_journal_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.muwazi-review");
    let mut one = JournalFile::create(&path, &Journal::begin(&news())).unwrap();
    let mut two = JournalFile::open(&path).unwrap();
    let rows: Vec<RowId> = one.review().rows().iter().map(|row| row.id).collect();
    let ask = |seen, act| Asked { seen, by: None, key: None, act };
    let decide =
        |file: &mut JournalFile, asked| file.decide(asked, Timestamp::UNIX_EPOCH, None).unwrap();
    let first = decide(&mut one, ask(0, Act::Accept { rows: vec![rows[3]] }));
    assert_eq!((first.at, first.changes.len()), (1, 1));
    // The second one did not look yet; another row is decided all the same.
    let second = decide(&mut two, ask(0, Act::Reject { rows: vec![rows[5]] }));
    assert_eq!((second.at, second.changes.len(), second.conflict), (2, 2, None));
    let third = decide(&mut one, ask(1, Act::Merge { row: rows[5] }));
    assert_eq!(third.conflict.unwrap().text, "Row 6 was changed in the meantime.");
    assert_eq!(one.review().rows(), two.review().rows());
    two.refresh().unwrap();
    assert_eq!(JournalFile::open(&path).unwrap().review().rows(), two.review().rows());
    assert!(JournalFile::create(&path, &Journal::begin(&news())).is_err());
}

#[test]
fn what_is_sent_again_is_not_decided_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.muwazi-review");
    let mut file = JournalFile::create(&path, &Journal::begin(&news())).unwrap();
    for round in 0..3 {
        let act = Act::Merge { row: file.review().rows()[0].id };
        let asked = Asked { seen: round.min(1), by: None, key: Some("k1".into()), act };
        let answer = file.decide(asked, Timestamp::UNIX_EPOCH, None).unwrap();
        assert_eq!((answer.at, answer.conflict), (1, None));
        file = JournalFile::open(&path).unwrap();
    }
}

#[test]
fn a_journal_that_is_damaged_in_the_middle_is_told_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.muwazi-review");
    let mut file = JournalFile::create(&path, &Journal::begin(&news())).unwrap();
    for _ in 0..2 {
        let rows = vec![file.review().rows()[0].id];
        let asked = Asked { seen: 2, by: None, key: None, act: Act::Accept { rows } };
        file.decide(asked, Timestamp::UNIX_EPOCH, None).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"n\":1,", "\"n\":x,", 1)).unwrap();
    let error = JournalFile::open(&path).map(drop).unwrap_err().to_string();
    assert!(error.contains("a.muwazi-review:5: not a line of a review"), "{error}");
}
