//! Archives with more members than a program may have open files.

use std::{fs::File, io::Write, path::Path, process::Command};

use muwazi::{SqliteStore, Store};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::run;

/// Writes an archive of so many files of one unit each; every second one is stored.
fn archive(path: &Path, members: usize) {
    let mut zip = ZipWriter::new(File::create(path).unwrap());
    for i in 0..members {
        let method = [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated][i % 2];
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(format!("folder/{i}.tsv"), options).unwrap();
        write!(zip, "en\tar\ntext {i}\tنص {i}\n").unwrap();
    }
    zip.finish().unwrap();
}

/// Imports an archive with so many handles.
fn import(members: usize, handles: usize) {
    let folder = tempfile::tempdir().unwrap();
    archive(&folder.path().join("a.zip"), members);
    let mut command = Command::new("sh");
    command.args(["-c", &format!(r#"ulimit -n {handles}; exec "$0" "$@""#)]);
    command.arg(env!("CARGO_BIN_EXE_muwazi")).args(["import", "-q", "-m", "m", "a.zip"]);
    let (status, said) = run(command.current_dir(folder.path()));
    assert_eq!(status, Some(0), "{said}");
    let count = SqliteStore::open(&folder.path().join("m")).unwrap().count().unwrap();
    assert_eq!(count, members as u64);
}

#[test]
fn an_archive_needs_one_handle_for_all_its_members() {
    import(100, 32);
}

#[test]
#[ignore = "takes minutes: each file is on disk before the next"]
fn an_archive_of_ten_thousand_files() {
    import(10_000, 1024);
}
