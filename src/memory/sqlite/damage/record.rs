//! Rows as SQLite writes them: the types of the values, then the values.

/// A value of a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'r> {
    Null,
    Integer(i64),
    Real,
    Text(&'r [u8]),
    Blob(&'r [u8]),
}

/// The most values of a row of any of our tables.
const MOST: usize = 16;

/// Reads a number of variable length; returns it and the place behind it.
pub(super) fn varint(bytes: &[u8], mut at: usize) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for _ in 0..8 {
        let byte = *bytes.get(at)?;
        at += 1;
        number = number << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            return Some((number, at));
        }
    }
    let byte = *bytes.get(at)?;
    Some((number << 8 | u64::from(byte), at + 1))
}

/// The values of a row; `None` where it is none, or of no table of ours.
pub(super) fn values(row: &[u8]) -> Option<Vec<Value<'_>>> {
    let (end, mut at) = varint(row, 0)?;
    let end = usize::try_from(end).ok().filter(|end| *end <= row.len())?;
    let mut start = end;
    let mut values = Vec::with_capacity(8);
    while at < end {
        let (kind, next) = varint(row, at)?;
        at = next;
        if values.len() == MOST {
            return None;
        }
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return None,
            _ => (kind - 12) / 2,
        };
        let stop = start.checked_add(usize::try_from(length).ok()?)?;
        let bytes = row.get(start..stop)?;
        start = stop;
        values.push(match kind {
            0 => Value::Null,
            7 => Value::Real,
            8 | 9 => Value::Integer(kind as i64 - 8),
            1..=6 => Value::Integer(integer(bytes)),
            _ if kind % 2 == 1 => Value::Text(bytes),
            _ => Value::Blob(bytes),
        });
    }
    (at == end && start == row.len()).then_some(values)
}

fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    bytes.iter().fold(if negative { -1 } else { 0 }, |number, byte| number << 8 | i64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_any_length_are_read() {
        assert_eq!(varint(&[0x7F], 0), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00], 0), Some((128, 2)));
        assert_eq!(varint(&[0xFF; 9], 0), Some((u64::MAX, 9)));
        assert_eq!(varint(&[0x81], 0), None);
        assert_eq!((integer(&[0xFE]), integer(&[0, 1]), integer(&[])), (-2, 1, 0));
    }

    #[test]
    fn a_row_that_lies_is_none() {
        let row = [3, 0, 15, b'a'];
        assert_eq!(values(&row), Some(vec![Value::Null, Value::Text(b"a")]));
        assert_eq!(values(&row[..3]), None);
        assert_eq!(values(&[3, 0, 17, b'a']), None);
        assert_eq!(values(&[200, 0]), None);
        assert_eq!(values(&[]), None);
    }
}
