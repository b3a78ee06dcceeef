//! The keys of all answers in JSON, held against `docs/json.md`.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::muwazi;

/// The keys of a section of the page: their paths, and whether every object has them.
type Keys = BTreeMap<String, bool>;

/// Reads the sections of the page.
fn sections() -> BTreeMap<String, Keys> {
    let page = fs::read_to_string("docs/json.md").unwrap();
    let mut sections = BTreeMap::<String, Keys>::new();
    let mut title = String::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            title = heading.trim_matches('`').to_owned();
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, key, present @ ("always" | "if any"), ..] = cells[..] {
            let keys = sections.entry(title.clone()).or_default();
            let known = keys.insert(key.trim_matches('`').to_owned(), present == "always");
            assert_eq!(known, None, "{title}: {key} stands twice");
        }
    }
    sections
}

/// Checks a value at a path. Objects whose keys may have any name are written `path.NAME`.
fn check(keys: &Keys, path: &str, value: &Value, seen: &mut Keys, what: &str) {
    match value {
        Value::Array(all) => {
            for value in all {
                check(keys, &format!("{path}[]"), value, seen, what);
            }
        }
        Value::Object(object) => {
            let at =
                |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            if keys.contains_key(&at("NAME")) {
                return;
            }
            let is_child = |key: &str| {
                let rest = key.strip_prefix(&at("")).filter(|rest| !rest.is_empty());
                rest.is_some_and(|rest| !rest.contains(['.', '[']))
            };
            for (key, always) in keys.iter().filter(|(key, _)| is_child(key)) {
                let name = key.rsplit('.').next().unwrap_or_default();
                assert!(!always || object.contains_key(name), "{what}: {key} is missing: {value}");
            }
            // Below an object without rows of its own the form is told elsewhere.
            let is_told = path.is_empty() || keys.keys().any(|key| is_child(key));
            for (key, value) in object.iter().filter(|_| is_told) {
                let path = at(key);
                assert!(keys.contains_key(&path), "{what}: docs/json.md lacks {path}");
                seen.insert(path.clone(), true);
                check(keys, &path, value, seen, what);
            }
        }
        _ => {}
    }
}

/// Returns a PDF whose only page is empty, as scans are for a reader of text.
fn pdf() -> String {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>",
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj{object}endobj\n");
    }
    let start = file.len();
    format!("{file}xref\n0 4\n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
}

