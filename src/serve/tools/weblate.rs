//! The interface of Weblate to its own memory (5.17): whatever asks Weblate can ask our memories.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{self, Path},
    http::{Response, StatusCode, Uri},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{QUESTION, Shared, Who, address::Parameters, code_of, lang_of, needs_token};
use crate::{
    error::{ErrorKind, Result},
    event::silent,
    lang::Lang,
    lookup::Match,
    serve::{
        access::{Caller, Right},
        answer,
        front::{Class, Front, TokenPlace},
        state::{State, allowed, readable},
    },
    service::live::{
        BatchRequest, BrowsePage, BrowseRequest, BrowseRow, Live, LiveMemory, QueryRequest,
    },
    unit::{Unit, UnitFilter, UnitId},
};

/// Texts of one look-up, and characters of a text.
const MOST_STRINGS: usize = 100;
const LONGEST_STRING: usize = 2000;
/// The lowest quality of a match.
const THRESHOLD: f64 = 75.0;
/// Rows of a page, if it is not said, and at most.
const PAGE_SIZE: (i64, i64) = (50, 1000);

/// The front.
pub(super) fn front(state: &Arc<State>) -> Front {
    let one = || get(unit).delete(remove);
    let routes = Router::new()
        .route("/api/memory", get(browse))
        .route("/api/memory/", get(browse))
        .route("/api/memory/lookup", post(look_up))
        .route("/api/memory/lookup/", post(look_up))
        .route("/api/memory/{id}", one())
        .route("/api/memory/{id}/", one())
        .with_state(Arc::clone(state));
    Front {
        prefix: "/api/memory",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Any,
        most: |_, _| QUESTION,
        routes,
    }
}

/// A question. Weblate has the languages and the project in the address; they may be in the body too.
#[derive(Deserialize)]
struct Asked {
    strings: Vec<String>,
    source_language: Option<String>,
    target_language: Option<String>,
    project: Option<String>,
    #[serde(default)]
    exact: bool,
}

/// The match of a text.
#[derive(Serialize)]
struct Found {
    query: String,
    #[serde(rename = "match")]
    found: Option<Entry>,
}

#[derive(Serialize)]
struct Entry {
    id: i64,
    source: String,
    target: String,
    origin: String,
    exact: bool,
    quality: u32,
}

/// The errors of a request, by the names of its fields.
fn invalid(field: &str, message: &str) -> Response<Body> {
    let error = json!({ "code": "invalid", "detail": message, "attr": field });
    let body = json!({ "type": "validation_error", "errors": [error] });
    answer::json(StatusCode::BAD_REQUEST, &body)
}

fn not_found() -> Response<Body> {
    let error = json!({ "code": "not_found", "detail": "Not found.", "attr": null });
    answer::json(StatusCode::NOT_FOUND, &json!({ "type": "client_error", "errors": [error] }))
}

/// The memories and the conditions that a project means: a memory of that name, or the units of the
/// project in all of them.
fn of_project<'l>(
    live: &'l Live,
    caller: &Caller,
    project: Option<&str>,
) -> Result<(Vec<&'l LiveMemory>, UnitFilter)> {
    let all = readable(live, caller, &[])?;
    let Some(project) = project else { return Ok((all, UnitFilter::default())) };
    if let Some(named) = all.iter().find(|memory| memory.name() == project) {
        return Ok((vec![*named], UnitFilter::default()));
    }
    let condition = format!("project={project}").parse();
    Ok((all, std::iter::once(condition).collect::<Result<_>>()?))
}

/// The number of a unit among all memories of the server.
fn number(live: &Live, memory: &str, unit: UnitId) -> i64 {
    let (place, count) = place(live, memory);
    unit.get().saturating_mul(count).saturating_add(place)
}

fn place(live: &Live, memory: &str) -> (i64, i64) {
    let place = live.memories().position(|known| known.name() == memory).unwrap_or(0);
    (place as i64, live.memories().count().max(1) as i64)
}

/// The memory and the unit of a number.
fn of_number(live: &Live, number: i64) -> Option<(&LiveMemory, UnitId)> {
    let count = live.memories().count().max(1) as i64;
    let memory = live.memories().nth(usize::try_from(number.rem_euclid(count)).ok()?)?;
    Some((memory, UnitId::new(number.div_euclid(count))))
}

