//! The XML reader and writer shared by TMX, XLIFF, TBX and SRX.
//!
//! [`Xml`] yields the events of well-formed XML; each error carries its line. No entity is expanded
//! except the five predefined ones, unless a tolerant reader asks for it, and depth, sizes and
//! counts are limited.

pub(crate) mod encoding;
pub(crate) mod input;
mod lenient;
pub(crate) mod node;
pub(crate) mod oddity;
pub(crate) mod out;

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    io::{self, BufRead, Read},
};

use quick_xml::{
    Error as XmlError, Reader, XmlVersion,
    errors::IllFormedError,
    escape::EscapeError,
    events::{BytesRef, BytesStart, Event, attributes::Attribute},
};

use self::input::{Input, Sort, Tolerance};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    xml::oddity::Oddity,
};

/// Maximum depth of nested elements; TMX needs a dozen.
const MAX_DEPTH: usize = 200;
/// Maximum number of attributes of an element; TMX knows 14.
const MAX_ATTRIBUTES: usize = 256;

/// A streaming XML reader.
pub(crate) struct Xml<R> {
    pub(crate) reader: Reader<Input<R>>,
    file: String,
    sort: Sort,
    pub(crate) depth: usize,
    pub(crate) line: u64,
    /// The line where the last event begins, for reports of an element or comment without an end.
    pub(crate) began: u64,
    pub(crate) tolerance: Tolerance,
    /// Oddities that were found and not yet taken.
    pub(crate) odd: RefCell<Vec<(Oddity, u64, String)>>,
    /// Entities that the file declares, if it may.
    pub(crate) entities: Vec<(String, String)>,
    /// Bytes of text since [`Xml::renew`] that these entities produced.
    pub(crate) expanded: Cell<usize>,
    /// True if reading cannot resume after the last error.
    pub(crate) is_hopeless: Cell<bool>,
    /// True after the first event.
    has_begun: bool,
    /// True if the file ends before its elements do.
    pub(crate) is_cut: bool,
    /// Number of complete units or other parts read, reported if the file is cut off.
    pub(crate) units: u64,
}

impl<R: Read> Xml<R> {
    /// Opens a file; any oddity is an error.
    pub(crate) fn open(source: R, file: &str, sort: Sort) -> Result<Self> {
        Self::open_with(source, file, sort, Tolerance::None)
    }

    /// Opens a file; as far as `tolerance` goes, oddities are returned by [`Xml::take_odd`].
    pub(crate) fn open_with(
        source: R,
        file: &str,
        sort: Sort,
        tolerance: Tolerance,
    ) -> Result<Self> {
        let input = Input::open(source, sort, tolerance).map_err(|e| e.at(Place::line(file, 1)))?;
        let mut reader = Reader::from_reader(input);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = tolerance > Tolerance::None;
        Ok(Self {
            reader,
            file: file.to_owned(),
            sort,
            depth: 0,
            line: 1,
            began: 1,
            tolerance,
            odd: RefCell::default(),
            entities: Vec::new(),
            expanded: Cell::new(0),
            is_hopeless: Cell::new(false),
            has_begun: false,
            is_cut: false,
            units: 0,
        })
    }

