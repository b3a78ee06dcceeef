//! Power that is cut at any moment of a command, over what was not synced by then.
//!
//! Each command runs under strace; its calls are played on a disk that forgets, up to some moment;
//! what is left is read as a memory. `MUWAZI_POWER_CUTS` sets how many cuts there are: 300 where it
//! is not set, more for a night (`.ci/slow soak`).

use std::{fs, path::Path};

use super::{
    desk::{self, Desk, Held, Step},
    disk::Disk,
    trace,
};

/// The cuts during each command, one of them after it has reported.
const CUTS: u64 = 12;
/// The commands in one folder.
const COMMANDS: usize = 15;

#[test]
#[ignore = "needs strace"]
fn power_cut_at_any_moment_loses_nothing_reported() {
    crate::support::tools::tool("strace", "-V");
    let cuts = std::env::var("MUWAZI_POWER_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let (mut done, mut seed) = (0, 0x9E37_79B9_7F4A_7C15_u64);
    while done < cuts {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        done += day(seed, cuts - done, true);
    }
}

/// A disk that never syncs is one on which things are lost: the cuts show it.
#[test]
#[ignore = "needs strace"]
#[should_panic]
fn power_cut_shows_what_is_not_synced() {
    crate::support::tools::tool("strace", "-V");
    day(1, 100, false);
}

/// What a folder holds: the memory, and the file that a command writes.
type State = (Option<Held>, Option<Vec<u8>>);

/// A new folder and some commands in it; returns the number of cuts.
fn day(seed: u64, most: u64, syncs: bool) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let mut desk = Desk::new(folder, seed);
    if seed % 2 == 1 {
        // The first command brings a memory of an earlier version to this one.
        crate::memory::reading::version_3(&desk.memory());
    }
    let (mut held, mut cuts, mut disk) = (held_in_copy(&desk), 0, Disk::of(folder));
    for _ in 0..COMMANDS {
        let step = desk.step(held.as_ref());
        disk.take_others(folder, &["f.tmx", "f.tsv"]);
        let before = (held, output(&step, folder));
        let calls = trace::trace(&step, folder);
        let after = (held_in_copy(&desk), output(&step, folder));
        let mut moments: Vec<usize> =
            (1..CUTS).map(|_| desk.random.below(calls.len() as u64) as usize).collect();
        moments.sort_unstable();
        moments.push(calls.len());
        let mut at = 0;
        for moment in moments {
            let new = calls[at..moment].iter().filter(|call| syncs || !call.is_sync());
            new.for_each(|call| disk.call(call.clone()));
            at = moment;
            let left = tempfile::tempdir().unwrap();
            disk.cut(&mut desk.random, left.path());
            let reported = moment == calls.len();
            let said = format!("seed {seed:#x}, {:?}, call {moment} of {}", step.args, calls.len());
            check(left.path(), &step, (!reported).then_some(&before), &after, &said);
            cuts += 1;
        }
        same(&disk, folder);
        held = after.0;
        if cuts >= most {
            break;
        }
    }
    cuts
}

fn output(step: &Step, folder: &Path) -> Option<Vec<u8>> {
    step.output.and_then(|name| fs::read(folder.join(name)).ok())
}

/// Reads a copy, for a reader may write too, and nobody traces it.
fn held_in_copy(desk: &Desk) -> Option<Held> {
    let copy = tempfile::tempdir().unwrap();
    desk.copy_to(copy.path());
    desk::held(&copy.path().join("m.muwazi"))
}

/// What is left is as after the command or, where it had not reported yet, as before; and people can
/// go on with it.
fn check(left: &Path, step: &Step, before: Option<&State>, after: &State, said: &str) {
    println!("{said}");
    let now: State = (desk::held(&left.join("m.muwazi")), output(step, left));
    assert!(
        now == *after || before.is_some_and(|before| now == *before),
        "{said}: neither as before nor as after\n{before:?}\n{now:?}\n{after:?}"
    );
    if before.is_some_and(|before| now == *before) {
        let again = desk::run(step, left);
        assert!(again.status.code().is_some_and(|code| code < 2), "{said}: {again:?}");
        assert_eq!(desk::held(&left.join("m.muwazi")), after.0, "{said}");
    }
}

/// What was traced is all that happened.
fn same(disk: &Disk, folder: &Path) {
    let seen = disk.seen();
    let mut files = 0;
    for (name, bytes) in &seen {
        // Programs share it as memory; nothing of it has to last.
        if !name.to_string_lossy().ends_with("-shm") {
            let real = fs::read(folder.join(name)).unwrap();
            assert!(real == *bytes, "{} is not as traced", name.display());
        }
        files += 1;
    }
    assert_eq!(files, Disk::of(folder).seen().len(), "{:?}", seen.keys());
}
