//! A look at the raw file before it is opened: the streams that hold its structure are decompressed
//! as a whole when objects are looked up, so they must not decompress to any size.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem;

use super::limits::STRUCTURE;

/// Size of compressed streams that cannot grow past the limit, whatever they hold.
const HARMLESS: u64 = STRUCTURE / 1032;

/// Returns true if the structure of the file decompresses to a bounded size.
pub(super) fn is_bounded(file: &[u8]) -> bool {
    let is_encrypted = memmem::find(file, b"/Encrypt").is_some();
    let (mut left, mut unknown) = (STRUCTURE, 4 * HARMLESS);
    let mut from = 0;
    for at in memmem::find_iter(file, b"stream") {
        // Also what follows `endstream`; it is no dictionary then.
        let head = file.get(from..at).unwrap_or_default();
        from = at + b"stream".len();
        if head.ends_with(b"end") || !is_structure(head) {
            continue;
        }
        let data = file.get(from..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let is_references = memmem::find(head, b"/XRef").is_some();
        if is_plain_deflate(head) && (!is_encrypted || is_references) {
            let mut data = ZlibDecoder::new(data).take(left + 1);
            let mut sink = Counter(0);
            let _ = std::io::copy(&mut data, &mut sink);
            left = left.saturating_sub(sink.0);
        } else {
            let end = memmem::find(data, b"endstream").unwrap_or(data.len());
            unknown = unknown.saturating_sub(end as u64);
        }
        if left == 0 || unknown == 0 {
            return false;
        }
    }
    true
}

/// Names may be written with escapes, so a dictionary with any is looked at too.
fn is_structure(head: &[u8]) -> bool {
    let has = |what: &[u8]| memmem::find(head, what).is_some();
    has(b"ObjStm") || has(b"XRef") || has(b"#")
}

fn is_plain_deflate(head: &[u8]) -> bool {
    memmem::find_iter(head, b"Decode").filter(|at| !head[*at..].starts_with(b"DecodeParms")).count()
        == 1
        && memmem::find(head, b"/FlateDecode").is_some()
}

/// Counts bytes and keeps none.
struct Counter(u64);

impl std::io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(name: &str, size: usize) -> Vec<u8> {
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&vec![b' '; size]).unwrap();
        let head = format!("%PDF-1.5\n1 0 obj << /Type /{name} /Filter /FlateDecode >> stream\n");
        [head.as_bytes(), &packed.finish().unwrap(), b"\nendstream endobj"].concat()
    }

    #[test]
    fn structure_must_stay_small() {
        let large = STRUCTURE as usize + 10;
        assert!(is_bounded(&file("ObjStm", 1000)) && is_bounded(&file("XObject", large)));
        assert!(!is_bounded(&file("ObjStm", large)) && !is_bounded(&file("Obj#53tm", large)));
    }
}
