//! The commands of RemoteTM.

use std::{collections::BTreeSet, fs};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Sessions, map};
use crate::{
    error::{Error, ErrorKind, Result},
    event::silent,
    lang::Lang,
    lookup::Match,
    serve::{
        access::{Caller, Right},
        state::allowed,
        tools::{lang_of, quality},
    },
    service::live::{
        BatchRequest, ConcordanceRequest, ExportRequest, ImportRequest, Labels, Live, LiveMemory,
        LookupRequest, Offsets, Progress, QueryRequest, number_of_tuid, tu, tuv, unit_of_tu,
    },
    unit::{Field, Unit, UnitId},
};

/// Matches of one text.
const MATCHES: usize = 20;
/// The similarity of the matches of a batch, as Swordfish has it.
const BATCH_SIMILARITY: f64 = 60.0;
/// Units of a concordance, whatever the limit.
const MOST_UNITS: usize = 1000;
/// Texts that are looked up together.
const TOGETHER: usize = 500;

/// A command and all that one may say.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Asked {
    command: String,
    memory: String,
    search_str: String,
    src_lang: Option<String>,
    tgt_lang: Option<String>,
    similarity: Option<f64>,
    limit: Option<usize>,
    is_regexp: bool,
    case_sensitive: bool,
    tu: String,
    tuid: String,
    file: String,
    project: Option<String>,
    subject: Option<String>,
    client: Option<String>,
    segments: Vec<Map<String, Value>>,
}

impl Asked {
    /// Returns true if it takes long.
    pub(super) fn is_slow(&self) -> bool {
        let of_all = [
            "importTMX",
            "exportMemory",
            "memoryProjects",
            "memoryClients",
            "memorySubjects",
            "getProjects",
            "getClients",
            "getSubjects",
        ];
        self.is_regexp || self.segments.len() > 50 || of_all.contains(&self.command.as_str())
    }

    /// Does it.
    pub(super) fn run(
        &self,
        live: &Live,
        caller: &Caller,
        sessions: &Sessions,
    ) -> Result<Map<String, Value>> {
        let memory = |right| allowed(live, caller, &self.memory, right);
        match self.command.as_str() {
            // All memories are open as long as the server runs, and what is written is written.
            "openMemory" | "closeMemory" | "commit" => memory(Right::Read).map(|_| Map::new()),
            "closeMemories" => Ok(Map::new()),
            "memoryLanguages" => {
                let languages = memory(Right::Read)?.languages()?;
                let codes = languages.iter().map(|stats| stats.lang.as_str());
                Ok(map("languages", codes.collect::<Vec<_>>()))
            }
            "memoryProjects" | "getProjects" => values(&memory, "projects", Field::Project),
            "memoryClients" | "getClients" => values(&memory, "clients", Field::Client),
            "memorySubjects" | "getSubjects" => values(&memory, "subjects", Field::Domain),
            "getTu" => self.tu_of(memory(Right::Read)?),
            "removeTu" => self.remove(memory(Right::Write)?, caller),
            "storeTu" => {
                let unit = unit_of_tu(&self.tu)?;
                memory(Right::Write)?.store_unit(unit, Some(&caller.name))?;
                Ok(Map::new())
            }
            "searchTranslation" => self.search(live, memory(Right::Read)?),
            "searchAll" => self.search_all(live, memory(Right::Read)?),
            "concordanceSearch" => self.concordance(live, memory(Right::Read)?),
            "batchTranslate" => self.batch(live, memory(Right::Read)?),
            "importTMX" => self.import(memory(Right::Write)?, caller, sessions),
            "exportMemory" => self.export(memory(Right::Read)?, caller, sessions),
            "addMemory" | "removeMemory" => {
                Err(Error::new(ErrorKind::Usage, "memories are not made or removed from afar"))
            }
            command => Err(Error::new(ErrorKind::Usage, format!("unknown command '{command}'"))),
        }
    }

    fn unit(&self) -> Result<UnitId> {
        let number = number_of_tuid(&self.tuid).or_else(|| self.tuid.parse().ok());
        number.ok_or_else(|| Error::new(ErrorKind::Usage, "there is no unit of that identifier"))
    }

    fn tu_of(&self, memory: &LiveMemory) -> Result<Map<String, Value>> {
        let id = self.unit()?;
        match memory.units(&[id])?.pop().flatten() {
            Some(unit) => Ok(map("tu", tu(id, &unit)?)),
            None => Err(Error::new(ErrorKind::Usage, "there is no unit of that identifier")),
        }
    }

