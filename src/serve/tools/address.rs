//! Paths and parameters of addresses, which tools write in many ways. Bytes that do not decode are
//! refused and never replaced.

/// Decodes `%XX`; in parameters `+` is a space. `None` where the result is not UTF-8.
///
/// A `%` that begins no byte stands for itself, as browsers have it.
pub(super) fn decoded(text: &str, is_parameter: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |offset: usize| {
            bytes.get(at + offset).and_then(|digit| char::from(*digit).to_digit(16))
        };
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high << 4 | low) as u8);
                at += 3;
                continue;
            }
            (b'+', ..) if is_parameter => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).ok()
}

/// Parameters of an address.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Reads them; `None` where one does not decode.
    pub(super) fn of(query: Option<&str>) -> Option<Self> {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decoded(name, true)?, decoded(value, true)?))
        };
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        pairs.map(pair).collect::<Option<_>>().map(Self)
    }

    /// The first value of a name; an empty one is none.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A number; `None` where it is not one.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.trim().parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_decoded_or_refused() {
        for (text, plain) in [
            ("", ""),
            ("a+b", "a+b"),
            ("a%20b", "a b"),
            ("%D8%A8%d8%af", "بد"),
            ("a%2Fb%26", "a/b&"),
            ("%D8%9F", "؟"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz", "%zz"),
            ("%25", "%"),
            ("%2525", "%25"),
            ("بد", "بد"),
        ] {
            assert_eq!(decoded(text, false).as_deref(), Some(plain), "{text}");
        }
        assert_eq!(decoded("a+%2B", true).as_deref(), Some("a +"));
        for odd in ["%FF", "%D8", "a%C3%28", "%ED%A0%80"] {
            assert_eq!(decoded(odd, false), None, "{odd}");
        }
    }

    #[test]
    fn parameters_are_read_as_they_are_sent() {
        let of = |query| Parameters::of(Some(query)).unwrap();
        let sent = of("q=%D8%A8+a&&langpair=ar|en&key=&n=7&n=8&flag");
        assert_eq!(sent.get("q"), Some("ب a"));
        assert_eq!((sent.get("langpair"), sent.get("key")), (Some("ar|en"), None));
        assert_eq!((sent.number("n"), sent.number("q"), sent.get("flag")), (Some(7), None, None));
        assert_eq!(Parameters::of(None), Some(Parameters::default()));
        assert_eq!(Parameters::of(Some("q=%FF")), None);
    }
}
