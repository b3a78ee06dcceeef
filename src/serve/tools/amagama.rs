//! The protocol of tmserver and amaGama, which Weblate, Virtaal and Pootle speak: units by address.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, Method, Response, StatusCode, Uri, header},
    routing::{MethodRouter, get, post},
};
use serde::{Deserialize, Serialize};

use super::{
    QUESTION, Shared, Wanted, Who,
    address::{Parameters, decoded},
    code_of, lang_of, needs_token, quality, to_write,
};
use crate::{
    error::{Error, ErrorKind, Result},
    lang::Lang,
    lookup::Match,
    serve::{
        access::Caller,
        answer,
        front::{Class, Front, TokenPlace},
        limits::Limits,
        state::{State, readable},
    },
    service::live::{ImportRequest, Live, NewUnit, Progress},
};

/// The bases of addresses. Under the last, which is that of our own interface, only these paths are
/// amaGama's.
const BASES: [&str; 3] = ["/tmserver", "/amagama/api/v1", OWN];
const OWN: &str = "/api/v1";
/// Matches at most, if the tool does not say, and whatever it says.
const CANDIDATES: (usize, usize) = (5, 30);
/// The lowest similarity, if the tool does not say, and whatever it says.
const SIMILARITY: (i64, i64) = (70, 30);
/// The longest name of a function to call.
const LONGEST_NAME: usize = 100;

/// The fronts, one a base.
pub(super) fn fronts(state: &Arc<State>) -> Vec<Front> {
    let front = |prefix| Front {
        prefix,
        has_path: (prefix == OWN).then_some(is_ours as fn(&str) -> bool),
        class: Class::LocalRead,
        token: TokenPlace::Any,
        most,
        routes: routes(prefix, prefix == OWN).with_state(Arc::clone(state)),
    };
    BASES.map(front).into()
}

fn routes(base: &'static str, is_shared: bool) -> Router<Arc<State>> {
    let unit = || -> MethodRouter<Arc<State>> {
        let add = move |state: Shared, caller: Who, uri: Uri, body: Bytes| {
            add_unit(base, state, caller, uri, body)
        };
        let find = move |state: Shared, caller: Who, headers: HeaderMap, uri: Uri| {
            look_up(base, state, caller, (headers, uri))
        };
        get(find).put(add).post(add)
    };
    let add = move |state: Shared, caller: Who, method: Method, uri: Uri, body: Bytes| {
        add_store(base, state, caller, (method, uri), body)
    };
    let router = Router::new()
        .route(&format!("{base}/languages/"), get(languages))
        .route(&format!("{base}/{{from}}/{{to}}/unit/"), unit())
        .route(&format!("{base}/{{from}}/{{to}}/unit/{{*text}}"), unit())
        .route(&format!("{base}/{{from}}/{{to}}/store/{{*name}}"), post(add).put(add));
    match is_shared {
        true => router,
        false => router.route(&format!("{base}/languages"), get(languages)),
    }
}

/// Returns true if a path below the base of our own interface is of this protocol.
fn is_ours(path: &str) -> bool {
    let rest = path.strip_prefix(OWN).unwrap_or_default();
    let parts: Vec<&str> = rest.splitn(5, '/').collect();
    rest == "/languages/" || matches!(parts[..], ["", _, _, "unit" | "store", _])
}

fn most(path: &str, limits: &Limits) -> usize {
    if path.contains("/store/") { limits.upload } else { QUESTION }
}

/// The parts of an address, split before they are decoded: a text may hold anything.
#[derive(Debug, PartialEq)]
struct Parts {
    from: Lang,
    to: Lang,
    /// The text of a unit or the name of a file.
    last: String,
}

/// Why an address has no parts.
#[derive(Debug, PartialEq)]
enum NoParts {
    /// The languages are none, or the same.
    Languages,
    /// It does not decode.
    Bytes,
}

impl Parts {
    fn of(base: &str, path: &str) -> Result<Self, NoParts> {
        let rest = path.strip_prefix(base).unwrap_or_default();
        let mut parts = rest.splitn(5, '/').skip(1);
        let mut next = || parts.next().unwrap_or_default();
        let (from, to, _, last) = (next(), next(), next(), next());
        let lang = |code: &str| {
            let code = decoded(code, false).ok_or(NoParts::Bytes)?;
            lang_of(&code).ok_or(NoParts::Languages)
        };
        let (from, to) = (lang(from)?, lang(to)?);
        if from == to {
            return Err(NoParts::Languages);
        }
        Ok(Self { from, to, last: decoded(last, false).ok_or(NoParts::Bytes)? })
    }
}

