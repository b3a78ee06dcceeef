//! Reading past damage: each reading of a store, where SQLite has met some.

use std::{ops::RangeInclusive, sync::Arc};

use super::{Care, Damage, Salvage, corrupt, is_damaged};
use crate::{
    error::Result,
    lang::Lang,
    memory::{
        LanguageStats, Losses, Moment, Stamp, TextPair, UnitText,
        sqlite::{SqliteStore, connections::Readers, error::refused, open},
        store::pair_up,
    },
    unit::{Unit, UnitFilter, UnitId},
};

impl SqliteStore {
    /// Returns what a reading gave or, where it met damage, what `past` gives.
    pub(in crate::memory::sqlite) fn or_past<T>(
        &self,
        read: Result<T>,
        past: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        match read {
            Err(e) if is_damaged(&e) => past(self),
            other => other,
        }
    }

    fn salvage(&self) -> Result<Arc<Salvage>> {
        let damage: &Damage = &self.damage;
        if matches!(self.readers, Readers::Damaged(_)) {
            return damage.salvage(&self.path, None);
        }
        self.readers.with(|c| damage.salvage(&self.path, Some(c)))
    }

    /// Hands out the units after one, and notes those that are lost. Not under the lock: `each` may ask.
    pub(in crate::memory::sqlite) fn past_each_unit(
        &self,
        after: UnitId,
        each: &mut dyn FnMut(UnitId, Unit) -> Result<()>,
    ) -> Result<()> {
        let (mut losses, mut outcome) = (Losses::default(), Ok(()));
        let salvage = self.salvage()?;
        if after == UnitId::ZERO && salvage.is_bare() {
            return Err(refused(&self.path, corrupt("no page with units can be read")));
        }
        salvage.each_unit(after, Care::Strict, &mut losses, &mut |id, unit| {
            outcome = each(id, unit);
            outcome.is_ok()
        });
        self.note(losses);
        outcome
    }

    fn note(&self, losses: Losses) {
        let mut all = self.damage.losses();
        all.unreadable.extend(losses.unreadable);
        all.incomplete.extend(losses.incomplete);
        all.pages = all.pages.max(losses.pages);
    }

    pub(in crate::memory::sqlite) fn past_unit(&self, id: UnitId) -> Result<Option<Unit>> {
        let mut losses = Losses::default();
        let unit = self.salvage()?.unit(id, &mut losses);
        self.note(losses);
        Ok(unit)
    }

    /// Hands out the texts of a language in a range, but for the first `done` of the unit `from`.
    pub(in crate::memory::sqlite) fn past_each_text(
        &self,
        lang: &Lang,
        units: &RangeInclusive<UnitId>,
        (from, done): (UnitId, usize),
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        let start = from.max(*units.start());
        let before = UnitId::new(start.get().saturating_sub(1));
        let (mut losses, last) = (Losses::default(), *units.end());
        self.salvage()?.each_unit(before, Care::Strict, &mut losses, &mut |id, unit| {
            if id > last {
                return false;
            }
            let done = if id == from { done } else { 0 };
            hand_out(id, &unit, lang, done, each);
            true
        });
        losses.unreadable.retain(|unit| units.contains(unit));
        self.note(losses);
        Ok(())
    }

    pub(in crate::memory::sqlite) fn past_texts_of(
        &self,
        lang: &Lang,
        id: UnitId,
        done: usize,
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        if let Some(unit) = self.past_unit(id)? {
            hand_out(id, &unit, lang, done, each);
        }
        Ok(())
    }

    pub(in crate::memory::sqlite) fn past_units_where(
        &self,
        filter: &UnitFilter,
    ) -> Result<Vec<UnitId>> {
        let mut found = Vec::new();
        self.past_each_unit(UnitId::ZERO, &mut |id, unit| {
            found.extend(filter.fits(&unit).then_some(id));
            Ok(())
        })?;
        Ok(found)
    }

    pub(in crate::memory::sqlite) fn past_each_pair(
        &self,
        from: &[Lang],
        to: &[Lang],
        after: UnitId,
        each: &mut dyn FnMut(TextPair),
    ) -> Result<()> {
        self.past_each_unit(after, &mut |id, unit| {
            let texts = unit.variants.into_iter().map(|v| (v.lang, v.text.text));
            let texts: Vec<_> = texts.filter(|(l, _)| from.contains(l) || to.contains(l)).collect();
            pair_up(id, &texts, from, to, each);
            Ok(())
        })
    }

    pub(in crate::memory::sqlite) fn past_languages(&self) -> Result<Vec<LanguageStats>> {
        let mut all = Vec::<LanguageStats>::new();
        self.past_each_unit(UnitId::ZERO, &mut |_, unit| {
            for variant in unit.variants {
                let at = all.iter().position(|stats| stats.lang == variant.lang);
                let at = at.unwrap_or_else(|| {
                    all.push(LanguageStats { lang: variant.lang, texts: 0, chars: 0 });
                    all.len() - 1
                });
                all[at].texts += 1;
                all[at].chars += variant.text.text.chars().count() as u64;
            }
            Ok(())
        })?;
        all.sort_by(|a, b| a.lang.cmp(&b.lang));
        Ok(all)
    }

    pub(in crate::memory::sqlite) fn past_count(&self) -> Result<u64> {
        let mut count = 0;
        self.past_each_unit(UnitId::ZERO, &mut |_, _| {
            count += 1;
            Ok(())
        })?;
        Ok(count)
    }

    /// A stamp of the file: the memory's own cannot be read. A file that was written to since has
    /// another.
    pub(in crate::memory::sqlite) fn past_stamp(&self) -> Result<Stamp> {
        let state = format!("damaged {:?}", open::state(&self.path));
        let last_unit = self.salvage()?.last_unit();
        Ok(Stamp { identity: state, last_unit, moment: Moment::default() })
    }
}

/// Hands out the texts of one language of a unit, but for the first ones.
fn hand_out(id: UnitId, unit: &Unit, lang: &Lang, done: usize, each: &mut dyn FnMut(UnitText<'_>)) {
    let langs = unit.languages();
    for variant in unit.variants.iter().filter(|v| v.lang == *lang).skip(done) {
        each(UnitText { unit: id, text: &variant.text.text, langs: &langs });
    }
}
