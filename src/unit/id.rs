//! The number of a unit in its store.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};

/// The number of a unit in its store: positive, 64 bits, never given to another unit. Numbers rise
/// in the order in which they were handed out, which need not be the order in which the units
/// became visible.
///
/// ```
/// use muwazi::UnitId;
/// let id: UnitId = "7".parse()?;
/// assert_eq!((id, id.get()), (UnitId::new(7), 7));
/// # Ok::<(), std::num::ParseIntError>(())
/// ```
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct UnitId(i64);

impl UnitId {
    /// Smaller than the number of any unit.
    pub const ZERO: Self = Self(0);

    /// The unit of that number.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// The number after this one; the largest one stays.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for UnitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for UnitId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<i64> for UnitId {
    fn from(number: i64) -> Self {
        Self(number)
    }
}
