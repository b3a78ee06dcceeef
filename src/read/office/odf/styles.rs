//! Styles of an OpenDocument file.

use std::collections::BTreeMap;

use super::super::{
    names::Ns,
    roles::Role,
    xml::{Part, Scanner, Tag},
};
use crate::error::Result;

/// Maximum number of styles that one inherits from.
const MAX_BASES: usize = 64;
/// Maximum number of styles of a document. Programs make one for each combination of properties.
const MAX_STYLES: usize = 200_000;

/// How text looks; `None` where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// Set for the parts of slides and tables that are not shown.
    is_away: bool,
}

impl Look {
    /// Returns this look, with what is not said taken from another.
    pub(super) fn or(self, base: Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            hidden: self.hidden.or(base.hidden),
            is_away: self.is_away || base.is_away,
        }
    }

    /// Returns this look beside that of the whole paragraph: what all of it has is no emphasis.
    fn beside(self, whole: Self) -> Self {
        let unless = |own: Option<bool>, whole: Option<bool>| match whole {
            Some(true) => Some(false),
            _ => own,
        };
        Self {
            bold: unless(self.bold, whole.bold),
            italic: unless(self.italic, whole.italic),
            hidden: self.hidden.or(whole.hidden),
            ..self
        }
    }

    /// Takes note of the properties in a style.
    fn set(&mut self, tag: &Tag<'_>) {
        let either = |names: [&str; 2], is: fn(&str) -> bool| {
            let values = names.map(|name| tag.get(name).map(|value| is(&value)));
            values.iter().flatten().copied().reduce(|a, b| a || b)
        };
        match tag.name {
            "text-properties" => {
                let bold = either(["font-weight", "font-weight-complex"], is_bold);
                let italic = either(["font-style", "font-style-complex"], |v| v != "normal");
                let hidden = tag.get("display").map(|value| value == "none");
                *self = Self { bold, italic, hidden, is_away: false }.or(*self);
            }
            "drawing-page-properties" => {
                self.is_away |= tag.get("visibility").is_some_and(|value| value == "hidden");
            }
            "table-properties" => {
                self.is_away |= tag.get("display").is_some_and(|value| value == "false");
            }
            _ => {}
        }
    }
}

fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600)
}

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    /// What its names tell.
    role: Option<Role>,
    look: Look,
    /// True for the styles that a program makes for properties set by hand.
    is_automatic: bool,
}

/// All styles, by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<(u8, String), Style>);

impl Styles {
    /// Reads the styles of a part.
    pub(super) fn read(&mut self, part: &Part) -> Result<()> {
        let mut x = Scanner::new(part);
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            let is_automatic = tag.is(Ns::Office, "automatic-styles");
            if !is_automatic && !tag.is(Ns::Office, "styles") {
                continue;
            }
            while let Some(tag) = x.child(2)? {
                let (Some(name), Some(family)) = (tag.get("name"), tag.get("family")) else {
                    continue;
                };
                let parent = tag.get("parent-style-name").map(|name| name.into_owned());
                let shown = tag.get("display-name").unwrap_or_default();
                let role = Role::of(&name).or_else(|| Role::of(&shown));
                let mut style = Style {
                    // A style that is not defined still tells by its name.
                    role: role.or_else(|| Role::of(parent.as_deref()?)),
                    parent,
                    is_automatic,
                    ..Style::default()
                };
                while let Some(tag) = x.child(3)? {
                    style.look.set(&tag);
                }
                if self.0.len() < MAX_STYLES {
                    // Those of the content come first, and count.
                    self.0.entry((initial(&family), name.into_owned())).or_insert(style);
                }
            }
        }
        Ok(())
    }

    /// Returns the role of a paragraph style, and the look of text in it.
    pub(super) fn paragraph(&self, name: &str) -> (Option<Role>, Look) {
        let (mut role, mut own, mut whole) = (None, Look::default(), Look::default());
        let mut is_known = false;
        for style in self.chain("paragraph", name) {
            is_known = true;
            role = role.or(style.role);
            match style.is_automatic {
                true => own = own.or(style.look),
                false => whole = whole.or(style.look),
            }
        }
        (if is_known { role } else { Role::of(name) }, own.beside(whole))
    }

    /// Returns the look of a span of this style.
    pub(super) fn span(&self, name: &str) -> Look {
        self.chain("text", name).fold(Look::default(), |look, style| look.or(style.look))
    }

    /// Returns true for a style that takes a slide or a sheet away.
    pub(super) fn is_away(&self, family: &str, name: &str) -> bool {
        self.chain(family, name).any(|style| style.look.is_away)
    }

    fn chain<'s>(&'s self, family: &str, name: &str) -> impl Iterator<Item = &'s Style> {
        let family = initial(family);
        let mut next = self.0.get(&(family, name.to_owned()));
        std::iter::from_fn(move || {
            let style = next?;
            next = style.parent.as_ref().and_then(|name| self.0.get(&(family, name.clone())));
            Some(style)
        })
        .take(MAX_BASES)
    }
}

/// Returns what tells the families apart that count here.
fn initial(family: &str) -> u8 {
    match family {
        "text" => b't',
        "paragraph" => b'p',
        "drawing-page" => b'd',
        "table" => b's',
        _ => b'-',
    }
}
