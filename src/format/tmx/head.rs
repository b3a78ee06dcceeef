//! Reader of the root element and the header of a TMX.

use std::io::Read;

use quick_xml::events::Event;

use super::{
    parts::{Attributes, Element, short_name},
    read::TmxReader,
};
use crate::xml::oddity::Oddity;
use crate::{error::Result, unit::Meta, xml::node::is_blank};

impl<R: Read> TmxReader<R> {
    pub(super) fn read_root(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        const HINT: &str = "expected a TMX file; other formats are recognised by their file names";
        loop {
            match self.xml.read(buffer)? {
                Event::Start(root) if self.element(&root)? == Element::Tmx => {
                    for attribute in self.xml.attributes(&root) {
                        let (name, value) = attribute?;
                        if name.eq_ignore_ascii_case("version") {
                            self.header.version = value.into_owned();
                        }
                    }
                    break;
                }
                Event::Start(root) => {
                    let message = format!("this is XML but not TMX: it holds <{}>", root.name().0);
                    return Err(self.xml.fail(message, HINT));
                }
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(self.xml.fail("this is not XML: text without any element", HINT));
                }
                Event::Eof => return Err(self.xml.fail("the file contains no element", HINT)),
                _ => {}
            }
        }
        self.take_odd()?;
        match self.header.version.trim() {
            "" => self.warn(Oddity::NoVersion, "the file does not name its TMX version"),
            "1.0" | "1.1" | "1.2" | "1.3" | "1.4" | "1.4a" | "1.4b" => Ok(()),
            other => {
                let other: String = other.chars().take(20).collect();
                let message = format!("unknown TMX version {other}; read as 1.4");
                self.warn(Oddity::UnknownVersion, message)
            }
        }
    }

    /// Reads up to the first unit.
    pub(super) fn read_header(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let mut has_header = false;
        while !self.in_body && self.begun.is_none() {
            match self.xml.read(buffer)? {
                Event::Start(tag) => match self.element(&tag)? {
                    Element::Header if !has_header => {
                        has_header = true;
                        let attributes = self.attributes(&tag)?;
                        self.header.meta = self.header_content(attributes, buffer)?;
                    }
                    Element::Body => self.in_body = true,
                    Element::Tu => {
                        self.warn(Oddity::NoBody, "the file has no body; its units are read")?;
                        self.begun = Some(self.attributes(&tag)?);
                    }
                    _ => {
                        let name = short_name(&tag);
                        self.skip(&name, buffer)?;
                    }
                },
                Event::End(_) => {
                    self.warn(Oddity::NoBody, "the file has no body")?;
                    break;
                }
                other => self.expect_blank(&other)?,
            }
        }
        if !has_header {
            return self.warn(Oddity::NoHeader, "the file has no header");
        }
        if self.header.srclang().is_none_or(|code| code.trim().is_empty()) {
            self.warn(Oddity::NoSourceLanguage, "the header names no source language (srclang)")?;
        }
        Ok(())
    }

    pub(super) fn header_content(
        &mut self,
        attributes: Attributes,
        buffer: &mut Vec<u8>,
    ) -> Result<Meta> {
        let mut meta = Meta { attributes, ..Meta::default() };
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let child = self.child(&tag)?;
                    self.describe(child, &mut meta, buffer)?;
                }
                Event::End(_) => return Ok(meta),
                other => self.expect_blank(&other)?,
            }
        }
    }
}
