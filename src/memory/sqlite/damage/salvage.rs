//! The units of a damaged memory: whatever rows its whole pages hold.

use std::{
    collections::BTreeSet,
    fs::File,
    io,
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rusqlite::{Connection, backup::Backup};
use tempfile::NamedTempFile;

use super::{
    pages::{Cell, Kind, Pages},
    record::{self, Value},
};
use crate::{
    lang::LangSet,
    memory::{
        Losses,
        sqlite::{rows, schema},
    },
    unit::{Meta, Text, Unit, UnitId, Variant},
};

/// The pages that are looked at to tell whether a file without a sound first page is a memory.
const SAMPLE: u32 = 2048;
/// The columns of a text and of a unit, as they are stored.
const TEXTS: usize = 6;
const UNITS: usize = 3;

/// The treatment of units whose metadata are damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Care {
    /// They count as unreadable.
    Strict,
    /// They are read without those metadata.
    Mend,
}

/// What a damaged memory holds.
pub(in crate::memory::sqlite) struct Salvage {
    pages: Mutex<Pages>,
    /// The copy that is read, where it is one.
    _copy: Option<NamedTempFile>,
    /// The texts, by number.
    texts: Vec<(i64, Cell)>,
    /// The units that the memory has, as far as it can be told, with the row of each.
    units: Vec<(UnitId, Option<Cell>)>,
    /// Units of which no text was found.
    textless: Vec<UnitId>,
    /// Damaged pages.
    pub(super) damaged: u64,
}

impl Salvage {
    /// Reads through a connection, so that what is in the log counts, and the memory's locks hold.
    pub(in crate::memory::sqlite) fn of_connection(c: &Connection) -> io::Result<Self> {
        let copy = NamedTempFile::new()?;
        let copied = (|| {
            let mut to = Connection::open(copy.path())?;
            to.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
            Backup::new(c, &mut to)?.run_to_completion(4096, Duration::from_millis(5), None)
        })();
        copied.map_err(io::Error::other)?;
        let file = copy.reopen()?;
        Self::new(file, Some(copy))
    }

    /// Reads a file that SQLite does not have open.
    pub(in crate::memory::sqlite) fn of_file(path: &Path) -> io::Result<Self> {
        Self::new(File::open(path)?, None)
    }

    fn new(file: File, copy: Option<NamedTempFile>) -> io::Result<Self> {
        let mut pages = Pages::new(file)?;
        let found = Found::scan(&mut pages);
        let mut have = found.texts.iter().map(|(id, _)| UnitId::new(id >> schema::PLACE_BITS));
        let have: BTreeSet<UnitId> = have.by_ref().collect();
        let units = found.units.iter();
        let textless = units.map(|(id, _)| *id).filter(|id| !have.contains(id)).collect();
        let Found { texts, units, damaged, .. } = found;
        Ok(Self { pages: Mutex::new(pages), _copy: copy, texts, units, textless, damaged })
    }

    /// Returns true if a file that SQLite does not open holds texts of a memory.
    pub(in crate::memory::sqlite) fn is_memory(path: &Path) -> bool {
        let Ok(mut pages) = File::open(path).and_then(Pages::new) else { return false };
        (1..=pages.count.min(SAMPLE)).any(|page| {
            let Some(node) = pages.node(page).filter(|n| n.kind == Kind::TableLeaf) else {
                return false;
            };
            node.cells.iter().any(|at| {
                let row = pages.row(Cell { page, at: *at });
                row.is_some_and(|(_, row)| record::values(&row).is_some_and(|v| is_text(&v)))
            })
        })
    }

    /// Hands out the units after one, in order, for as long as `each` returns true.
    pub(super) fn each_unit(
        &self,
        after: UnitId,
        care: Care,
        losses: &mut Losses,
        each: &mut dyn FnMut(UnitId, Unit) -> bool,
    ) {
        self.note_textless(losses);
        let mut at = self.texts.partition_point(|(id, _)| unit_of(*id) <= after);
        while let Some((id, unit)) = self.next_unit(&mut at, care, losses) {
            if !each(id, unit) {
                return;
            }
        }
    }

