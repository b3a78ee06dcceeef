//! TMX against the world: files of other tools, and the schemas that other tools hold ours against.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
};

use crate::support::{shared::shared, tools};
use muwazi::{
    Error, Lang, Mark, Meta, Prop, Result, Text, Unit, Variant,
    format::{
        tmx::{Header, TmxReader, TmxWriter},
        units::{Dialect, Level, Writing},
    },
    output::write_file,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// Units, and how many were skipped.
fn read(path: &Path) -> Result<(Header, Vec<Unit>, u64)> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|e| Error::io("cannot open", path, e))?;
    let mut reader = TmxReader::new(file, &name)?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    Ok((reader.header().clone(), units, reader.skipped()))
}

fn write(path: &Path, header: &Header, units: &[Unit]) -> Result<()> {
    write_file(path, |out| {
        let mut writer = TmxWriter::new(out, header)?;
        units.iter().try_for_each(|unit| writer.write(unit))?;
        let _ = writer.finish()?;
        Ok(())
    })
}

/// The TMX samples with the number of units that each holds, by the list that comes with them.
fn samples(formats: &Path) -> Vec<(String, PathBuf, u64)> {
    let list = fs::read_to_string(formats.join("samples.tsv")).unwrap();
    list.lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, units) = (columns.next()?, columns.next()?);
            let path = formats.join("samples").join(name);
            let is_tmx = name.to_lowercase().ends_with(".tmx");
            is_tmx.then(|| (name.to_owned(), path, units.parse().unwrap()))
        })
        .collect()
}

