//! Answers: JSON, and errors with their hints.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, header},
};
use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};

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
