//! Sessions of RemoteTM: a ticket stands for the token with which it was taken, for some hours. Files that
//! come and go are kept with it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::http::{HeaderMap, Uri};
use tempfile::NamedTempFile;

use crate::{
    error::{Error, ErrorKind, Result},
    serve::{access::Caller, guard::Token},
};

/// The time after which an unused ticket is worth nothing.
const LASTS: Duration = Duration::from_secs(12 * 3600);
/// The time that a file is kept.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// Tickets of one caller; a further one takes the place of the oldest.
const MOST_TICKETS: usize = 64;
/// Files of one caller, likewise.
const MOST_FILES: usize = 8;

/// The sessions of a server.
#[derive(Default)]
pub(in crate::serve) struct Sessions(Mutex<All>);

#[derive(Default)]
struct All {
    tickets: BTreeMap<String, Session>,
    files: BTreeMap<String, Kept>,
}

struct Session {
    caller: Caller,
    used: Instant,
}

/// A file that came or goes.
struct Kept {
    owner: Arc<str>,
    since: Instant,
    name: String,
    file: Arc<NamedTempFile>,
}

impl Sessions {
    /// Begins a session and returns its ticket.
    pub(super) fn begin(&self, caller: &Caller) -> Result<String> {
        self.begin_at(caller, Instant::now())
    }

    fn begin_at(&self, caller: &Caller, now: Instant) -> Result<String> {
        let ticket = Token::random()?.as_str().to_owned();
        let mut all = self.all(now);
        let own = |session: &Session| session.caller.name == caller.name;
        while all.tickets.values().filter(|session| own(session)).count() >= MOST_TICKETS {
            let oldest = all.tickets.iter().filter(|(_, session)| own(session));
            let oldest = oldest.min_by_key(|(_, session)| session.used).map(|(t, _)| t.clone());
            let Some(oldest) = oldest else { break };
            all.tickets.remove(&oldest);
        }
        all.tickets.insert(ticket.clone(), Session { caller: caller.clone(), used: now });
        Ok(ticket)
    }

    /// The caller of a ticket, which the header `Session` or the parameter `session` holds.
    pub(in crate::serve) fn caller(&self, headers: &HeaderMap, uri: &Uri) -> Option<Caller> {
        self.caller_at(ticket(headers, uri)?, Instant::now())
    }

    fn caller_at(&self, ticket: &str, now: Instant) -> Option<Caller> {
        let mut all = self.all(now);
        let session = all.tickets.get_mut(ticket)?;
        session.used = now;
        Some(session.caller.clone())
    }

    /// Ends a session.
    pub(super) fn end(&self, headers: &HeaderMap, uri: &Uri) {
        if let Some(ticket) = ticket(headers, uri) {
            self.all(Instant::now()).tickets.remove(ticket);
        }
    }

    /// Keeps a file for a caller and returns its name in questions.
    pub(super) fn keep(
        &self,
        caller: &Caller,
        name: String,
        file: NamedTempFile,
    ) -> Result<String> {
        let key = Token::random()?.as_str().to_owned();
        let now = Instant::now();
        let mut all = self.all(now);
        let own = |kept: &Kept| kept.owner == caller.name;
        while all.files.values().filter(|kept| own(kept)).count() >= MOST_FILES {
            let oldest = all.files.iter().filter(|(_, kept)| own(kept));
            let Some(oldest) = oldest.min_by_key(|(_, kept)| kept.since).map(|(k, _)| k.clone())
            else {
                break;
            };
            all.files.remove(&oldest);
        }
        let kept = Kept { owner: Arc::clone(&caller.name), since: now, name, file: Arc::new(file) };
        all.files.insert(key.clone(), kept);
        Ok(key)
    }

    /// A file of a caller, and its name.
    pub(super) fn file(&self, caller: &Caller, key: &str) -> Result<(String, Arc<NamedTempFile>)> {
        let all = self.all(Instant::now());
        match all.files.get(key).filter(|kept| kept.owner == caller.name) {
            Some(kept) => Ok((kept.name.clone(), Arc::clone(&kept.file))),
            None => Err(Error::new(ErrorKind::Usage, "there is no such file")),
        }
    }

    /// Forgets a file.
    pub(super) fn forget(&self, caller: &Caller, key: &str) {
        let mut all = self.all(Instant::now());
        if all.files.get(key).is_some_and(|kept| kept.owner == caller.name) {
            all.files.remove(key);
        }
    }

    /// All, without what is over.
    fn all(&self, now: Instant) -> MutexGuard<'_, All> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let age = |since: Instant| now.saturating_duration_since(since);
        all.tickets.retain(|_, session| age(session.used) < LASTS);
        all.files.retain(|_, kept| age(kept.since) < KEPT_FOR);
        all
    }
}

/// The ticket of a request.
fn ticket<'r>(headers: &'r HeaderMap, uri: &'r Uri) -> Option<&'r str> {
    if let Some(header) = headers.get("session") {
        return header.to_str().ok();
    }
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("session="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_end_and_are_bounded() {
        let (sessions, now) = (Sessions::default(), Instant::now());
        let first = sessions.begin_at(&Caller::admin(), now).unwrap();
        assert!(first.len() == 32 && sessions.caller_at(&first, now) == Some(Caller::admin()));
        assert!(
            sessions.caller_at("", now).is_none() && sessions.caller_at(&first[1..], now).is_none()
        );
        let later = now + LASTS / 2;
        assert!(sessions.caller_at(&first, later).is_some(), "use renews it");
        assert!(sessions.caller_at(&first, later + LASTS / 2).is_some());
        assert!(sessions.caller_at(&first, later + LASTS * 2).is_none());
        let other = sessions.begin_at(&Caller::local(), now).unwrap();
        let tickets: Vec<String> = (0..MOST_TICKETS + 1)
            .map(|k| {
                sessions.begin_at(&Caller::admin(), now + Duration::from_secs(k as u64)).unwrap()
            })
            .collect();
        let end = now + Duration::from_secs(MOST_TICKETS as u64);
        assert!(sessions.caller_at(&tickets[0], end).is_none());
        assert!(sessions.caller_at(&tickets[1], end).is_some());
        assert!(sessions.caller_at(&other, end).is_some(), "nobody takes the place of another");
    }

    #[test]
    fn files_are_their_owners() {
        let sessions = Sessions::default();
        let keep = |caller: &Caller| {
            sessions.keep(caller, "a.tmx".into(), NamedTempFile::new().unwrap()).unwrap()
        };
        let key = keep(&Caller::admin());
        assert_eq!(sessions.file(&Caller::admin(), &key).unwrap().0, "a.tmx");
        assert!(sessions.file(&Caller::local(), &key).is_err());
        sessions.forget(&Caller::local(), &key);
        assert!(sessions.file(&Caller::admin(), &key).is_ok());
        let path = sessions.file(&Caller::admin(), &key).unwrap().1.path().to_owned();
        for _ in 0..MOST_FILES {
            keep(&Caller::admin());
        }
        assert!(sessions.file(&Caller::admin(), &key).is_err() && !path.exists());
        assert!(sessions.file(&Caller::admin(), "../x").is_err());
    }
}