#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_are_read_whole() {
    let formats = shared("formats");
    let samples = samples(&formats);
    assert!(samples.len() >= 24, "{}", samples.len());
    for (name, path, wanted) in samples {
        if fs::metadata(&path).unwrap().len() == 0 {
            assert!(read(&path).unwrap_err().to_string().ends_with("the file is empty"));
            continue;
        }
        let (_, units, skipped) = read(&path).unwrap();
        assert_eq!(units.len() as u64 + skipped, wanted, "{name}");
        assert_eq!(skipped, 0, "{name}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn what_was_read_is_written_valid_and_comes_back() {
    let formats = shared("formats");
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (i, (name, path, _)) in samples(&formats).into_iter().enumerate() {
        let Ok((header, units, _)) = read(&path) else { continue };
        let copy = folder.path().join(format!("{i}.tmx"));
        write(&copy, &header, &units).unwrap();
        let (_, back, _) = read(&copy).unwrap();
        // A second journey starts from what the first made of the order of attributes.
        let again = folder.path().join(format!("{i}.again.tmx"));
        write(&again, &header, &back).unwrap();
        assert_eq!(read(&again).unwrap().1, back, "{name}");
        assert_eq!(in_order(back), in_order(units), "{name}");
        files.push(copy);
    }
    validate(&formats, &files);
}

#[test]
#[ignore = "needs ../shared"]
fn hostile_units_are_written_valid() {
    let formats = shared("formats");
    let mut runner = TestRunner::deterministic();
    let units: Vec<Unit> =
        (0..2000).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hostile.tmx");
    let mut header = Header::new(None, jiff::Timestamp::UNIX_EPOCH);
    header.meta = Meta { attributes: header.meta.attributes, ..units[0].meta.clone() };
    header.meta.set_attribute("segtype", "none such");
    header.meta.set_attribute("x:\"y\"", "z");
    write(&path, &header, &units).unwrap();
    let (_, back, _) = read(&path).unwrap();
    assert_eq!(back.len(), units.len());
    validate(&formats, &[path]);
}

/// A thousand files of hostile units, for each tool and at each level.
#[test]
#[ignore = "needs ../shared"]
fn every_dialect_and_level_is_valid() {
    let formats = shared("formats");
    let mut runner = TestRunner::deterministic();
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    let dialects =
        [Dialect::Standard, Dialect::OmegaT, Dialect::Trados, Dialect::MemoQ, Dialect::Wordfast];
    for i in 0..1000 {
        let units: Vec<Unit> =
            (0..3).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
        let writing = Writing {
            source_lang: [None, Some("en"), Some("ar"), Some("fr")][i % 4]
                .map(|c| c.parse().unwrap()),
            target_lang: [None, Some("ar")][i % 2].map(|c| c.parse().unwrap()),
            dialect: dialects[i % 5],
            level: [Level::One, Level::Two][i % 2],
            ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
        };
        let path = folder.path().join(format!("{i}.tmx"));
        write_file(&path, |out| {
            let mut writer = TmxWriter::with(out, &writing)?;
            units.iter().try_for_each(|unit| writer.write(unit))?;
            let done = writer.finish()?;
            assert_eq!(done.units + done.empty_units, 3);
            Ok(())
        })
        .unwrap();
        let (_, back, _) = read(&path).unwrap();
        if writing.level == Level::One {
            assert!(back.iter().flat_map(|u| &u.variants).all(|v| v.text.marks.is_empty()));
        }
        files.push(path);
    }
    validate(&formats, &files);
}

/// Bytes of real memories, changed here and there: read, or refused with a place.
#[test]
#[ignore = "needs ../shared"]
fn changed_files_of_other_tools_do_no_harm() {
    let formats = shared("formats");
    let mut runner = TestRunner::deterministic();
    let changes = vec((any::<proptest::sample::Index>(), any::<u8>(), 0..4_usize), 1..6);
    for (name, path, _) in samples(&formats) {
        let whole = fs::read(&path).unwrap();
        if whole.is_empty() {
            continue;
        }
        for _ in 0..40 {
            let mut bytes = whole[..whole.len().min(20_000)].to_vec();
            for (at, byte, what) in changes.new_tree(&mut runner).unwrap().current() {
                let at = at.index(bytes.len());
                match what {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    2 => drop(bytes.splice(at..at, *b"<tu>")),
                    _ => drop(bytes.drain(at..(at + 5).min(bytes.len()))),
                }
            }
            for reader in [TmxReader::new(&bytes[..], &name), TmxReader::salvage(&bytes[..], &name)]
            {
                let error =
                    reader.and_then(|mut r| r.by_ref().find_map(Result::err).map_or(Ok(()), Err));
                if let Err(e) = error {
                    assert!(e.place.is_some() && !e.message.is_empty(), "{name}: {e}");
                }
            }
        }
    }
}

/// Article to TMX, TMX to memory, memory to TMX, by the program itself.
#[test]
#[ignore = "needs ../shared"]
fn what_the_program_writes_is_valid() {
    let formats = shared("formats");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_muwazi"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let file = |path: &str| root.join(path).display().to_string();
    let pairs = [
        ("examples/news/article.ar.txt", "examples/news/article.en.txt", "news.tmx"),
        ("../shared/seed/article.ar.txt", "tests/data/seed/article.en.txt", "seed.tmx"),
    ];
    for (source, target, out) in pairs {
        run(&["align", &file(source), &file(target), "-o", out]);
        run(&["import", "-m", "all.muwazi", out]);
    }
    run(&["import", "-m", "all.muwazi", &file("tests/cmd/memory.out/work.tmx")]);
    run(&["export", "-m", "all.muwazi", "-o", "all.tmx"]);
    let files = ["news.tmx", "seed.tmx", "all.tmx"].map(|name| folder.path().join(name));
    let units = |path: &Path| read(path).unwrap().1;
    let own = units(&root.join("tests/cmd/memory.out/work.tmx"));
    let parts = [units(&files[0]), units(&files[1]), own].concat();
    assert_eq!(units(&files[2]), parts, "through the memory nothing is lost");
    validate(&formats, &files);
}

/// Validates files against the DTD of TMX and against OmegaT's schema.
#[track_caller]
fn validate(formats: &Path, files: &[PathBuf]) {
    let schemas = formats.join("schemas");
    tools::validate("--dtdvalid", &schemas.join("tmx14.dtd"), files);
    tools::validate("--schema", &schemas.join("omegat/tmx14.xsd"), files);
}

/// Units without what the writer brings into form: the order of attributes, the forms of dates, and
/// the source language of units that have no text in the header's.
fn in_order(mut units: Vec<Unit>) -> Vec<Unit> {
    let order = |meta: &mut Meta| {
        meta.attributes.retain(|(name, _)| name != "srclang" && !name.ends_with("date"));
        meta.attributes.sort();
    };
    for unit in &mut units {
        order(&mut unit.meta);
        unit.variants.iter_mut().for_each(|variant| order(&mut variant.meta));
    }
    units
}

/// Any characters at all, those that XML forbids too, with markup among them.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-zء-ي ]{1,8}",
        "[<>&\"'\\r\\n\\t;#\\]\\[!/-]{1,4}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec!["\0", "\u{1}", "\u{FFFE}", "\u{FFFF}", "\u{202E}", "]]>", "&e;"])
            .prop_map(str::to_owned),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn meta() -> impl Strategy<Value = Meta> {
    let known = ["tuid", "segtype", "lang", "xml:lang", "srclang", "changeid", "creationdate", ""];
    let name = prop_oneof![prop::sample::select(known.to_vec()).prop_map(str::to_owned), hostile()];
    let prop = (hostile(), hostile()).prop_map(|(kind, value)| Prop { kind, value });
    (vec((name, hostile()), 0..4), vec(hostile(), 0..2), vec(prop, 0..2))
        .prop_map(|(attributes, notes, props)| Meta { attributes, notes, props })
}

fn unit() -> impl Strategy<Value = Unit> {
    let raws = [
        "<ph/>",
        "<ph id='1'/>",
        "<ph>&nbsp;</ph>",
        "<bpt i='1'>x</bpt>",
        "<bpt>",
        "<hi>",
        "</hi>",
        "<hi x='1' >",
        "<sub>",
        "<it pos='end'/>",
        "<it pos='x'/>",
        "<ut>a<sub/></ut>",
        "<b>",
        "&",
    ];
    let raw = prop_oneof![
        4 => prop::sample::select(raws.to_vec()).prop_map(str::to_owned),
        1 => hostile(),
        1 => hostile().prop_map(|content| format!("<ph type='{content}'>{content}</ph>")),
    ];
    let mark = (0..40_usize, raw).prop_map(|(at, raw)| Mark::from_tmx(at, &raw));
    let text = (hostile(), vec(mark, 0..6))
        .prop_map(|(text, marks)| Text { text: format!("x{text}"), marks });
    let lang = prop::sample::select(vec!["ar", "en-US", "zh-Hant-TW"]);
    let variant = (lang, text, meta()).prop_map(|(lang, text, meta)| Variant {
        lang: lang.parse::<Lang>().unwrap(),
        text,
        meta,
    });
    (vec(variant, 2..4), meta()).prop_map(|(variants, meta)| Unit { variants, meta })
}
