//! Memories and their units.

use std::collections::BTreeMap;

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{self, Path, Query},
    http::Response,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Parameters, Parts, Shared, Who, done, given, question, take};
use crate::{
    error::{Error, ErrorKind, Result},
    lang::Lang,
    memory::LanguageStats,
    serve::{
        access::{Caller, Right},
        state::{allowed, readable},
    },
    service::live::{
        EditRequest, HistoryRequest, Live, LiveMemory, NewUnit, OperationLine, UndoRequest,
        UnitOutcome,
    },
    unit::{Unit, UnitId},
};

#[derive(Serialize)]
struct Listed {
    name: String,
    right: Right,
    languages: Vec<LanguageStats>,
    penalty: u32,
    /// Reviews can be begun whose rows go into it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reviews: bool,
}

#[derive(Serialize)]
struct Memories {
    memories: Vec<Listed>,
}

pub(super) async fn list(extract::State(state): Shared, Extension(caller): Who) -> Response<Body> {
    let has_reviews = state.has_reviews;
    done(&state, caller, move |live, caller| {
        let listed = |memory: &LiveMemory| {
            let (name, languages) = (memory.name().to_owned(), memory.languages()?);
            let right = match memory.is_writable() {
                true => caller.right(&name),
                false => caller.right(&name).min(Right::Read),
            };
            let reviews = has_reviews && right == Right::Write;
            Ok(Listed { right, name, languages, penalty: memory.penalty(), reviews })
        };
        let memories =
            readable(live, caller, &[])?.into_iter().map(listed).collect::<Result<_>>()?;
        Ok(Memories { memories })
    })
    .await
}

#[derive(Serialize)]
struct Languages {
    languages: Vec<LanguageStats>,
}

pub(super) async fn languages(
    extract::State(state): Shared,
    Extension(caller): Who,
) -> Response<Body> {
    done(&state, caller, |live, caller| {
        let mut sums = BTreeMap::<Lang, (u64, u64)>::new();
        for memory in readable(live, caller, &[])? {
            for stats in memory.languages()? {
                let (texts, chars) = sums.entry(stats.lang).or_default();
                *texts += stats.texts;
                *chars += stats.chars;
            }
        }
        let stats = |(lang, (texts, chars))| LanguageStats { lang, texts, chars };
        Ok(Languages { languages: sums.into_iter().map(stats).collect() })
    })
    .await
}

pub(super) async fn stats(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    done(&state, caller, move |live, caller| allowed(live, caller, &name, Right::Read)?.stats())
        .await
}

/// A unit and its number.
#[derive(Serialize)]
struct Numbered {
    unit: UnitId,
    #[serde(flatten)]
    content: Unit,
}

pub(super) async fn unit(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<(String, UnitId)>,
) -> Response<Body> {
    let Path((name, unit)) = take!(given(path));
    done(&state, caller, move |live, caller| {
        let content = allowed(live, caller, &name, Right::Read)?.unit(unit)?;
        Ok(Numbered { unit, content })
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToAdd {
    units: Vec<NewUnit>,
}

/// The person on whose behalf something is written.
#[derive(Deserialize)]
pub(super) struct Behalf {
    user: Option<String>,
}

#[derive(Serialize)]
struct Added {
    units: Vec<UnitOutcome>,
}

/// The name that the history shows: that of the token. Only the administrator's may give another.
fn user(caller: &Caller, given: Option<String>) -> String {
    given.filter(|_| caller.is_admin()).unwrap_or_else(|| caller.name.to_string())
}

/// Does work on a memory that the caller may write.
fn writing<A>(
    live: &Live,
    caller: &Caller,
    (name, by): (&str, Option<String>),
    work: impl FnOnce(&LiveMemory, Option<&str>) -> Result<A>,
) -> Result<A> {
    let memory = allowed(live, caller, name, Right::Write)?;
    work(memory, Some(&user(caller, by)))
}

pub(super) async fn add(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    query: Parameters<Behalf>,
    body: Bytes,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let Query(Behalf { user }) = take!(given(query));
    let ToAdd { units } = take!(question(&body));
    done(&state, caller, move |live, caller| {
        writing(live, caller, (&name, user), |memory, user| {
            Ok(Added { units: memory.add(&units, user)? })
        })
    })
    .await
}

pub(super) async fn edit(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<(String, UnitId)>,
    query: Parameters<Behalf>,
    body: Bytes,
) -> Response<Body> {
    let Path((name, unit)) = take!(given(path));
    let Query(Behalf { user }) = take!(given(query));
    let asked: EditRequest = take!(question(&body));
    done(&state, caller, move |live, caller| {
        writing(live, caller, (&name, user), |memory, user| memory.edit(unit, &asked, user))
    })
    .await
}

pub(super) async fn remove_one(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<(String, UnitId)>,
    query: Parameters<Behalf>,
) -> Response<Body> {
    let Path((name, unit)) = take!(given(path));
    let Query(Behalf { user }) = take!(given(query));
    done(&state, caller, move |live, caller| {
        writing(live, caller, (&name, user), |memory, user| {
            let removed = memory.remove(&[unit], user)?;
            match removed.missing.is_empty() {
                true => Ok(removed),
                false => Err(Error::new(ErrorKind::NotFound, format!("there is no unit {unit}"))),
            }
        })
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToRemove {
    units: Vec<UnitId>,
}

pub(super) async fn remove(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    query: Parameters<Behalf>,
    body: Bytes,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let Query(Behalf { user }) = take!(given(query));
    let ToRemove { units } = take!(question(&body));
    done(&state, caller, move |live, caller| {
        writing(live, caller, (&name, user), |memory, user| memory.remove(&units, user))
    })
    .await
}

#[derive(Serialize)]
struct History {
    operations: Vec<OperationLine>,
}

/// The parameters of a history, as an address has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    unit: Option<UnitId>,
    since: Option<Timestamp>,
    limit: Option<usize>,
}

pub(super) async fn history(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    query: Parameters<Wanted>,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let Query(Wanted { unit, since, limit }) = take!(given(query));
    done(&state, caller, move |live, caller| {
        let memory = allowed(live, caller, &name, Right::Read)?;
        let operations = memory.history(&HistoryRequest { unit, since, limit })?;
        Ok(History { operations })
    })
    .await
}

pub(super) async fn undo(
    extract::State(state): Shared,
    Extension(caller): Who,
    path: Parts<String>,
    query: Parameters<Behalf>,
    body: Bytes,
) -> Response<Body> {
    let Path(name) = take!(given(path));
    let Query(Behalf { user }) = take!(given(query));
    let asked: UndoRequest = take!(question(&body));
    done(&state, caller, move |live, caller| {
        writing(live, caller, (&name, user), |memory, user| memory.undo(&asked, user))
    })
    .await
}
