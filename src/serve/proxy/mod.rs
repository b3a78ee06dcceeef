//! A server of language models with a memory before it: `/v1/chat/completions`.
//!
//! A request whose text the memory holds is answered from there. All others are passed on to the one
//! endpoint that the options name, with what the memory knows about the text. Keys are passed on with
//! them, and neither kept nor logged.

mod endpoint;
mod reply;
mod source;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, Method, Response, StatusCode},
    routing::{get, post},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

pub use self::source::SourceRule;
use self::{
    endpoint::Endpoint,
    reply::{ORIGIN, Wanted, completion, fault, mark},
    source::{Found, Rules, is_of_translation, languages_in, usual_rules},
};
use super::{
    access::Caller,
    front::{Class, Front, TokenPlace},
    state::{State, readable},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    event::silent,
    lang::Lang,
    lookup::MatchKind,
    service::{
        context::{Context, ContextOptions},
        live::{ContextRequest, Live, LiveMemory, LookupRequest, QueryRequest},
    },
};

/// Maximum number of bytes of a request: texts, and pictures that tools may send beside them.
const LARGEST: usize = 16 << 20;
/// Texts of one request that are looked up; of more, none is.
const MOST_TEXTS: usize = 100;

/// Options of the proxy before a language model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProxyOptions {
    /// The address of the server of the language model, such as `https://api.example/v1`.
    pub endpoint: String,
    /// The places of the text in a request; the first rule that fits is taken. Those of common tools
    /// when empty.
    pub rules: Vec<SourceRule>,
    /// Answers from the memory where it has the same text.
    pub answers: bool,
    /// The names of the memories; all that the caller may read when empty.
    pub memories: Vec<String>,
    /// The language of the texts; detected when not given.
    pub from: Option<Lang>,
    /// The language of the translations; the one that a request names when not given.
    pub to: Option<Lang>,
    /// Notes of style.
    pub notes: String,
    /// The size of what is added, and of its parts.
    pub context: ContextOptions,
    /// Seconds that the server may take to begin its reply, and between two parts of it.
    pub seconds: u32,
    /// A file with the authorities that vouch for the server, in the format PEM; those of browsers when
    /// not given.
    pub certificates: Option<PathBuf>,
}

impl Default for ProxyOptions {
    fn default() -> Self {
        Self {
            endpoint: String::new(),
            rules: Vec::new(),
            answers: true,
            memories: Vec::new(),
            from: None,
            to: None,
            notes: String::new(),
            context: ContextOptions::default(),
            seconds: 120,
            certificates: None,
        }
    }
}

impl ProxyOptions {
    /// Reads options from a file of JSON.
    ///
    /// # Errors
    /// A file that cannot be read, or holds something else.
    pub fn open(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).map_err(|e| Error::io("cannot read", path, e))?;
        serde_json::from_str(&text).map_err(|e| {
            Error::new(ErrorKind::Format, format!("these are not options of a proxy: {e}"))
                .at(Place::file(path.display().to_string()))
        })
    }
}

/// The proxy, ready.
pub(super) struct Proxy {
    endpoint: Endpoint,
    rules: Rules,
    options: ProxyOptions,
}

impl Proxy {
    pub(super) fn new(options: &ProxyOptions) -> Result<Arc<Self>> {
        let time = Duration::from_secs(u64::from(options.seconds.clamp(1, 3600)));
        let endpoint = Endpoint::new(&options.endpoint, options.certificates.as_deref(), time)?;
        let rules = match options.rules.is_empty() {
            true => Rules::new(&usual_rules())?,
            false => Rules::new(&options.rules)?,
        };
        Ok(Arc::new(Self { endpoint, rules, options: options.clone() }))
    }
}

/// The state of the handlers.
#[derive(Clone)]
struct Shared {
    proxy: Arc<Proxy>,
    state: Arc<State>,
}

/// The front. `Authorization` is for the language model, so our token has to be in the path.
pub(super) fn front(state: &Arc<State>, proxy: &Arc<Proxy>) -> Front {
    let shared = Shared { proxy: Arc::clone(proxy), state: Arc::clone(state) };
    Front {
        prefix: "/v1",
        has_path: None,
        class: Class::LocalRead,
        token: TokenPlace::Path,
        most: |_, _| LARGEST,
        routes: Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/v1/models", get(models))
            .route("/v1/models/{model}", get(model))
            .with_state(shared),
    }
}

async fn models(
    extract::State(shared): extract::State<Shared>,
    headers: HeaderMap,
) -> Response<Body> {
    shared.passed(Method::GET, "/models", &headers, Bytes::new()).await
}

async fn model(
    extract::State(shared): extract::State<Shared>,
    extract::Path(model): extract::Path<String>,
    headers: HeaderMap,
) -> Response<Body> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._:@".contains(c);
    match model.chars().all(is_plain) && !model.starts_with('.') {
        true => {
            shared.passed(Method::GET, &format!("/models/{model}"), &headers, Bytes::new()).await
        }
        false => fault(StatusCode::NOT_FOUND, "invalid_request_error", "no model has this name"),
    }
}

