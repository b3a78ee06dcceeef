//! Lists in one vector. A text has a list a segment, and a vector of its own for each would take more memory
//! than what it holds.

/// Lists of values in one vector, with the end of each.
#[derive(Debug, Clone)]
pub(crate) struct Lists<T> {
    ends: Vec<usize>,
    values: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), values: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// So many empty lists.
    pub(crate) fn empty(count: usize) -> Self {
        Self { ends: vec![0; count], values: Vec::new() }
    }

    /// Adds a list.
    pub(crate) fn push(&mut self, values: impl IntoIterator<Item = T>) {
        self.values.extend(values);
        self.ends.push(self.values.len());
    }

    /// Adds a value to the list that is to be closed next.
    pub(crate) fn add(&mut self, value: T) {
        self.values.push(value);
    }

    /// Ends a list.
    pub(crate) fn close(&mut self) {
        self.ends.push(self.values.len());
    }

    /// Number of lists.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The values of all lists.
    pub(crate) fn values(&self) -> &[T] {
        &self.values
    }

    /// The place of a list among all values.
    pub(crate) fn range(&self, at: usize) -> std::ops::Range<usize> {
        at.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[at]
    }

    /// A list.
    pub(crate) fn get(&self, at: usize) -> &[T] {
        &self.values[self.range(at)]
    }

    /// The values of neighbouring lists.
    pub(crate) fn of_all(&self, lists: std::ops::Range<usize>) -> &[T] {
        if lists.is_empty() {
            return &[];
        }
        &self.values[self.range(lists.start).start..self.range(lists.end - 1).end]
    }

    /// Iterates over the lists.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Gives back the memory that is not in use.
    pub(crate) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.values.shrink_to_fit();
    }

    /// Lists of other values, which may be fewer.
    pub(crate) fn filter_map<U>(&self, mut of: impl FnMut(&T) -> Option<U>) -> Lists<U> {
        let mut out = Lists { ends: Vec::with_capacity(self.len()), values: Vec::new() };
        self.iter().for_each(|list| out.push(list.iter().filter_map(&mut of)));
        out.shrink();
        out
    }
}

impl Lists<u32> {
    /// So many lists, from numbers of lists and their values. Within a list the order is kept.
    pub(crate) fn grouped(count: usize, pairs: &[(u32, u32)]) -> Self {
        let mut ends = vec![0; count];
        pairs.iter().for_each(|(list, _)| ends[*list as usize] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum - *end;
        }
        let mut values = vec![0; pairs.len()];
        for (list, value) in pairs {
            let next = &mut ends[*list as usize];
            values[*next] = *value;
            *next += 1;
        }
        Self { ends, values }
    }
}

impl<T, L: IntoIterator<Item = T>> FromIterator<L> for Lists<T> {
    fn from_iter<I: IntoIterator<Item = L>>(lists: I) -> Self {
        let lists = lists.into_iter();
        let mut out = Self::default();
        out.ends.reserve_exact(lists.size_hint().0);
        lists.for_each(|list| out.push(list));
        out.shrink();
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_kept_apart() {
        let lists = Lists::from_iter([vec![1, 2], vec![], vec![3]]);
        assert_eq!(lists.iter().collect::<Vec<_>>(), [&[1, 2][..], &[], &[3]]);
        assert_eq!(
            (lists.of_all(0..2), lists.of_all(1..1), lists.of_all(1..3)),
            (&[1, 2][..], &[][..], &[3][..])
        );
        let odd = lists.filter_map(|n| (n % 2 == 1).then_some(10 * n));
        assert_eq!(odd.iter().collect::<Vec<_>>(), [&[10][..], &[], &[30]]);
        assert_eq!(Lists::<u32>::empty(2).iter().map(<[u32]>::len).sum::<usize>(), 0);
    }

    #[test]
    fn values_are_grouped_in_order() {
        let lists = Lists::grouped(3, &[(2, 7), (0, 5), (2, 6)]);
        assert_eq!(lists.iter().collect::<Vec<_>>(), [&[5][..], &[], &[7, 6]]);
    }
}
