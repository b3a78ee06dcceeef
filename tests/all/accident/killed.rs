//! Programs that are killed or told to end while they write, at any moment and at chosen writes.
//!
//! `MUWAZI_KILLS` sets how many: 20 where it is not set, 200 in the slow checks, 10,000 for a night
//! (`.ci/slow soak`). `MUWAZI_SEED` sets another order of commands.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Output},
    thread,
    time::Duration,
};

use super::desk::{self, Desk, Held, PROGRAM, Step};

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

/// The ways to end a program.
trait Killer {
    /// Starts a step and ends it; returns true if it was ended, false if it had finished.
    fn kill(&mut self, desk: &mut Desk, step: &Step) -> bool;
}

/// After a while, by the kind of the command; the while grows with each kill and shrinks with each
/// run that had finished, so that it fits any machine.
#[derive(Default)]
struct AtTimes(BTreeMap<&'static str, f64>);

impl Killer for AtTimes {
    fn kill(&mut self, desk: &mut Desk, step: &Step) -> bool {
        let span = self.0.entry(step.kind).or_insert(40_000.0);
        let wait = Duration::from_micros(desk.random.below(*span as u64));
        let mut child = desk::command(PROGRAM, &desk.folder).args(&step.args).spawn().unwrap();
        thread::sleep(wait);
        end(&mut child, desk.random.below(3));
        let ended = was_ended(&child.wait_with_output().unwrap());
        *span = (*span * if ended { 1.05 } else { 0.9 }).clamp(1000.0, 1e7);
        ended
    }
}

/// Returns false for a program that had finished before. None may fail.
fn was_ended(output: &Output) -> bool {
    match output.status.code() {
        // On Windows a killed program has this status, too.
        Some(1) if cfg!(windows) => true,
        Some(0 | 1) => false,
        // Those of signals that a program sees to.
        None | Some(130 | 143) => true,
        Some(code) => panic!("status {code}: {}", String::from_utf8_lossy(&output.stderr)),
    }
}

/// Kills a program, or tells it to end as a terminal or a system does.
fn end(child: &mut Child, way: u64) {
    let signal = ["-KILL", "-TERM", "-INT"][way as usize];
    let told = cfg!(unix)
        && std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .stderr(std::process::Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
    if !told {
        let _ = child.kill();
    }
}

/// At the n-th call of the system that writes, names or removes something, by strace.
#[derive(Default)]
struct AtWrites(BTreeMap<&'static str, f64>);

const CALLS: &str = "pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,\
                     unlinkat,mkdir,link,linkat";

impl Killer for AtWrites {
    fn kill(&mut self, desk: &mut Desk, step: &Step) -> bool {
        let most = self.0.entry(step.kind).or_insert(40.0);
        let call = 1 + desk.random.below(*most as u64);
        let output = desk::command("strace", &desk.folder)
            .args(["-f", "-qqq", "-o", "/dev/null", "-e", &format!("trace={CALLS}")])
            .args(["-e", &format!("inject={CALLS}:signal=KILL:when={call}"), PROGRAM])
            .args(&step.args)
            .output()
            .unwrap();
        let ended = was_ended(&output);
        *most = (*most * if ended { 1.05 } else { 0.9 }).clamp(4.0, 1e5);
        ended
    }
}

/// Ends programs until enough were; after each, the memory is as before the command or as after it,
/// as after it where that was reported, and so is the file that it writes.
fn soak(killer: &mut dyn Killer, kills: u64) {
    let seed = number("MUWAZI_SEED", 0x2545_F491_4F6C_DD1D);
    let (mut folder, mut done, mut ended) = (tempfile::tempdir().unwrap(), 0, 0);
    let mut desk = Desk::new(folder.path(), seed);
    let mut kinds = BTreeMap::<&str, (u64, u64)>::new();
    let mut before = None;
    while ended < kills {
        if before.as_ref().is_some_and(|held: &Held| held.units.len() > 2000) || done % 97 == 96 {
            // Memories are made again and again, too.
            let seed = desk.random.below(u64::MAX);
            folder = tempfile::tempdir().unwrap();
            (desk, before) = (Desk::new(folder.path(), seed), None);
        }
        let step = desk.step(before.as_ref());
        let spare = tempfile::tempdir().unwrap();
        desk.copy_to(spare.path());
        let killed = killer.kill(&mut desk, &step);
        let said = format!("seed {seed}, command {done}: {:?}", step.args);
        before = check(&desk, spare.path(), &step, before, killed, &said);
        let count = kinds.entry(step.kind).or_default();
        if killed {
            ended += 1;
            count.0 += 1;
        } else {
            count.1 += 1;
        }
        done += 1;
    }
    println!("{ended} of {done} commands ended; by kind, ended and finished: {kinds:?}");
}

/// Compares with a run of the same command that nobody ended, in a copy of the folder.
fn check(
    desk: &Desk,
    spare: &Path,
    step: &Step,
    before: Option<Held>,
    killed: bool,
    said: &str,
) -> Option<Held> {
    let now = desk::held(&desk.memory());
    let old = step.output.map(|name| fs::read(spare.join(name)).ok());
    let new = step.output.map(|name| fs::read(desk.folder.join(name)).ok());
    if killed && now == before && old == new {
        return now;
    }
    let after = desk::run(step, spare);
    assert!(after.status.code().is_some_and(|code| code < 2), "{said}: {after:?}");
    let expected = desk::held(&spare.join("m.muwazi"));
    assert!(
        now == expected || killed && now == before,
        "{said}: the memory is neither as before nor as after\n{before:?}\n{now:?}\n{expected:?}"
    );
    let expected = step.output.map(|name| fs::read(spare.join(name)).ok());
    assert!(new == expected || killed && new == old, "{said}: the output is not whole");
    now
}

#[test]
fn killed_at_any_moment_nothing_is_lost() {
    soak(&mut AtTimes::default(), number("MUWAZI_KILLS", 20));
}

#[test]
#[ignore = "needs strace"]
fn killed_at_chosen_writes_nothing_is_lost() {
    crate::support::tools::tool("strace", "-V");
    soak(&mut AtWrites::default(), number("MUWAZI_KILLS", 20));
}
