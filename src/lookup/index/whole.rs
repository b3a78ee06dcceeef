//! The index of a store without files: every text is read into memory.

use super::{
    Index,
    read::{FIRST, read},
};
use crate::{
    error::Result,
    event::Report,
    lang::{Lang, LangSet},
    memory::{Store, targets},
};

/// Does nothing: no index is kept.
///
/// # Errors
/// None.
pub fn refresh(_store: &dyn Store, _report: &mut Report<'_>) -> Result<()> {
    Ok(())
}

/// Reads the texts of some languages of a store.
pub(in crate::lookup) fn load(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    report: &mut Report<'_>,
) -> Result<Index> {
    let mut index = Index::default();
    let last = store.stamp()?.last_unit;
    for (place, lang) in from.iter().enumerate().take(usize::from(u8::MAX)) {
        let wanted = |langs: &LangSet| targets(lang, to).any(|to| langs.contains(to));
        for builder in read(store, lang, &[], FIRST..=last, report)? {
            if let Some(segment) = builder.finish() {
                index.push(segment, place as u8, Vec::new(), wanted);
            }
        }
    }
    Ok(index)
}

/// Reads the texts: nothing is kept that could be shared.
pub(in crate::lookup) fn load_beside(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    _other: &Index,
    report: &mut Report<'_>,
) -> Result<Index> {
    load(store, from, to, report)
}

/// Reads the texts again.
pub(in crate::lookup) fn load_again(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    _index: &Index,
    report: &mut Report<'_>,
) -> Result<Index> {
    load(store, from, to, report)
}

/// Reads the texts: there is nothing else.
pub(in crate::lookup) fn load_whole(
    store: &dyn Store,
    from: &[Lang],
    to: &[Lang],
    report: &mut Report<'_>,
) -> Result<Index> {
    load(store, from, to, report)
}
