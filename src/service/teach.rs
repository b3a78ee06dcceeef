//! Teaching the aligner with the units of a memory.

use serde::{Deserialize, Serialize};

use crate::align::lexicon::Teacher;
use crate::{
    error::Result,
    event::{Event, Report},
    lang::Lang,
    memory::{LanguageStats, Store, direction},
};

/// The number of units between two reports.
const NEWS: u64 = 2000;

impl Teacher {
    /// Adds the units of a memory that hold two languages, or as many of them, evenly spread, as
    /// [`most_characters`](crate::align::lexicon::LexiconOptions::most_characters) allows. `en`
    /// includes `en-US`, and `en-GB` means the language where the memory lacks the variety.
    ///
    /// # Errors
    /// [`ErrorKind::Language`](crate::ErrorKind::Language) where the memory does not hold both
    /// languages, with those that it holds; the store's own.
    pub fn add_memory(
        &mut self,
        memory: &dyn Store,
        source: &Lang,
        target: &Lang,
        report: &mut Report<'_>,
    ) -> Result<TeachingCounts> {
        let held = memory.languages()?;
        let meant = direction(&held, Some(source), Some(target), "")?;
        let of = |langs: &[Lang], count: fn(&LanguageStats) -> u64| -> u64 {
            held.iter().filter(|l| langs.contains(&l.lang)).map(count).sum()
        };
        let characters = of(&meant.from, |l| l.chars) + of(&meant.to, |l| l.chars);
        let share = Share { of: characters.max(1), most: self.options.most_characters };
        let total = of(&meant.from, |l| l.texts);
        let (before, mut read) = (self.units(), 0_u64);
        report(Event::Begin { task: "learning from the memory".into(), total: Some(total) });
        let outcome = memory.each_pair(&meant.from, &meant.to, &mut |pair| {
            if share.takes(read) {
                self.add(&pair.source.1, &pair.target.1);
            }
            read += 1;
            if read % NEWS == 0 {
                report(Event::Advance(read));
            }
        });
        report(Event::End);
        outcome.map(|()| TeachingCounts { units: self.units() - before, of: read as usize })
    }
}

/// The part of a memory that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TeachingCounts {
    /// The number of units that were used.
    pub units: usize,
    /// The number of units that hold both languages.
    pub of: usize,
}

/// A share of units, spread evenly: `most` of each `of`.
struct Share {
    of: u64,
    most: u64,
}

impl Share {
    fn takes(&self, unit: u64) -> bool {
        let before = |units: u64| u128::from(units) * u128::from(self.most) / u128::from(self.of);
        before(unit + 1) > before(unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::lexicon::LexiconOptions, error::ErrorKind, event::silent, memory::InMemoryStore,
        unit::Unit,
    };

    #[test]
    fn a_large_memory_is_read_evenly() {
        let memory = InMemoryStore::new("test");
        let unit = |i: usize| {
            let (source, target) = (format!("نص {i}"), format!("text {i}"));
            let english = "en-US".parse().unwrap();
            Unit::pair((Lang::arabic(), source.as_str()), (english, target.as_str()))
        };
        for i in 100..110 {
            memory.add(unit(i));
        }
        let learn = |most_characters, target: &str| -> Result<usize> {
            let options = LexiconOptions { most_characters, ..LexiconOptions::default() };
            let target = target.parse().unwrap();
            let mut teacher = Teacher::new(&options);
            let taught = teacher.add_memory(&memory, &Lang::arabic(), &target, &mut silent())?;
            Ok(taught.units)
        };
        // 60 and 80 characters.
        assert_eq!(learn(140, "en").unwrap(), 10);
        assert_eq!(learn(70, "en-GB").unwrap(), 5);
        assert_eq!(learn(112, "en").unwrap(), 8);
        assert_eq!(learn(0, "en").unwrap(), 0);
        let error = learn(140, "fr").unwrap_err();
        assert_eq!(error.kind, ErrorKind::Language);
    }
}
