//! OmegaT: its connector to an Apertium server, which shows one suggestion, and a page for its External
//! Finder.

use std::sync::Arc;

use axum::{
    Extension, Router,
    body::Body,
    extract,
    http::{Response, StatusCode, Uri},
    routing::get,
};

use super::{QUESTION, Shared, Wanted, Who, address::Parameters, lang_of, page};
use crate::{
    error::{ErrorKind, Result},
    event::silent,
    lang::Lang,
    lookup::Match,
    serve::{
        access::Caller,
        answer,
        front::{Class, Front, TokenPlace},
        state::{State, readable},
    },
    service::live::{ConcordanceRequest, Live, LookupRequest, Offsets, QueryRequest, TermsRequest},
};

/// The lowest score of a suggestion.
const SUGGESTED: f64 = 70.0;
/// Matches and occurrences that the page shows, and the lowest similarity of a match.
const MATCHES: (usize, f64) = (5, 50.0);
const OCCURRENCES: usize = 20;
/// The longest text that the page looks for, in characters.
const LONGEST: usize = 1000;

/// The front of the connector.
pub(super) fn connector(state: &Arc<State>) -> Front {
    Front {
        prefix: "/translate",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Any,
        most: |_, _| QUESTION,
        routes: Router::new().route("/translate", get(translate)).with_state(Arc::clone(state)),
    }
}

/// The front of the page.
pub(super) fn finder(state: &Arc<State>) -> Front {
    let style = async || answer::bytes(StatusCode::OK, "text/css; charset=utf-8", page::STYLE);
    let routes = Router::new()
        .route("/find", get(find))
        .route("/find/", get(find))
        .route("/find/style.css", get(style))
        .with_state(Arc::clone(state));
    Front {
        prefix: "/find",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Any,
        most: |_, _| QUESTION,
        routes,
    }
}

/// The best match of a text, as a translation. An answer without one is empty: OmegaT shows errors as if
/// they were translations.
async fn translate(
    extract::State(state): Shared,
    Extension(caller): Who,
    uri: Uri,
) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return suggestion(StatusCode::BAD_REQUEST, "", Some("the address is not in UTF-8"));
    };
    let pair = parameters.get("langpair").and_then(langpair);
    let Some((from, to)) = pair else {
        let fault = "langpair names no two languages, as ar|en does";
        return suggestion(StatusCode::BAD_REQUEST, "", Some(fault));
    };
    let Some(text) = parameters.get("q").map(str::to_owned) else {
        return suggestion(StatusCode::OK, "", None);
    };
    let work = move |live: &Live| {
        let (min, limit) = (SUGGESTED, 1);
        Wanted { text: &text, from, to, min, limit, memories: Vec::new() }.find(live, &caller)
    };
    match state.look_up(work).await {
        Ok(matches) => suggestion(StatusCode::OK, matches.first().map_or("", translation), None),
        Err(e) if e.kind == ErrorKind::Language => suggestion(StatusCode::OK, "", Some(&e.message)),
        Err(e) => suggestion(StatusCode::INTERNAL_SERVER_ERROR, "", Some(&e.message)),
    }
}

/// The translation of a match, with the numbers of the query where that is certain.
fn translation(found: &Match) -> &str {
    found.adapted.as_ref().map_or(found.target.as_str(), |adapted| adapted.text.as_str())
}

/// The languages of `ar|en`.
fn langpair(pair: &str) -> Option<(Lang, Lang)> {
    let (from, to) = pair.split_once('|')?;
    Some((lang_of(from)?, lang_of(to)?)).filter(|(from, to)| from != to)
}

/// An answer of the connector.
fn suggestion(status: StatusCode, text: &str, details: Option<&str>) -> Response<Body> {
    let details = details.map_or("null".to_owned(), quoted);
    let (text, code) = (quoted(text), status.as_u16());
    // With the spaces of Apertium's server: OmegaT up to 4 looks for the text by what is before it.
    let body = format!(
        "{{\"responseData\": {{\"translatedText\": {text}}}, \"responseDetails\": {details}, \
         \"responseStatus\": {code}}}"
    );
    answer::bytes(status, "application/json; charset=utf-8", body)
}

