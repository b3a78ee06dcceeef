//! Finds the article of a page: what stands in menus, banners, side columns, forms and lists of links
//! is left out. Parts that are sure by their element are taken at their word; parts that only look so
//! are kept where most of the text stands in them.

use super::page::{Chunk, Page, Sort};

/// Number of items and bytes of an item up to which a list of nothing but links is a menu.
const LINKS: (usize, usize) = (4, 40);

/// What the chunks of a region and the regions within it add up to.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    chunks: usize,
    text: usize,
    links: usize,
    holds_main: bool,
}

impl Sum {
    fn prose(self) -> usize {
        self.text.saturating_sub(self.links)
    }
}

/// Returns for each chunk whether it stands around the article.
pub(super) fn around(page: &Page) -> Vec<bool> {
    let sums = sums(page);
    let outside = outside(page, &sums);
    let mut around: Vec<bool> = page.chunks.iter().map(|c| is_in(&outside, c)).collect();
    if let Some(main) = main(page, &sums, &outside) {
        let inside = within(page, |at, _| at == main);
        let kept: usize = prose(page, &around);
        if sums[main].prose() * 2 >= kept {
            let chunks = around.iter_mut().zip(&page.chunks);
            chunks.for_each(|(around, chunk)| *around |= !is_in(&inside, chunk));
        }
    }
    keep_title(page, &mut around);
    if around.iter().all(|around| *around) {
        let title = within(page, |_, sort| sort == Sort::Title);
        let only_title = page.chunks.iter().all(|chunk| is_in(&title, chunk));
        around = page.chunks.iter().map(|chunk| is_in(&title, chunk) && !only_title).collect();
    }
    around
}

fn is_in(regions: &[bool], chunk: &Chunk) -> bool {
    regions.get(chunk.region as usize).copied().unwrap_or_default()
}

/// Returns for each region whether it is such a one or stands in one.
fn within(page: &Page, is: impl Fn(usize, Sort) -> bool) -> Vec<bool> {
    let mut found: Vec<bool> = Vec::with_capacity(page.regions.len());
    for (at, region) in page.regions.iter().enumerate() {
        let parent = found.get(region.parent as usize).copied().unwrap_or_default();
        found.push(parent || is(at, region.sort));
    }
    found
}

fn sums(page: &Page) -> Vec<Sum> {
    let mut sums = vec![Sum::default(); page.regions.len()];
    for chunk in &page.chunks {
        if let Some(sum) = sums.get_mut(chunk.region as usize) {
            sum.chunks += 1;
            sum.text += chunk.text.len();
            sum.links += chunk.links as usize;
        }
    }
    for (at, region) in page.regions.iter().enumerate().skip(1).rev() {
        let inner = sums[at];
        let is_main = matches!(region.sort, Sort::Main | Sort::Article);
        let outer = &mut sums[region.parent as usize];
        outer.chunks += inner.chunks;
        outer.text += inner.text;
        outer.links += inner.links;
        outer.holds_main |= inner.holds_main || is_main;
    }
    sums
}

/// Returns for each region whether it is left out.
fn outside(page: &Page, sums: &[Sum]) -> Vec<bool> {
    let menus = within(page, |_, sort| matches!(sort, Sort::Menu | Sort::Control | Sort::Title));
    let menus: Vec<bool> = page.chunks.iter().map(|chunk| is_in(&menus, chunk)).collect();
    let total = prose(page, &menus);
    let articles = within(page, |_, sort| matches!(sort, Sort::Main | Sort::Article));
    within(page, |at, sort| match sort {
        Sort::Menu | Sort::Control | Sort::Title => true,
        Sort::Form | Sort::Aside | Sort::Header | Sort::Footer | Sort::Named => {
            !sums[at].holds_main && sums[at].prose() * 5 < total * 2
        }
        Sort::List => {
            let Sum { chunks, text, links, .. } = sums[at];
            let is_short = text <= chunks * LINKS.1;
            !articles[at] && chunks >= LINKS.0 && is_short && links * 10 >= text * 9
        }
        Sort::Whole | Sort::Main | Sort::Article => false,
    })
}

/// Returns the number of bytes outside links in the chunks that are not left out.
fn prose(page: &Page, around: &[bool]) -> usize {
    let kept = page.chunks.iter().zip(around).filter(|(_, around)| !**around);
    kept.map(|(chunk, _)| chunk.text.len().saturating_sub(chunk.links as usize)).sum()
}

/// Returns the region of the article: the main one, or the article that most text stands in.
fn main(page: &Page, sums: &[Sum], outside: &[bool]) -> Option<usize> {
    let of = |sought: Sort| {
        let regions = page.regions.iter().enumerate();
        let found = regions.filter(move |(at, region)| region.sort == sought && !outside[*at]);
        found.map(|(at, _)| at).filter(|at| sums[*at].text > 0)
    };
    of(Sort::Main)
        .next()
        .or_else(|| of(Sort::Article).max_by_key(|at| (sums[*at].prose(), usize::MAX - at)))
}

/// Keeps the title of an article that stands in the head of the page.
fn keep_title(page: &Page, around: &mut [bool]) {
    let has_title =
        page.chunks.iter().zip(&*around).any(|(chunk, around)| chunk.is_title && !around);
    if has_title {
        return;
    }
    let never = within(page, |_, sort| {
        matches!(
            sort,
            Sort::Menu | Sort::Control | Sort::Title | Sort::Footer | Sort::Aside | Sort::Form
        )
    });
    let title = page.chunks.iter().position(|chunk| chunk.is_title && !is_in(&never, chunk));
    if let Some(around) = title.and_then(|at| around.get_mut(at)) {
        *around = false;
    }
}
