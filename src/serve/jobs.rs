//! Work that takes longer than a request: it gets a number, and whoever began it asks how far it is.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde::Serialize;
use serde_json::Value;

use super::{access::Caller, answer};
use crate::{
    error::{Error, ErrorKind, Result},
    service::live::Progress,
};

/// Jobs that run at the same time; more are refused.
const MOST_RUNNING: usize = 4;
/// Jobs that are remembered.
const MOST_KEPT: usize = 100;
/// The time that a finished job is remembered.
const KEPT_FOR: Duration = Duration::from_secs(3600);

/// Jobs of a server.
#[derive(Default)]
pub(super) struct Jobs(Mutex<All>);

#[derive(Default)]
struct All {
    last: u64,
    jobs: BTreeMap<u64, Job>,
    /// The server ends: no job begins.
    ended: bool,
}

struct Job {
    owner: Arc<str>,
    kind: &'static str,
    progress: Arc<Progress>,
    /// The outcome and its moment, once it is done.
    finished: Option<(Instant, Result<Finished>)>,
}

/// The result of a job: an object and, of an export, a file.
pub(super) struct Finished {
    pub(super) result: Value,
    pub(super) file: Option<ResultFile>,
}

/// A file that a job has made.
pub(super) struct ResultFile {
    pub(super) name: String,
    pub(super) file: tempfile::NamedTempFile,
}

/// A job as its owner sees it.
#[derive(Serialize)]
pub(super) struct JobState<'j> {
    job: u64,
    kind: &'static str,
    /// `running`, `done` or `failed`.
    state: &'static str,
    done: u64,
    total: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'j Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<answer::ProblemOf<'j, ErrorKind>>,
}

