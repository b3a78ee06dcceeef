//! Conversion of dates in various forms to the TMX form, `20260219T083000Z`.

use std::borrow::Cow;

use jiff::{Timestamp, civil, tz::TimeZone};

use crate::unit::tmx_date;

/// Attributes that hold dates.
pub(crate) const ATTRIBUTES: [&str; 3] = ["creationdate", "changedate", "lastusagedate"];

/// Converts a date to the TMX form in UTC. Returns `None` if it is not understood. A date without a
/// time zone is taken as UTC, and a day without a time as its beginning.
pub(crate) fn utc(date: &str) -> Option<Cow<'_, str>> {
    if is_tmx(date) {
        return Some(Cow::Borrowed(date));
    }
    let date = date.trim();
    let civil = || {
        let time = date.parse::<civil::DateTime>();
        time.or_else(|_| date.parse::<civil::Date>().map(|day| day.at(0, 0, 0, 0))).ok()
    };
    let time = match date.parse::<Timestamp>() {
        Ok(time) => time,
        Err(_) => TimeZone::UTC.to_timestamp(civil()?).ok()?,
    };
    let written = tmx_date(time);
    is_tmx(&written).then_some(Cow::Owned(written))
}

/// Returns true if the date is already in TMX form; does not check the calendar.
fn is_tmx(date: &str) -> bool {
    let bytes = date.as_bytes();
    let number = |from: usize, to: usize| {
        bytes[from..to].iter().fold(0, |number, b| number * 10 + u32::from(b - b'0'))
    };
    bytes.len() == 16
        && bytes[8] == b'T'
        && bytes[15] == b'Z'
        && bytes[..8].iter().chain(&bytes[9..15]).all(u8::is_ascii_digit)
        && (1..=12).contains(&number(4, 6))
        && (1..=31).contains(&number(6, 8))
        && number(9, 11) < 24
        && number(11, 13) < 60
        && number(13, 15) <= 60
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_converted() {
        for (date, expected) in [
            ("20260219T083000Z", Some("20260219T083000Z")),
            ("2026-02-19T08:30:00Z", Some("20260219T083000Z")),
            ("2026-02-19T11:30:00+03:00", Some("20260219T083000Z")),
            ("2026-02-19T11:30:00.123+0300", Some("20260219T083000Z")),
            ("2026-02-19 08:30:00", Some("20260219T083000Z")),
            ("20260219T083000", Some("20260219T083000Z")),
            ("2026-02-19", Some("20260219T000000Z")),
            ("20260219", Some("20260219T000000Z")),
            (" 20260219T083000Z ", Some("20260219T083000Z")),
            ("20261319T083000Z", None),
            ("20260219T250000Z", None),
            ("19/02/2026", None),
            ("yesterday", None),
            ("", None),
            ("2026021Ⅳ", None),
        ] {
            assert_eq!(utc(date).as_deref(), expected, "{date}");
        }
    }
}
