//! Property lists of Apple in XML: `.stringsdict`, whose texts depend on numbers, and `.strings`.

use super::{
    file,
    json::Path,
    placeholder,
    sink::Sink,
    xml_file::{Item, XmlFile, places},
};
use crate::{
    document::{Document, Extra},
    error::Result,
    read::{plain::ReadOptions, registry::Reader},
    xml::{self, input::Sort},
};

const SORT: Sort = Sort { name: "property list", part: "entry" };
/// The forms of a plural.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The reader of `.stringsdict`.
pub(in crate::read) static READER: Reader = Reader {
    name: "stringsdict",
    title: ".stringsdict, plurals of an iOS or macOS program",
    extensions: &["stringsdict"],
    is: |sample| {
        let is_plural = || sample.text.contains("NSStringLocalizedFormatKey");
        xml::root(&sample.text) == Some("plist")
            && (sample.has_extension("stringsdict") || is_plural())
    },
    read: |input, options| document(file::bytes(input)?, input.origin(), options),
};

/// Reads a property list as strings.
pub(super) fn document(bytes: Vec<u8>, origin: &str, options: &ReadOptions) -> Result<Document> {
    let mut file = XmlFile::open(&bytes, origin, SORT)?;
    let mut sink = Sink::with("", places(&bytes), options);
    let mut path = Path::default();
    loop {
        file.renew();
        match file.next()? {
            Item::Start(element) => match element.name.as_str() {
                "plist" => {}
                "dict" => path.begin(false),
                "array" => path.begin(true),
                "key" => {
                    let key = file.text()?.text;
                    path.set(&key);
                }
                name => {
                    let value = file.text()?;
                    let (key, is_text) = meaning(&path.text, &value.text);
                    if name == "string" && is_text {
                        sink.add(&key, value);
                    } else if !value.text.trim().is_empty() {
                        sink.leave(Extra::Values, &key, value);
                    }
                    path.after_value();
                }
            },
            Item::End if path.depth() > 0 => {
                path.end();
                path.after_value();
            }
            Item::Comment(text) => sink.comment(&text),
            Item::Eof => break,
            _ => {}
        }
        if sink.is_full() {
            break;
        }
    }
    sink.finish(origin)
}

/// Returns the key of a text, and true if a person reads the text.
fn meaning(path: &str, text: &str) -> (String, bool) {
    let (before, last) = path.rsplit_once('.').unwrap_or(("", path));
    if before.is_empty() {
        return (path.to_owned(), true);
    }
    match last {
        // The frame around the plurals: text too, unless it is only their names.
        "NSStringLocalizedFormatKey" => {
            let held: usize = placeholder::find(text).iter().map(|range| range.len()).sum();
            (before.to_owned(), held < text.trim().len())
        }
        "NSStringFormatSpecTypeKey" | "NSStringFormatValueTypeKey" => (path.to_owned(), false),
        form if FORMS.contains(&form) => (format!("{before}[{form}]"), true),
        _ => (path.to_owned(), true),
    }
}
