//! XLIFF against the world: files of other tools, and the schemas that they hold ours against.

use std::{fs, path::Path};

use crate::support::{
    exchange::{mutate, own, read, samples, unit, write},
    shared::shared,
    tools::validate,
};
use muwazi::{Unit, unit::Origin};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

const ENDINGS: [&str; 4] = [".xlf", ".xliff", ".sdlxliff", ".mxliff"];
const OWN: [&str; 4] = ["studio.sdlxliff", "phrase.mxliff", "memoq.mqxliff", "two.xliff2"];

#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_are_read_whole() {
    let formats = shared("formats");
    let samples = samples(&formats, &ENDINGS);
    assert!(samples.len() >= 7, "{}", samples.len());
    for (name, path, wanted) in samples {
        let found = read(&path).unwrap();
        assert_eq!(found.units.len() as u64 + found.skipped, wanted, "{name}");
    }
}

#[test]
fn dialects_are_read() {
    let texts = |units: &[Unit]| -> Vec<usize> { units.iter().map(|u| u.variants.len()).collect() };
    let studio = read(&own("studio.sdlxliff")).unwrap();
    assert_eq!(
        (texts(&studio.units), studio.skipped),
        (vec![2, 2, 1], 1),
        "a tag alone is no text"
    );
    let [first, second, _] = &studio.units[..] else { panic!() };
    assert_eq!((first.creator(), first.is_reviewed()), (Some("leila"), true));
    assert_eq!((second.origin(), second.is_reviewed()), (Origin::Machine, false));
    assert_eq!(second.variants[1].text.text, "تغادر القوارب قبل الظهر.");
    assert_eq!(second.variants[1].lang.as_str(), "ar-EG");
    assert_eq!(first.document(), Some("letter.docx"));
    assert_eq!(studio.told, ["unit skipped: it has no text", "left out: <sdl:cxts>"]);

    let phrase = read(&own("phrase.mxliff")).unwrap();
    assert_eq!(texts(&phrase.units), [2, 2, 1]);
    let reviewed: Vec<_> = phrase.units.iter().map(|u| (u.origin(), u.is_reviewed())).collect();
    assert_eq!(reviewed[..2], [(Origin::Person, true), (Origin::Machine, false)]);
    assert_eq!(phrase.units[0].meta.prop("x-key"), Some("menu.soup"));
    assert_eq!(phrase.told, ["left out: <alt-trans>", "left out: <m:tunit-metadata>"]);

    let memoq = read(&own("memoq.mqxliff")).unwrap();
    assert_eq!(texts(&memoq.units), [2, 2]);
    assert_eq!(memoq.units[0].variants[1].text.marks.len(), 2);
    assert_eq!(
        memoq.units[1].variants[0].text.marks[0].code.to_tmx(),
        "<ph x=\"2\">&lt;br/&gt;</ph>"
    );
    assert!(memoq.units[0].is_reviewed() && !memoq.units[1].is_reviewed());

    let two = read(&own("two.xliff2")).unwrap();
    assert_eq!(texts(&two.units), [2, 2, 1]);
    assert_eq!(two.units[0].meta.prop("x-xliff-meta:shop:season"), Some("spring"));
    assert!(two.units[0].is_reviewed() && !two.units[1].is_reviewed());
    assert_eq!(two.told, ["left out: <mtc:matches>"]);
}

#[test]
#[ignore = "needs ../shared"]
fn what_was_read_is_written_valid_and_comes_back() {
    let formats = shared("formats");
    let others = samples(&formats, &ENDINGS).into_iter().map(|(_, path, _)| path);
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for (i, path) in others.chain(OWN.map(own)).enumerate() {
        let units = read(&path).unwrap().units;
        let mut langs = units.iter().map(|u| u.variants[0].lang.as_str());
        let source = langs.next().unwrap_or("en");
        let target = units.iter().find_map(|u| Some(u.variants.get(1)?.lang.as_str()));
        for (format, files) in [("xliff", &mut one), ("xliff2", &mut two)] {
            let copy = folder.path().join(format!("{i}.{format}"));
            let outcome = write(&copy, format, (source, target.unwrap_or("ar")), &units);
            assert!(outcome.lost.is_empty(), "{path:?}: {:?}", outcome.lost);
            assert_eq!(read(&copy).unwrap().units, units, "{path:?}");
            files.push(copy);
        }
    }
    validate_1(&formats, &one);
    validate_2(&formats, folder.path(), &two);
}

#[test]
#[ignore = "needs ../shared"]
fn hostile_units_are_written_valid() {
    let formats = shared("formats");
    let mut runner = TestRunner::deterministic();
    let folder = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for i in 0..20 {
        let number = if i == 0 { 0 } else { 100 };
        let units: Vec<Unit> =
            (0..number).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect();
        for (format, files) in [("xliff", &mut one), ("xliff2", &mut two)] {
            let path = folder.path().join(format!("{i}.{format}"));
            let outcome = write(&path, format, ("en", "ar"), &units);
            assert_eq!(outcome.units, number);
            let back = read(&path).unwrap();
            assert_eq!((back.units.len() as u64, back.skipped), (number, 0));
            files.push(path);
        }
    }
    validate_1(&formats, &one);
    validate_2(&formats, folder.path(), &two);
}

#[test]
fn changed_files_do_no_harm() {
    OWN.map(own).iter().for_each(|path| mutate(path));
}

#[test]
#[ignore = "needs ../shared"]
fn changed_files_of_other_tools_do_no_harm() {
    let formats = shared("formats");
    for (_, path, _) in samples(&formats, &ENDINGS) {
        mutate(&path);
    }
}

fn validate_1(formats: &Path, files: &[std::path::PathBuf]) {
    let schemas = formats.join("schemas/xliff12");
    for schema in ["xliff-core-1.2-strict.xsd", "xliff-core-1.2-transitional.xsd"] {
        validate("--schema", &schemas.join(schema), files);
    }
}

/// The core together with the module of metadata, which no one schema takes in.
fn validate_2(formats: &Path, folder: &Path, files: &[std::path::PathBuf]) {
    let schemas = fs::canonicalize(formats.join("schemas/xliff21")).unwrap();
    let import = |module: &str, file: &str| {
        let path = schemas.join(file);
        format!(
            "<xs:import namespace=\"urn:oasis:names:tc:xliff:{module}:2.0\" schemaLocation=\"{}\"/>",
            path.display()
        )
    };
    let both = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">{}{}</xs:schema>",
        import("document", "xliff_core_2.0.xsd"),
        import("metadata", "metadata.xsd")
    );
    let path = folder.join("both.xsd");
    fs::write(&path, both).unwrap();
    validate("--schema", &path, files);
    validate("--schema", &formats.join("schemas/xliff20/xliff_core_2.0.xsd"), files);
}
