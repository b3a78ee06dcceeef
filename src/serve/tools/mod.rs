//! The protocols of translation tools, each a front of its own. Programs of this machine may read without
//! a token, since many tools can send none; whatever writes needs one.

mod address;
mod amagama;
mod omegat;
mod page;
mod remotetm;
mod weblate;

use std::sync::Arc;

use axum::{Extension, body::Body, extract, http::Response};

pub(super) use self::remotetm::Sessions;
use super::{
    access::{Caller, Right},
    answer,
    front::Front,
    state::{State, allowed, readable},
};
use crate::{
    error::{Error, ErrorKind, Result},
    event::silent,
    lang::Lang,
    lookup::Match,
    service::live::{Live, LiveMemory, LookupRequest, QueryRequest},
};

/// Maximum number of bytes of a question.
const QUESTION: usize = 4 << 20;

/// The state, as handlers take it.
type Shared = extract::State<Arc<State>>;
/// The caller, whom the gate knows.
type Who = Extension<Caller>;

/// The fronts.
pub(super) fn fronts(state: &Arc<State>) -> Vec<Front> {
    let mut fronts = amagama::fronts(state);
    fronts.extend([
        weblate::front(state),
        remotetm::front(state),
        omegat::connector(state),
        omegat::finder(state),
    ]);
    fronts
}

/// A language by the code of a tool, such as `en_us`.
fn lang_of(code: &str) -> Option<Lang> {
    code.replace('_', "-").parse().ok()
}

/// The code of a language as tools of the family of gettext write it: `en_us`.
fn code_of(lang: &Lang) -> String {
    lang.as_str().replace('-', "_").to_lowercase()
}

/// A look-up of a tool: the languages are always given.
struct Wanted<'a> {
    text: &'a str,
    from: Lang,
    to: Lang,
    min: f64,
    limit: usize,
    memories: Vec<String>,
}

impl Wanted<'_> {
    /// The matches whose quality reaches the least one, best first.
    fn find(self, live: &Live, caller: &Caller) -> Result<Vec<Match>> {
        let memories = readable(live, caller, &self.memories)?;
        let how = QueryRequest {
            from: Some(self.from),
            to: Some(self.to),
            min: self.min,
            limit: self.limit,
            ..QueryRequest::default()
        };
        let asked = LookupRequest { how, ..LookupRequest::of(self.text) };
        let mut matches = live.lookup(&memories, &asked, &mut silent())?.matches;
        matches.retain(|found| quality(found) >= self.min);
        Ok(matches)
    }
}

/// The quality of a match, up to 100: the similarity as it is where nothing was taken off, and else the
/// score.
fn quality(found: &Match) -> f64 {
    let similarity = (found.similarity * 10.0).floor() / 10.0;
    let score = f64::from(found.score.min(100));
    // Tools round down: what they show is then the score.
    if similarity.floor() == score { similarity } else { score }
}

/// The memory that a tool writes to, which names it or means the first that the caller may write.
fn to_write<'l>(live: &'l Live, caller: &Caller, name: Option<&str>) -> Result<&'l LiveMemory> {
    if let Some(name) = name {
        return allowed(live, caller, name, Right::Write);
    }
    let may =
        |memory: &&LiveMemory| memory.is_writable() && caller.right(memory.name()) == Right::Write;
    live.memories().find(may).ok_or_else(|| {
        Error::new(ErrorKind::Usage, "there is no memory that may be written")
            .hint("the memories are open for reading only, or the token has the right to read only")
    })
}

/// The answer to a caller that wants to write without a token.
fn needs_token(caller: &Caller) -> Option<Response<Body>> {
    caller.is_without_token().then(|| answer::refusal(&answer::NO_TOKEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_languages_are_those_of_gettext() {
        for (code, lang) in [("en", "en"), ("en_us", "en-US"), ("EN-US", "en-US"), ("ar", "ar")] {
            assert_eq!(lang_of(code), Some(lang.parse().unwrap()), "{code}");
        }
        assert_eq!(code_of(&"pt-BR".parse().unwrap()), "pt_br");
        for odd in ["", "_", "e n", "en_", "../en", "ع"] {
            assert_eq!(lang_of(odd), None, "{odd}");
        }
    }
}