async fn look_up(
    extract::State(state): Shared,
    Extension(caller): Who,
    uri: Uri,
    body: Bytes,
) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return answer::bad_request("the address is not in UTF-8");
    };
    let asked: Asked = match serde_json::from_slice(&body) {
        Ok(asked) => asked,
        Err(e) => return invalid("strings", &format!("not a question: {e}")),
    };
    let is_odd = |text: &String| text.is_empty() || text.chars().count() > LONGEST_STRING;
    match asked.strings.len() {
        0 => return invalid("strings", "This list may not be empty."),
        count if count > MOST_STRINGS => {
            return invalid("strings", "Ensure this field has no more than 100 elements.");
        }
        _ if asked.strings.iter().any(is_odd) => {
            return invalid("strings", "A string is empty or has more than 2000 characters.");
        }
        _ => {}
    }
    let lang = |name: &'static str, given: &Option<String>| {
        let code = parameters.get(name).or(given.as_deref());
        lang_of(code.ok_or((name, "This query parameter is required."))?)
            .ok_or((name, "Language not found."))
    };
    let (from, to) = match (
        lang("source_language", &asked.source_language),
        lang("target_language", &asked.target_language),
    ) {
        (Ok(from), Ok(to)) => (from, to),
        (Err((field, fault)), _) | (_, Err((field, fault))) => return invalid(field, fault),
    };
    let project = parameters.get("project").map(str::to_owned).or(asked.project);
    let exact = asked.exact || parameters.get("exact").is_some_and(|yes| yes != "false");
    let is_slow = project.as_deref().is_some_and(|name| state.live.memory(name).is_err());
    let Asked { strings, .. } = asked;
    let work = move |live: &Live| best(live, &caller, Lookup { strings, from, to, project, exact });
    let found = match is_slow {
        true => state.work_slowly(work).await,
        false => state.look_up(work).await,
    };
    match found {
        Ok(found) => answer::json(StatusCode::OK, &found),
        Err(e) => answer::problem(&e),
    }
}

/// A look-up of many texts.
struct Lookup {
    strings: Vec<String>,
    from: Lang,
    to: Lang,
    project: Option<String>,
    exact: bool,
}

/// The best match of each text.
fn best(live: &Live, caller: &Caller, asked: Lookup) -> Result<Vec<Found>> {
    let (memories, filter) = of_project(live, caller, asked.project.as_deref())?;
    let how = QueryRequest {
        from: Some(asked.from),
        to: Some(asked.to),
        min: THRESHOLD,
        // Several texts may be equal but for their letters.
        limit: if asked.exact { 50 } else { 5 },
        filter,
        ..QueryRequest::default()
    };
    let asked_all = BatchRequest { queries: asked.strings.clone(), in_order: false, how };
    let single = memories.first().map(|memory| memory.name()).unwrap_or_default();
    let entry = |query: &str, found: &Match| {
        let memory = found.memory.as_deref().unwrap_or(single);
        let exact = found.source == query;
        Entry {
            id: number(live, memory, found.unit),
            source: found.source.clone(),
            target: found.target.clone(),
            origin: memory.to_owned(),
            exact,
            quality: if exact { 100 } else { found.score.min(100) },
        }
    };
    let all = live.lookup_all(&memories, &asked_all, &mut silent())?;
    let mut out = Vec::new();
    for (query, answer) in asked.strings.into_iter().zip(all) {
        let matches = match answer {
            Ok(answer) => answer.matches,
            // Languages that no memory holds have no matches.
            Err(e) if e.kind == ErrorKind::Language => Vec::new(),
            Err(e) => return Err(e),
        };
        let same = matches.iter().find(|found| found.source == query);
        let near = matches.first().filter(|found| f64::from(found.score) >= THRESHOLD);
        let found = if asked.exact { same } else { same.or(near) };
        let found = found.map(|found| entry(&query, found));
        out.push(Found { query, found });
    }
    Ok(out)
}

/// An entry of the memory as Weblate shows it.
fn shown(live: &Live, memory: &str, row: &BrowseRow) -> serde_json::Value {
    let (source, target) = (&row.unit.variants[row.sides.0], &row.unit.variants[row.sides.1]);
    json!({
        "id": number(live, memory, row.id),
        "source": source.text.text,
        "target": target.text.text,
        "source_language": code_of(&source.lang),
        "target_language": code_of(&target.lang),
        "origin": row.unit.document().unwrap_or(memory),
        "project": row.unit.project(),
        "from_file": true,
        "shared": true,
    })
}

