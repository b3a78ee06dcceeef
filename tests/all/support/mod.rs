//! Helpers of several tests.

pub(crate) mod exchange;
pub(crate) mod shared;
pub(crate) mod tools;