impl NoParts {
    fn answer(&self) -> Response<Body> {
        match self {
            Self::Languages => answer::refusal(&answer::NOT_FOUND),
            Self::Bytes => answer::bad_request("the address is not in UTF-8"),
        }
    }
}

/// A match as the protocol has it.
#[derive(Serialize)]
struct Candidate {
    source: String,
    target: String,
    quality: f64,
    rank: f64,
}

impl From<Match> for Candidate {
    fn from(found: Match) -> Self {
        let quality = quality(&found);
        Self { source: found.source, target: found.target, quality, rank: 100.0 }
    }
}

/// Looks a text up. It is in the path, or in the parameter `source`.
async fn look_up(
    base: &'static str,
    extract::State(state): Shared,
    Extension(caller): Who,
    (headers, uri): (HeaderMap, Uri),
) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return NoParts::Bytes.answer();
    };
    let callback = match callback(&parameters, &caller, &headers) {
        Ok(callback) => callback,
        Err(refused) => return refused.answer(),
    };
    let Parts { from, to, last } = match Parts::of(base, uri.path()) {
        Ok(parts) => parts,
        Err(none) => return none.answer(),
    };
    let text = match (last.is_empty(), parameters.get("source")) {
        (false, _) => last,
        (true, Some(source)) => source.to_owned(),
        (true, None) => return answer::refusal(&answer::NOT_FOUND),
    };
    let (usual, least) = SIMILARITY;
    let min = parameters.number("min_similarity").unwrap_or(usual).clamp(least, 100) as f64;
    let (usual, most) = CANDIDATES;
    let limit = parameters.number("max_candidates").filter(|limit| *limit > 0);
    let limit = limit.map_or(usual, |limit| usize::try_from(limit).unwrap_or(most).min(most));
    let memories = parameters.get("memory").map(str::to_owned).into_iter().collect();
    let probes = is_probe(&from, &to, &text);
    let work = move |live: &Live| {
        let found = Wanted { text: &text, from, to, min, limit, memories }.find(live, &caller);
        match found {
            Err(e) if probes && e.kind == ErrorKind::Language => Ok(Vec::new()),
            found => found,
        }
    };
    match state.look_up(work).await {
        Ok(matches) => {
            let candidates: Vec<Candidate> = matches.into_iter().map(Candidate::from).collect();
            wrapped(callback, &candidates)
        }
        Err(e) => failed(&e),
    }
}

/// The text that Weblate translates from English into German before it saves the settings of a server.
/// It does not save them where the answer is an error.
fn is_probe(from: &Lang, to: &Lang, text: &str) -> bool {
    (from.as_str(), to.as_str(), text) == ("en", "de", "test")
}

/// The answer to what cannot be done: languages that no memory holds are addresses that are not there.
fn failed(error: &Error) -> Response<Body> {
    match error.kind {
        ErrorKind::Language => answer::refusal(&answer::NOT_FOUND),
        _ => answer::problem(error),
    }
}

/// Why an answer is not wrapped.
#[derive(Debug, PartialEq)]
enum NoCallback {
    /// It is no plain name of a function.
    Name,
    /// A page of another site may ask.
    Token,
}

impl NoCallback {
    fn answer(&self) -> Response<Body> {
        match self {
            Self::Name => answer::bad_request("the callback is no name of a function"),
            Self::Token => answer::refusal(&answer::NO_TOKEN),
        }
    }
}