/// Units page by page.
async fn browse(extract::State(state): Shared, Extension(caller): Who, uri: Uri) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return answer::bad_request("the address is not in UTF-8");
    };
    let lang = |name: &'static str| match parameters.get(name) {
        Some(code) => lang_of(code).map(Some).ok_or((name, "Language not found.")),
        None => Ok(None),
    };
    let (from, to) = match (lang("source_language"), lang("target_language")) {
        (Ok(from), Ok(to)) => (from, to),
        (Err((field, fault)), _) | (_, Err((field, fault))) => return invalid(field, fault),
    };
    let (usual, most) = PAGE_SIZE;
    let size = parameters.number("page_size").filter(|size| *size > 0).unwrap_or(usual).min(most);
    let page = match parameters.get("page").map(|page| page.parse::<u32>()) {
        None => 1,
        Some(Ok(page)) if page > 0 => page,
        Some(_) => return not_found(),
    };
    let (size, source) = (size as usize, parameters.get("source").map(str::to_owned));
    let offset = (page as usize - 1).saturating_mul(size);
    let project = parameters.get("project").map(str::to_owned);
    let work = move |live: &Live| {
        let (memories, filter) = of_project(live, &caller, project.as_deref())?;
        let asked = BrowseRequest { source, from, to, filter, offset, limit: size };
        let BrowsePage { total, rows } = live.browse(&memories, &asked)?;
        let rows = rows.iter().map(|row| shown(live, memories[row.memory].name(), row));
        Ok((total, rows.collect::<Vec<_>>()))
    };
    match state.work_slowly(work).await {
        Ok((_, rows)) if rows.is_empty() && page > 1 => not_found(),
        Ok((total, rows)) => {
            let of = |page: u32| page_address(&uri, page);
            let next = (offset + rows.len() < total).then(|| of(page.saturating_add(1)));
            let previous = (page > 1).then(|| of(page - 1));
            let body =
                json!({ "count": total, "next": next, "previous": previous, "results": rows });
            answer::json(StatusCode::OK, &body)
        }
        Err(e) => answer::problem(&e),
    }
}

/// The address of another page, without a host: the server may have several names.
fn page_address(uri: &Uri, page: u32) -> String {
    let query = uri.query().unwrap_or_default();
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("page="));
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    pairs.push(format!("page={page}"));
    format!("{}?{}", uri.path(), pairs.join("&"))
}

/// A unit, if it is there and the caller may see it.
fn one<'l>(
    live: &'l Live,
    caller: &Caller,
    number: i64,
    right: Right,
) -> Result<Option<(&'l LiveMemory, UnitId, Unit)>> {
    let Some((memory, unit)) = of_number(live, number) else { return Ok(None) };
    if caller.right(memory.name()) == Right::None {
        return Ok(None);
    }
    let found = memory.units(&[unit])?.pop().flatten();
    allowed(live, caller, memory.name(), right)?;
    Ok(found.map(|found| (memory, unit, found)))
}

async fn unit(
    extract::State(state): Shared,
    Extension(caller): Who,
    Path(id): Path<String>,
) -> Response<Body> {
    let Ok(id) = id.parse::<i64>() else { return not_found() };
    let work = move |live: &Live| {
        let Some((memory, id, unit)) = one(live, &caller, id, Right::Read)? else {
            return Ok(None);
        };
        let Some(sides) = BrowseRequest::default().sides(&unit) else { return Ok(None) };
        Ok(Some(shown(live, memory.name(), &BrowseRow { memory: 0, id, unit, sides })))
    };
    match state.work(work).await {
        Ok(Some(row)) => answer::json(StatusCode::OK, &row),
        Ok(None) => not_found(),
        Err(e) => answer::problem(&e),
    }
}

async fn remove(
    extract::State(state): Shared,
    Extension(caller): Who,
    Path(id): Path<String>,
) -> Response<Body> {
    if let Some(refused) = needs_token(&caller) {
        return refused;
    }
    let Ok(id) = id.parse::<i64>() else { return not_found() };
    let work = move |live: &Live| {
        let Some((memory, unit, _)) = one(live, &caller, id, Right::Write)? else {
            return Ok(false);
        };
        Ok(memory.remove(&[unit], Some(&caller.name))?.found > 0)
    };
    match state.work(work).await {
        Ok(true) => answer::bytes(StatusCode::NO_CONTENT, "application/json", ""),
        Ok(false) => not_found(),
        Err(e) => answer::problem(&e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_keep_the_other_parameters() {
        let of = |uri: &str| page_address(&uri.parse().unwrap(), 3);
        assert_eq!(of("/api/memory/"), "/api/memory/?page=3");
        assert_eq!(of("/api/memory/?a=%20&page=2&b=1"), "/api/memory/?a=%20&b=1&page=3");
    }
}
