//! Answers: JSON, and errors with their hints.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

use crate::error::{Error, ErrorKind, Result, Settings};

/// An error as it is sent.
#[derive(Serialize)]
struct Fault<'a> {
    error: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
}

/// An answer of bytes.
pub(super) fn bytes(
    status: StatusCode,
    mime: &'static str,
    content: impl Into<Body>,
) -> Response<Body> {
    let mut response = Response::new(content.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}

/// An answer of JSON.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(value) {
        Ok(content) => bytes(status, "application/json", content),
        Err(_) => fault(StatusCode::INTERNAL_SERVER_ERROR, "the answer cannot be written", None),
    }
}

/// An answer that says what went wrong.
pub(super) fn fault(status: StatusCode, error: &str, hint: Option<&str>) -> Response<Body> {
    let content = serde_json::to_vec(&Fault { error, hint }).unwrap_or_default();
    bytes(status, "application/json", content)
}

/// The answer to whoever may not ask, and to what is not there.
pub(super) fn not_found() -> Response<Body> {
    fault(StatusCode::NOT_FOUND, "not found", None)
}

/// The answer that sends a browser to another address.
pub(super) fn moved(to: &str) -> Response<Body> {
    let mut response = fault(StatusCode::PERMANENT_REDIRECT, "moved", None);
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// The outcome of work as an answer.
pub(super) fn outcome<T: Serialize>(outcome: Result<T>) -> Response<Body> {
    match outcome {
        Ok(value) => json(StatusCode::OK, &value),
        Err(error) => of_error(&error),
    }
}

/// An error of the library as an answer.
pub(super) fn of_error(error: &Error) -> Response<Body> {
    let status = match error.kind {
        ErrorKind::Io | ErrorKind::Memory | ErrorKind::Internal => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    fault(status, &error.to_string(), error.hint.as_deref())
}

/// A file to keep, under a name.
pub(super) fn download(name: &str, mime: &'static str, content: Vec<u8>) -> Response<Body> {
    let mut response = bytes(StatusCode::OK, mime, content);
    // Names of plain ASCII for old browsers; the second form is the real one (RFC 6266).
    let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| match is_plain(char::from(byte)) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Why a request is not answered, with the keys of an error of the command line.
pub(super) struct Refusal {
    status: StatusCode,
    kind: &'static str,
    message: &'static str,
    hint: Option<&'static str>,
}

const fn refusal_of(
    status: StatusCode,
    kind: &'static str,
    message: &'static str,
    hint: Option<&'static str>,
) -> Refusal {
    Refusal { status, kind, message, hint }
}

pub(super) const NOT_FOUND: Refusal =
    refusal_of(StatusCode::NOT_FOUND, "not-found", "there is nothing at this address", None);
pub(super) const NOT_ALLOWED: Refusal = refusal_of(
    StatusCode::METHOD_NOT_ALLOWED,
    "not-allowed",
    "this address has another method",
    None,
);
pub(super) const WRONG_HOST: Refusal = refusal_of(
    StatusCode::MISDIRECTED_REQUEST,
    "host",
    "the server has another name",
    Some("the server has to be told the names by which it may be called"),
);
pub(super) const WRONG_ORIGIN: Refusal =
    refusal_of(StatusCode::FORBIDDEN, "origin", "a page of another site asks", None);
pub(super) const NO_TOKEN: Refusal = refusal_of(
    StatusCode::UNAUTHORIZED,
    "token",
    "this needs a token",
    Some(
        "send it as a bearer, as the password of basic authentication, in the path as /t/TOKEN/… or as key=",
    ),
);
pub(super) const WRONG_TOKEN: Refusal =
    refusal_of(StatusCode::UNAUTHORIZED, "token", "the token is not known", None);
pub(super) const TOO_MANY: Refusal = refusal_of(
    StatusCode::TOO_MANY_REQUESTS,
    "rate",
    "there are too many requests",
    Some("wait a moment"),
);
pub(super) const TOO_LARGE: Refusal =
    refusal_of(StatusCode::PAYLOAD_TOO_LARGE, "size", "the request is too large", None);
pub(super) const TOO_SLOW: Refusal =
    refusal_of(StatusCode::REQUEST_TIMEOUT, "time", "the request took too long to arrive", None);

/// An error of the interface for programs, with the keys of an error of the command line.
#[derive(Serialize)]
struct Problem<'a, K> {
    error: ProblemOf<'a, K>,
}

#[derive(Serialize)]
pub(super) struct ProblemOf<'a, K> {
    kind: K,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<u64>,
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Settings::is_empty")]
    settings: Settings,
}

/// A refusal as an answer.
pub(super) fn refusal(refusal: &Refusal) -> Response<Body> {
    let Refusal { status, kind, message, hint } = *refusal;
    let settings = Settings::default();
    let error = ProblemOf { kind, message, file: None, line: None, hint, settings };
    let mut response = json(status, &Problem { error });
    if status == StatusCode::TOO_MANY_REQUESTS {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// A request that cannot be understood, as an answer.
pub(super) fn bad_request(message: &str) -> Response<Body> {
    let (kind, settings) = ("usage", Settings::default());
    let error = ProblemOf { kind, message, file: None, line: None, hint: None, settings };
    json(StatusCode::BAD_REQUEST, &Problem { error })
}

/// An error of the library in the interface for programs. The file is not named: where the server
/// keeps things is its own matter.
pub(super) fn problem_of(error: &Error) -> ProblemOf<'_, ErrorKind> {
    ProblemOf {
        kind: error.kind,
        message: &error.message,
        file: None,
        line: error.place.as_ref().and_then(|place| place.line),
        hint: error.hint.as_deref(),
        settings: error.settings,
    }
}

/// The outcome of work in the interface for programs.
pub(super) fn result<T: Serialize>(outcome: Result<T>) -> Response<Body> {
    match outcome {
        Ok(value) => json(StatusCode::OK, &value),
        Err(error) => problem(&error),
    }
}

/// An error of the library as an answer of the interface for programs.
pub(super) fn problem(error: &Error) -> Response<Body> {
    let status = match error.kind {
        ErrorKind::Io | ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    json(status, &Problem { error: problem_of(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_are_encoded() {
        let response = download("خ\"\n.tmx", "application/xml", Vec::new());
        let value = response.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(value, "attachment; filename=\"___.tmx\"; filename*=UTF-8''%D8%AE%22%0A.tmx");
    }
}