/// A string of JSON. OmegaT up to 4 looks for the end of the text by its quote, and knows no escapes but
/// those by number.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '\0'..='\x1F' | '\x7F' => out.push_str(&format!("\\u{:04x}", c as u32)),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The page of what the memories and glossaries have for a text.
async fn find(extract::State(state): Shared, Extension(caller): Who, uri: Uri) -> Response<Body> {
    let Some(parameters) = Parameters::of(uri.query()) else {
        return answer::bad_request("the address is not in UTF-8");
    };
    let text: String =
        parameters.get("q").unwrap_or_default().trim().chars().take(LONGEST).collect();
    let lang = |name: &str| parameters.get(name).and_then(lang_of);
    let (from, to) = (lang("from"), lang("to"));
    let style = if uri.path().ends_with('/') { "style.css" } else { "find/style.css" };
    let work = move |live: &Live| {
        let found = match text.is_empty() {
            true => page::Found::default(),
            false => all_of(live, &caller, &text, (from, to))?,
        };
        Ok(page::html(&text, &found, style))
    };
    match state.look_up(work).await {
        Ok(html) => answer::bytes(StatusCode::OK, "text/html; charset=utf-8", html),
        Err(e) => answer::problem(&e),
    }
}

/// Matches, terms and occurrences of a text.
fn all_of(
    live: &Live,
    caller: &Caller,
    text: &str,
    (from, to): (Option<Lang>, Option<Lang>),
) -> Result<page::Found> {
    let memories = readable(live, caller, &[])?;
    let (limit, min) = MATCHES;
    let how = QueryRequest { from: from.clone(), to: to.clone(), min, limit, ..Default::default() };
    let asked = LookupRequest { how, ..LookupRequest::of(text) };
    let matches = of_some(live.lookup(&memories, &asked, &mut silent()))?
        .map(|answer| answer.matches)
        .unwrap_or_default();
    let asked = TermsRequest {
        text: text.to_owned(),
        from: from.clone(),
        to: to.clone(),
        offsets: Offsets::Bytes,
    };
    let terms = of_some(live.terms(&memories, &asked))?.unwrap_or_default();
    let asked = ConcordanceRequest {
        text: text.to_owned(),
        memories: Vec::new(),
        from,
        to,
        regex: false,
        exact: false,
        limit: OCCURRENCES,
        offsets: Offsets::Bytes,
    };
    // Signs alone would have every text read.
    let places = match asked.is_slow() {
        true => None,
        false => of_some(live.concordance(&memories, &asked, &mut silent()))?,
    };
    Ok(page::Found { matches, terms, places: places.unwrap_or_default() })
}

/// A result, or none where the languages do not fit: the page has other parts.
fn of_some<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(e) if e.kind == ErrorKind::Language => Ok(None),
        Err(e) => Err(e),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_languages_are_read() {
        let pair = |text: &str| {
            langpair(text).map(|(from, to)| format!("{} {}", from.as_str(), to.as_str()))
        };
        assert_eq!(pair("ar|en").as_deref(), Some("ar en"));
        assert_eq!(pair("en_US|ar").as_deref(), Some("en-US ar"));
        for odd in ["", "ar", "ar|", "|en", "ar|ar", "ar|en|fr", "a b|en"] {
            assert_eq!(pair(odd), None, "{odd}");
        }
    }

    #[test]
    fn strings_have_no_quote_but_the_last() {
        for text in ["", "a \"b\" \\ c\n}", "نص “ب”", "\u{7F}\u{0}", "😀"] {
            let written = quoted(text);
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
            assert_eq!(written.matches('"').count(), 2, "{written}");
        }
    }
}
