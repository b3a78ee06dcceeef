//! Text that cannot be taken for markup.

use std::fmt::{self, Write};

/// A text as it may stand in an element or between the quotes of an attribute. What neither HTML
/// nor XML can hold is shown by the sign that Unicode has for it: U+0001 as ␁.
pub(super) struct Escaped<'a>(pub(super) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\t' | '\n' => f.write_char(c)?,
                '\r' => f.write_str("&#13;")?,
                '\0'..='\u{1F}' => f.write_char(picture(c))?,
                '\u{7F}' => f.write_char('\u{2421}')?,
                '\u{80}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => f.write_char('\u{FFFD}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The picture of a control character.
fn picture(control: char) -> char {
    char::from_u32(0x2400 + u32::from(control)).unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_are_taken_off() {
        let shown = Escaped("<b a='\"'>&amp;\0\u{1F}\u{7F}\r]]>سلام\u{202E}").to_string();
        assert_eq!(shown, "&lt;b a=&#39;&quot;&#39;&gt;&amp;amp;␀␟␡&#13;]]&gt;سلام\u{202E}");
    }
}
