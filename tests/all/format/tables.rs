//! Tables against the world: spreadsheets and lists of other tools, and an alignment that was
//! corrected by hand.

use std::{fs, io::Write, path::Path, process::Command};

use crate::support::shared::shared;
use muwazi::{
    Result, Unit,
    format::{registry, source::Source, units::Reading},
};

fn reading(source: &str, target: &str) -> Reading {
    Reading {
        source_lang: source.parse().ok(),
        target_lang: target.parse().ok(),
        ..Reading::default()
    }
}

fn read(source: Source, reading: &Reading) -> Result<(Vec<Unit>, u64)> {
    let mut reader = registry::open(source, None, reading)?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    Ok((units, reader.skipped()))
}

/// The numbers were counted by eye: the list that comes with the samples does not have them.
#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_are_read_whole() {
    let formats = shared("formats");
    for (name, wanted, first) in [
        ("weblate/cs.csv", 1, "Thank you for using Weblate."),
        ("weblate/cs-quotes.csv", 1, "Thank you for using Weblate."),
        ("weblate/cs.xlsx", 1, "Thank you for using Weblate."),
    ] {
        let path = formats.join("samples").join(name);
        let source = Source::open(&path).unwrap().remove(0);
        let (units, skipped) = read(source, &reading("en", "cs")).unwrap();
        assert_eq!((units.len(), skipped), (wanted, 0), "{name}");
        assert_eq!(units[0].variants[0].text.text, first, "{name}");
        damage(&fs::read(&path).unwrap(), name);
    }
}

/// A byte changed here and there, a piece left out: read or refused, never a crash.
fn damage(whole: &[u8], name: &str) {
    let step = (whole.len() / 100).max(1);
    for at in (0..whole.len()).step_by(step) {
        let mut bytes = whole.to_vec();
        bytes[at] = b"\",;\n\0\x0C\xFF\t"[at % 8];
        for bytes in [bytes, whole[..at].to_vec()] {
            let source = Source::from_bytes(bytes, name).unwrap();
            let format = registry::by_path(Path::new(name));
            let _ = registry::open(source, format, &reading("en", "cs")).map(Iterator::count);
        }
    }
}

/// What decompresses to hundreds of megabytes of nothing is refused before it is unpacked.
#[test]
fn a_bomb_ends_in_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.xlsx");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    for part in ["[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml"] {
        zip.start_file(part, options).unwrap();
        let zeros = vec![b' '; 1024 * 1024];
        (0..100).for_each(|_| zip.write_all(&zeros).unwrap());
    }
    zip.finish().unwrap();
    let done = Command::new(env!("CARGO_BIN_EXE_muwazi"))
        .args(["convert", "bomb.xlsx", "-o", "out.tmx"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("decompresses to too much data"), "{said}");
}

/// Article to spreadsheet, a person's corrections, spreadsheet to memory.
#[test]
fn an_alignment_is_corrected_in_a_spreadsheet() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], code: i32| {
        let done = Command::new(env!("CARGO_BIN_EXE_muwazi"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(code), "{arguments:?}: {said}");
        said
    };
    let file = |path: &str| root.join(path).display().to_string();
    let (source, target) =
        (file("examples/news/article.ar.txt"), file("examples/news/article.en.txt"));
    run(&["align", &source, &target, "-o", "pairs.xlsx"], 0);
    run(&["align", &source, &target, "-o", "pairs.csv"], 0);
    run(&["align", &source, &target, "-o", "pairs.po"], 0);
    run(&["convert", "pairs.xlsx", "-o", "rows.jsonl"], 0);
    let lines = fs::read_to_string(folder.path().join("rows.jsonl")).unwrap();
    let rows: Vec<Unit> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(rows.len() > 5 && rows.iter().all(|u| !u.is_reviewed()));

    // The corrections, as a person makes them, in the table that a spreadsheet saves.
    let cells = |unit: &Unit, act: &str| {
        let texts: Vec<_> =
            unit.variants.iter().map(|v| v.text.text.replace('"', "\"\"")).collect();
        format!("\"{}\",\"{}\",{act}\n", texts[0], texts.get(1).map_or("", String::as_str))
    };
    let mut table = "ar,en,act\n".to_owned();
    for (i, unit) in rows.iter().enumerate() {
        table.push_str(&cells(unit, ["ok", "delete", "keep"][i % 3]));
    }
    fs::write(folder.path().join("pairs.csv"), table).unwrap();
    let said = run(&["import", "-m", "a.muwazi", "pairs.csv"], 1);
    let deleted = rows.len() / 3 + usize::from(rows.len() % 3 > 1);
    assert!(said.contains(&format!("{deleted} skipped")), "{said}");
    run(&["export", "-m", "a.muwazi", "-o", "back.xlsx"], 0);
    let source = Source::open(&folder.path().join("back.xlsx")).unwrap().remove(0);
    let (back, _) = read(source, &Reading::default()).unwrap();
    // What has no partner counts as untranslated and stays outside.
    let kept = |(i, unit): &(usize, &Unit)| i % 3 != 1 && unit.variants.len() == 2;
    assert_eq!(back.len(), rows.iter().enumerate().filter(kept).count());
    let reviewed = rows.iter().enumerate().filter(kept).filter(|(i, _)| i % 3 == 0).count();
    assert_eq!(back.iter().filter(|unit| unit.is_reviewed()).count(), reviewed);
}