async fn complete(
    extract::State(shared): extract::State<Shared>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let request = match Chat::read(&body) {
        Ok(request) => request,
        Err(message) => return fault(StatusCode::BAD_REQUEST, "invalid_request_error", &message),
    };
    let proxy = Arc::clone(&shared.proxy);
    let plan = shared.state.look_up(move |live| Ok(proxy.plan(live, &caller, request))).await;
    let (body, origin) = match plan {
        Ok(Plan::Answer(text, wanted)) => return completion(&text, &wanted),
        Ok(Plan::Add(body)) => (Bytes::from(body), "context"),
        // What the memory cannot help with is the model's all the same.
        Ok(Plan::Pass) | Err(_) => (body, "none"),
    };
    let mut response = shared.passed(Method::POST, "/chat/completions", &headers, body).await;
    mark(&mut response, origin);
    response
}

impl Shared {
    /// Passes a request on.
    async fn passed(
        &self,
        method: Method,
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response<Body> {
        if headers.get(ORIGIN).is_some_and(|value| value == "proxy") {
            let message = "muwazi: the proxy has itself as the language model";
            return fault(StatusCode::LOOP_DETECTED, "upstream_error", message);
        }
        self.proxy.endpoint.send(method, path, headers, body).await
    }
}

/// A request for a completion. Its fields are kept as they were written.
struct Chat {
    fields: BTreeMap<String, Box<RawValue>>,
    messages: Vec<Value>,
}

/// The fields of a request that decide on the form of its reply.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Form {
    model: String,
    stream: Option<bool>,
    stream_options: Option<Value>,
    n: Option<u64>,
    tools: Option<Vec<Value>>,
    response_format: Option<Value>,
}

/// What becomes of a request.
enum Plan {
    /// It is answered with a text.
    Answer(String, Wanted),
    /// It is passed on, with more in it.
    Add(Vec<u8>),
    /// It is passed on as it is.
    Pass,
}

impl Chat {
    fn read(body: &Bytes) -> std::result::Result<Self, String> {
        // What is passed over is not looked at by the parser, and must be sound all the same.
        let text = std::str::from_utf8(body).map_err(|e| format!("the body is not UTF-8: {e}"))?;
        let fields: BTreeMap<String, Box<RawValue>> =
            serde_json::from_str(text).map_err(|e| format!("the body is not a request: {e}"))?;
        let messages = fields.get("messages").ok_or("the request has no messages")?;
        let messages = serde_json::from_str(messages.get())
            .map_err(|e| format!("the messages cannot be read: {e}"))?;
        Ok(Self { fields, messages })
    }

    fn form(&self) -> Form {
        let field = |name: &str| {
            let raw = self.fields.get(name)?;
            serde_json::from_str::<Value>(raw.get()).ok()
        };
        Form {
            model: field("model").and_then(|m| m.as_str().map(str::to_owned)).unwrap_or_default(),
            stream: field("stream").and_then(|value| value.as_bool()),
            stream_options: field("stream_options"),
            n: field("n").and_then(|value| value.as_u64()),
            tools: field("tools").and_then(|value| value.as_array().cloned()),
            response_format: field("response_format"),
        }
    }

    /// Adds a text to what the first message of the system says. Many servers take one such message,
    /// and only at the beginning.
    fn with(mut self, added: &str) -> Option<Vec<u8>> {
        let is_system = |role: &Value| role == "system" || role == "developer";
        let first = self.messages.first_mut().filter(|message| is_system(&message["role"]));
        match first.and_then(|message| message.get_mut("content")) {
            Some(Value::String(content)) => {
                content.push_str("\n\n");
                content.push_str(added);
            }
            Some(Value::Array(parts)) => {
                parts.push(serde_json::json!({ "type": "text", "text": added }));
            }
            _ => {
                let message = serde_json::json!({ "role": "system", "content": added });
                self.messages.insert(0, message);
            }
        }
        let messages = serde_json::value::to_raw_value(&self.messages).ok()?;
        self.fields.insert("messages".to_owned(), messages);
        serde_json::to_vec(&self.fields).ok()
    }
}

impl Form {
    /// Returns true if a text alone is a whole reply.
    fn is_plain(&self) -> bool {
        let is_text = |format: &Value| format.is_null() || format["type"] == "text";
        self.n.is_none_or(|n| n <= 1)
            && self.tools.as_ref().is_none_or(Vec::is_empty)
            && self.response_format.as_ref().is_none_or(is_text)
    }

    fn wanted(self) -> Wanted {
        let with_usage = self.stream_options.is_some_and(|o| o["include_usage"] == true);
        Wanted {
            model: self.model,
            is_stream: self.stream.unwrap_or_default(),
            with_usage,
            created: Timestamp::now().as_second(),
        }
    }
}

