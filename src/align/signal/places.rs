//! The places of anchors in the text, for the explanation of an alignment.

use super::anchors::Items;
use crate::{align::lists::Lists, document::Span};

/// An item, numbered as in [`Items`], and its place in the segment's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) item: u32,
    pub(crate) span: Span,
}

/// The items of each segment of either side, with their places.
pub(crate) type PlacedItems = [Lists<Placed>; 2];

/// Drops the places, for signals, which need only the segments.
pub(crate) fn items(placed: &PlacedItems) -> Items {
    placed.each_ref().map(|side| side.filter_map(|placed| Some(placed.item)))
}
