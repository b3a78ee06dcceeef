//! Languages: their codes (BCP 47), and what the program knows of each.
//!
//! Whatever differs between languages is data in a `Profile`, one file a language
//! in `profile/`. Segmentation, matching, alignment and formats ask the profile; no other module
//! asks which language it has before it. docs/add-a-language.md shows how to add one.

pub(crate) mod arabic;
mod borders;
mod code;
mod detect;
pub(crate) mod names;
pub(crate) mod profile;
mod set;

pub(crate) use self::{
    borders::Borders,
    detect::{detect_script, markup},
};
pub use self::{
    code::Lang,
    detect::{Detected, detect, detect_pair},
    set::LangSet,
};
