//! Times of subtitles, in milliseconds.

/// Reads a line with the times of a cue: `00:00:01,000 --> 00:00:02,500`. What stands behind them is
/// the place of the cue on the screen.
pub(super) fn line(line: &str) -> Option<(u64, u64)> {
    let (from, rest) = line.split_once("-->")?;
    let to = rest.split_whitespace().next()?;
    Some((time(from.trim())?, time(to)?))
}

/// Reads a time: `01:02:03,400`, `02:03.400`, `1:02:03.40`.
pub(super) fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once([',', '.']).unwrap_or((text, "0"));
    let mut seconds: u64 = 0;
    let mut fields = 0;
    for field in clock.split(':') {
        seconds = seconds.checked_mul(60)?.checked_add(number(field.trim())?)?;
        fields += 1;
    }
    if !(2..=3).contains(&fields) {
        return None;
    }
    let fraction = fraction.get(..fraction.len().min(3))?;
    let scale = 10_u64.pow(3 - fraction.len() as u32);
    seconds.checked_mul(1000)?.checked_add(number(fraction)? * scale)
}

/// Reads a number of digits only.
pub(super) fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(line("00:01:02,003 --> 00:01:04,5"), Some((62_003, 64_500)));
        assert_eq!(line("00:01.000-->01:00:02.250 align:start"), Some((1_000, 3_602_250)));
        assert_eq!(line("0:00:01,000  -->  0:00:02,000  X1:10"), Some((1_000, 2_000)));
        assert_eq!(time("0:00:12.34"), Some(12_340));
        for wrong in ["", "12", "a:b", "1:2:3:4", "99999999999999999999:00", "1:1,x"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
        assert_eq!(line("from --> to"), None);
    }
}
