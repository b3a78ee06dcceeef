//! Texts of a store, read into builders of an index.

use std::ops::RangeInclusive;

use super::Builder;
use crate::{
    error::Result,
    event::{Event, Report},
    lang::Lang,
    memory::{Store, UnitText},
    unit::UnitId,
};

/// Up to this many new or changed units of a language are read when an index is opened; more get a
/// segment.
pub(super) const LOOSE_UNITS: usize = 1000;
/// The number that the first segment begins with.
pub(super) const FIRST: UnitId = UnitId::new(1);

/// The texts of some units and of a range: one builder, or more where one cannot hold them.
pub(super) fn read(
    store: &dyn Store,
    lang: &Lang,
    some: &[UnitId],
    range: RangeInclusive<UnitId>,
    report: &mut Report<'_>,
) -> Result<Vec<Builder>> {
    let mut builders = vec![Builder::default()];
    let mut add = |text: UnitText<'_>| {
        let added = builders.last_mut().is_some_and(|b| b.add(text.unit, text.text, text.langs));
        if !added {
            let mut next = Builder::default();
            next.add(text.unit, text.text, text.langs);
            builders.push(next);
        }
    };
    store.texts_of(lang, some, &mut add)?;
    let (first, size) = (range.start().get(), size(&range));
    let many = size > LOOSE_UNITS as i64;
    if many {
        let task = format!("indexing {lang}");
        report(Event::Begin { task, total: u64::try_from(size).ok() });
    }
    let mut done = 0;
    store.each_text(lang, range, &mut |text| {
        if many && text.unit.get() - first >= done + 1000 {
            done = text.unit.get() - first;
            report(Event::Advance(done as u64));
        }
        add(text);
    })?;
    if many {
        report(Event::End);
    }
    Ok(builders)
}

/// How many numbers lie in a range.
pub(super) fn size(range: &RangeInclusive<UnitId>) -> i64 {
    range.end().get().saturating_sub(range.start().get()).saturating_add(1)
}