    /// Returns true if pages are damaged, and no text is on the others.
    pub(super) fn is_bare(&self) -> bool {
        self.damaged > 0 && self.texts.is_empty()
    }

    /// Notes the units that are lost without a trace but their numbers, and the damaged pages.
    pub(super) fn note_textless(&self, losses: &mut Losses) {
        losses.pages = losses.pages.max(self.damaged);
        losses.unreadable.extend(self.textless.iter().filter(|id| !self.is_empty(**id)));
    }

    /// The next unit that can be read, from the text at a place on, which moves.
    pub(super) fn next_unit(
        &self,
        at: &mut usize,
        care: Care,
        losses: &mut Losses,
    ) -> Option<(UnitId, Unit)> {
        while let Some((first, _)) = self.texts.get(*at) {
            let (id, start) = (unit_of(*first), *at);
            *at += self.texts[start..].partition_point(|(text, _)| unit_of(*text) == id);
            if let Some(unit) = self.read(id, &self.texts[start..*at], care, losses) {
                return Some((id, unit));
            }
        }
        None
    }

    /// One unit.
    pub(super) fn unit(&self, unit: UnitId, losses: &mut Losses) -> Option<Unit> {
        let start = self.texts.partition_point(|(id, _)| unit_of(*id) < unit);
        let rest = &self.texts[start..];
        let texts = &rest[..rest.partition_point(|(id, _)| unit_of(*id) == unit)];
        if texts.is_empty() {
            if self.textless.contains(&unit) && !self.is_empty(unit) {
                losses.unreadable.insert(unit);
            }
            return None;
        }
        self.read(unit, texts, Care::Strict, losses)
    }

    /// The last unit that there is a trace of.
    pub(super) fn last_unit(&self) -> UnitId {
        let known = self.units.last().map(|(id, _)| *id);
        let read = self.texts.last().map(|(id, _)| unit_of(*id));
        known.max(read).unwrap_or_default()
    }

    /// Reads the unit of some texts, and notes what is lost of it.
    fn read(
        &self,
        id: UnitId,
        texts: &[(i64, Cell)],
        care: Care,
        losses: &mut Losses,
    ) -> Option<Unit> {
        let mut unit = Unit { variants: Vec::with_capacity(2), meta: Meta::default() };
        // Its texts have numbers without a gap, from the first.
        let mut whole = true;
        for ((number, cell), place) in texts.iter().zip(0..) {
            let variant = self.row(*cell).and_then(|row| variant(&row, care, &mut unit.meta));
            match variant {
                Some((variant, is_whole)) => {
                    whole &= is_whole && number & (schema::PLACES - 1) == place;
                    unit.variants.push(variant);
                }
                None if care == Care::Strict => {
                    losses.unreadable.insert(id);
                    return None;
                }
                None => whole = false,
            }
        }
        let langs = self.langs(id);
        whole &= langs.is_none_or(|langs| langs == unit.languages());
        if whole {
            return Some(unit);
        }
        // One text alone translates nothing.
        if unit.variants.len() < 2 {
            losses.unreadable.insert(id);
            return None;
        }
        losses.incomplete.insert(id);
        Some(unit)
    }

    fn row(&self, cell: Cell) -> Option<Vec<u8>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        pages.row(cell).map(|(_, row)| row)
    }

    /// The languages that a unit has, where its row can be read.
    fn langs(&self, unit: UnitId) -> Option<LangSet> {
        let at = self.units.binary_search_by_key(&unit, |(id, _)| *id).ok()?;
        let row = self.row(self.units[at].1?)?;
        match record::values(&row)?.get(2)? {
            Value::Text(langs) => std::str::from_utf8(langs).ok()?.parse().ok(),
            _ => None,
        }
    }

    /// Returns true for a unit that never had a text.
    fn is_empty(&self, unit: UnitId) -> bool {
        let at = self.units.binary_search_by_key(&unit, |(id, _)| *id).ok();
        let row = at.and_then(|at| self.units[at].1).and_then(|cell| self.row(cell));
        row.is_some_and(|row| {
            record::values(&row).is_some_and(|v| v.get(2) == Some(&Value::Text(b"")))
        })
    }
}

