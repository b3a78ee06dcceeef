use std::io::Read;

use serde_json::{Value, json};

use super::*;
use crate::align::{Segmented, align};

fn plainly(source: Document, target: Document) -> Result<Alignment> {
    let (source, target) = (Segmented::new(source), Segmented::new(target));
    Ok(align(source, target))
}

fn answers(input: &[u8], options: &PipelineOptions) -> (Vec<Value>, PipelineCounts) {
    let mut out = Vec::new();
    let counts = run(input, &mut out, options, plainly).unwrap();
    let lines = String::from_utf8(out).unwrap();
    (lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), counts)
}

fn one(request: &Value) -> Value {
    let (mut all, _) = answers(request.to_string().as_bytes(), &PipelineOptions::default());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

const AR: &str = "زار الرئيس باريس. وبقي فيها ثلاثة أيام.";
const EN: &str = "The president visited Paris and stayed three days.";

#[test]
fn a_text_and_its_translation() {
    let answer = one(&json!({"id": "x", "source": AR, "target": EN, "more": 1}));
    assert_eq!(answer["id"], "x");
    assert_eq!(answer["pairs"][0]["source"], AR);
    assert_eq!(answer["pairs"][0]["source_segments"], json!([0, 1]));
    assert_eq!(answer["omissions"], json!({"source": 0, "target": 0}));
    assert_eq!((&answer["source_lang"], &answer["target_lang"]), (&json!("ar"), &json!("en")));
    assert_eq!(answer["doubtful"], false);
}

#[test]
fn sentences_keep_their_numbers() {
    let source = ["", " زار الرئيس باريس.\n", "  ", "وبقي فيها\nثلاثة أيام. ثم عاد."];
    let target = ["The president visited Paris.", "He stayed three days. Then he returned."];
    let answer = one(&json!({"source": source, "target": target}));
    let pairs = answer["pairs"].as_array().unwrap();
    let numbers: Vec<_> = pairs.iter().map(|p| &p["source_segments"]).collect();
    assert_eq!(numbers, [&json!([1]), &json!([3])]);
    assert_eq!(pairs[0]["source"], "زار الرئيس باريس.");
    // A sentence that holds nothing has no partner.
    assert_eq!(answer["omissions"], json!({"source": 2, "target": 0}));
    assert_eq!(answer["id"], Value::Null);
}

#[test]
fn bad_lines_are_answered_and_the_rest_done() {
    let good = json!({"id": 7, "source": AR, "target": EN});
    let input = format!(
        "\u{FEFF}{good}\n\nnot json\n{}\n{}\n{}\n{}\n{}\r\n{good}",
        json!({"id": [1, 2], "source": 5, "target": "x"}),
        json!({"id": 123, "target": "x"}),
        json!({"id": 1, "source": " ", "target": "x"}),
        json!({"id": 2, "source": "1 2", "target": EN}),
        json!({"id": 3, "source": EN, "target": EN, "target_lang": "english!"}),
    );
    let (all, counts) = answers(input.as_bytes(), &PipelineOptions::default());
    assert_eq!((counts.aligned, counts.failed), (2, 6));
    let seen: Vec<_> = all
        .iter()
        .map(|a| (a["id"].to_string(), a["error"]["line"].as_u64(), a["error"]["message"].as_str()))
        .collect();
    let id = |id: &str| id.to_owned();
    assert_eq!(
        seen,
        [
            (id("7"), None, None),
            (id("null"), Some(3), Some("this is no JSON: expected ident, at byte 2")),
            (
                id("[1,2]"),
                Some(4),
                Some(
                    "invalid type: integer `5`, expected a text or an array of sentences, at byte 22"
                )
            ),
            (id("123"), Some(5), Some("missing field `source`")),
            (id("1"), Some(6), Some("there is nothing in the source")),
            (id("2"), Some(7), Some("the source does not tell its language")),
            (id("3"), Some(8), Some("'english!' is not a language code")),
            (id("7"), None, None),
        ]
    );
    assert!(all[1]["error"]["hint"].as_str().unwrap().contains("\"source\""));
    let settings = |at: usize| all[at]["error"].get("settings").map(ToString::to_string);
    assert_eq!((settings(1), settings(5).as_deref()), (None, Some(r#"["source-lang"]"#)));
}

#[cfg(feature = "files")]
#[test]
fn files_are_read_where_that_is_allowed() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let page = "<html lang='ar'><p>زار الرئيس باريس.</p><p>وبقي فيها ثلاثة أيام.</p></html>";
    let (source, target) = (put("a.html", page), put("a.txt", EN));
    let missing = folder.path().join("none.txt").to_str().unwrap().to_owned();
    let lines = [
        json!({"id": 1, "source_file": source, "target_file": target}),
        json!({"id": 2, "source_file": source, "target": EN}),
        json!({"id": 3, "source": AR, "target_file": target}),
        json!({"id": 4, "source_file": missing, "target": EN}),
        json!({"id": 5, "source_file": source, "source": AR, "target": EN}),
        json!({"id": 6, "source": EN, "target_file": target}),
        json!({"id": 7, "source_file": folder.path(), "target": EN}),
    ];
    let input = lines.map(|line| format!("{line}\n")).concat();
    let (refused, counts) = answers(input.as_bytes(), &PipelineOptions::default());
    assert_eq!((counts.aligned, counts.failed), (0, 7));
    assert_eq!(refused[0]["error"]["settings"], json!(["named-files"]));
    let options = PipelineOptions { files: Some(ReadOptions::default()), ..Default::default() };
    let (all, counts) = answers(input.as_bytes(), &options);
    assert_eq!((counts.aligned, counts.failed), (3, 4));
    for answer in &all[..3] {
        assert_eq!(answer["pairs"][0]["source"], AR);
        assert_eq!((&answer["source_lang"], &answer["target_lang"]), (&json!("ar"), &json!("en")));
    }
    let error = |at: usize, key: &str| all[at]["error"][key].as_str().map(str::to_owned);
    assert_eq!((error(3, "kind").as_deref(), error(3, "file")), (Some("io"), Some(missing)));
    let message = error(4, "message").unwrap();
    assert_eq!(message, "there are both fields, `source` and `source_file`");
    assert_eq!(error(5, "kind").as_deref(), Some("language"));
    assert_eq!(error(6, "message").as_deref(), Some("cannot read: it is a folder"));
}

#[test]
fn an_identifier_comes_back_as_it_was_written() {
    let mut out = Vec::new();
    let texts = format!("\"source\":{AR:?},\"target\":{EN:?}");
    let input = format!("{{\"id\":123456789012345678901234567890.10,{texts}}}\n");
    run(input.as_bytes(), &mut out, &PipelineOptions::default(), plainly).unwrap();
    assert!(out.starts_with(b"{\"id\":123456789012345678901234567890.10,"));
}

#[test]
fn bytes_that_are_no_text_are_refused_wherever_they_stand() {
    let texts = format!("\"source\":{AR:?},\"target\":{EN:?}");
    let line = [b"{\"id\":\"\xFF\",", texts.as_bytes(), b"}\n5\n"].concat();
    let (all, _) = answers(&line, &PipelineOptions::default());
    assert_eq!(all[0]["error"]["message"], "this is not valid UTF-8, at byte 8");
    let message = all[1]["error"]["message"].as_str().unwrap();
    assert!(message.contains("an object with a source and a target"), "{message}");
}

#[test]
fn a_line_without_an_end_is_refused() {
    let mut input = vec![b'x'; LONGEST + 5];
    input.extend(format!("\n{}\n", json!({"source": AR, "target": EN})).bytes());
    let (all, counts) = answers(&input, &PipelineOptions::default());
    assert_eq!((counts.aligned, counts.failed, all[0]["error"]["line"].as_u64()), (1, 1, Some(1)));
}

#[test]
fn a_fault_of_ours_costs_one_line() {
    let line = format!("{}\n", json!({"id": 1, "source": AR, "target": EN}));
    let input = line.repeat(3);
    let count = std::sync::atomic::AtomicUsize::new(0);
    let fails = |source: Document, target: Document| {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        assert!(number != 1, "the second fails");
        plainly(source, target)
    };
    let mut out = Vec::new();
    let counts = run(input.as_bytes(), &mut out, &PipelineOptions::default(), fails).unwrap();
    assert_eq!((counts.aligned, counts.failed), (2, 1));
}

#[test]
fn a_closed_output_ends_an_endless_input() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let endless = io::BufReader::new(io::repeat(b'\n').take(3).chain(Endless));
    let error = run(endless, &mut Closed, &PipelineOptions::default(), plainly).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Io);
}

/// Bad lines for ever.
struct Endless;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for (i, byte) in buffer.iter_mut().enumerate() {
            *byte = if i % 2 == 0 { b'x' } else { b'\n' };
        }
        Ok(buffer.len() & !1)
    }
}
