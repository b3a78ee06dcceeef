//! An index that follows its store: what was written since is read, and nothing else.

use super::{
    Index, Part,
    read::{LOOSE_UNITS, read},
};
use crate::{
    error::Result,
    event::Report,
    lang::{Lang, LangSet},
    memory::{Stamp, Store, targets},
    unit::UnitId,
};

/// Segments in memory that may gather before all is opened anew: each is one more to search.
const MOST_LOOSE: usize = 24;

impl Index {
    /// The index as the store is by now: the segments of this one, which both share, without the units
    /// that changed since `then`, and one more of what is new. `None` where that cannot be told or there
    /// is too much of it: the index is then to be opened anew.
    ///
    /// Texts may be read that are newer than `now`; the next follower reads them again.
    pub(in crate::lookup) fn follow(
        &self,
        store: &dyn Store,
        (from, to): (&[Lang], &[Lang]),
        (then, now): (&Stamp, &Stamp),
        report: &mut Report<'_>,
    ) -> Result<Option<Self>> {
        let is_same = then.identity == now.identity && then.last_unit <= now.last_unit;
        if !is_same || self.loose() + from.len() > MOST_LOOSE * from.len() {
            return Ok(None);
        }
        let Some(changed) = store.changed_since(&then.moment)? else { return Ok(None) };
        let changed: Vec<UnitId> =
            changed.into_iter().filter(|unit| *unit <= then.last_unit).collect();
        let new = now.last_unit.get().saturating_sub(then.last_unit.get());
        if changed.len() as i64 + new > LOOSE_UNITS as i64 {
            return Ok(None);
        }
        let mut parts = self.parts.clone();
        parts.iter_mut().for_each(|part| part.bury(&changed));
        let mut next = Self { parts, ..Self::default() };
        for (place, lang) in from.iter().enumerate().take(usize::from(u8::MAX)) {
            let wanted = |langs: &LangSet| targets(lang, to).any(|to| langs.contains(to));
            let range = then.last_unit.next()..=now.last_unit;
            for builder in read(store, lang, &changed, range, report)? {
                if let Some(segment) = builder.finish() {
                    next.push(segment, place as u8, Vec::new(), wanted);
                }
            }
        }
        Ok(Some(next))
    }

    /// The number of segments in memory.
    fn loose(&self) -> usize {
        #[cfg(feature = "files")]
        return self.parts.iter().filter(|part| part.file.is_none()).count();
        #[cfg(not(feature = "files"))]
        self.parts.len()
    }
}

impl Part {
    /// Adds units to those that do not count any more.
    fn bury(&mut self, units: &[UnitId]) {
        if !units.is_empty() {
            self.dead.extend_from_slice(units);
            self.dead.sort_unstable();
            self.dead.dedup();
        }
    }
}
