//! Replies in the form of a language model's server: completions from the memory, and errors.

use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode},
};
use serde_json::{Value, json};

use crate::serve::answer;

/// The header that says where a reply is from: `memory`, `context` or `none`.
pub(super) const ORIGIN: &str = "x-muwazi";

/// What a reply repeats of its request.
pub(super) struct Wanted {
    pub(super) model: String,
    pub(super) is_stream: bool,
    /// A stream ends with the tokens used.
    pub(super) with_usage: bool,
    /// Seconds since 1970.
    pub(super) created: i64,
}

/// A completion from the memory.
pub(super) fn completion(text: &str, wanted: &Wanted) -> Response<Body> {
    let mut response = match wanted.is_stream {
        true => answer::bytes(StatusCode::OK, "text/event-stream", events(text, wanted)),
        false => {
            let message = json!({ "role": "assistant", "content": text, "refusal": null });
            let choice = json!({
                "index": 0, "message": message, "logprobs": null, "finish_reason": "stop",
            });
            let mut whole = frame("chat.completion", wanted);
            whole["choices"] = json!([choice]);
            whole["usage"] = usage();
            answer::json(StatusCode::OK, &whole)
        }
    };
    mark(&mut response, "memory");
    response
}

/// Says where a reply is from.
pub(super) fn mark(response: &mut Response<Body>, origin: &'static str) {
    response.headers_mut().insert(ORIGIN, HeaderValue::from_static(origin));
}

fn frame(object: &str, wanted: &Wanted) -> Value {
    json!({
        "id": "chatcmpl-muwazi",
        "object": object,
        "created": wanted.created,
        "model": wanted.model,
    })
}

/// No model was asked.
fn usage() -> Value {
    json!({ "prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0 })
}

/// The events of a stream: the text, its end, the tokens if they are wanted, and the last line.
fn events(text: &str, wanted: &Wanted) -> String {
    let chunk = |delta: Value, finish: Value| {
        let choice =
            json!({ "index": 0, "delta": delta, "logprobs": null, "finish_reason": finish });
        let mut chunk = frame("chat.completion.chunk", wanted);
        chunk["choices"] = json!([choice]);
        chunk
    };
    let mut chunks = vec![
        chunk(json!({ "role": "assistant", "content": text }), Value::Null),
        chunk(json!({}), json!("stop")),
    ];
    if wanted.with_usage {
        let mut last = frame("chat.completion.chunk", wanted);
        last["choices"] = json!([]);
        last["usage"] = usage();
        chunks.push(last);
    }
    let lines: String = chunks.iter().map(|chunk| format!("data: {chunk}\n\n")).collect();
    format!("{lines}data: [DONE]\n\n")
}

/// An error in the form that clients of language models read.
pub(super) fn fault(status: StatusCode, kind: &str, message: &str) -> Response<Body> {
    let error = json!({ "message": message, "type": kind, "param": null, "code": null });
    answer::json(status, &json!({ "error": error }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_chunks_and_an_end() {
        let wanted = Wanted { model: "m\n".into(), is_stream: true, with_usage: true, created: 5 };
        let text = "سطر\nآخر";
        let events = events(text, &wanted);
        let lines: Vec<&str> = events.split("\n\n").filter(|line| !line.is_empty()).collect();
        assert_eq!((lines.len(), lines[3]), (4, "data: [DONE]"));
        let chunks: Vec<Value> = lines[..3]
            .iter()
            .map(|l| serde_json::from_str(&l["data: ".len()..]).unwrap())
            .collect();
        assert_eq!(chunks[0]["choices"][0]["delta"]["content"], text);
        assert_eq!(chunks[1]["choices"][0]["finish_reason"], "stop");
        assert_eq!(chunks[2]["usage"]["total_tokens"], 0);
        assert!(chunks.iter().all(|chunk| chunk["model"] == "m\n" && chunk["created"] == 5));
    }
}
