//! The encoding of a page: its byte order mark, then what the bytes show, then what the page says.
//! Pages often say wrongly what they are in, so UTF-8 counts where the bytes are valid, and the
//! default of old programs, Latin-1, counts as nothing said.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::tokens::{Token, Tokens};
use crate::{error::Result, text::decode::decode};

/// Number of bytes in which a page says its encoding.
const LOOK: usize = 4096;

/// Decodes a page.
pub(super) fn page(bytes: Vec<u8>, origin: &str, named: Option<&str>) -> Result<String> {
    if named.is_some() || std::str::from_utf8(&bytes).is_ok() {
        return decode(bytes, origin, named);
    }
    let says = declared(&bytes).filter(|encoding| {
        ![UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252].contains(encoding)
            && Encoding::for_bom(&bytes).is_none()
            && encoding.decode_without_bom_handling_and_without_replacement(&bytes).is_some()
    });
    decode(bytes, origin, says.map(Encoding::name))
}

/// Returns the encoding that a page says that it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOK)]);
    if let Some(head) = start.trim_start().strip_prefix("<?xml") {
        let head = head.split("?>").next().unwrap_or_default();
        if let Some((_, after)) = head.split_once("encoding") {
            return label(after);
        }
    }
    Tokens::new(&start, false).find_map(|token| match token {
        Token::Start(tag) if tag.name == "meta" => {
            let content =
                || tag.get("content")?.to_lowercase().split_once("charset").map(|p| p.1.to_owned());
            match tag.get("charset") {
                Some(name) => Encoding::for_label(name.trim().as_bytes()),
                None => label(&content()?),
            }
        }
        _ => None,
    })
}

/// Returns the encoding named behind an equals sign.
fn label(after: &str) -> Option<&'static Encoding> {
    let name = after.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(['"', '\'', ';', ' ', '\t', '\n', '\r', '?']).unwrap_or(name.len());
    Encoding::for_label(&name.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<p>وصل الضيوف مساء أمس إلى القرية ثم عادوا</p>";

    fn encoded(head: &str, encoding: &'static Encoding) -> Vec<u8> {
        encoding.encode(&format!("{head}{TEXT}")).0.into_owned()
    }

    #[test]
    fn a_page_is_decoded_as_it_says_or_as_it_is() {
        let arabic = encoding_rs::WINDOWS_1256;
        for (head, encoding) in [
            ("<meta charset='windows-1256'>", arabic),
            ("<META HTTP-EQUIV=Content-Type CONTENT=\"text/html; charset=windows-1256\">", arabic),
            ("<?xml version='1.0' encoding='ISO-8859-6'?>", encoding_rs::ISO_8859_6),
            ("<meta charset=iso-8859-1>", arabic),
            ("<meta charset=utf-8>", arabic),
            ("", arabic),
            ("<meta charset=windows-1256>", UTF_8),
        ] {
            let text = page(encoded(head, encoding), "a", None).unwrap();
            assert!(text.ends_with(TEXT), "{head}");
        }
        let named = page(encoded("", arabic), "a", Some("windows-1256")).unwrap();
        assert_eq!(named, TEXT);
    }
}