impl Jobs {
    /// Begins a job and returns its number.
    pub(super) fn begin(
        self: &Arc<Self>,
        caller: &Caller,
        kind: &'static str,
        work: impl FnOnce(&Progress) -> Result<Finished> + Send + 'static,
    ) -> Result<u64> {
        let progress = Arc::<Progress>::default();
        let number = {
            let mut all = self.all();
            all.forget();
            let running = all.jobs.values().filter(|job| job.finished.is_none()).count();
            if all.ended || running >= MOST_RUNNING {
                let message = format!("{running} imports and exports are running");
                return Err(Error::new(ErrorKind::Service, message).hint("wait for one to end"));
            }
            all.last += 1;
            let (owner, progress) = (Arc::clone(&caller.name), Arc::clone(&progress));
            let job = Job { owner, kind, progress, finished: None };
            let number = all.last;
            all.jobs.insert(number, job);
            number
        };
        let jobs = Arc::clone(self);
        let run = move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&progress)));
            let done = done.unwrap_or_else(|_| {
                Err(Error::new(ErrorKind::Internal, "a fault of the program; please report it"))
            });
            if let Some(job) = jobs.all().jobs.get_mut(&number) {
                job.finished = Some((Instant::now(), done));
            }
        };
        if let Err(e) = thread::Builder::new().spawn(run) {
            self.all().jobs.remove(&number);
            let message = format!("the system gives no thread: {e}");
            return Err(Error::new(ErrorKind::Service, message).because(e));
        }
        Ok(number)
    }

    /// Hands out the state of a job of the caller; `None` where there is none of that number.
    pub(super) fn state<T>(
        &self,
        caller: &Caller,
        number: u64,
        take: impl FnOnce(&JobState<'_>) -> T,
    ) -> Option<T> {
        let all = self.all();
        let job = all.jobs.get(&number).filter(|job| job.is_of(caller))?;
        let finished = job.finished.as_ref().map(|(_, outcome)| outcome);
        let state = match finished {
            None => "running",
            Some(Ok(_)) => "done",
            Some(Err(_)) => "failed",
        };
        Some(take(&JobState {
            job: number,
            kind: job.kind,
            state,
            done: job.progress.done(),
            total: job.progress.total(),
            result: finished.and_then(|f| f.as_ref().ok()).map(|f| &f.result),
            error: finished.and_then(|f| f.as_ref().err()).map(answer::problem_of),
        }))
    }

    /// The file that a job of the caller has made, and its name.
    pub(super) fn file(&self, caller: &Caller, number: u64) -> Option<Result<(String, Vec<u8>)>> {
        let opened = {
            let all = self.all();
            let job = all.jobs.get(&number).filter(|job| job.is_of(caller))?;
            let (_, outcome) = job.finished.as_ref()?;
            let made = outcome.as_ref().ok()?.file.as_ref()?;
            (made.name.clone(), made.file.reopen())
        };
        let read = |(name, file): (String, std::io::Result<File>)| {
            let mut content = Vec::new();
            file.and_then(|mut file| file.read_to_end(&mut content)).map_err(Error::cannot_read)?;
            Ok((name, content))
        };
        Some(read(opened))
    }

    /// Ends a job of the caller and forgets it; `false` where there is none of that number.
    pub(super) fn end(&self, caller: &Caller, number: u64) -> bool {
        let mut all = self.all();
        let Some(job) = all.jobs.get(&number).filter(|job| job.is_of(caller)) else { return false };
        job.progress.stop();
        if job.finished.is_some() {
            all.jobs.remove(&number);
        }
        true
    }

    /// Asks all jobs to end, for the server does, and waits for them a while.
    pub(super) fn end_all(&self, patience: Duration) {
        let start = Instant::now();
        let is_running = |all: &mut All| {
            all.ended = true;
            all.jobs.values().for_each(|job| job.progress.stop());
            all.jobs.values().any(|job| job.finished.is_none())
        };
        while is_running(&mut self.all()) && start.elapsed() < patience {
            thread::sleep(Duration::from_millis(20));
        }
        // Files of exports are removed with them.
        self.all().jobs.clear();
    }

    fn all(&self) -> std::sync::MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl All {
    /// Forgets what nobody will ask for.
    fn forget(&mut self) {
        let is_old = |job: &Job| {
            job.finished.as_ref().is_some_and(|(moment, _)| moment.elapsed() > KEPT_FOR)
        };
        self.jobs.retain(|_, job| !is_old(job));
        while self.jobs.len() >= MOST_KEPT {
            let oldest = self.jobs.iter().find(|(_, job)| job.finished.is_some());
            let Some(number) = oldest.map(|(number, _)| *number) else { return };
            self.jobs.remove(&number);
        }
    }
}

impl Job {
    fn is_of(&self, caller: &Caller) -> bool {
        caller.is_admin() || *self.owner == *caller.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(value: u64) -> Result<Finished> {
        Ok(Finished { result: value.into(), file: None })
    }

    fn wait(jobs: &Jobs, caller: &Caller, number: u64) -> Value {
        for _ in 0..1000 {
            let state = jobs.state(caller, number, |state| serde_json::to_value(state).unwrap());
            let state = state.unwrap();
            if state["state"] != "running" {
                return state;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("it does not end");
    }

    #[test]
    fn a_job_is_its_owners() {
        let (jobs, admin, local) = (Arc::new(Jobs::default()), Caller::admin(), Caller::local());
        let job = jobs.begin(&admin, "export", |_| finished(7)).unwrap();
        assert_eq!(wait(&jobs, &admin, job)["result"], 7);
        assert!(jobs.state(&local, job, |_| ()).is_none() && !jobs.end(&local, job));
        assert!(jobs.end(&admin, job) && jobs.state(&admin, job, |_| ()).is_none());
    }

    #[test]
    fn faults_are_told_and_too_many_are_refused() {
        let (jobs, admin) = (Arc::new(Jobs::default()), Caller::admin());
        let fault = Error::new(ErrorKind::Format, "odd");
        let job = jobs.begin(&admin, "import", |_| Err(fault)).unwrap();
        let state = wait(&jobs, &admin, job);
        assert_eq!(
            (&state["state"], &state["error"]["message"]),
            (&"failed".into(), &"odd".into())
        );
        let (release, held) = std::sync::mpsc::channel::<()>();
        let held = Arc::new(Mutex::new(held));
        for _ in 0..MOST_RUNNING {
            let held = Arc::clone(&held);
            let wait = move |_: &Progress| {
                held.lock().unwrap().recv().ok();
                finished(0)
            };
            jobs.begin(&admin, "import", wait).unwrap();
        }
        assert!(jobs.begin(&admin, "import", |_| finished(0)).is_err());
        drop(release);
        jobs.end_all(Duration::from_secs(5));
        assert!(jobs.begin(&admin, "import", |_| finished(0)).is_err(), "the server ends");
    }
}