/// The function that the answer calls (JSONP), if any.
///
/// A page of any site may run such a script. Browsers of today say which site asks, and the gate has
/// refused the others; those that do not say it need a token.
fn callback(
    parameters: &Parameters,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Option<String>, NoCallback> {
    let Some(name) = parameters.get("jsoncallback").or_else(|| parameters.get("callback")) else {
        return Ok(None);
    };
    let is_part = |part: &str| {
        let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
        part.starts_with(is_letter) && part.chars().all(|c| is_letter(c) || c.is_ascii_digit())
    };
    if name.len() > LONGEST_NAME || !name.split('.').all(is_part) {
        return Err(NoCallback::Name);
    }
    let is_browser = headers
        .get(header::USER_AGENT)
        .is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/"));
    match caller.is_without_token() && is_browser && !headers.contains_key("sec-fetch-site") {
        true => Err(NoCallback::Token),
        false => Ok(Some(name.to_owned())),
    }
}

/// JSON, or a script that calls a function with it.
fn wrapped(callback: Option<String>, value: &impl Serialize) -> Response<Body> {
    let Some(name) = callback else { return answer::json(StatusCode::OK, value) };
    match serde_json::to_string(value) {
        Ok(json) => {
            // Line ends of Unicode end a line in old scripts.
            let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
            let mime = "text/javascript; charset=utf-8";
            answer::bytes(StatusCode::OK, mime, format!("{name}({json})"))
        }
        Err(e) => answer::problem(&Error::new(ErrorKind::Internal, e.to_string())),
    }
}

#[derive(Serialize)]
struct Languages {
    #[serde(rename = "sourceLanguages")]
    source: BTreeSet<String>,
    #[serde(rename = "targetLanguages")]
    target: BTreeSet<String>,
}

/// The languages of all memories. Tools ask for `en` where a memory holds `en-US`, so both are listed.
async fn languages(
    extract::State(state): Shared,
    Extension(caller): Who,
    headers: HeaderMap,
    uri: Uri,
) -> Response<Body> {
    let parameters = Parameters::of(uri.query()).unwrap_or_default();
    let callback = match callback(&parameters, &caller, &headers) {
        Ok(callback) => callback,
        Err(refused) => return refused.answer(),
    };
    let work = move |live: &Live| {
        let mut codes = BTreeSet::new();
        for memory in readable(live, &caller, &[])? {
            for stats in memory.languages()? {
                codes.insert(code_of(&stats.lang));
                codes.insert(stats.lang.primary().to_owned());
            }
        }
        Ok(Languages { source: codes.clone(), target: codes })
    };
    match state.work(work).await {
        Ok(languages) => wrapped(callback, &languages),
        Err(e) => failed(&e),
    }
}

/// A unit as tools send it.
#[derive(Deserialize)]
struct Sent {
    source: Option<String>,
    target: String,
}

impl Sent {
    fn unit(self, parts: &Parts, parameters: &Parameters) -> NewUnit {
        NewUnit {
            source: self.source.unwrap_or_else(|| parts.last.clone()),
            target: self.target,
            source_lang: Some(parts.from.clone()),
            target_lang: Some(parts.to.clone()),
            project: parameters.get("style").map(str::to_owned),
            ..NewUnit::default()
        }
    }
}

/// Adds a unit.
async fn add_unit(
    base: &'static str,
    extract::State(state): Shared,
    Extension(caller): Who,
    uri: Uri,
    body: Bytes,
) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return NoParts::Bytes.answer();
    };
    let mut parts = match Parts::of(base, uri.path()) {
        Ok(parts) => parts,
        Err(none) => return none.answer(),
    };
    if let Some(refused) = needs_token(&caller) {
        return refused;
    }
    if parts.last.is_empty() {
        let Some(source) = parameters.get("source") else {
            return answer::refusal(&answer::NOT_FOUND);
        };
        source.clone_into(&mut parts.last);
    }
    let sent: Sent = match serde_json::from_slice(&body) {
        Ok(sent) => sent,
        Err(e) => return answer::bad_request(&format!("not a unit: {e}")),
    };
    let unit = sent.unit(&parts, &parameters);
    let work = move |live: &Live| {
        let memory = to_write(live, &caller, parameters.get("memory"))?;
        memory.add(&[unit], Some(&caller.name))
    };
    match state.work(work).await {
        Ok(_) => answer::bytes(StatusCode::OK, "text/html; charset=utf-8", ""),
        Err(e) => answer::problem(&e),
    }
}

