//! A SQLite file page by page, without SQLite: what is on a page can be read whatever became of the
//! pages that lead to it. Every number on a page is doubted.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

use super::record;

/// The deepest tree that SQLite itself follows.
const DEEPEST: usize = 20;
/// The size of the pages of all memories, believed where the first page does not tell it.
const PAGE: usize = 4096;
const HEADER: usize = 100;

/// The kinds of pages of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    IndexInner,
    TableInner,
    IndexLeaf,
    TableLeaf,
}

/// The place of a row: a page, and a byte of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cell {
    pub(super) page: u32,
    pub(super) at: u16,
}

/// A page of a tree.
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) cells: Vec<u16>,
    /// The last child of an inner page.
    right: u32,
    /// Whether every cell lies within the page.
    pub(super) whole: bool,
}

/// The pages of a tree that can be reached from its root.
pub(super) struct Tree {
    /// The leaves, in order.
    pub(super) leaves: Vec<u32>,
    /// Whether that is all of them.
    pub(super) whole: bool,
}

/// A file of pages.
pub(super) struct Pages {
    file: File,
    size: usize,
    /// The bytes of a page that SQLite uses.
    usable: usize,
    pub(super) count: u32,
    /// Whether the first page is one.
    pub(super) headed: bool,
    /// Pages that the file should have and has not.
    pub(super) missing: u32,
    /// The page that was read last, and its number.
    held: (u32, Vec<u8>),
    /// Pages that hold the rest of a long row.
    pub(super) overflow: Vec<bool>,
}

