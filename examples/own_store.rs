//! A store of one's own, and a look-up in it. A store must tell its name and where it stands, and
//! hand out units; all else is provided, and worth overriding in a large store.
//!
//! ```text
//! cargo run --example own_store
//! ```

#![allow(clippy::print_stdout, reason = "an example tells what it did")]

use std::sync::Arc;

use muwazi::{
    Lang, Result, Store, Unit, UnitId,
    lookup::{Lookup, LookupOptions},
    memory::{Moment, Stamp},
};

/// Phrases that are built into the program; they never change, so there is one moment.
struct Phrasebook(&'static [(&'static str, &'static str)]);

impl Phrasebook {
    fn unit(&self, id: UnitId) -> Option<Unit> {
        let (ar, en) = self.0.get(usize::try_from(id.get() - 1).ok()?)?;
        Some(Unit::pair((Lang::arabic(), ar), (Lang::english(), en)))
    }
}

impl Store for Phrasebook {
    fn name(&self) -> String {
        "phrasebook".to_owned()
    }

    fn stamp(&self) -> Result<Stamp> {
        let (last_unit, moment) = (UnitId::new(self.0.len() as i64), Moment::default());
        Ok(Stamp { identity: self.name(), last_unit, moment })
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        Ok(ids.iter().map(|id| self.unit(*id)).collect())
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        let ids = (1..=self.0.len() as i64).map(UnitId::new);
        ids.filter_map(|id| Some((id, self.unit(id)?))).try_for_each(|(id, unit)| each(id, unit))
    }
}

fn main() -> Result<()> {
    let store = Phrasebook(&[
        ("أين المحطة من فضلك؟", "Where is the station, please?"),
        ("بكم هذا الكتاب؟", "How much is this book?"),
    ]);
    let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic())?;
    for found in lookup.find("Where is the hotel, please?", &LookupOptions::default())? {
        println!("{} % {} = {}", found.score, found.source, found.target);
    }
    Ok(())
}
