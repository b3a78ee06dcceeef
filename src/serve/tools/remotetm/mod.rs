//! RemoteTM, by which Swordfish shares memories. Swordfish speaks it over HTTPS only, so the server needs TLS.

mod commands;
mod sessions;

use std::{fs, io::Write as _, sync::Arc};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, Response, StatusCode, Uri},
    routing::{get, post},
};
use serde_json::{Map, Value, json};

pub(in crate::serve) use self::sessions::Sessions;
use super::{QUESTION, Shared, Who, address::Parameters};
use crate::{
    error::{Error, Result},
    serve::{
        access::{Caller, Right},
        answer,
        front::{Class, Front, TokenPlace},
        limits::Limits,
        state::{State, readable},
    },
    service::live::Live,
};

/// The front. Swordfish asks below whatever address it is given.
pub(super) fn front(state: &Arc<State>) -> Front {
    let routes = Router::new()
        .route("/remotetm/remote", get(begin))
        .route("/remotetm/logout", get(end))
        .route("/remotetm/memories", get(memories).post(command))
        .route("/remotetm/upload", post(upload))
        .route("/remotetm/download", get(download))
        .with_state(Arc::clone(state));
    Front {
        prefix: "/remotetm",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Session,
        most,
        routes,
    }
}

fn most(path: &str, limits: &Limits) -> usize {
    if path.ends_with("/upload") { limits.upload } else { QUESTION }
}

/// A good answer.
fn good(mut body: Map<String, Value>) -> Response<Body> {
    body.insert("status".into(), "OK".into());
    answer::json(StatusCode::OK, &body)
}

/// An answer that says what is wrong. RemoteTM has the status of a good one.
fn bad(reason: &str) -> Response<Body> {
    answer::json(StatusCode::OK, &json!({ "status": "error", "reason": reason }))
}

fn answered(outcome: Result<Map<String, Value>>) -> Response<Body> {
    match outcome {
        Ok(body) => good(body),
        Err(Error { message, hint, .. }) => match hint {
            Some(hint) => bad(&format!("{message}: {hint}")),
            None => bad(&message),
        },
    }
}

fn map(key: &str, value: impl Into<Value>) -> Map<String, Value> {
    Map::from_iter([(key.to_owned(), value.into())])
}

/// The answer to whoever has no session.
fn denied() -> Response<Body> {
    let body = json!({ "status": "error", "reason": "there is no session: ask for a ticket" });
    answer::json(StatusCode::UNAUTHORIZED, &body)
}

/// The caller, if there is a session.
fn in_session(state: &State, headers: &HeaderMap, uri: &Uri) -> Option<Caller> {
    state.sessions.caller(headers, uri)
}

/// Gives a ticket to whoever came past the gate: the password is the token.
async fn begin(extract::State(state): Shared, Extension(caller): Who) -> Response<Body> {
    answered(state.sessions.begin(&caller).map(|ticket| map("ticket", ticket)))
}

async fn end(extract::State(state): Shared, headers: HeaderMap, uri: Uri) -> Response<Body> {
    state.sessions.end(&headers, &uri);
    good(Map::new())
}

/// The memories that the caller may read.
async fn memories(extract::State(state): Shared, headers: HeaderMap, uri: Uri) -> Response<Body> {
    let Some(caller) = in_session(&state, &headers, &uri) else { return denied() };
    let work = move |live: &Live| {
        let listed = readable(live, &caller, &[])?.into_iter().map(|memory| {
            let may_write = memory.is_writable() && caller.right(memory.name()) == Right::Write;
            json!({
                "id": memory.name(), "name": memory.name(), "owner": "muwazi", "open": true,
                "project": "", "subject": "", "client": "", "canWrite": may_write,
            })
        });
        Ok(map("memories", listed.collect::<Vec<_>>()))
    };
    answered(state.work(work).await)
}

async fn command(
    extract::State(state): Shared,
    headers: HeaderMap,
    uri: Uri,
    body: Bytes,
) -> Response<Body> {
    let Some(caller) = in_session(&state, &headers, &uri) else { return denied() };
    let asked: commands::Asked = match serde_json::from_slice(&body) {
        Ok(asked) => asked,
        Err(e) => return bad(&format!("not a command: {e}")),
    };
    let is_slow = asked.is_slow();
    let sessions = Arc::clone(&state.sessions);
    let work = move |live: &Live| asked.run(live, &caller, &sessions);
    answered(match is_slow {
        true => state.work_slowly(work).await,
        false => state.work(work).await,
    })
}

/// Takes a file, to be imported by a command.
async fn upload(
    extract::State(state): Shared,
    headers: HeaderMap,
    uri: Uri,
    body: Bytes,
) -> Response<Body> {
    let Some(caller) = in_session(&state, &headers, &uri) else { return denied() };
    if caller.is_without_token() {
        return denied();
    }
    let sessions = Arc::clone(&state.sessions);
    let work = move |_: &Live| {
        let mut file = tempfile::NamedTempFile::new().map_err(Error::cannot_write)?;
        file.write_all(&body).map_err(Error::cannot_write)?;
        let name = if body.starts_with(b"PK") { "upload.zip" } else { "upload.tmx" };
        Ok(map("file", sessions.keep(&caller, name.to_owned(), file)?))
    };
    answered(state.work(work).await)
}

/// Gives the file that a command has exported.
async fn download(extract::State(state): Shared, headers: HeaderMap, uri: Uri) -> Response<Body> {
    let Some(caller) = in_session(&state, &headers, &uri) else { return denied() };
    let Some(parameters) = Parameters::of(uri.query()) else {
        return answer::bad_request("the address is not in UTF-8");
    };
    let key = parameters.get("file").unwrap_or_default().to_owned();
    let sessions = Arc::clone(&state.sessions);
    let work = move |_: &Live| {
        let (name, file) = sessions.file(&caller, &key)?;
        let content =
            fs::read(file.path()).map_err(|e| Error::io("cannot read", file.path(), e))?;
        sessions.forget(&caller, &key);
        Ok((name, content))
    };
    match state.work(work).await {
        Ok((name, content)) => answer::download(&name, "application/xml", content),
        Err(_) => answer::refusal(&answer::NOT_FOUND),
    }
}