/// The head of what is added.
const ADDED: &str = "From the translation memory, for the text to translate. Keep to these notes, \
    terms and the manner of these translations; the form of the reply is as asked above.";

impl Proxy {
    /// Decides on a request. A text that cannot be looked up is passed on.
    fn plan(&self, live: &Live, caller: &Caller, request: Chat) -> Plan {
        let Some(found) = self.rules.find(&request.messages) else { return Plan::Pass };
        let Ok(memories) = readable(live, caller, &self.options.memories) else {
            return Plan::Pass;
        };
        if found.texts.len() > MOST_TEXTS || memories.is_empty() {
            return Plan::Pass;
        }
        let Some(to) = self.target(&memories, &found) else { return Plan::Pass };
        let form = request.form();
        if self.options.answers && found.is_plain && form.is_plain() {
            let texts = found.texts.iter();
            let answers = texts.map(|text| self.exact(live, &memories, text, to.clone()));
            if let Some(answers) = answers.collect::<Option<Vec<String>>>() {
                let separator = found.separator.as_deref().unwrap_or_default();
                return Plan::Answer(answers.join(separator), form.wanted());
            }
        }
        let material = self.material(live, &memories, &found, to.as_ref());
        let Some(material) = material else { return Plan::Pass };
        match request.with(&format!("{ADDED}\n\n{material}")) {
            Some(body) => Plan::Add(body),
            None => Plan::Pass,
        }
    }

    /// The language to translate into, `None` inside where the memories tell it; `None` where a request
    /// is for a language that is in no memory, or nobody tells which one it is for.
    fn target(&self, memories: &[&LiveMemory], found: &Found) -> Option<Option<Lang>> {
        if self.options.to.is_some() {
            return Some(self.options.to.clone());
        }
        let mut held: Vec<Lang> = Vec::new();
        for lang in memories.iter().filter_map(|memory| memory.languages().ok()).flatten() {
            if !held.iter().any(|known| known.same_language(&lang.lang)) {
                held.push(lang.lang);
            }
        }
        let seen = crate::lang::detect(&found.texts.join("\n"));
        let is_source = |lang: &Lang| match self.options.from.as_ref().or(seen.lang()) {
            Some(from) => from.same_language(lang),
            // A short text may be in many languages; only those of the memories are found.
            None => {
                seen.candidates().iter().any(|one| one.same_language(lang))
                    && held.iter().any(|one| one.same_language(lang))
            }
        };
        let named = languages_in(&found.instructions);
        let was_silent = named.is_empty();
        let mut named = named.into_iter().filter(|lang| !is_source(lang));
        match (named.next(), named.next()) {
            // The memories have two languages, or it is anybody's guess; and a sentence in a chat is not
            // there to be translated.
            (None, _) => {
                let is_wanted = !was_silent || is_of_translation(&found.instructions);
                (held.len() <= 2 && is_wanted).then_some(None)
            }
            (Some(one), None) => {
                held.into_iter().find(|lang| lang.same_language(&one)).map(|_| Some(one))
            }
            _ => None,
        }
    }

    /// The translation of a text that a memory has letter for letter.
    fn exact(
        &self,
        live: &Live,
        memories: &[&LiveMemory],
        text: &str,
        to: Option<Lang>,
    ) -> Option<String> {
        let from = self.options.from.clone();
        let how = QueryRequest { from, to, min: 100.0, limit: 5, ..QueryRequest::default() };
        let asked = LookupRequest { how, ..LookupRequest::of(text) };
        let matches = live.lookup(memories, &asked, &mut silent()).ok()?.matches;
        let is_exact = |kind: MatchKind| matches!(kind, MatchKind::Exact | MatchKind::Context);
        let found = matches.into_iter().find(|m| m.score >= 100 && is_exact(m.kind))?;
        Some(found.target).filter(|target| !target.trim().is_empty())
    }

    /// What the memories know about the texts, if anything.
    fn material(
        &self,
        live: &Live,
        memories: &[&LiveMemory],
        found: &Found,
        to: Option<&Lang>,
    ) -> Option<String> {
        let several = found.texts.len() > 1;
        let mut options = self.options.context.clone();
        options.budget /= found.texts.len().max(1);
        let mut sections = Vec::new();
        for (number, text) in (1..).zip(&found.texts) {
            let asked = ContextRequest {
                text: text.clone(),
                from: self.options.from.clone(),
                to: to.cloned(),
                notes: self.options.notes.clone(),
                options: options.clone(),
                ..ContextRequest::default()
            };
            let context = live.context(memories, &asked, &mut silent());
            let material = context.as_ref().map(Context::material).unwrap_or_default();
            match (material.is_empty(), several) {
                (true, _) => {}
                (false, true) => sections.push(format!("For text {number}:\n{material}")),
                (false, false) => sections.push(material),
            }
        }
        (!sections.is_empty()).then(|| sections.join("\n\n"))
    }
}