    /// Reads the next event; the end of the file only after every element has ended.
    pub(crate) fn read<'b>(&mut self, buffer: &'b mut Vec<u8>) -> Result<Event<'b>> {
        self.line = self.reader.get_mut().line();
        self.began = self.line;
        buffer.clear();
        let event = match self.reader.read_event_into(buffer) {
            Ok(event) => event,
            Err(error) => return Err(self.error(error)),
        };
        match &event {
            Event::Start(tag) => {
                self.check_name(tag)?;
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    self.is_hopeless.set(true);
                    return Err(
                        self.harm(format!("elements are nested more than {MAX_DEPTH} deep"))
                    );
                }
            }
            Event::Empty(tag) => self.check_name(tag)?,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(declaration) => {
                let declaration = declaration.to_string();
                self.check_doctype(&declaration)?;
            }
            Event::Decl(declaration) => {
                let version = declaration.version().map(Cow::into_owned).unwrap_or_default();
                self.check_declaration(&version);
            }
            Event::Comment(comment) => {
                let comment: &str = comment;
                if comment.contains("--") || comment.ends_with('-') {
                    self.tell(Oddity::BadComment, "a comment contains -- before its end");
                }
            }
            Event::Eof if self.depth > 0 => return Err(self.cut_off()),
            _ => {}
        }
        self.has_begun = true;
        Ok(event)
    }

    /// Skips text up to the next tag, however long: some files contain whole documents.
    pub(crate) fn skip_text(&mut self) -> Result<()> {
        loop {
            let mut stream = self.reader.stream();
            let (read, found) = match stream.fill_buf() {
                Ok(bytes) => match memchr::memchr(b'<', bytes) {
                    Some(at) => (at, true),
                    None => (bytes.len(), bytes.is_empty()),
                },
                Err(error) => return Err(self.error(error.into())),
            };
            stream.consume(read);
            if found {
                return Ok(());
            }
            self.renew();
        }
    }

    /// Returns the kind of file.
    pub(crate) fn sort(&self) -> Sort {
        self.sort
    }

    /// Returns the number of open elements.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Returns the place where the last event begins.
    pub(crate) fn place(&self) -> Place {
        Place::line(&self.file, self.line)
    }

    /// Returns the place of a line of the file.
    pub(crate) fn place_of(&self, line: u64) -> Place {
        Place::line(&self.file, line)
    }

    /// Begins a new stretch for the size limit.
    pub(crate) fn renew(&mut self) {
        self.reader.get_mut().renew();
        self.expanded.set(0);
    }

    /// Sets whether `<a/>` is read as `<a></a>`.
    pub(crate) fn expand_empty(&mut self, yes: bool) {
        self.reader.config_mut().expand_empty_elements = yes;
    }

    /// Yields the attributes of an element as names and values.
    pub(crate) fn attributes<'a>(
        &self,
        tag: &'a BytesStart<'_>,
    ) -> impl Iterator<Item = Result<(&'a str, Cow<'a, str>)>> {
        let mut attributes = tag.attributes();
        // A tolerant reader reports duplicate names itself.
        attributes.with_checks(self.tolerance == Tolerance::None);
        attributes.enumerate().map(|(i, attribute)| {
            if i == MAX_ATTRIBUTES {
                return Err(
                    self.harm(format!("an element with more than {MAX_ATTRIBUTES} attributes"))
                );
            }
            self.attribute(attribute.map_err(|e| self.damaged(e.to_string()))?)
        })
    }

    fn attribute<'a>(&self, attribute: Attribute<'a>) -> Result<(&'a str, Cow<'a, str>)> {
        if self.tolerance > Tolerance::None {
            return Ok((attribute.key.0, self.value(attribute.value)?));
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| match e {
            XmlError::Escape(EscapeError::UnrecognizedEntity(_, name)) => self.undeclared(&name),
            XmlError::Escape(EscapeError::UnterminatedEntity(_)) => self.lone_ampersand(),
            other => self.damaged(other.to_string()),
        })?;
        Ok((attribute.key.0, value))
    }

    /// Returns the character of a reference such as `&lt;` or `&#1605;`.
    pub(crate) fn resolve(&self, reference: &BytesRef<'_>) -> Result<char> {
        if reference.is_char_ref() {
            return match reference.resolve_char_ref() {
                Ok(Some(c)) => Ok(c),
                _ => Err(self.damaged(format!("&{}; is not a character", &**reference))),
            };
        }
        predefined(reference).ok_or_else(|| self.undeclared(reference))
    }

    /// Creates an error at the last event.
    pub(crate) fn fail(&self, message: impl Into<String>, hint: &str) -> Error {
        Error::new(ErrorKind::Format, message).at(self.place()).hint(hint)
    }

    /// Creates an error for a file that may be malicious; reading stops after it.
    pub(crate) fn harm(&self, message: impl Into<String>) -> Error {
        self.is_hopeless.set(true);
        self.fail(message, "no tool writes such files; it is damaged or malicious")
    }

    pub(crate) fn damaged(&self, message: impl Into<String>) -> Error {
        self.fail(message, "the file is damaged or was edited by hand; mend this line")
    }

    fn undeclared(&self, name: &str) -> Error {
        if !is_name(name) {
            return self.lone_ampersand();
        }
        self.fail(
            format!("the entity &{name}; is not declared"),
            "write the character itself; only &amp; &lt; &gt; &quot; &apos; and numbers such as \
             &#160; need no declaration",
        )
    }

    fn lone_ampersand(&self) -> Error {
        self.fail("an & that does not begin an entity", "write &amp; for a plain &")
    }

    fn cut_off(&mut self) -> Error {
        self.is_cut = true;
        self.line = self.reader.get_mut().line();
        self.fail(
            format!("the file is cut off after {} whole {}s", self.units, self.sort.part),
            "the copy is incomplete; copy or download it again",
        )
    }

    fn error(&mut self, error: XmlError) -> Error {
        if let XmlError::Io(e) = &error {
            let cause = io::Error::new(e.kind(), e.to_string());
            let failure = self.reader.get_mut().take_failure(cause);
            // Reading goes on after a unit that is too large.
            let is_final = failure.kind == ErrorKind::Io || self.tolerance < Tolerance::Salvage;
            self.is_hopeless.set(is_final);
            self.line = self.reader.get_mut().line();
            return failure.at(self.place());
        }
        // Anything that is unfinished at the end of the file.
        let at_end = self.reader.get_mut().is_at_end();
        let unfinished = matches!(
            error,
            XmlError::Syntax(_)
                | XmlError::Encoding(_)
                | XmlError::IllFormed(IllFormedError::UnclosedReference)
        );
        if at_end && unfinished {
            return self.cut_off();
        }
        match error {
            XmlError::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                self.damaged(format!("expected </{expected}>, found </{found}>"))
            }
            XmlError::IllFormed(IllFormedError::UnmatchedEndTag(name)) => {
                self.damaged(format!("</{name}> without a start tag"))
            }
            XmlError::IllFormed(IllFormedError::UnclosedReference) => self.lone_ampersand(),
            XmlError::Encoding(e) => self
                .fail(
                    "this is not valid UTF-8",
                    "the file is damaged, or in another encoding that its first line should name, \
                     as in <?xml version=\"1.0\" encoding=\"windows-1256\"?>",
                )
                .because(e),
            other => self.damaged(other.to_string()),
        }
    }

    /// Checks the version in an XML declaration, and that nothing stands before it.
    fn check_declaration(&self, version: &str) {
        if self.has_begun {
            let message = "the XML declaration is not at the very beginning of the file";
            self.tell(Oddity::LateDeclaration, message);
        }
        if !matches!(version.trim(), "1.0" | "1.1") {
            let version: String = version.chars().take(20).filter(|c| !c.is_control()).collect();
            let message = format!(
                "the XML declaration names version '{version}'; there is only 1.0 (and 1.1), \
                 whatever the version of {}",
                self.sort.name
            );
            self.tell(Oddity::XmlVersion, message);
        }
    }

    fn check_name(&self, tag: &BytesStart<'_>) -> Result<()> {
        if is_name(tag.name().0) {
            return Ok(());
        }
        Err(self.fail("a < that does not begin an element", "write &lt; for a plain <"))
    }

    /// Checks a DOCTYPE. It may name the DTD. Entities of its own could expand a small file without
    /// bound, so only short ones are accepted, and only by a tolerant reader.
    fn check_doctype(&mut self, declaration: &str) -> Result<()> {
        if !declaration.contains("<!ENTITY") {
            return Ok(());
        }
        if self.tolerance > Tolerance::None {
            let (entities, are_all) = lenient::simple_entities(declaration);
            let is_salvage = self.tolerance == Tolerance::Salvage;
            if !are_all && is_salvage {
                let message = "the DOCTYPE declares entities of other files or of other entities, \
                               which can be malicious; not read";
                self.tell(Oddity::UnsafeEntity, message);
            }
            if are_all || is_salvage {
                self.entities = entities;
                return Ok(());
            }
        }
        self.is_hopeless.set(true);
        Err(self.fail(
            format!(
                "the DOCTYPE declares entities, which {} does not need and which can be malicious",
                self.sort.name
            ),
            "if you trust the file, remove the part of its DOCTYPE in square brackets",
        ))
    }
}

/// Returns the character of one of the five entities that XML predefines.
pub(crate) fn predefined(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Returns the local name of the root element of a text, if it is XML.
pub(crate) fn root(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        rest = rest.trim_start();
        let after = |rest: &'_ str, end: &str| rest.find(end).map(|at| at + end.len());
        let skipped = if rest.starts_with("<?") {
            after(rest, "?>")
        } else if rest.starts_with("<!--") {
            after(rest, "-->")
        } else if rest.starts_with("<!") {
            // The internal subset in square brackets contains declarations with `>` of their
            // own.
            let close = rest.find('>')?;
            match rest.find('[').filter(|open| *open < close) {
                Some(_) => after(rest, "]").and_then(|at| Some(at + after(&rest[at..], ">")?)),
                None => Some(close + 1),
            }
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
            let name = &name[..end.unwrap_or(name.len())];
            return Some(name.rsplit(':').next().unwrap_or(name));
        };
        rest = &rest[skipped?..];
    }
}

/// Returns true if a string looks like an XML name: exact enough to distinguish names from running
/// text.
pub(crate) fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'))
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.') || !c.is_ascii())
}