    fn remove(&self, memory: &LiveMemory, caller: &Caller) -> Result<Map<String, Value>> {
        memory.remove(&[self.unit()?], Some(&caller.name))?;
        Ok(Map::new())
    }

    fn source(&self) -> Result<Lang> {
        lang(self.src_lang.as_deref(), "srcLang")
    }

    fn query(&self, to: Option<Lang>, min: f64) -> Result<QueryRequest> {
        let min = min.clamp(0.0, 100.0);
        let from = Some(self.source()?);
        Ok(QueryRequest { from, to, min, limit: MATCHES, ..QueryRequest::default() })
    }

    fn search(&self, live: &Live, memory: &LiveMemory) -> Result<Map<String, Value>> {
        let to = lang(self.tgt_lang.as_deref(), "tgtLang")?;
        let how = self.query(Some(to), self.similarity.unwrap_or(70.0))?;
        let min = how.min;
        let asked = LookupRequest { how, ..LookupRequest::of(self.search_str.as_str()) };
        let found = held(live.lookup(&[memory], &asked, &mut silent()))?;
        let matches = found.map(|answer| answer.matches).unwrap_or_default();
        Ok(map("matches", shown(memory, &matches, min)?))
    }

    /// The matches of many texts. Each segment comes back with its own.
    fn batch(&self, live: &Live, memory: &LiveMemory) -> Result<Map<String, Value>> {
        let to = lang(self.tgt_lang.as_deref(), "tgtLang")?;
        let how = self.query(Some(to), BATCH_SIMILARITY)?;
        let text = |segment: &Map<String, Value>| {
            segment.get("pure").and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let mut segments = self.segments.clone();
        for part in segments.chunks_mut(TOGETHER) {
            let queries = part.iter().map(text).collect();
            let asked = BatchRequest { queries, in_order: false, how: how.clone() };
            let all = live.lookup_all(&[memory], &asked, &mut silent())?;
            for (segment, answer) in part.iter_mut().zip(all) {
                let found = of_many(answer)?.map(|answer| answer.matches).unwrap_or_default();
                segment.insert("matches".into(), shown(memory, &found, how.min)?.into());
            }
        }
        Ok(map("matches", segments.into_iter().map(Value::Object).collect::<Vec<_>>()))
    }

    /// The other languages of a memory, each of which may have translations.
    fn targets(&self, memory: &LiveMemory) -> Result<Vec<Lang>> {
        let source = self.source()?;
        let languages = memory.languages()?.into_iter().map(|stats| stats.lang);
        Ok(languages.filter(|lang| !lang.same_language(&source)).collect())
    }

    fn search_all(&self, live: &Live, memory: &LiveMemory) -> Result<Map<String, Value>> {
        let mut found = Vec::new();
        for to in self.targets(memory)? {
            let how = self.query(Some(to), self.similarity.unwrap_or(70.0))?;
            let asked = LookupRequest { how, ..LookupRequest::of(self.search_str.as_str()) };
            let answer = held(live.lookup(&[memory], &asked, &mut silent()))?;
            found.extend(answer.into_iter().flat_map(|answer| answer.matches));
        }
        found.sort_by(Match::order);
        tus(memory, found.iter().map(|found| found.unit), MATCHES)
    }

    fn concordance(&self, live: &Live, memory: &LiveMemory) -> Result<Map<String, Value>> {
        let limit = self.limit.unwrap_or(100).clamp(1, MOST_UNITS);
        let mut found = Vec::new();
        for to in self.targets(memory)? {
            let asked = ConcordanceRequest {
                text: self.search_str.clone(),
                memories: Vec::new(),
                from: Some(self.source()?),
                to: Some(to),
                regex: self.is_regexp,
                exact: false,
                // A unit may hold it several times.
                limit: limit * 4,
                offsets: Offsets::Bytes,
            };
            let places = held(live.concordance(&[memory], &asked, &mut silent()))?;
            let places = places.into_iter().flat_map(|places| places.occurrences);
            let has_case = |source: &str| {
                !self.case_sensitive || self.is_regexp || source.contains(self.search_str.as_str())
            };
            let places = places.filter(|found| has_case(&found.occurrence.source));
            found.extend(places.map(|found| found.occurrence.unit));
        }
        tus(memory, found.into_iter(), limit)
    }

    fn import(
        &self,
        memory: &LiveMemory,
        caller: &Caller,
        sessions: &Sessions,
    ) -> Result<Map<String, Value>> {
        let (name, file) = sessions.file(caller, &self.file)?;
        let content =
            fs::read(file.path()).map_err(|e| Error::io("cannot read", file.path(), e))?;
        let asked = ImportRequest { name: Some(name), ..ImportRequest::default() };
        let labels = Labels {
            project: self.project.clone(),
            client: self.client.clone(),
            domain: self.subject.clone(),
        };
        let files = memory.import_labelled(&content, &asked, &labels, &Progress::default())?;
        sessions.forget(caller, &self.file);
        Ok(map("imported", files.iter().map(|file| file.counts.read).sum::<u64>()))
    }

    fn export(
        &self,
        memory: &LiveMemory,
        caller: &Caller,
        sessions: &Sessions,
    ) -> Result<Map<String, Value>> {
        let from = self.src_lang.as_deref().and_then(lang_of);
        let asked = ExportRequest { format: Some("tmx".into()), from, ..ExportRequest::default() };
        let made = memory.export(&asked, &Progress::default())?;
        Ok(map("file", sessions.keep(caller, made.name, made.file)?))
    }
}

fn lang(code: Option<&str>, name: &str) -> Result<Lang> {
    code.and_then(lang_of)
        .ok_or_else(|| Error::new(ErrorKind::Language, format!("{name} is no language")))
}

/// A result, or none where the memory does not hold the languages.
fn held<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(e) if e.kind == ErrorKind::Language => Ok(None),
        Err(e) => Err(e),
    }
}