fn unit_of(text: i64) -> UnitId {
    UnitId::new(text >> schema::PLACE_BITS)
}

/// The rows that pages hold.
struct Found {
    texts: Vec<(i64, Cell)>,
    units: Vec<(UnitId, Option<Cell>)>,
    /// Units that only the index of units names.
    keys: Vec<UnitId>,
    damaged: u64,
}

impl Found {
    fn scan(pages: &mut Pages) -> Self {
        let roots = roots(pages);
        let [texts, units] = roots.map(|root| root.map(|root| pages.tree(root)));
        let mut live = vec![false; pages.count as usize + 1];
        let trees = [&texts, &units].into_iter().flatten();
        trees.flat_map(|tree| &tree.leaves).for_each(|leaf| live[*leaf as usize] = true);
        let expected: usize =
            units.iter().flat_map(|tree| &tree.leaves).map(|leaf| cells(pages, *leaf)).sum();
        let [texts, units] = [texts, units].map(|tree| tree.is_some_and(|tree| tree.whole));
        let free = pages.free();
        let mut found = Self { texts: Vec::new(), units: Vec::new(), keys: Vec::new(), damaged: 0 };
        let mut strange = Vec::new();
        for page in 1..=pages.count {
            if free[page as usize] && !live[page as usize] {
                continue;
            }
            let wanted = [texts, units].map(|whole| !whole || live[page as usize]);
            if !found.page(pages, page, wanted) {
                strange.push(page);
            }
        }
        let overflow = |page: &u32| pages.overflow[*page as usize] || pages.is_lock_page(*page);
        found.damaged = strange.iter().filter(|page| !overflow(page)).count() as u64;
        found.damaged += u64::from(pages.missing);
        let read = found.units.iter().filter_map(|(_, cell)| *cell);
        let read = read.filter(|cell| live[cell.page as usize]).count();
        found.sort(&live, units && read == expected);
        found
    }

    /// Takes the rows of a page; returns false if the page is damaged. `wanted`: whether texts and
    /// units on it count.
    fn page(&mut self, pages: &mut Pages, number: u32, wanted: [bool; 2]) -> bool {
        let Some(node) = pages.node(number) else { return false };
        let mut whole = node.whole;
        for at in &node.cells {
            let cell = Cell { page: number, at: *at };
            match node.kind {
                Kind::TableInner => {}
                Kind::TableLeaf => match pages.row(cell) {
                    Some((id, row)) => whole &= self.row(cell, id, &row, wanted),
                    None => whole = false,
                },
                Kind::IndexLeaf | Kind::IndexInner => match pages.entry(cell, node.kind) {
                    Some(row) => self.key(&row),
                    None => whole = false,
                },
            }
        }
        whole
    }

    /// Takes a row; returns false if it is none.
    fn row(&mut self, cell: Cell, id: i64, row: &[u8], wanted: [bool; 2]) -> bool {
        let Some(values) = record::values(row) else { return false };
        if wanted[0] && id >= schema::PLACES && is_text(&values) {
            self.texts.push((id, cell));
        } else if wanted[1] && id > 0 && is_unit(&values) {
            self.units.push((UnitId::new(id), Some(cell)));
        }
        true
    }

    fn key(&mut self, row: &[u8]) {
        if let Some(&[Value::Blob(_), Value::Integer(id)]) = record::values(row).as_deref()
            && id > 0
        {
            self.keys.push(UnitId::new(id));
        }
    }