/// A sheet shows no tags, and a row of it removes the unit that has some.
#[test]
fn deleted_rows_remove_units_with_tags() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
        let out = command.current_dir(folder.path()).args(args).output().unwrap();
        String::from_utf8(out.stderr).unwrap()
    };
    let unit = |en: &str, ar: &str| {
        format!(
            "<tu><tuv xml:lang=\"en\"><seg>{en}</seg></tuv><tuv xml:lang=\"ar\"><seg>{ar}</seg></tuv></tu>"
        )
    };
    let units = [
        unit("Turn <ph x=\"1\"/>left.", "انعطف <ph x=\"1\"/>يسارا."),
        unit("Go on.", "تابع."),
        unit("<ph x=\"1\"/>Stop here.", "<ph x=\"1\"/>قف هنا."),
        unit("Stop <ph x=\"1\"/>here.", "قف <ph x=\"1\"/>هنا."),
        unit("<ph x=\"1\"/>Look.", "<ph x=\"1\"/>انظر."),
        unit("Look.", "انظر."),
    ];
    let tmx = format!("<tmx version=\"1.4\"><header/><body>{}</body></tmx>", units.concat());
    fs::write(folder.path().join("units.tmx"), tmx).unwrap();
    run(&["import", "-m", "m", "units.tmx"]);
    // Of two that differ by tags alone none is removed for one row, the one without tags if there is one.
    let row = "en,ar,act\nTurn left.,انعطف يسارا.,delete\nStop here.,قف هنا.,delete\nLook.,انظر.,delete\n";
    fs::write(folder.path().join("sheet.csv"), row).unwrap();
    run(&["import", "-m", "m", "sheet.csv"]);
    run(&["export", "-m", "m", "-o", "left.tmx"]);
    let left = fs::read_to_string(folder.path().join("left.tmx")).unwrap();
    let has = |text: &str| left.contains(text);
    assert!(!has("left."), "{left}");
    assert!(has("Go on.") && has("Stop <ph") && has("/>Stop here.") && has("/>Look."), "{left}");
    assert!(!has("<seg>Look."), "{left}");
    // Both rows mean both units; undo puts them back.
    let row = "en,ar,act\nStop here.,قف هنا.,delete\nStop here.,قف هنا.,delete\n";
    fs::write(folder.path().join("sheet.csv"), row).unwrap();
    run(&["import", "-m", "m", "sheet.csv"]);
    let stats = |word: &str| {
        run(&["export", "-m", "m", "--force", "-o", "left.tmx"]);
        fs::read_to_string(folder.path().join("left.tmx")).unwrap().matches(word).count()
    };
    assert_eq!(stats("<tu>"), 2);
    run(&["undo", "-m", "m", "--last", "--yes"]);
    assert_eq!(stats("<tu>"), 4);
}
