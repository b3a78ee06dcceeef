//! The memories that are asked, each in the directions that came up.

use std::{path::PathBuf, str::FromStr};

use muwazi::{
    Error, Lang, Memory,
    event::Report,
    glossary::TermFound,
    lookup::{Lookup, LookupOptions, Match, Phrase},
    memory::{Direction, LanguageStats, direction},
    service::Glossaries,
    unit::UnitFilter,
};

/// `--penalty 5`, or `--penalty old.muwazi=5`.
#[derive(Debug, Clone)]
pub(super) struct Penalty {
    /// The memory as it was named; all of them where none is.
    memory: Option<PathBuf>,
    points: u32,
}

impl FromStr for Penalty {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (memory, points) = match text.rsplit_once('=') {
            Some((memory, points)) => (Some(PathBuf::from(memory)), points),
            None => (None, text),
        };
        let points = points.trim().parse().ok().filter(|points| *points <= 100);
        let points = points.ok_or("it is not a number from 0 to 100, nor MEMORY=NUMBER")?;
        Ok(Self { memory, points })
    }
}

/// Several memories that answer as one.
pub(super) struct Memories<'m> {
    memories: Vec<Asked<'m>>,
    from: Option<Lang>,
    to: Option<Lang>,
    limit: usize,
    /// What tells the language of queries that do not: all of them together.
    heard: String,
    /// Which units count, where that was asked.
    wanted: Option<UnitFilter>,
    glossaries: Glossaries,
}

struct Asked<'m> {
    name: String,
    memory: &'m Memory,
    languages: Vec<LanguageStats>,
    options: LookupOptions,
    /// The units that count, where that was asked.
    units: Option<Vec<i64>>,
    /// Mostly one serves all queries; a second is made if they are in both languages.
    lookups: Vec<(Direction, Lookup<'m>)>,
}

impl<'m> Memories<'m> {
    pub(super) fn new(
        opened: &'m [Memory],
        paths: &[PathBuf],
        (from, to): (Option<Lang>, Option<Lang>),
        penalties: &[Penalty],
        options: LookupOptions,
    ) -> muwazi::Result<Self> {
        let stranger =
            penalties.iter().filter_map(|p| p.memory.as_ref()).find(|m| !paths.contains(m));
        if let Some(stranger) = stranger {
            return Err(Error::new(
                muwazi::ErrorKind::Memory,
                format!("--penalty names a memory that is not asked: {}", stranger.display()),
            )
            .hint("name it as -m does"));
        }
        let limit = options.limit;
        let memories = opened
            .iter()
            .zip(paths)
            .map(|(memory, path)| {
                let mut options = options.clone();
                let own = |p: &&Penalty| p.memory.as_ref().is_none_or(|memory| memory == path);
                options.score.penalty = penalties.iter().filter(own).map(|p| p.points).sum();
                Ok(Asked {
                    name: path.display().to_string(),
                    memory,
                    languages: memory.languages()?,
                    options,
                    units: None,
                    lookups: Vec::new(),
                })
            })
            .collect::<muwazi::Result<_>>()?;
        Ok(Self {
            memories,
            from,
            to,
            limit,
            heard: String::new(),
            wanted: None,
            glossaries: Glossaries::default(),
        })
    }

    /// Has the terms of glossaries told beside the matches.
    pub(super) fn explain(&mut self, glossaries: Glossaries) {
        self.glossaries = glossaries;
    }

    /// The terms of the glossaries that stand in a query.
    pub(super) fn terms(&mut self, query: &str) -> muwazi::Result<Vec<TermFound>> {
        let told = (self.from.as_ref(), self.to.as_ref());
        let Some(asked) = self.memories.first_mut().filter(|_| !self.glossaries.is_empty()) else {
            return Ok(Vec::new());
        };
        let at = asked.lookup(told, query, &self.heard, &mut muwazi::event::silent())?;
        let direction = asked.lookups[at].1.direction();
        let (Some(from), Some(to)) = (direction.from.first(), direction.to.first()) else {
            return Ok(Vec::new());
        };
        Ok(self.glossaries.between(from, to)?.find(query, from, to))
    }

    /// Leaves only the units of which something is so.
    pub(super) fn among(&mut self, wanted: UnitFilter) -> muwazi::Result<()> {
        for asked in &mut self.memories {
            asked.units = Some(asked.memory.units_where(&wanted)?);
        }
        self.wanted = Some(wanted);
        Ok(())
    }

    /// Hears all queries beforehand, since a line of numbers among others is in their language.
    pub(super) fn hear(&mut self, queries: &[String]) {
        if queries.len() > 1 {
            self.heard = queries.join("\n");
        }
    }

    /// Sees what others have put in since.
    pub(super) fn renew(&mut self, report: &mut Report<'_>) -> muwazi::Result<()> {
        for asked in &mut self.memories {
            asked.languages = asked.memory.languages()?;
            for (_, lookup) in &mut asked.lookups {
                lookup.renew(report)?;
            }
            if let Some(wanted) = &self.wanted {
                asked.units = Some(asked.memory.units_where(wanted)?);
            }
        }
        Ok(())
    }

    /// The best matches of all memories, best first.
    pub(super) fn find(
        &mut self,
        query: &str,
        report: &mut Report<'_>,
    ) -> muwazi::Result<Vec<Match>> {
        let several = self.memories.len() > 1;
        let told = (self.from.as_ref(), self.to.as_ref());
        let mut found = Vec::new();
        for asked in &mut self.memories {
            let name = several.then(|| asked.name.clone());
            let at = asked.lookup(told, query, &self.heard, report)?;
            let lookup = &asked.lookups[at].1;
            let matches = lookup.find_among(query, &asked.options, asked.units.as_deref())?;
            found.extend(matches.into_iter().map(|m| Match { memory: name.clone(), ..m }));
        }
        if several {
            // Stable: among equals the memory that was named first.
            found.sort_by(Match::order);
            found.truncate(self.limit);
        }
        Ok(found)
    }

    /// The longest phrases of a query that stand in any of the memories.
    pub(super) fn phrases(&mut self, query: &str) -> muwazi::Result<Vec<Phrase>> {
        let told = (self.from.as_ref(), self.to.as_ref());
        let mut found: Vec<Phrase> = Vec::new();
        for asked in &mut self.memories {
            let at = asked.lookup(told, query, &self.heard, &mut muwazi::event::silent())?;
            found.extend(asked.lookups[at].1.phrases(query, asked.units.as_deref())?);
        }
        found.sort_by_key(|phrase| (phrase.query.start, std::cmp::Reverse(phrase.query.end)));
        Ok(found)
    }
}

impl Asked<'_> {
    /// The place of the look-up that a query means, made if it is the first.
    fn lookup(
        &mut self,
        told: (Option<&Lang>, Option<&Lang>),
        query: &str,
        heard: &str,
        report: &mut Report<'_>,
    ) -> muwazi::Result<usize> {
        let meant = match direction(&self.languages, told.0, told.1, query) {
            Ok(meant) => meant,
            // A line without letters, among others that tell the language.
            Err(e) => match self.lookups.first() {
                Some((direction, _)) => direction.clone(),
                None if !heard.is_empty() => direction(&self.languages, told.0, told.1, heard)?,
                None => return Err(e),
            },
        };
        let at = match self.lookups.iter().position(|(d, _)| *d == meant) {
            Some(at) => at,
            None => {
                let lookup = Lookup::in_direction(self.memory, meant.clone(), report)?;
                self.lookups.push((meant, lookup));
                self.lookups.len() - 1
            }
        };
        Ok(at)
    }
}
