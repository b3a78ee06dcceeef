//! A string of a catalog as JSON has it.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error as _, MapAccess, Visitor},
};

/// Maximum number of keys of an object; there are not as many languages.
const MAX_KEYS: usize = 2000;

/// The keys and values of an object in their order.
#[derive(Debug)]
pub(super) struct Listed<T>(pub(super) Vec<(String, T)>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Listed<T> {
    pub(super) fn get(&self, key: &str) -> Option<&T> {
        self.0.iter().find(|(own, _)| own == key).map(|(_, value)| value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ListedVisitor(PhantomData))
    }
}

struct ListedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListedVisitor<T> {
    type Value = Listed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            if all.len() >= MAX_KEYS {
                return Err(A::Error::custom(format!("an object has more than {MAX_KEYS} keys")));
            }
            all.push(entry);
        }
        Ok(Listed(all))
    }
}

/// A string.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Entry {
    pub(super) comment: Option<String>,
    pub(super) extraction_state: Option<String>,
    pub(super) should_translate: Option<bool>,
    pub(super) localizations: Listed<Localization>,
}

/// A string in one language.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Localization {
    pub(super) string_unit: Option<StringUnit>,
    pub(super) string_set: Option<StringSet>,
    pub(super) variations: Option<Box<Variations>>,
    pub(super) substitutions: Listed<Substitution>,
}

/// A text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StringUnit {
    pub(super) state: Option<String>,
    pub(super) value: String,
}

/// Texts that a user may say for one action.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct StringSet {
    pub(super) state: Option<String>,
    pub(super) values: Vec<String>,
}

/// The forms of a text, by number or by device.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Variations {
    pub(super) plural: Listed<Localization>,
    pub(super) device: Listed<Localization>,
    pub(super) width: Listed<Localization>,
}

/// A part of a text that depends on a number of its own.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Substitution {
    pub(super) variations: Option<Box<Variations>>,
}
