//! RESX and RESW, the resources of .NET and Windows programs.

use super::{
    file,
    sink::Sink,
    value::Value,
    xml_file::{Item, XmlFile, places},
};
use crate::{
    document::{Document, Extra},
    error::Result,
    read::{input::Input, plain::ReadOptions, registry::Reader},
    xml::{self, input::Sort, node::Element},
};

const SORT: Sort = Sort { name: "RESX", part: "entry" };

/// The reader of RESX.
pub(in crate::read) static READER: Reader = Reader {
    name: "resx",
    title: "RESX, strings of a .NET program",
    extensions: &["resx", "resw"],
    is: |sample| {
        let is_named = || sample.has_extension("resx") || sample.has_extension("resw");
        let is_told = || sample.text.contains("<resheader") && sample.text.contains("resx");
        xml::root(&sample.text) == Some("root") && (is_named() || is_told())
    },
    read,
};

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let bytes = file::bytes(input)?;
    let mut file = XmlFile::open(&bytes, input.origin(), SORT)?;
    let mut sink = Sink::with("", places(&bytes), options);
    let mut has_root = false;
    loop {
        file.renew();
        match file.next()? {
            Item::Start(root) if file.depth() == 1 && root.name == "root" && !has_root => {
                has_root = true;
            }
            Item::Start(_) if file.depth() == 1 => {
                return Err(file.fault("the root element is not <root>"));
            }
            Item::Start(element) if matches!(element.name.as_str(), "data" | "metadata") => {
                entry(&mut file, &element, &mut sink)?;
            }
            Item::Start(_) => drop(file.skip()?),
            Item::Eof => break,
            _ => {}
        }
        if sink.is_full() {
            break;
        }
    }
    sink.finish(input.origin())
}

/// Reads an entry after its start tag.
fn entry(file: &mut XmlFile<'_>, element: &Element, sink: &mut Sink<'_>) -> Result<()> {
    let depth = file.depth();
    let (mut value, mut comments) = (Value::default(), Vec::new());
    loop {
        match file.next()? {
            Item::Start(part) if part.name == "value" => value = file.text()?,
            Item::Start(part) if part.name == "comment" => comments.push(file.text()?.text),
            Item::Start(_) => drop(file.skip()?),
            Item::End if file.depth() < depth => break,
            Item::Eof => break,
            _ => {}
        }
    }
    let name = element.attribute("name").unwrap_or_default();
    let kind = element.attribute("type").unwrap_or("System.String");
    let is_text = kind.starts_with("System.String") && element.attribute("mimetype").is_none();
    if value.text.trim().is_empty() {
        // Nothing to read.
    } else if !is_text {
        sink.leave(Extra::Values, name, value);
    } else if name.starts_with(">>") || element.name == "metadata" {
        // Names and places of controls, for the form designer.
        sink.leave(Extra::Untranslatable, name, value);
    } else {
        sink.add(name, value);
    }
    comments.iter().for_each(|comment| sink.comment(comment));
    Ok(())
}
