//! Responses of the server: one vector per text, or an error message.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// Maximum length of the part of an error message that is shown, in characters.
const MOST_SHOWN: usize = 300;

#[derive(Deserialize)]
struct Reply {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    embedding: Vec<f32>,
}

/// An error response: `{"error": {"message": …}}`, `{"error": …}`, `{"message": …}` or
/// `{"detail": …}`, depending on the server.
#[derive(Deserialize)]
struct Failure {
    error: Option<Message>,
    message: Option<Message>,
    detail: Option<Message>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Plain(String),
    Object { message: String },
    Other(serde::de::IgnoredAny),
}

/// Parses the vectors of a response and sorts them by index. `texts` is the number of texts sent.
pub(super) fn vectors(body: &[u8], texts: usize) -> Result<Vec<Vec<f32>>> {
    let reply: Reply = serde_json::from_slice(body).map_err(|e| {
        let what = if e.is_data() { "holds no vectors" } else { "is not JSON" };
        wrong(format!("the response of the embeddings server {what}")).because(e)
    })?;
    let count = reply.data.len();
    if count != texts {
        return Err(wrong(format!("the embeddings server gave {count} vectors for {texts} texts")));
    }
    let mut vectors: Vec<Option<Vec<f32>>> = vec![None; texts];
    for item in reply.data {
        match vectors.get_mut(item.index) {
            Some(place @ None) => *place = Some(item.embedding),
            _ => {
                let index = item.index;
                let message =
                    format!("the embeddings server gave a duplicate or invalid index, {index}");
                return Err(wrong(message));
            }
        }
    }
    let vectors: Vec<Vec<f32>> = vectors.into_iter().flatten().collect();
    let dims = vectors.first().map_or(0, Vec::len);
    if dims == 0 {
        return Err(wrong("the embeddings server gave empty vectors"));
    }
    if let Some(other) = vectors.iter().find(|vector| vector.len() != dims) {
        let message = format!(
            "the embeddings server gave vectors of {dims} and of {} dimensions in one response",
            other.len()
        );
        return Err(wrong(message));
    }
    if vectors.iter().flatten().any(|x| !x.is_finite()) {
        return Err(wrong("the embeddings server gave a vector with a non-finite number"));
    }
    Ok(vectors)
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Service, message)
        .hint("check that the address is that of a server with the OpenAI embeddings API")
}

/// Parses the error message of a response. Returns it as one line without control characters.
pub(super) fn error_message(body: &[u8]) -> Option<String> {
    let failure: Failure = serde_json::from_slice(body).ok()?;
    let messages = [failure.error, failure.message, failure.detail];
    let text = messages.into_iter().flatten().find_map(|message| match message {
        Message::Plain(text) | Message::Object { message: text } => Some(text),
        Message::Other(_) => None,
    })?;
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let line: String = words.join(" ").chars().take(MOST_SHOWN).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_are_sorted_by_index() {
        let body = br#"{"object":"list","data":[{"index":1,"embedding":[3,4.5]},{"index":0,"embedding":[1,-2e-3]}]}"#;
        assert_eq!(vectors(body, 2).unwrap(), [[1.0, -2e-3], [3.0, 4.5]]);
    }

    #[test]
    fn invalid_responses_are_reported() {
        for (body, texts, expected) in [
            ("<html>", 1, "is not JSON"),
            (r#"{"data":[{"index":0,"embedding":[NaN]}]}"#, 1, "is not JSON"),
            (r#"{"data":[{"index":0,"embedding":[null]}]}"#, 1, "holds no vectors"),
            (r#"{"data":[{"embedding":[1]}]}"#, 1, "holds no vectors"),
            (r#"{"data":[{"index":0,"embedding":[1e39]}]}"#, 1, "non-finite number"),
            (r#"{"data":[{"index":0,"embedding":[]}]}"#, 1, "empty vectors"),
            (r#"{"data":[{"index":0,"embedding":[1]}]}"#, 2, "1 vectors for 2 texts"),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
                2,
                "invalid index, 0",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}"#,
                2,
                "invalid index, 2",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}"#,
                2,
                "of 1 and of 2 dimensions",
            ),
        ] {
            let error = vectors(body.as_bytes(), texts).unwrap_err();
            assert!(error.message.contains(expected), "{body}: {error}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn error_messages_of_any_server_are_read_and_cleaned() {
        for (body, expected) in [
            (r#"{"error":{"message":"no such\n model","type":"x"}}"#, Some("no such model")),
            (r#"{"error":"too long","code":3}"#, Some("too long")),
            (r#"{"detail":"Not Found"}"#, Some("Not Found")),
            (r#"{"detail":[{"loc":1}]}"#, None),
            ("\u{1b}[31mbad", None),
            (r#"{"message":"a\u001b[31mb"}"#, Some("a [31mb")),
        ] {
            assert_eq!(error_message(body.as_bytes()).as_deref(), expected, "{body}");
        }
        let long = format!(r#"{{"error":"{}"}}"#, "x".repeat(9999));
        assert_eq!(error_message(long.as_bytes()).unwrap().len(), MOST_SHOWN);
    }
}
