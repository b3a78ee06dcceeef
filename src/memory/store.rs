//! The reading side of a memory, as a trait: what look-up, concordance, the index, export and the
//! aligner's teaching need of wherever units are kept.

use std::{collections::BTreeMap, fs::Permissions, ops::RangeInclusive, path::PathBuf, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{InMemoryStore, Losses, Moment, Stamp, targets};
use crate::{
    error::Result,
    lang::{Lang, LangSet},
    unit::{Unit, UnitFilter, UnitId},
};

/// A store of translation units, for reading.
///
/// A store of one's own implements four methods: [`name`](Self::name), [`stamp`](Self::stamp),
/// [`units`](Self::units) and [`each_unit`](Self::each_unit). The others are provided on top of
/// these, correct but slow; a large store overrides those that it can answer faster.
///
/// # Contract
///
/// - Units are told apart by positive numbers ([`UnitId`]); a number is never given to another
///   unit. Numbers may be sparse, and units may become visible in another order than that of their
///   numbers.
/// - [`stamp`](Self::stamp) and [`changed_since`](Self::changed_since) together let an index
///   follow the store; the two say what they must hold.
/// - A call sees the store at one moment. Two calls may see two moments, except on a
///   [`snapshot`](Self::snapshot).
/// - A callback does not call the store that calls it: a store may read through one connection. It
///   may ask another snapshot.
/// - Errors name the store as their place.
pub trait Store: Send + Sync {
    /// Returns the name of the store for messages, such as the path of its file.
    fn name(&self) -> String;

    /// Returns where the store stands. An index asks often: it should take microseconds.
    ///
    /// # Errors
    /// The store's own.
    fn stamp(&self) -> Result<Stamp>;

    /// Returns some units as they are at one moment, in the order in which they are named; `None`
    /// for those that are not there.
    ///
    /// # Errors
    /// The store's own.
    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>>;

    /// Hands out every unit, by number.
    ///
    /// # Errors
    /// The store's own, or what `each` returns.
    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()>;

    /// Returns the languages of the store's texts, by code, with the number of texts in each.
    ///
    /// # Errors
    /// The store's own.
    fn languages(&self) -> Result<Vec<LanguageStats>> {
        let mut sums = BTreeMap::<Lang, (u64, u64)>::new();
        self.each_unit(&mut |_, unit| {
            for variant in unit.variants {
                let (texts, chars) = sums.entry(variant.lang).or_default();
                *texts += 1;
                *chars += variant.text.text.chars().count() as u64;
            }
            Ok(())
        })?;
        let stats = |(lang, (texts, chars))| LanguageStats { lang, texts, chars };
        Ok(sums.into_iter().map(stats).collect())
    }

    /// Returns the number of units.
    ///
    /// # Errors
    /// The store's own.
    fn count(&self) -> Result<u64> {
        let mut count = 0;
        self.each_unit(&mut |_, _| {
            count += 1;
            Ok(())
        })?;
        Ok(count)
    }

    /// Returns the units that may differ from what they were at an earlier moment of this store,
    /// in order, each once; `None` where that cannot be told, and whatever was derived must be
    /// derived again.
    ///
    /// The list names every unit with a number up to the [`last_unit`](Stamp::last_unit) *of that
    /// moment's stamp* whose texts were added, changed or removed since. That includes units whose
    /// number was given before that moment and which became visible after it. Units with larger
    /// numbers may be left out: a follower reads all of them. It may name too many, but none too
    /// few.
    ///
    /// It is `None` for a moment that the store has not been through, as when an older copy of it
    /// was put back, and may be `None` for a moment too long ago.
    ///
    /// # Errors
    /// The store's own.
    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        Ok((self.stamp()?.moment == *moment).then(Vec::new))
    }

    /// Hands out the texts of exactly that language of the units in a range, by number, then by
    /// place in the unit.
    ///
    /// # Errors
    /// The store's own.
    fn each_text(
        &self,
        lang: &Lang,
        units: RangeInclusive<UnitId>,
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        self.each_unit(&mut |id, unit| {
            if units.contains(&id) {
                hand_out(id, &unit, lang, each);
            }
            Ok(())
        })
    }

    /// Hands out the texts of exactly that language of some units, in the order in which they are
    /// named, as they are at one moment; units that are not there are left out.
    ///
    /// # Errors
    /// The store's own.
    fn texts_of(
        &self,
        lang: &Lang,
        units: &[UnitId],
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        for (id, unit) in units.iter().zip(self.units(units)?) {
            if let Some(unit) = unit {
                hand_out(*id, &unit, lang, each);
            }
        }
        Ok(())
    }

    /// Returns the units that pass a filter, in order.
    ///
    /// # Errors
    /// The store's own.
    fn units_where(&self, filter: &UnitFilter) -> Result<Vec<UnitId>> {
        let mut found = Vec::new();
        self.each_unit(&mut |id, unit| {
            found.extend(filter.fits(&unit).then_some(id));
            Ok(())
        })?;
        Ok(found)
    }

    /// Hands out every text in one of the `from` languages with its translation into one of the
    /// `to` languages, by unit: another language than that of the text, if `to` has one. Where a
    /// unit has several translations, the first one.
    ///
    /// # Errors
    /// The store's own.
    fn each_pair(&self, from: &[Lang], to: &[Lang], each: &mut dyn FnMut(TextPair)) -> Result<()> {
        self.each_unit(&mut |id, unit| {
            let texts = unit.variants.into_iter().map(|v| (v.lang, v.text.text));
            let texts: Vec<_> = texts.filter(|(l, _)| from.contains(l) || to.contains(l)).collect();
            pair_up(id, &texts, from, to, each);
            Ok(())
        })
    }

    /// Returns the first language that every unit holds a text in, if there is one: the one that a
    /// TMX may name as the source of all.
    ///
    /// # Errors
    /// The store's own.
    fn common_language(&self) -> Result<Option<Lang>> {
        common_language(self)
    }

    /// Returns what could not be read so far. A store that can lose content, as a damaged file does,
    /// reads on past it and tells here what is missing; none of its readings fails for it.
    fn losses(&self) -> Losses {
        Losses::default()
    }

    /// Returns the store as it is now, frozen: whatever is written later, all reading of it sees
    /// this moment. A snapshot of a snapshot is of the same moment.
    ///
    /// As provided it copies every unit into memory.
    ///
    /// # Errors
    /// The store's own.
    fn snapshot(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(InMemoryStore::copy_of(self)?))
    }

    /// Returns the folder in which files derived from the store may be kept, such as its index;
    /// `None` where there is none, and whatever is derived stays in memory. The folder need not
    /// exist yet, and it may be impossible to write to.
    fn index_folder(&self) -> Option<PathBuf> {
        None
    }

    /// Returns the rights that files derived from the store are to have: those of its own file, so
    /// that nobody can read its texts there who cannot read the store. `None` where the system's
    /// default serves.
    fn index_rights(&self) -> Option<Permissions> {
        None
    }
}