/// The result of one text among many: a text that cannot be looked up has no matches.
fn of_many<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(e) if e.kind == ErrorKind::Text => Ok(None),
        found => held(found),
    }
}

fn values<'l>(
    memory: &impl Fn(Right) -> Result<&'l LiveMemory>,
    key: &str,
    field: Field,
) -> Result<Map<String, Value>> {
    Ok(map(key, memory(Right::Read)?.values(field)?.into_iter().collect::<Vec<_>>()))
}

/// Matches as Swordfish has them.
fn shown(memory: &LiveMemory, matches: &[Match], min: f64) -> Result<Vec<Value>> {
    let ids: Vec<UnitId> = matches.iter().map(|found| found.unit).collect();
    let mut out = Vec::new();
    for (found, unit) in matches.iter().zip(memory.units(&ids)?) {
        // It may have been removed since.
        let Some(unit) = unit.filter(|_| quality(found) >= min) else { continue };
        let text = |lang: &Lang, text: &str| {
            let variant = unit.variants.iter().find(|v| v.lang == *lang && v.text.text == text);
            variant.map(tuv).transpose()
        };
        let source = text(&found.source_lang, &found.source)?;
        let target = text(&found.target_lang, &found.target)?;
        let Some((source, target)) = source.zip(target) else { continue };
        out.push(json!({
            "id": format!("muwazi-{}", found.unit), "source": source, "target": target,
            "similarity": quality(found) as u32, "origin": memory.name(),
            "properties": properties(&unit),
        }));
    }
    Ok(out)
}

/// What is known of a unit, by the names that Swordfish uses.
fn properties(unit: &Unit) -> Map<String, Value> {
    let attribute = |name: &'static str| Some((name, unit.meta.attribute(name)?));
    let attributes =
        ["creationdate", "creationid", "changedate", "changeid"].into_iter().filter_map(attribute);
    let fields =
        [("project", unit.project()), ("subject", unit.domain()), ("customer", unit.client())];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    attributes.chain(fields).map(|(name, value)| (name.to_owned(), value.into())).collect()
}

/// Units as elements of TMX, each once.
fn tus(
    memory: &LiveMemory,
    ids: impl Iterator<Item = UnitId>,
    limit: usize,
) -> Result<Map<String, Value>> {
    let mut seen = BTreeSet::new();
    let ids: Vec<UnitId> = ids.filter(|id| seen.insert(*id)).take(limit).collect();
    let units = ids.iter().zip(memory.units(&ids)?);
    let units = units.filter_map(|(id, unit)| Some(tu(*id, &unit?)));
    Ok(map("tus", units.collect::<Result<Vec<_>>>()?))
}
