//! Styles of a Word document: what they tell of paragraphs, and of the type of runs.

use std::collections::BTreeMap;

use super::super::{
    names::Ns,
    roles::Role,
    xml::{Part, Scanner, Tag},
};
use crate::error::Result;

/// Maximum number of styles that one is based on.
const MAX_BASES: usize = 64;
/// Maximum number of styles of a document; Word writes no more than some 4,000.
const MAX_STYLES: usize = 20_000;
/// The outline level of text that is no heading.
const BODY: u32 = 9;

/// Switches of type that a style or a run sets; `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Type {
    bold: Option<bool>,
    italic: Option<bool>,
    bold_complex: Option<bool>,
    italic_complex: Option<bool>,
    hidden: Option<bool>,
    /// Set for text of complex scripts, which has switches of its own.
    complex: Option<bool>,
}

/// How a run looks in the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hidden: bool,
}

impl Type {
    /// Takes note of a property of a run.
    pub(super) fn set(&mut self, tag: &Tag<'_>) {
        let place = match tag.name {
            "b" => &mut self.bold,
            "i" => &mut self.italic,
            "bCs" => &mut self.bold_complex,
            "iCs" => &mut self.italic_complex,
            "vanish" => &mut self.hidden,
            "rtl" | "cs" => {
                self.complex = Some(self.complex == Some(true) || tag.is_on());
                return;
            }
            _ => return,
        };
        *place = Some(tag.is_on());
    }

    /// Reads the properties in an element `rPr`, which was just entered.
    pub(super) fn read(x: &mut Scanner<'_>) -> Result<Self> {
        let (mut found, level) = (Self::default(), x.level());
        while let Some(tag) = x.child(level)? {
            if tag.ns == Ns::Word {
                found.set(&tag);
            }
        }
        Ok(found)
    }

    fn or(self, base: Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            bold_complex: self.bold_complex.or(base.bold_complex),
            italic_complex: self.italic_complex.or(base.italic_complex),
            hidden: self.hidden.or(base.hidden),
            complex: self.complex.or(base.complex),
        }
    }

    /// Returns the switches that count for Latin or for complex script. Some programs set the Latin
    /// one alone for Arabic too.
    fn bold(self, complex: bool) -> Option<bool> {
        if complex { self.bold_complex.or(self.bold) } else { self.bold }
    }

    fn italic(self, complex: bool) -> Option<bool> {
        if complex { self.italic_complex.or(self.italic) } else { self.italic }
    }

    /// Returns the look of a run with these properties of its own, beside the text around: what the
    /// whole paragraph has by its style is no emphasis. Two styles that both switch undo each other.
    pub(super) fn look(self, style: Self, paragraph: Self) -> Look {
        let complex = self.complex.or(style.complex).or(paragraph.complex).unwrap_or(false);
        let whole = [paragraph.bold(complex), paragraph.italic(complex), paragraph.hidden];
        let style = [style.bold(complex), style.italic(complex), style.hidden];
        let own = [self.bold(complex), self.italic(complex), self.hidden];
        let [bold, italic, hidden] = std::array::from_fn(|at| {
            let whole = whole[at].unwrap_or(false);
            own[at].unwrap_or(whole != style[at].unwrap_or(false))
        });
        let is = |at: usize| whole[at].unwrap_or(false);
        Look { bold: bold && !is(0), italic: italic && !is(1), hidden }
    }
}

/// What a paragraph or its style says of the kind of paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    /// The outline level.
    pub(super) outline: Option<u32>,
    /// True if it is numbered or has a bullet, false if that is taken away.
    pub(super) is_item: Option<bool>,
}