/// Adds many units: a list of them (`POST`), or a file as it is (`PUT`).
async fn add_store(
    base: &'static str,
    extract::State(state): Shared,
    Extension(caller): Who,
    (method, uri): (Method, Uri),
    body: Bytes,
) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return NoParts::Bytes.answer();
    };
    let parts = match Parts::of(base, uri.path()) {
        Ok(parts) => parts,
        Err(none) => return none.answer(),
    };
    if let Some(refused) = needs_token(&caller) {
        return refused;
    }
    let name = parts.last.clone();
    let work = move |live: &Live| {
        let memory = to_write(live, &caller, parameters.get("memory"))?;
        if method == Method::PUT {
            let Parts { from, to, last } = parts;
            let asked = ImportRequest {
                name: Some(last),
                from: Some(from),
                to: Some(to),
                ..ImportRequest::default()
            };
            let files = memory.import(&body, &asked, &Progress::default())?;
            return Ok(files.iter().map(|file| file.counts.read).sum::<u64>());
        }
        let sent: Vec<Sent> = serde_json::from_slice(&body)
            .map_err(|e| Error::new(ErrorKind::Format, format!("not a list of units: {e}")))?;
        let units: Vec<NewUnit> =
            sent.into_iter().map(|sent| sent.unit(&parts, &parameters)).collect();
        Ok(memory.add(&units, Some(&caller.name))?.len() as u64)
    };
    match state.work_slowly(work).await {
        Ok(count) => {
            let told = format!("added {count} units from {name}");
            answer::bytes(StatusCode::OK, "text/plain; charset=utf-8", told)
        }
        Err(e) if e.kind == ErrorKind::Format => answer::bad_request(&e.message),
        Err(e) => answer::problem(&e),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn addresses_are_split_before_they_are_decoded() {
        let of = |path: &str| Parts::of("/tmserver", &format!("/tmserver{path}"));
        for (path, text) in [
            ("/en/ar/unit/", ""),
            ("/en/ar/unit/File", "File"),
            ("/en/ar/unit/a%2Fb", "a/b"),
            ("/en/ar/unit/a/b//c/", "a/b//c/"),
            ("/en/ar/unit//etc/passwd", "/etc/passwd"),
            ("/en/ar/unit/..%2F..", "../.."),
            ("/en/ar/unit/a%20%26%20b%3F", "a & b?"),
            ("/en/ar/unit/100%25+1", "100%+1"),
            ("/en/ar/unit/%D9%85%D8%A7%D8%9F", "ما؟"),
            ("/EN/ar/unit/x", "x"),
            ("/%65n/ar/unit/x", "x"),
        ] {
            let parts = of(path).unwrap();
            assert_eq!(
                (parts.from, parts.to, &*parts.last),
                (Lang::english(), Lang::arabic(), text)
            );
        }
        assert_eq!(of("/en_us/ar/unit/x").unwrap().from, "en-US".parse().unwrap());
        for none in
            ["/en/en/unit/x", "/en//unit/x", "//ar/unit/x", "/e!/ar/unit/x", "/a%2Fb/ar/unit/x"]
        {
            assert_eq!(of(none), Err(NoParts::Languages), "{none}");
        }
        for odd in ["/en/ar/unit/%FF", "/%FF/ar/unit/x", "/en/ar/unit/%D9"] {
            assert_eq!(of(odd), Err(NoParts::Bytes), "{odd}");
        }
    }

    #[test]
    fn paths_of_our_own_interface_stay_its() {
        for ours in ["/languages/", "/en/ar/unit/", "/en/ar/unit/x/y", "/en/ar/store/a.tmx"] {
            assert!(is_ours(&format!("/api/v1{ours}")), "{ours}");
        }
        for other in
            ["", "/languages", "/lookup", "/memories/house/units/7", "/jobs/1/file", "/en/ar/unit"]
        {
            assert!(!is_ours(&format!("/api/v1{other}")), "{other}");
        }
    }

    #[test]
    fn callbacks_are_names() {
        let with = |name: &str, headers: &HeaderMap| {
            let parameters = Parameters::of(Some(&format!("callback={name}"))).unwrap();
            callback(&parameters, &Caller::local(), headers)
        };
        let of = |name: &str| with(name, &HeaderMap::new());
        assert_eq!(of(""), Ok(None));
        for good in ["a", "jQuery1_2", "$.x", "a.b.c"] {
            assert_eq!(of(good), Ok(Some(good.to_owned())));
        }
        for odd in ["1a", "a(", "a.b.", ".a", "a;b", "a%0Ab", "alert(1)//", "ع", &"a".repeat(101)]
        {
            assert_eq!(of(odd), Err(NoCallback::Name), "{odd}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static("Mozilla/5.0 (old)"));
        assert_eq!(with("a", &headers), Err(NoCallback::Token));
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        assert!(with("a", &headers).is_ok());
    }
}
