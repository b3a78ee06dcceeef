//! Who may do what: tokens, and their rights in each memory.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::guard::Token;
use crate::error::{Error, ErrorKind, Place, Result};

/// A token of a file has at least so many characters: nobody guesses it.
const SHORTEST: usize = 16;
/// No file of tokens is larger.
const LARGEST: u64 = 1 << 20;
/// The name of rights that hold for all memories that are not named.
const EVERY: &str = "*";

/// The right to a memory, each with those before it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Right {
    /// It is as if the memory were not there.
    #[default]
    None,
    /// Looking up and reading.
    Read,
    /// Adding, editing, removing and undoing.
    Write,
}

/// A file of tokens.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenFile {
    tokens: Vec<TokenEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenEntry {
    name: String,
    token: String,
    rights: BTreeMap<String, Right>,
}

/// Somebody who asks: a name for logs and histories, and rights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// The name of the token.
    pub(super) name: Arc<str>,
    rights: Arc<BTreeMap<String, Right>>,
    kind: CallerKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CallerKind {
    /// The token that was made when the server started.
    Admin,
    /// A token of the file.
    Named,
    /// No token: a program of this machine.
    Local,
}

impl Caller {
    fn new(name: &str, rights: BTreeMap<String, Right>, kind: CallerKind) -> Self {
        Self { name: name.into(), rights: Arc::new(rights), kind }
    }

    /// A program of this machine without a token, which may read.
    pub(super) fn local() -> Self {
        Self::new("local", BTreeMap::from([(EVERY.into(), Right::Read)]), CallerKind::Local)
    }

    /// Whoever holds the token that was made when the server started.
    pub(super) fn admin() -> Self {
        Self::new("admin", BTreeMap::from([(EVERY.into(), Right::Write)]), CallerKind::Admin)
    }

    /// An assistant that talks to the program itself, without a server between.
    pub(super) fn assistant(may_write: bool) -> Self {
        let right = if may_write { Right::Write } else { Right::Read };
        Self::new("assistant", BTreeMap::from([(EVERY.into(), right)]), CallerKind::Named)
    }

    /// Returns the right to a memory.
    pub(super) fn right(&self, memory: &str) -> Right {
        let right = self.rights.get(memory).or_else(|| self.rights.get(EVERY));
        right.copied().unwrap_or_default()
    }

    /// Returns true for the token that was made when the server started.
    pub(super) fn is_admin(&self) -> bool {
        self.kind == CallerKind::Admin
    }

    /// Returns true where no token was given.
    pub(super) fn is_without_token(&self) -> bool {
        self.kind == CallerKind::Local
    }
}

/// The tokens of a server. They are kept as hashes, and compared so: the time that it takes says
/// nothing about them.
pub(super) struct Tokens(Vec<([u8; 32], Caller)>);

impl Tokens {
    /// Those of a file, if any, and that of the administrator.
    pub(super) fn open(file: Option<&Path>, admin: &Token) -> Result<Self> {
        let mut tokens = vec![(hash(admin.as_str()), Caller::admin())];
        let Some(path) = file else { return Ok(Self(tokens)) };
        let at = || Place::file(path.display().to_string());
        let wrong = |message: String| Err(Error::new(ErrorKind::Usage, message).at(at()));
        let meta = fs::metadata(path).map_err(|e| Error::io("cannot read", path, e))?;
        if !meta.is_file() || meta.len() > LARGEST {
            return wrong("this is not a file of tokens".into());
        }
        let text = fs::read_to_string(path).map_err(|e| Error::io("cannot read", path, e))?;
        let read: TokenFile = match serde_json::from_str(&text) {
            Ok(read) => read,
            // Its message says the place, and never a token.
            Err(e) => {
                let message = format!(
                    "this is not a file of tokens, at line {}, column {}",
                    e.line(),
                    e.column()
                );
                return Err(Error::new(ErrorKind::Format, message).at(at()).hint(SHAPE));
            }
        };
        for TokenEntry { name, token, rights } in read.tokens {
            let is_name = !name.is_empty() && name.len() <= 100 && !name.contains(char::is_control);
            if !is_name || ["admin", "local"].contains(&name.as_str()) {
                return wrong("a token has a name that is empty, taken or too long".into());
            }
            if token.len() < SHORTEST || !token.chars().all(is_token_char) {
                return wrong(format!(
                    "the token of '{name}' is not {SHORTEST} or more letters of ASCII, digits, '-', '_', '.' or '~'"
                ));
            }
            let hashed = hash(&token);
            if tokens.iter().any(|(known, caller)| *known == hashed || *caller.name == *name) {
                return wrong(format!("the token of '{name}' or its name is given twice"));
            }
            tokens.push((hashed, Caller::new(&name, rights, CallerKind::Named)));
        }
        Ok(Self(tokens))
    }

