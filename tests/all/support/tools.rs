//! Programs that some tests call. Those tests are ignored by default; run all the same, they fail
//! where the program is missing.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A command, once the program is known to start with the argument `probe`.
#[track_caller]
pub(crate) fn tool(program: &str, probe: &str) -> Command {
    let mut asked = Command::new(program);
    asked.arg(probe).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let starts = asked.status().is_ok_and(|status| status.success());
    assert!(starts, "this test needs the program {program}, which does not start");
    Command::new(program)
}

/// Runs a Python script with arguments, and returns its standard output.
#[track_caller]
pub(crate) fn python(script: &Path, arguments: impl IntoIterator<Item: AsRef<OsStr>>) -> String {
    let out = tool("python3", "--version").arg(script).args(arguments).output().unwrap();
    assert!(out.status.success(), "{}: {}", script.display(), said(&out));
    String::from_utf8(out.stdout).unwrap()
}

/// Validates XML files against a schema; `option` tells its kind: `--schema`, `--dtdvalid` or
/// `--relaxng`.
#[track_caller]
pub(crate) fn validate(option: &str, schema: &Path, files: &[PathBuf]) {
    let done = tool("xmllint", "--version")
        .args(["--noout", "--nonet", "--huge", option])
        .arg(schema)
        .args(files)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}: {}", schema.display(), said(&done));
}

/// The beginning of what a program wrote to standard error.
fn said(out: &Output) -> String {
    String::from_utf8_lossy(&out.stderr).chars().take(2000).collect()
}
