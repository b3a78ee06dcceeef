//! What the server answered: vectors, one a text, or a complaint.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// So much of a complaint is enough to see what it is.
const MOST_SAID: usize = 300;

#[derive(Deserialize)]
struct Reply {
    data: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    index: usize,
    embedding: Vec<f32>,
}

/// Complaints come as `{"error": {"message": …}}`, `{"error": …}`, `{"message": …}`, `{"detail": …}`.
#[derive(Deserialize)]
struct Complaint {
    error: Option<Said>,
    message: Option<Said>,
    detail: Option<Said>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Plain(String),
    Object { message: String },
    Other(serde::de::IgnoredAny),
}

/// The vectors of an answer, by their index.
pub(super) fn vectors(body: &[u8], texts: usize) -> Result<Vec<Vec<f32>>> {
    let reply: Reply = serde_json::from_slice(body).map_err(|e| {
        let what = if e.is_data() { "holds no vectors" } else { "is no JSON" };
        wrong(format!("the answer of the embeddings server {what}")).because(e)
    })?;
    let given = reply.data.len();
    if given != texts {
        return Err(wrong(format!("the embeddings server gave {given} vectors for {texts} texts")));
    }
    let mut vectors: Vec<Option<Vec<f32>>> = vec![None; texts];
    for item in reply.data {
        match vectors.get_mut(item.index) {
            Some(place @ None) => *place = Some(item.embedding),
            _ => {
                let index = item.index;
                let message = format!(
                    "the embeddings server gave two vectors, or one too many, of index {index}"
                );
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
            "the embeddings server gave vectors of {dims} and of {} numbers in one answer",
            other.len()
        );
        return Err(wrong(message));
    }
    if vectors.iter().flatten().any(|x| !x.is_finite()) {
        return Err(wrong("the embeddings server gave a vector with what is no finite number"));
    }
    Ok(vectors)
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Service, message)
        .hint("is that the address of a server with OpenAI's embeddings API?")
}

/// What the server says is wrong, on one line that is safe to show.
pub(super) fn complaint(body: &[u8]) -> Option<String> {
    let complaint: Complaint = serde_json::from_slice(body).ok()?;
    let said = [complaint.error, complaint.message, complaint.detail];
    let said = said.into_iter().flatten().find_map(|said| match said {
        Said::Plain(text) | Said::Object { message: text } => Some(text),
        Said::Other(_) => None,
    })?;
    let words: Vec<&str> = said.split(|c: char| c.is_whitespace() || c.is_control()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let line: String = words.join(" ").chars().take(MOST_SAID).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_go_by_their_index() {
        let body = br#"{"object":"list","data":[{"index":1,"embedding":[3,4.5]},{"index":0,"embedding":[1,-2e-3]}]}"#;
        assert_eq!(vectors(body, 2).unwrap(), [[1.0, -2e-3], [3.0, 4.5]]);
    }

    #[test]
    fn what_is_wrong_with_an_answer_is_said() {
        for (body, texts, said) in [
            ("<html>", 1, "is no JSON"),
            (r#"{"data":[{"index":0,"embedding":[NaN]}]}"#, 1, "is no JSON"),
            (r#"{"data":[{"index":0,"embedding":[null]}]}"#, 1, "holds no vectors"),
            (r#"{"data":[{"embedding":[1]}]}"#, 1, "holds no vectors"),
            (r#"{"data":[{"index":0,"embedding":[1e39]}]}"#, 1, "no finite number"),
            (r#"{"data":[{"index":0,"embedding":[]}]}"#, 1, "empty vectors"),
            (r#"{"data":[{"index":0,"embedding":[1]}]}"#, 2, "1 vectors for 2 texts"),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
                2,
                "of index 0",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}"#,
                2,
                "of index 2",
            ),
            (
                r#"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}"#,
                2,
                "of 1 and of 2 numbers",
            ),
        ] {
            let error = vectors(body.as_bytes(), texts).unwrap_err();
            assert!(error.message.contains(said), "{body}: {error}");
            assert!(error.hint.is_some());
        }
    }

    #[test]
    fn complaints_of_any_server_are_read_and_made_safe() {
        for (body, said) in [
            (r#"{"error":{"message":"no such\n model","type":"x"}}"#, Some("no such model")),
            (r#"{"error":"too long","code":3}"#, Some("too long")),
            (r#"{"detail":"Not Found"}"#, Some("Not Found")),
            (r#"{"detail":[{"loc":1}]}"#, None),
            ("\u{1b}[31mbad", None),
            (r#"{"message":"a\u001b[31mb"}"#, Some("a [31mb")),
        ] {
            assert_eq!(complaint(body.as_bytes()).as_deref(), said, "{body}");
        }
        let long = format!(r#"{{"error":"{}"}}"#, "x".repeat(9999));
        assert_eq!(complaint(long.as_bytes()).unwrap().len(), MOST_SAID);
    }
}
