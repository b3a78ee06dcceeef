//! PO against the world: files of other tools, read whole and written so that gettext takes them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::support::{shared::shared, tools::tool};
use muwazi::{
    Result, Unit,
    format::{
        registry,
        source::Source,
        tmx::Header,
        units::{Reading, Writing},
    },
};

/// Units, how many were skipped, how many warnings there were, and the header.
type Read = (Vec<Unit>, u64, usize, Option<Header>);

fn read(source: Source) -> Result<Read> {
    // The samples are Czech, French and Afrikaans; it makes no difference here.
    let reading = Reading { target_lang: "cs".parse().ok(), ..Reading::default() };
    let mut reader = registry::open(source, None, &reading)?;
    let units = reader.by_ref().collect::<Result<_>>()?;
    let warnings = reader.take_warnings().len();
    Ok((units, reader.skipped(), warnings, reader.header().cloned()))
}

/// The file, and how much has no place in it.
fn write(units: &[Unit], header: Option<Header>) -> (Vec<u8>, u64) {
    let target = units.iter().flat_map(|u| &u.variants).find(|v| v.lang.as_str() != "en");
    let writing = Writing {
        source_lang: "en".parse().ok(),
        target_lang: target.map(|v| v.lang.clone()),
        header,
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let begin = registry::by_name("po").unwrap().write.unwrap();
    let mut writer = begin(&mut out, &writing).unwrap();
    units.iter().for_each(|unit| writer.write(unit).unwrap());
    let outcome = writer.finish().unwrap();
    (out, outcome.lost.values().sum())
}

/// The PO samples with the number of messages that each holds. The list counts the lines that begin
/// with `msgid`, the header's among them, but not those of obsolete messages; we leave out the
/// header and keep the obsolete.
fn samples(formats: &Path) -> Vec<(String, PathBuf, u64)> {
    let list = fs::read_to_string(formats.join("samples.tsv")).unwrap();
    list.lines()
        .filter_map(|line| {
            let mut columns = line.split('\t');
            let (name, lines, said) = (columns.next()?, columns.next()?, columns.next()?);
            let path = formats.join("samples").join(name);
            let text = name.ends_with(".po").then(|| fs::read(&path).unwrap())?;
            let text = String::from_utf8_lossy(&text).replace('\r', "");
            let header = u64::from(text.contains("msgid \"\"\nmsgstr \"\"\n"));
            let obsolete = said.split("obsolete=").nth(1)?.split(';').next()?;
            let obsolete: u64 = obsolete.parse().ok()?;
            Some((name.to_owned(), path, lines.parse::<u64>().ok()? - header + obsolete))
        })
        .collect()
}

#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_are_read_whole() {
    let formats = shared("formats");
    let samples = samples(&formats);
    assert!(samples.len() >= 8, "{}", samples.len());
    for (name, path, wanted) in samples {
        let (units, skipped, warnings, _) = read(Source::open(&path).unwrap().remove(0)).unwrap();
        assert_eq!((units.len() as u64, skipped), (wanted, 0), "{name}");
        assert_eq!(warnings > 0, name.contains("syntax_errors"), "{name}: {warnings} warnings");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn what_was_read_is_written_and_comes_back() {
    let formats = shared("formats");
    let folder = tempfile::tempdir().unwrap();
    for (i, (name, path, _)) in samples(&formats).into_iter().enumerate() {
        let (units, _, _, header) = read(Source::open(&path).unwrap().remove(0)).unwrap();
        let (text, lost) = write(&units, header.clone());
        assert_eq!(lost, 0, "{name}");
        let (back, skipped, warnings, header_back) =
            read(Source::from_bytes(text.as_slice(), "back.po").unwrap()).unwrap();
        assert_eq!((back, skipped, warnings), (units, 0, 0), "{name}");
        if let Some(header) = header {
            assert_eq!(header_back.unwrap().meta.notes, header.meta.notes, "{name}");
        }
        // The one with faults holds strings that gettext takes, but warns of.
        let copy = folder.path().join(format!("{i}.po"));
        fs::write(&copy, text).unwrap();
        let mut msgfmt = tool("msgfmt", "--version");
        let done = msgfmt.args(["-o", "/dev/null"]).arg(&copy).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() || said.contains("duplicate"), "{name}: {said}");
    }
}

/// A byte changed here and there, lines left out and doubled: read or refused, never a crash.
#[test]
#[ignore = "needs ../shared"]
fn damaged_files_do_no_harm() {
    let formats = shared("formats");
    for (name, path, _) in samples(&formats) {
        let whole = fs::read(&path).unwrap();
        let step = (whole.len() / 60).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut bytes = whole.clone();
            bytes[at] = b"\"\\#\n\0m\xFF["[at % 8];
            let cut = [&whole[..at], &whole[(at + step).min(whole.len())..]].concat();
            for bytes in [bytes, cut, whole[..at].to_vec()] {
                if let Ok((units, ..)) = Source::from_bytes(bytes, &name).and_then(read) {
                    let _ = write(&units, None);
                }
            }
        }
    }
}

/// Five hundred files of units made at random: the same message twice, line ends that differ, more
/// plural forms than the language has, control characters.
#[test]
#[ignore = "needs msgfmt"]
fn gettext_takes_what_is_written_for_any_units() {
    let folder = tempfile::tempdir().unwrap();
    let mut seed = 1_u64;
    let mut next = move |limit: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % limit
    };
    const SOURCES: [&str; 8] = [
        "Open",
        "Close\n",
        "\nSave %d files",
        "\u{4}\u{1}End",
        "{0} \"x\"\\n",
        "Open",
        "a\tb\r",
        "\n",
    ];
    const TARGETS: [&str; 6] = ["فتح", "إغلاق\n", "\nحفظ %s", "فتح", "\u{4}نهاية\0", "a\\"];
    for number in 0..500 {
        let mut units = Vec::new();
        for _ in 0..next(8) {
            let (source, target) = (SOURCES[next(8)], TARGETS[next(6)]);
            let langs = ("en".parse().unwrap(), ["ar", "tlh", "fr"][number % 3].parse().unwrap());
            let mut unit = Unit::pair((langs.0, source), (langs.1, target));
            for (kind, value) in [
                ("x-context", "menu"),
                ("x-obsolete", "yes"),
                ("x-reviewed", "no"),
                ("x-msgid-plural", "Opens"),
                ("x-plural-forms", "3"),
            ] {
                if next(4) == 0 {
                    unit.meta.add_prop(kind, value);
                }
            }
            units.push(unit);
        }
        let (text, _) = write(&units, None);
        let copy = folder.path().join(format!("{number}.po"));
        fs::write(&copy, &text).unwrap();
        let mut msgfmt = tool("msgfmt", "--version");
        let done = msgfmt.args(["-c", "-o", "/dev/null"]).arg(&copy).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{said}\n{}", String::from_utf8_lossy(&text));
    }
}
