//! A segment as Trados Studio stores it: `<Segment><Elements><Text><Value>…`, with tags in between.

use std::fmt::Write;

use quick_xml::{Reader, escape::escape, events::Event};

use crate::unit::{Mark, Text};

/// Text of a segment and the language that it names.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SegmentXml {
    pub(super) text: Text,
    pub(super) culture: Option<String>,
}

/// A tag of a segment.
#[derive(Debug, Default)]
struct Tag {
    kind: String,
    anchor: String,
    alignment: String,
    id: String,
    equivalent: String,
}

/// Reads the text of a segment, with its tags as marks in TMX form.
pub(super) fn read(xml: &str) -> Result<SegmentXml, String> {
    if !xml.trim_start().starts_with('<') {
        return Err("its segment has an unknown form".to_owned());
    }
    let mut reader = Reader::from_str(xml);
    let mut segment = SegmentXml::default();
    let mut path: Vec<String> = Vec::new();
    let mut tag = Tag::default();
    loop {
        let event = reader.read_event().map_err(|e| format!("its segment is damaged: {e}"))?;
        match event {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if path.len() > 50 {
                    return Err("its segment is damaged: it is nested too deeply".to_owned());
                }
                if name == "Tag" {
                    tag = Tag::default();
                }
                path.push(name);
            }
            Event::End(end) => {
                if end.local_name().as_ref() == "Tag" {
                    let at = segment.text.text.len();
                    segment.text.marks.push(Mark::from_tmx(at, &tag.raw()));
                }
                path.pop();
            }
            Event::Text(piece) => segment.take(&path, &mut tag, &piece.xml10_content()),
            Event::CData(piece) => segment.take(&path, &mut tag, &piece.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let text = match character {
                    Some(c) => c.to_string(),
                    None => match &*reference {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        other => return Err(format!("its segment contains an unknown &{other};")),
                    }
                    .to_owned(),
                };
                segment.take(&path, &mut tag, &text);
            }
            Event::Eof if path.is_empty() => return Ok(segment),
            Event::Eof => return Err("its segment is cut off".to_owned()),
            _ => {}
        }
    }
}

impl SegmentXml {
    fn take(&mut self, path: &[String], tag: &mut Tag, text: &str) {
        let mut inner = path.iter().rev().map(String::as_str);
        match (inner.next(), inner.next()) {
            (Some("Value"), Some("Text")) => self.text.text.push_str(text),
            (Some("Type"), Some("Tag")) => tag.kind.push_str(text),
            (Some("Anchor"), Some("Tag")) => tag.anchor.push_str(text),
            (Some("AlignmentAnchor"), Some("Tag")) => tag.alignment.push_str(text),
            (Some("TagID"), Some("Tag")) => tag.id.push_str(text),
            (Some("TextEquivalent"), Some("Tag")) => tag.equivalent.push_str(text),
            (Some("CultureName"), Some("Segment")) => {
                self.culture.get_or_insert_default().push_str(text.trim());
            }
            _ => {}
        }
    }
}

impl Tag {
    /// Returns the tag as a TMX tag.
    fn raw(&self) -> String {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        let i = number(&self.anchor).unwrap_or(1);
        let mut more = String::new();
        if let Some(x) = number(&self.alignment).filter(|x| *x > 0) {
            let _ = write!(more, " x=\"{x}\"");
        }
        if !self.id.is_empty() {
            let _ = write!(more, " type=\"{}\"", escape(self.id.as_str()));
        }
        match self.kind.trim() {
            "Start" => format!("<bpt i=\"{i}\"{more}/>"),
            "End" => format!("<ept i=\"{i}\"/>"),
            "UnmatchedStart" => format!("<it pos=\"begin\"{more}/>"),
            "UnmatchedEnd" => format!("<it pos=\"end\"{more}/>"),
            _ if self.equivalent.is_empty() => format!("<ph{more}/>"),
            _ => format!("<ph{more}>{}</ph>", escape(self.equivalent.as_str())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_tmx_tags() {
        let xml = "<Segment xmlns:xsi=\"x\"><Elements><Text><Value>Peace &amp; </Value></Text>\
                   <Tag><Type>Start</Type><Anchor>1</Anchor><AlignmentAnchor>2</AlignmentAnchor>\
                   <TagID>b</TagID></Tag><Text><Value>quiet</Value></Text><Tag><Type>End</Type>\
                   <Anchor>1</Anchor></Tag><Tag><Type>TextPlaceholder</Type>\
                   <TextEquivalent>&lt;7&gt;</TextEquivalent></Tag></Elements>\
                   <CultureName>en-US</CultureName></Segment>";
        let segment = read(xml).unwrap();
        assert_eq!(segment.text.text, "Peace & quiet");
        assert_eq!(segment.culture.as_deref(), Some("en-US"));
        let raws: Vec<_> =
            segment.text.marks.iter().map(|m| (m.at, m.code.to_tmx().into_owned())).collect();
        assert_eq!(
            raws,
            [
                (8, "<bpt i=\"1\" x=\"2\" type=\"b\"/>".to_owned()),
                (13, "<ept i=\"1\"/>".to_owned()),
                (13, "<ph>&lt;7&gt;</ph>".to_owned()),
            ]
        );
        for bad in ["", "AAEC", "<Segment>", "<a></b>", "<Segment>&x;</Segment>"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