/// One language of a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageStats {
    /// The language.
    pub lang: Lang,
    /// Texts in it.
    pub texts: u64,
    /// Characters in them.
    pub chars: u64,
}

/// A text of a unit, as an index reads it: borrowed from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitText<'a> {
    /// The unit that it belongs to.
    pub unit: UnitId,
    /// The text.
    pub text: &'a str,
    /// The languages of all texts of the unit.
    pub langs: &'a LangSet,
}

/// A text and its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPair {
    /// The unit that they belong to.
    pub unit: UnitId,
    /// The text that is compared.
    pub source: (Lang, String),
    /// Its translation.
    pub target: (Lang, String),
}

/// Finds the common language by reading every unit.
pub(super) fn common_language(store: &(impl Store + ?Sized)) -> Result<Option<Lang>> {
    // By language: in how many units, and its first place in any of them.
    let mut held = BTreeMap::<Lang, (u64, usize)>::new();
    let mut count = 0;
    store.each_unit(&mut |_, unit| {
        count += 1;
        for lang in unit.languages().iter() {
            let first = unit.variants.iter().position(|v| v.lang == *lang).unwrap_or(0);
            let (units, place) = held.entry(lang.clone()).or_insert((0, first));
            *units += 1;
            *place = first.min(*place);
        }
        Ok(())
    })?;
    let common = held.into_iter().filter(|(_, (units, _))| *units == count);
    Ok(common.min_by_key(|(_, (_, place))| *place).map(|(lang, _)| lang))
}

/// Hands out the texts of one language of a unit.
fn hand_out(id: UnitId, unit: &Unit, lang: &Lang, each: &mut dyn FnMut(UnitText<'_>)) {
    let texts = || unit.variants.iter().filter(|v| v.lang == *lang);
    if texts().next().is_some() {
        let langs = unit.languages();
        texts().for_each(|v| each(UnitText { unit: id, text: &v.text.text, langs: &langs }));
    }
}

/// Hands out the pairs of texts of one unit.
pub(super) fn pair_up(
    unit: UnitId,
    texts: &[(Lang, String)],
    from: &[Lang],
    to: &[Lang],
    each: &mut dyn FnMut(TextPair),
) {
    for (at, source) in texts.iter().enumerate().filter(|(_, (lang, _))| from.contains(lang)) {
        let mut others = texts.iter().enumerate().filter(|(other, _)| *other != at);
        let wanted = targets(&source.0, to);
        if let Some((_, target)) = others.find(|(_, (lang, _))| wanted.clone().any(|to| to == lang))
        {
            each(TextPair { unit, source: source.clone(), target: target.clone() });
        }
    }
}
