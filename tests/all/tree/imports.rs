//! Imports between the modules of a crate, as its sources tell them: `use` and inline paths.

use std::collections::BTreeSet;

/// One path from a top-level module into another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Import {
    /// The file that has it.
    pub(super) file: String,
    /// The top-level module of that file.
    pub(super) from: String,
    /// The first name of the path below the crate's root.
    pub(super) to: String,
    /// The path below the crate's root.
    pub(super) path: String,
}

/// Returns the imports between top-level modules in files, each a path below `src` and its text.
/// Modules under `#[cfg(test)]` do not count, neither inline nor as files.
pub(super) fn imports(files: &[(String, String)]) -> Vec<Import> {
    let mut all = BTreeSet::new();
    let mut tests: Vec<Vec<String>> = Vec::new();
    for (file, text) in files {
        let module = module(file);
        let mut reader =
            Reader { tokens: tokens(text), at: 0, scope: module.clone(), paths: vec![] };
        tests.extend(reader.read());
        for path in reader.paths.into_iter().filter(|path| path[0] != module[0]) {
            all.insert((module.clone(), file, path));
        }
    }
    all.retain(|(module, ..)| !tests.iter().any(|test| module.starts_with(test)));
    all.into_iter()
        .map(|(module, file, path)| Import {
            file: file.clone(),
            from: module[0].clone(),
            to: path[0].clone(),
            path: path.join("::"),
        })
        .collect()
}

/// The module that a file holds: `align/mod.rs` is `align`, `align/band.rs` is `align::band`.
fn module(file: &str) -> Vec<String> {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    stem.split('/').map(str::to_owned).collect()
}

/// Splits a source into words and single signs, without comments, texts and characters.
fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let starts =
        |at: usize, what: &str| what.chars().eq(chars[at..].iter().copied().take(what.len()));
    let (mut out, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let c = chars[at];
        if starts(at, "//") {
            while at < chars.len() && chars[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            let mut depth = 0;
            while at < chars.len() {
                depth += i32::from(starts(at, "/*")) - i32::from(starts(at, "*/"));
                at += if starts(at, "/*") || starts(at, "*/") { 2 } else { 1 };
                if depth == 0 {
                    break;
                }
            }
        } else if c == '"' {
            at = after_text(&chars, at);
        } else if c == '\'' {
            at = after_quote(&chars, at);
        } else if c.is_alphanumeric() || c == '_' {
            let start = at;
            while at < chars.len() && (chars[at].is_alphanumeric() || chars[at] == '_') {
                at += 1;
            }
            let word: String = chars[start..at].iter().collect();
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            let is_raw = ["r", "br", "cr"].contains(&word.as_str());
            if is_raw && chars.get(at + hashes) == Some(&'"') {
                let end: String = format!("\"{}", "#".repeat(hashes));
                at += hashes + 1;
                while at < chars.len() && !starts(at, &end) {
                    at += 1;
                }
                at += end.len();
            } else {
                out.push(word);
            }
        } else {
            let wide = starts(at, "::");
            if !c.is_whitespace() {
                out.push(if wide { "::".to_owned() } else { c.to_string() });
            }
            at += if wide { 2 } else { 1 };
        }
    }
    out
}

/// The place after a text in double quotation marks that begins at `at`.
fn after_text(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// The place after a character such as `'a'` or `'\u{a}'`, or after the mark of a lifetime.
fn after_quote(chars: &[char], at: usize) -> usize {
    match (chars.get(at + 1), chars.get(at + 2)) {
        (Some('\\'), _) => {
            let rest = chars.iter().skip(at + 3).position(|c| *c == '\'');
            rest.map_or(chars.len(), |more| at + 3 + more + 1)
        }
        (Some(_), Some('\'')) => at + 3,
        _ => at + 1,
    }
}

/// A walk over the tokens of a file.
struct Reader {
    tokens: Vec<String>,
    at: usize,
    /// The module that the next token stands in.
    scope: Vec<String>,
    /// Paths below the crate's root.
    paths: Vec<Vec<String>>,
}

impl Reader {
    fn is(&self, ahead: usize, what: &str) -> bool {
        self.tokens.get(self.at + ahead).is_some_and(|token| token == what)
    }

    /// Collects the paths; returns the modules that exist for tests only.
    fn read(&mut self) -> Vec<Vec<String>> {
        let mut tests = Vec::new();
        // For each open brace, whether it is a module's.
        let mut braces = Vec::new();
        while self.at < self.tokens.len() {
            if self.is(0, "#") && self.is(1, "[") {
                if self.attribute() {
                    tests.extend(self.skip_item());
                }
            } else if self.is(0, "mod") && self.is(2, "{") {
                self.scope.push(self.tokens[self.at + 1].clone());
                braces.push(true);
                self.at += 3;
            } else if self.is(0, "{") || self.is(0, "}") {
                if self.is(0, "{") {
                    braces.push(false);
                } else if braces.pop() == Some(true) {
                    self.scope.pop();
                }
                self.at += 1;
            } else if self.is(1, "::") && ["crate", "super", "self"].iter().any(|s| self.is(0, s)) {
                self.path(&self.scope.clone());
            } else {
                self.at += 1;
            }
        }
        tests
    }

    /// Passes over an attribute; returns whether it keeps the next item for tests.
    fn attribute(&mut self) -> bool {
        let start = self.at;
        self.skip_until(1, |open, _| open == 0);
        let tokens = &self.tokens[start..self.at];
        let has = |word: &str| tokens.iter().any(|token| token == word);
        tokens[2] == "cfg" && has("test") && !has("not")
    }

    /// Passes over an item; returns its module if it is one in a file of its own.
    fn skip_item(&mut self) -> Option<Vec<String>> {
        while self.is(0, "#") && self.is(1, "[") {
            self.attribute();
        }
        let start = self.at;
        self.skip_until(0, |open, token| open == 0 && (token == ";" || token == "}"));
        let tokens = &self.tokens[start..self.at];
        let at = tokens.iter().position(|token| token == "mod")?;
        (tokens.get(at + 2)? == ";").then(|| [&self.scope[..], &[tokens[at + 1].clone()]].concat())
    }

    /// Moves on by `first` tokens, then behind the token at which `is_end` holds, which is given
    /// the number of brackets that are open after it.
    fn skip_until(&mut self, first: usize, is_end: fn(i32, &str) -> bool) {
        self.at += first;
        let mut open = 0;
        while let Some(token) = self.tokens.get(self.at) {
            open += i32::from(["(", "[", "{"].contains(&token.as_str()));
            open -= i32::from([")", "]", "}"].contains(&token.as_str()));
            self.at += 1;
            if is_end(open, token) {
                break;
            }
        }
    }

    /// Reads a path that begins here, with all branches of its braces, relative to a module.
    fn path(&mut self, base: &[String]) {
        let mut path = base.to_vec();
        loop {
            let token = self.tokens[self.at].clone();
            match token.as_str() {
                "crate" => path.clear(),
                "super" => drop(path.pop()),
                "self" => {}
                "{" => {
                    self.at += 1;
                    while self.at < self.tokens.len() && !self.is(0, "}") {
                        if self.is(0, ",") {
                            self.at += 1;
                        } else {
                            self.path(&path);
                        }
                    }
                    self.at += 1;
                    return;
                }
                _ => path.push(token),
            }
            self.at += 1;
            if self.is(0, "as") {
                self.at += 2;
            }
            if !self.is(0, "::") {
                break;
            }
            self.at += 1;
        }
        if !path.is_empty() {
            self.paths.push(path);
        }
    }
}
