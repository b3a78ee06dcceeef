//! Where anchors stand: the items of each kind with their places, for whoever has to show why.

use super::anchors::Items;
use crate::document::Span;

/// An item, numbered as in [`Items`], and where it stands in its segment's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) item: u32,
    pub(crate) span: Span,
}

/// The items of each segment of either side, with their places.
pub(crate) type PlacedItems = [Vec<Vec<Placed>>; 2];

/// The items alone, for signals, which care for segments only.
pub(crate) fn items(placed: &PlacedItems) -> Items {
    placed
        .each_ref()
        .map(|side| side.iter().map(|segment| segment.iter().map(|p| p.item).collect()).collect())
}