/// Makes texts, tables, memories and gold.
fn example(folder: &Path) {
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    put("a.ar.txt", "وصل الوزير في 12 مايو. ثم غادر العاصمة.\nوعقد البنك الدولي اجتماعا.\n");
    put(
        "a.en.txt",
        "The minister arrived on 12 May. Then he left the capital.\nThe World Bank met.\n",
    );
    // The last three sentences stand first in the translation.
    for side in ["ar", "en"] {
        let text = fs::read_to_string(format!("tests/data/moved/visit.{side}.txt")).unwrap();
        put(&format!("m.{side}.txt"), &text);
    }
    put("a.html", "<h1>عنوان</h1><p>نص <b>عريض</b> قصير.</p>");
    put("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nصباح الخير.\n");
    put("a.json", r#"{"open": "فتح {name}"}"#);
    put("a.pdf", &pdf());
    put("list.tsv", "a.ar.txt\ta.en.txt\ta\nnone.txt\ta.en.txt\tb\nm.ar.txt\tm.en.txt\tm\n");
    put("g/x.gold", "[0]:[0]\n[1]:[1]\n[2]:[]\n");
    put("p/x.out", "[0]:[0]:0.9\n[1]:[1]:0.8\n[2]:[]\n");
    put("terms.csv", "en,ar,note\ncommittee,اللجنة,a body\n");
    put(
        "old.utx",
        "#UTX 1.11; en/ar\n#src\ttgt\tsrc:pos\tterm status\ncommittee\tهيئة\tnoun\tforbidden\n",
    );
    put("style.txt", "Short sentences.\nNo passive.\n");
    put(
        "bad.tmx",
        "<tmx version=\"1.4\"><header/><body><tu><tuv xml:lang=\"en\"><seg>a & b</seg></tuv><tuv xml:lang=\"ar\"><seg>ا</seg></tuv></tu></body></tmx>",
    );
    put(
        "requests.jsonl",
        "{\"id\":1,\"source\":\"وصل الوزير.\",\"target\":\"He came.\"}\nnonsense\n\
         {\"source_file\":\"a.ar.txt\",\"target_file\":\"a.en.txt\"}\n\
         {\"source_file\":\"m.ar.txt\",\"target_file\":\"m.en.txt\"}\n\
         {\"source_file\":\"none.txt\",\"target\":\"He came.\"}\n",
    );
    let lines = [
        json!({"source": "The committee met on 3 May.", "target": "اجتمعت اللجنة في 3 مايو.",
               "source_lang": "en", "target_lang": "ar", "domain": "news"}),
        json!({"source": "The council was late.", "target": "تأخر المجلس."}),
        json!({"source": "", "target": "تأخر المجلس."}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    put("units.jsonl", &lines.join("\n"));
    put("edited.csv", "en,ar,act\nThe council was late.,تأخر المجلس.,delete\n");
}

/// The same with its folders.
fn put_example(folder: &Path) {
    for name in ["g", "p", "out"] {
        fs::create_dir(folder.join(name)).unwrap();
    }
    example(folder);
}

/// Runs a command and returns the objects of its output, and of its standard error.
fn answers(folder: &Path, line: &str) -> (Vec<Value>, Vec<Value>) {
    let mut command: Command = muwazi(folder);
    let args: Vec<String> = line.split(' ').map(|arg| arg.replace('_', " ")).collect();
    let (args, input) = match args.iter().position(|arg| arg == "<") {
        Some(at) => (args[..at].to_vec(), Some(args[at + 1].clone())),
        None => (args, None),
    };
    if let Some(input) = input {
        command.stdin(Stdio::from(fs::File::open(folder.join(input)).unwrap()));
    }
    let output = command.args(args).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let errors = said.lines().filter(|line| line.starts_with('{'));
    let errors = errors.map(|line| serde_json::from_str(line).unwrap()).collect();
    let stdout = serde_json::Deserializer::from_slice(&output.stdout);
    let objects: Result<Vec<Value>, _> = stdout.into_iter().collect();
    (objects.unwrap_or_else(|e| panic!("{line}: {e}: {said}")), errors)
}

/// Commands, in an order in which they can run, each after the section that tells its keys.
const COMMANDS: &[(&str, &str)] = &[
    ("muwazi read --json", "read --json a.html a.srt a.json bad.tmx a.pdf"),
    ("muwazi segment --json", "segment --json a.ar.txt a.en.txt"),
    ("muwazi segment --explain --json", "segment --json --explain a.ar.txt a.en.txt"),
    ("muwazi align -o OUT.jsonl", "align a.ar.txt a.en.txt -o - --format jsonl --explain"),
    ("muwazi align -o OUT.jsonl", "align m.ar.txt m.en.txt -o - --format jsonl"),
    ("muwazi align --jsonl", "align --jsonl --files < requests.jsonl"),
    ("muwazi align --jsonl", "align --jsonl < requests.jsonl"),
    ("muwazi align --json", "align --pairs list.tsv --out-dir out --json"),
    ("muwazi align --json", "align --pairs list.tsv --out-dir out --json --resume"),
    ("muwazi score --json", "score g p --json"),
    ("muwazi add --json", "add -m m --input units.jsonl --json --user anna"),
    ("muwazi import --json", "import -m n --json --from en --to ar edited.csv terms.csv"),
    ("muwazi import --json", "import -m m --json m.tmx"),
    ("muwazi lookup --json", "lookup -m m --json The_committee_met_on_5_May."),
    (
        "muwazi lookup --json",
        "lookup -m m -m n --json --min 30 -g terms.csv -g old.utx A_committee,_he_met_on_5_May!",
    ),
    ("muwazi lookup --json", "lookup -m m --json --phrases --min 95 Where_the_committee_met_again"),
    ("muwazi lookup --json", "lookup -m k --json --min 30 The_minister_arrived_on_14_May."),
    (
        "muwazi context --json",
        "context -m m --json --min 30 -g terms.csv -g old.utx --notes style.txt A_committee,_he_met!",
    ),
    (
        "muwazi context --json",
        "context -m m --json --before The_council_was_late. --after The_council_was_late. The_committee_met.",
    ),
    ("muwazi context --json", "context -m m --json --min 95 Where_the_committee_met_again"),
    ("muwazi context --format chat", "context -m m --format chat The_committee_met_on_5_May."),
    ("muwazi concordance --json", "concordance -m m --json committee"),
    ("muwazi edit --json", "edit -m m 1 --lang en --json The_committee_met_on_4_May."),
    ("muwazi remove --json", "remove -m m --json 2 99"),
    ("muwazi undo --json", "undo -m m --last --json"),
    ("muwazi undo --json", "undo -m m 1 --json --yes"),
    ("muwazi history --json", "history -m m --json"),
    ("muwazi doctor --json", "doctor --json bad.tmx --repair good.tmx"),
    ("muwazi doctor --json MEMORY", "doctor --json m"),
    ("muwazi formats --json", "formats --json"),
    ("muwazi stats --json", "stats -m m --json"),
];

/// Commands that fail.
const FAILING: &[&str] = &[
    "lookup -m none --json x",
    "import -m n --json none.tmx",
    "import -m n --json a.ar.txt",
    "segment --json none.txt",
    "edit -m m 99 --lang en --json x",
    "lookup -m m --json --min 400 x",
    "context -m m --json --budget 1 The_committee_met.",
    "lookup -m m --json --nonsense x",
    "add -m m --json x",
    "align --jsonl --from none",
];

#[test]
fn warnings_are_objects_as_errors_are() {
    let folder = tempfile::tempdir().unwrap();
    put_example(folder.path());
    answers(folder.path(), "add -m m --input units.jsonl --json");
    fs::write(folder.path().join("wide.csv"), "en,ar\nIt rained.,أمطرت.,more,cells\n").unwrap();
    let sections = sections();
    let mut seen = Keys::new();
    let (mut files, mut hints) = (0, 0);
    for line in ["import -m n --json wide.csv", "remove -m m --json 77", "segment --json odd.txt"] {
        fs::write(folder.path().join("odd.txt"), b"caf\xe9 au lait. Encore un.\n").unwrap();
        let (_, warnings) = answers(folder.path(), line);
        let said = warnings.iter().filter(|w| w["kind"] == "warning");
        for warning in said.clone() {
            check(&sections["Warnings"], "", warning, &mut seen, line);
            files += usize::from(warning["file"].is_string());
            hints += usize::from(warning["hint"].is_string());
        }
        println!("{line}: {warnings:?}");
        if line.starts_with("import") || line.starts_with("remove") {
            assert!(said.count() > 0, "{line}: {warnings:?}");
        }
        let quiet: Vec<Value> = answers(folder.path(), &format!("{line} --quiet")).1;
        assert!(quiet.iter().all(|w| w["kind"] != "warning"), "{line}: {quiet:?}");
    }
    assert!(files > 0, "one of them names its file");
    let _ = hints;
}

/// A program that asks one query after the other gets one object for each.
#[test]
fn a_query_without_an_answer_has_its_object() {
    let folder = tempfile::tempdir().unwrap();
    put_example(folder.path());
    answers(folder.path(), "add -m m --input units.jsonl --json");
    let long = "x".repeat(17 << 20);
    let typed = format!("The council was late.\nЗаседание началось.\n{long}\nThe council.\n");
    fs::write(folder.path().join("typed"), typed).unwrap();
    let (objects, errors) = answers(folder.path(), "lookup -m m --interactive --json < typed");
    assert_eq!((objects.len(), errors.len()), (4, 0), "{objects:?} {errors:?}");
    assert_eq!(objects[0]["query"], "The council was late.");
    assert_eq!(objects[1]["query"], "Заседание началось.");
    assert!(objects[2]["query"].is_null());
    assert!(objects[0]["matches"].is_array() && objects[3]["matches"].is_array());
    let (sections, mut seen) = (sections(), Keys::new());
    for object in &objects[1..3] {
        check(&sections["A query without an answer"], "", object, &mut seen, "lookup");
        assert!(object["error"]["message"].is_string());
    }
    // Lines that come through a pipe are answered one by one too.
    let mut command = muwazi(folder.path());
    command.args(["lookup", "-m", "m", "--json", "--input", "-"]).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut queries = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut queries, "Заседание.\nThe council.\n".as_bytes()).unwrap();
    drop(queries);
    let run = child.wait_with_output().unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((told.len(), run.status.code()), (2, Some(1)), "{told:?}");
    assert!(told[0]["error"]["kind"].is_string() && told[1]["matches"].is_array());
}

#[test]
fn every_key_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    put_example(folder.path());
    let sections = sections();
    let mut seen = BTreeMap::<&str, Keys>::new();
    for (section, line) in COMMANDS {
        if line.contains("m.tmx") {
            answers(folder.path(), "export -m m -o m.tmx");
            answers(folder.path(), "align a.ar.txt a.en.txt --into k");
        }
        let (objects, _) = answers(folder.path(), line);
        assert!(!objects.is_empty(), "{line}: no answer");
        for object in objects {
            check(&sections[*section], "", &object, seen.entry(section).or_default(), line);
        }
    }
    for line in FAILING {
        let (_, errors) = answers(folder.path(), line);
        let errors: Vec<&Value> = errors.iter().filter(|e| e["kind"] != "warning").collect();
        assert_eq!(errors.len(), 1, "{line}: one error");
        check(&sections["Errors"], "", errors[0], seen.entry("Errors").or_default(), line);
    }
    // Keys that come only in rare cases; all others must have been seen.
    let rare = [
        "nearest",
        "in_context",
        "settings",
        "memory",
        "created",
        "origin",
        "confidence",
        "reviewed",
        "notes",
        "documents",
        "NAME",
        "user",
        "conflicts",
        "detail",
        "penalties",
        "before",
        "repair",
        "weakest[]",
        "repair.",
    ];
    // Those have tests of their own.
    let apart =
        ["Warnings", "A query without an answer", "muwazi review --json", "muwazi serve --json"];
    for (section, keys) in sections.iter().filter(|(name, _)| !apart.contains(&name.as_str())) {
        for key in keys.keys().filter(|key| !rare.iter().any(|rare| key.contains(rare))) {
            let was_seen = seen.get(section.as_str()).is_some_and(|seen| seen.contains_key(key));
            assert!(was_seen, "{section}: {key} is told but was never written");
        }
    }
}
