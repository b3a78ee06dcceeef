//! Pages in MIME: MHT and MHTML, as browsers and Word save a page with its pictures.

/// Number of lines of a head that are read.
const MAX_HEAD: usize = 200;
/// Maximum depth of parts within each other.
const MAX_DEPTH: usize = 4;

/// Returns the first page in a message; `None` if it is no message, or has no page that can be read.
pub(in crate::read) fn page(bytes: &[u8]) -> Option<Vec<u8>> {
    let is_message = {
        let start: Vec<u8> = bytes.iter().take(2048).map(u8::to_ascii_lowercase).collect();
        let has = |name: &[u8]| start.windows(name.len()).any(|window| window == name);
        has(b"mime-version:") && has(b"content-type:")
    };
    is_message.then(|| page_in(bytes, 0))?
}

/// The head of a part.
#[derive(Default)]
struct Head {
    /// The type, with its parameters.
    kind: String,
    /// The way in which its bytes are written.
    encoding: String,
}

fn page_in(part: &[u8], depth: usize) -> Option<Vec<u8>> {
    let (head, body) = head(part);
    let kind = head.kind.to_ascii_lowercase();
    if kind.starts_with("multipart/") && depth < MAX_DEPTH {
        let boundary = parameter(&head.kind, "boundary")?;
        let parts = parts(body, boundary.as_bytes());
        return parts.into_iter().find_map(|part| page_in(part, depth + 1));
    }
    if !kind.starts_with("text/html") && !kind.starts_with("application/xhtml") {
        return None;
    }
    match head.encoding.to_ascii_lowercase().as_str() {
        "" | "7bit" | "8bit" | "binary" => Some(body.to_vec()),
        "quoted-printable" => Some(unquoted(body)),
        "base64" => unbased(body),
        _ => None,
    }
}

/// Splits a part into its head and its body.
fn head(part: &[u8]) -> (Head, &[u8]) {
    let mut head = Head::default();
    let mut rest = part;
    // A line that begins with white space goes on with the one before.
    let mut field = String::new();
    let mut take = |field: &str| {
        let Some((name, value)) = field.split_once(':') else { return };
        let value = value.trim().to_owned();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => head.kind = value,
            "content-transfer-encoding" => head.encoding = value,
            _ => {}
        }
    };
    for _ in 0..MAX_HEAD {
        let (line, after) = line(rest);
        rest = after;
        let text = String::from_utf8_lossy(line);
        if text.trim().is_empty() {
            // Blank lines before the head are no head.
            if field.is_empty() && !rest.is_empty() {
                continue;
            }
            break;
        }
        if text.starts_with([' ', '\t']) {
            field.push_str(&text);
            continue;
        }
        take(&field);
        field = text.into_owned();
    }
    take(&field);
    (head, rest)
}

/// Splits off the first line, without its end.
fn line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match memchr::memchr(b'\n', bytes) {
        Some(at) => (&bytes[..at], &bytes[at + 1..]),
        None => (bytes, &[][..]),
    };
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// Returns a parameter of a value: `multipart/related; boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').find_map(|part| {
        let (own, value) = part.split_once('=')?;
        let is_it = own.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
    })
}

/// Returns the parts between lines of a boundary.
fn parts<'b>(body: &'b [u8], boundary: &[u8]) -> Vec<&'b [u8]> {
    let (mut parts, mut rest) = (Vec::new(), body);
    let mut start = None;
    while !rest.is_empty() {
        let at = body.len() - rest.len();
        let (line, after) = line(rest);
        rest = after;
        let Some(tail) = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary))
        else {
            continue;
        };
        parts.extend(start.and_then(|start| body.get(start..at)));
        start = Some(body.len() - rest.len());
        if tail.starts_with(b"--") {
            return parts;
        }
    }
    parts.extend(start.and_then(|start| body.get(start..)));
    parts
}

/// Undoes quoted-printable: `=D8=A7`, and an equals sign at the end of a line that goes on.
fn unquoted(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while !rest.is_empty() {
        let (line, after) = line(rest);
        let has_end = rest.len() > line.len();
        rest = after;
        let line = line.trim_ascii_end();
        let goes_on = line.ends_with(b"=");
        let line = line.strip_suffix(b"=").unwrap_or(line);
        let mut at = 0;
        while let Some(byte) = line.get(at) {
            let code = line.get(at + 1..at + 3).filter(|_| *byte == b'=');
            let code = code.and_then(|code| std::str::from_utf8(code).ok());
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(*byte);
                    at += 1;
                }
            }
        }
        if has_end && !goes_on {
            out.push(b'\n');
        }
    }
    out
}

/// Undoes Base64; `None` if it is none.
fn unbased(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in body.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(encoding: &str, body: &str) -> String {
        format!(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\"; \
             boundary=\"=_x\"\r\n\r\nnone\r\n--=_x\r\nContent-Type: image/png\r\n\r\nPNG\r\n--=_x\r\n\
             Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: {encoding}\r\n\
             \r\n{body}\r\n--=_x--\r\nafter"
        )
    }

    #[test]
    fn the_page_of_a_message_is_found() {
        let found = |encoding: &str, body: &str| {
            let page = page(message(encoding, body).as_bytes()).unwrap();
            String::from_utf8(page).unwrap().trim().to_owned()
        };
        assert_eq!(found("8bit", "<p>نعم</p>"), "<p>نعم</p>");
        assert_eq!(
            found("Quoted-Printable", "<p a=3D'1'>=D9=86=\r\n=D8=B9 =3d\r\nb</p>"),
            "<p a='1'>نع =\nb</p>"
        );
        assert_eq!(found("base64", "PHA+2YbY\r\nudmFPC9w\r\nPg=="), "<p>نعم</p>");
        assert_eq!(page(message("rot13", "x").as_bytes()), None);
        assert_eq!(page(b"<p>MIME-Version: 1.0</p>"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn changed_messages_do_not_panic(at in 0_usize..300, by in any::<u8>()) {
            let mut bytes = message("quoted-printable", "<p>=D9=86=\r\n</p>").into_bytes();
            let at = at % bytes.len();
            bytes[at] = by;
            let _ = page(&bytes);
            bytes.truncate(at);
            let _ = page(&bytes);
        }
    }
}
