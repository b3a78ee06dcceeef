//! Spreadsheets (XLSX, XLSM, XLTX, XLTM) as documents: the cells with text, sheet by sheet and row by
//! row. The unit format of the same name reads a sheet as a table of units.
//!
//! `strings` reads the texts that cells share, `sheet` the cells.

mod sheet;
mod strings;
#[cfg(test)]
mod tests;

use self::{sheet::Sheet, strings::Strings};
use super::{
    drawing::Shapes,
    names::Ns,
    opc::{self, Opc, Relations},
    story::Story,
    xml::{Part, Scanner},
};
use crate::{
    document::{BlockKind, Document, Extra},
    error::Result,
    read::{
        draft::Draft,
        input::{Input, Sample},
        limits::MAX_MEMBERS,
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of spreadsheets.
pub(crate) static READER: Reader = Reader {
    name: "xlsx",
    title: "Excel workbook",
    extensions: &["xlsx", "xlsm", "xltx", "xltm"],
    is,
    read,
};

/// The main part, as Excel names it.
const MAIN: &str = "xl/workbook.xml";
/// The names that programs give to new sheets, before a number.
const NEW_SHEETS: [&str; 10] =
    ["sheet", "ورقة", "feuil", "tabelle", "hoja", "foglio", "planilha", "лист", "blad", "table"];

fn is(sample: &Sample) -> bool {
    let types = [
        "spreadsheetml.sheet.main+xml",
        "spreadsheetml.template.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
        "ms-excel.template.macroEnabled.main+xml",
    ];
    opc::is(sample, &types, MAIN)
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    target: String,
    is_hidden: bool,
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let mut opc = Opc::open(input)?;
    let main = opc.main(MAIN)?;
    let relations = opc.relations(&main)?;
    let main = opc.required(&main)?;
    let shared = relations.of_kind("sharedStrings").next().map(|r| r.target.clone());
    let shared = shared.map(|name| opc.part(&name)).transpose()?.flatten();
    let strings = shared.as_ref().map(Strings::read).transpose()?.unwrap_or_default();
    // Its strings are kept beside it.
    drop(shared);
    let mut draft = Draft::default();
    for listed in sheets(&main, &relations)? {
        if draft.is_full() {
            break;
        }
        draft.append(read_sheet(&mut opc, &listed, &strings, options)?);
    }
    draft.finish(&origin, options)
}

fn sheets(main: &Part, relations: &Relations) -> Result<Vec<Listed>> {
    let (mut x, mut found) = (Scanner::new(main), Vec::new());
    x.child(0)?;
    while let Some(tag) = x.child(1)? {
        if !tag.is(Ns::Sheet, "sheets") {
            continue;
        }
        while let Some(tag) = x.child(2)? {
            let Some(relation) = tag.get_prefixed("id").and_then(|id| relations.by_id(&id)) else {
                continue;
            };
            if found.len() >= MAX_MEMBERS {
                break;
            }
            let is_hidden = tag.get("state").is_some_and(|state| state != "visible");
            let name = tag.get("name").unwrap_or_default().into_owned();
            found.push(Listed { name, target: relation.target.clone(), is_hidden });
        }
    }
    Ok(found)
}

fn read_sheet(
    opc: &mut Opc<'_>,
    listed: &Listed,
    strings: &Strings,
    options: &ReadOptions,
) -> Result<Draft> {
    let Some(part) = opc.part(&listed.target)? else { return Ok(Draft::default()) };
    let relations = opc.relations(&listed.target)?;
    let mut story = Story::new(&part.name, None);
    let is_seen = !listed.is_hidden || options.extras.contains(&Extra::Hidden);
    if is_seen && !is_new(&listed.name) {
        story.draft.block(BlockKind::Heading, &listed.name);
    }
    let mut sheet = Sheet::new(story, strings, options, listed.is_hidden);
    sheet.read(&mut Scanner::new(&part))?;
    let mut story = sheet.finish();
    for relation in relations.of_kind("drawing") {
        let Some(part) = opc.part(&relation.target)? else { continue };
        let relations = opc.relations(&relation.target)?;
        let drawn = Story::new(&part.name, None);
        let mut shapes = Shapes { opc: &mut *opc, relations, options, story: drawn, kind: None };
        let hidden = listed.is_hidden.then_some(Extra::Hidden);
        shapes.unless_left_out(hidden, |shapes| shapes.read(&mut Scanner::new(&part)))?;
        story.draft.append(shapes.story.finish());
    }
    for relation in relations.of_kind("comments") {
        if let Some(part) = opc.part(&relation.target)? {
            read_comments(&part, &mut story, options)?;
        }
    }
    Ok(story.finish())
}

/// Reads the comments on the cells of a sheet.
fn read_comments(part: &Part, story: &mut Story, options: &ReadOptions) -> Result<()> {
    let mut x = Scanner::new(part);
    let mut notes = Story::new(&part.name, None);
    x.child(0)?;
    while let Some(tag) = x.child(1)? {
        if tag.name != "commentList" {
            continue;
        }
        while x.child(2)?.is_some() {
            let mut text = Story::new(&part.name, None);
            text.draft.open(BlockKind::Note);
            while let Some(tag) = x.child(3)? {
                if tag.name == "text" {
                    strings::rich(&mut x, &mut |run, look| look.push(run, &mut text))?;
                }
            }
            let draft = text.finish();
            if options.extras.contains(&Extra::Comments) {
                notes.draft.append(draft);
            } else if !draft.is_empty() {
                story.draft.leave_out(Extra::Comments, 1);
            }
        }
    }
    story.draft.append(notes.finish());
    Ok(())
}

/// Returns true for the name of a sheet that nobody named.
pub(super) fn is_new(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace());
    stem.len() < name.len() && NEW_SHEETS.contains(&stem)
}