impl Pages {
    pub(super) fn new(mut file: File) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut head = [0; HEADER];
        let told = file.read_exact(&mut head).is_ok() && head.starts_with(b"SQLite format 3\0");
        let size = match u16::from_be_bytes([head[16], head[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        let reserved = usize::from(head[20]);
        let told = told && size.is_power_of_two() && size >= 512 && size - reserved >= 480;
        let (size, reserved) = if told { (size, reserved) } else { (PAGE, 0) };
        let count = u32::try_from(length / size as u64).unwrap_or(u32::MAX - 1);
        let due = u32::from_be_bytes([head[28], head[29], head[30], head[31]]);
        // The number in the header is current only if it was written with the last change.
        let current = told && head[24..28] == head[92..96];
        let missing = if current { due.saturating_sub(count) } else { 0 };
        let overflow = vec![false; count as usize + 1];
        let held = (0, vec![0; size]);
        let usable = size - reserved;
        Ok(Self { file, size, usable, count, headed: told, missing, held, overflow })
    }

    /// Returns true if the page is the one that SQLite leaves empty for its locks.
    pub(super) fn is_lock_page(&self, number: u32) -> bool {
        u64::from(number - 1) * self.size as u64 == 0x4000_0000
    }

    fn page(&mut self, number: u32) -> Option<&[u8]> {
        if number == 0 || number > self.count {
            return None;
        }
        if self.held.0 != number {
            self.held.0 = 0;
            let start = u64::from(number - 1) * self.size as u64;
            self.file.seek(SeekFrom::Start(start)).ok()?;
            self.file.read_exact(&mut self.held.1).ok()?;
            self.held.0 = number;
        }
        self.held.1.get(..self.usable)
    }

    /// A page of a tree; `None` where the page is no such page.
    pub(super) fn node(&mut self, number: u32) -> Option<Node> {
        let start = if number == 1 { HEADER } else { 0 };
        let page = self.page(number)?;
        let kind = match page[start] {
            2 => Kind::IndexInner,
            5 => Kind::TableInner,
            10 => Kind::IndexLeaf,
            13 => Kind::TableLeaf,
            _ => return None,
        };
        let inner = matches!(kind, Kind::IndexInner | Kind::TableInner);
        let count = usize::from(u16_at(page, start + 3)?);
        let first = start + if inner { 12 } else { 8 };
        let end = first + 2 * count;
        let right = if inner { u32_at(page, start + 8)? } else { 0 };
        let pointers = page.get(first..end)?;
        let all = pointers.chunks_exact(2).map(|two| u16::from_be_bytes([two[0], two[1]]));
        let fits = |at: &u16| usize::from(*at) >= end && usize::from(*at) + 3 < page.len();
        let cells: Vec<u16> = all.filter(fits).collect();
        let whole = cells.len() == count;
        Some(Node { kind, cells, right, whole })
    }

    /// The number of a row of a table, and all that is in it.
    pub(super) fn row(&mut self, cell: Cell) -> Option<(i64, Vec<u8>)> {
        let usable = self.usable;
        let page = self.page(cell.page)?;
        let (length, at) = record::varint(page, usize::from(cell.at))?;
        let (id, at) = record::varint(page, at)?;
        let most = usable - 35;
        self.payload(cell.page, length, at, most).map(|payload| (id.cast_signed(), payload))
    }

    /// The row of an index.
    pub(super) fn entry(&mut self, cell: Cell, kind: Kind) -> Option<Vec<u8>> {
        let usable = self.usable;
        let page = self.page(cell.page)?;
        let child = if kind == Kind::IndexInner { 4 } else { 0 };
        let (length, at) = record::varint(page, usize::from(cell.at) + child)?;
        self.payload(cell.page, length, at, (usable - 12) * 64 / 255 - 23)
    }

    /// The content of a row, of which up to `most` bytes lie on its own page.
    fn payload(&mut self, number: u32, length: u64, at: usize, most: usize) -> Option<Vec<u8>> {
        let whole = u64::from(self.count) * self.size as u64;
        let length = usize::try_from(length).ok().filter(|length| *length as u64 <= whole)?;
        let usable = self.usable;
        let local = if length <= most {
            length
        } else {
            let least = (usable - 12) * 32 / 255 - 23;
            let wanted = least + (length - least) % (usable - 4);
            if wanted <= most { wanted } else { least }
        };
        let page = self.page(number)?;
        let mut payload = page.get(at..at + local)?.to_vec();
        if local == length {
            return Some(payload);
        }
        let mut next = u32_at(page, at + local)?;
        while payload.len() < length {
            let take = (length - payload.len()).min(usable - 4);
            // Read past the page that is held: its other rows come next.
            let held = std::mem::replace(&mut self.held, (0, vec![0; self.size]));
            let read = self.page(next).and_then(|page| {
                payload.extend_from_slice(page.get(4..4 + take)?);
                u32_at(page, 0)
            });
            self.held = held;
            let after = read?;
            if let Some(known) = self.overflow.get_mut(next as usize) {
                *known = true;
            }
            next = after;
        }
        Some(payload)
    }

    /// The leaves of a table.
    pub(super) fn tree(&mut self, root: u32) -> Tree {
        let mut tree = Tree { leaves: Vec::new(), whole: true };
        let mut seen = vec![false; self.count as usize + 1];
        let mut waiting = vec![(root, 0)];
        while let Some((number, depth)) = waiting.pop() {
            let known = seen.get_mut(number as usize).filter(|seen| !**seen && number > 0);
            let node = match known {
                Some(seen) if depth < DEEPEST => {
                    *seen = true;
                    self.node(number)
                }
                _ => None,
            };
            match node {
                Some(node) if node.kind == Kind::TableLeaf => {
                    tree.whole &= node.whole;
                    tree.leaves.push(number);
                }
                Some(node) if node.kind == Kind::TableInner => {
                    tree.whole &= node.whole;
                    waiting.push((node.right, depth + 1));
                    for at in node.cells.iter().rev() {
                        let child = self.page(number).and_then(|page| u32_at(page, (*at).into()));
                        waiting.push((child.unwrap_or(0), depth + 1));
                    }
                }
                _ => tree.whole = false,
            }
        }
        tree
    }

    /// The pages that hold nothing, as far as the list of them can be read.
    pub(super) fn free(&mut self) -> Vec<bool> {
        let mut free = vec![false; self.count as usize + 1];
        let first = if self.headed { self.page(1) } else { None };
        let mut trunk = first.and_then(|page| u32_at(page, 32)).unwrap_or(0);
        while trunk > 0 && free.get(trunk as usize) == Some(&false) {
            let Some(page) = self.page(trunk) else { break };
            let (Some(next), Some(count)) = (u32_at(page, 0), u32_at(page, 4)) else { break };
            let end = (count as usize).saturating_mul(4).saturating_add(8);
            // A page of the list that was written over names pages at random.
            let Some(leaves) = page.get(8..end) else { break };
            let leaves: Vec<usize> =
                leaves.chunks_exact(4).filter_map(|n| u32_at(n, 0)).map(|n| n as usize).collect();
            if leaves.iter().any(|leaf| *leaf == 0 || *leaf >= free.len()) {
                break;
            }
            free[trunk as usize] = true;
            leaves.into_iter().for_each(|leaf| free[leaf] = true);
            trunk = next;
        }
        free
    }
}

fn u16_at(page: &[u8], at: usize) -> Option<u16> {
    page.get(at..at + 2).map(|two| u16::from_be_bytes([two[0], two[1]]))
}

fn u32_at(page: &[u8], at: usize) -> Option<u32> {
    page.get(at..at + 4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))
}