impl Shape {
    /// Takes note of a property of a paragraph; `x` stands inside of it.
    pub(super) fn set(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        match tag.name {
            "outlineLvl" => self.outline = tag.get("val").and_then(|value| value.parse().ok()),
            "numPr" => {
                let level = x.level();
                while let Some(tag) = x.child(level)? {
                    if tag.is(Ns::Word, "numId") {
                        self.is_item = Some(tag.get("val").is_none_or(|value| value != "0"));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }
}

#[derive(Debug, Default)]
struct Style {
    /// What its own name tells.
    role: Option<Role>,
    based_on: Option<String>,
    shape: Shape,
    run: Type,
}

/// All that is to know of a paragraph style and what it is based on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    pub(super) shape: Shape,
    pub(super) role: Option<Role>,
    pub(super) run: Type,
}

impl Known {
    /// Returns the role of a paragraph of this style that has these properties of its own.
    pub(super) fn role_of(&self, own: Shape) -> Option<Role> {
        let outline = own.outline.or(self.shape.outline);
        let is_item = own.is_item.or(self.shape.is_item).unwrap_or(false);
        match self.role {
            _ if outline.is_some_and(|level| level < BODY) => Some(Role::Heading),
            Some(Role::Heading) if own.outline.is_none() => Some(Role::Heading),
            Some(Role::Caption) => Some(Role::Caption),
            Some(Role::ListItem) if own.is_item != Some(false) => Some(Role::ListItem),
            _ => is_item.then_some(Role::ListItem),
        }
    }
}

/// The styles of a document, by identifier.
#[derive(Debug, Default)]
pub(super) struct Styles {
    paragraphs: BTreeMap<String, Known>,
    characters: BTreeMap<String, Type>,
    /// The style of paragraphs that name none.
    usual: Known,
}

impl Styles {
    /// Reads the part with the styles.
    pub(super) fn read(part: &Part) -> Result<Self> {
        let mut raw: [BTreeMap<String, Style>; 2] = Default::default();
        let (mut defaults, mut usual) = (Type::default(), None);
        let mut x = Scanner::new(part);
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            match tag.name {
                "docDefaults" => defaults = read_defaults(&mut x)?,
                "style" => {
                    let Some(id) = tag.get("styleId") else { continue };
                    let at = match tag.get("type").as_deref() {
                        Some("character") => 1,
                        Some("paragraph") | None => 0,
                        _ => continue,
                    };
                    if raw[at].len() >= MAX_STYLES {
                        continue;
                    }
                    if at == 0 && tag.flag("default") {
                        usual = Some(id.to_string());
                    }
                    let mut style = read_style(&mut x)?;
                    style.role = style.role.or_else(|| Role::of(&id));
                    raw[at].insert(id.into_owned(), style);
                }
                _ => {}
            }
        }
        let [paragraphs, characters] = &raw;
        let known = |id: &String| {
            let known = chain(paragraphs, id);
            Known { run: known.run.or(defaults), ..known }
        };
        Ok(Self {
            usual: usual.as_ref().map_or(Known { run: defaults, ..Known::default() }, known),
            paragraphs: paragraphs.keys().map(|id| (id.clone(), known(id))).collect(),
            characters: characters
                .keys()
                .map(|id| (id.clone(), chain(characters, id).run))
                .collect(),
        })
    }

    /// Returns what is known of a paragraph style.
    pub(super) fn paragraph(&self, id: Option<&str>) -> Known {
        let Some(id) = id else { return self.usual };
        // A style that is not defined still tells by its name.
        self.paragraphs.get(id).copied().unwrap_or(Known { role: Role::of(id), ..self.usual })
    }

    /// Returns the switches of a character style.
    pub(super) fn character(&self, id: &str) -> Type {
        self.characters.get(id).copied().unwrap_or_default()
    }
}

/// Gathers a style and those that it is based on.
fn chain(styles: &BTreeMap<String, Style>, id: &str) -> Known {
    let mut known = Known::default();
    let mut next = Some(id);
    for _ in 0..MAX_BASES {
        let Some(style) = next.and_then(|id| styles.get(id)) else { break };
        known.shape.outline = known.shape.outline.or(style.shape.outline);
        known.shape.is_item = known.shape.is_item.or(style.shape.is_item);
        known.run = known.run.or(style.run);
        known.role = known.role.or(style.role);
        next = style.based_on.as_deref();
    }
    known
}

fn read_defaults(x: &mut Scanner<'_>) -> Result<Type> {
    let level = x.level();
    let mut found = Type::default();
    while let Some(tag) = x.child(level)? {
        if tag.is(Ns::Word, "rPrDefault") {
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                if tag.is(Ns::Word, "rPr") {
                    found = Type::read(x)?;
                }
            }
        }
    }
    Ok(found)
}

fn read_style(x: &mut Scanner<'_>) -> Result<Style> {
    let (mut style, level) = (Style::default(), x.level());
    while let Some(tag) = x.child(level)? {
        match tag.name {
            "name" => style.role = Role::of(&tag.get("val").unwrap_or_default()),
            "basedOn" => style.based_on = tag.get("val").map(|id| id.into_owned()),
            "rPr" => style.run = Type::read(x)?,
            "pPr" => {
                let level = x.level();
                while let Some(tag) = x.child(level)? {
                    style.shape.set(&tag, x)?;
                }
            }
            _ => {}
        }
    }
    Ok(style)
}