    /// Sorts the rows. Of two with one number the one that the table leads to counts: the other is on a
    /// page that was given up. `whole`: whether all rows of units were found.
    fn sort(&mut self, live: &[bool], whole: bool) {
        self.texts.sort_by_key(|(id, cell)| (*id, !live[cell.page as usize], *cell));
        self.texts.dedup_by_key(|(id, _)| *id);
        if !whole {
            self.units.extend(self.keys.drain(..).map(|id| (id, None)));
        }
        let rank = |cell: &Option<Cell>| cell.map_or(2, |c| u8::from(!live[c.page as usize]));
        self.units.sort_by_key(|(id, cell)| (*id, rank(cell), *cell));
        self.units.dedup_by_key(|(id, _)| *id);
        if whole {
            // On pages that no table leads to there may be units that were removed.
            let known = &self.units;
            self.texts.retain(|(id, cell)| {
                live[cell.page as usize]
                    || known.binary_search_by_key(&unit_of(*id), |(id, _)| *id).is_ok()
            });
        }
    }
}

/// The number of rows on a page.
fn cells(pages: &mut Pages, page: u32) -> usize {
    pages.node(page).map_or(0, |node| node.cells.len())
}

/// The root pages of the texts and of the units.
fn roots(pages: &mut Pages) -> [Option<u32>; 2] {
    let mut roots = [None, None];
    if !pages.headed {
        return roots;
    }
    for page in pages.tree(1).leaves {
        let cells = pages.node(page).map(|node| node.cells).unwrap_or_default();
        for at in cells {
            let Some((_, row)) = pages.row(Cell { page, at }) else { continue };
            let values = record::values(&row);
            if let Some([Value::Text(b"table"), Value::Text(name), _, Value::Integer(root), ..]) =
                values.as_deref()
            {
                let place = [&b"texts"[..], b"units"].iter().position(|known| known == name);
                if let Some(place) = place {
                    roots[place] = u32::try_from(*root).ok();
                }
            }
        }
    }
    roots
}

/// Returns true for the values of a text. Earlier versions had no metadata of the unit there.
fn is_text(values: &[Value<'_>]) -> bool {
    let fit = |value: &Value<'_>| matches!(value, Value::Text(_));
    let may = |value: &Value<'_>| matches!(value, Value::Text(_) | Value::Null);
    (values.len() == TEXTS || values.len() == TEXTS - 1)
        && values[0] == Value::Null
        && fit(&values[1])
        && fit(&values[2])
        && may(&values[3])
        && fit(&values[4])
        && values.get(5).is_none_or(may)
}

fn is_unit(values: &[Value<'_>]) -> bool {
    (values.len() == UNITS || values.len() == UNITS + 1)
        && values[0] == Value::Null
        && matches!(values[1], Value::Blob(_))
        && matches!(values[2], Value::Text(_))
}

/// Reads a text, with the metadata of its unit where it has them; also whether it is whole.
fn variant(row: &[u8], care: Care, unit: &mut Meta) -> Option<(Variant, bool)> {
    let values = record::values(row)?;
    let text = |at: usize| match values.get(at) {
        Some(Value::Text(bytes)) => Some(std::str::from_utf8(bytes).ok()),
        _ => None,
    };
    let mut whole = true;
    let lang = text(1)??.parse().ok()?;
    let marks = json(text(3), care, &mut whole)?;
    let meta = json(text(4), care, &mut whole)?;
    let of_unit = text(5);
    if of_unit.is_some() {
        *unit = json(of_unit, care, &mut whole)?;
    }
    let text = Text { text: text(2)??.to_owned(), marks };
    // A mark behind the end of the text belongs to another.
    let fits = rows::marks_fit(&text);
    if !fits && care == Care::Strict {
        return None;
    }
    let text = if fits { text } else { Text::plain(text.text) };
    Some((Variant { lang, text, meta }, whole && fits))
}

/// Reads JSON that may be missing; what is broken is left out with care, else there is no result.
fn json<T: serde::de::DeserializeOwned + Default>(
    text: Option<Option<&str>>,
    care: Care,
    whole: &mut bool,
) -> Option<T> {
    let Some(text) = text else { return Some(T::default()) };
    match text.and_then(|text| serde_json::from_str(text).ok()) {
        Some(value) => Some(value),
        None if care == Care::Mend => {
            *whole = false;
            Some(T::default())
        }
        None => None,
    }
}