    /// The names of memories that rights are about.
    pub(super) fn memories(&self) -> impl Iterator<Item = &str> {
        let names = self.0.iter().flat_map(|(_, caller)| caller.rights.keys());
        names.map(String::as_str).filter(|name| *name != EVERY)
    }

    /// Returns whose token this is.
    pub(super) fn caller(&self, token: &str) -> Option<&Caller> {
        let given = hash(token);
        // All of them, whichever it is.
        self.0.iter().fold(None, |found, (known, caller)| match *known == given {
            true => Some(caller),
            false => found,
        })
    }
}

/// The shape of a file of tokens.
const SHAPE: &str = r#"it is like {"tokens": [{"name": "anna", "token": "…", "rights": {"*": "read", "house": "write"}}]}"#;

/// Characters that need no escape in an address.
fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~".contains(c)
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Result<Tokens> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.json");
        fs::write(&path, text).unwrap();
        Tokens::open(Some(&path), &Token::random()?)
    }

    #[test]
    fn rights_are_those_of_the_memory_or_of_all() {
        let tokens = opened(
            r#"{"tokens": [{"name": "anna", "token": "0123456789abcdef",
                "rights": {"*": "read", "house": "write", "secret": "none"}},
                {"name": "bob", "token": "fedcba9876543210", "rights": {"house": "read"}}]}"#,
        )
        .unwrap();
        let anna = tokens.caller("0123456789abcdef").unwrap();
        assert_eq!(&*anna.name, "anna");
        let rights = ["house", "other", "secret"].map(|memory| anna.right(memory));
        assert_eq!(rights, [Right::Write, Right::Read, Right::None]);
        let bob = tokens.caller("fedcba9876543210").unwrap();
        assert_eq!((bob.right("house"), bob.right("other")), (Right::Read, Right::None));
        assert!(tokens.caller("0123456789abcdeF").is_none() && tokens.caller("").is_none());
        assert_eq!(Caller::local().right("any"), Right::Read);
        assert!(tokens.memories().eq(["house", "secret", "house"]));
    }

    #[test]
    fn wrong_files_are_refused_without_their_tokens() {
        for wrong in [
            "",
            "[]",
            r#"{"tokens": [{"name": "a", "token": "short-secret", "rights": {}}]}"#,
            r#"{"tokens": [{"name": "a", "token": "secret with spaces in", "rights": {}}]}"#,
            r#"{"tokens": [{"name": "admin", "token": "secret-0123456789", "rights": {}}]}"#,
            r#"{"tokens": [{"name": "a", "token": "secret-0123456789", "rights": {"x": "all"}}]}"#,
            r#"{"tokens": [{"name": "a", "token": "secret-0123456789", "rights": {}},
                {"name": "b", "token": "secret-0123456789", "rights": {}}]}"#,
        ] {
            let error = opened(wrong).err().unwrap();
            let told = format!("{error:?}");
            assert!(!told.contains("secret"), "{told}");
        }
    }
}
