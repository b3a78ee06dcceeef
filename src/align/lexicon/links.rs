//! Links between words that translate each other.

use super::{Entry, LexiconOptions, corpus::Corpus};

/// Maximum number of candidates per word: those with the strongest association.
const MOST: usize = 12;

/// A word of the other side that may be the translation of a word.
#[derive(Debug, Clone)]
struct Candidate {
    target: u32,
    /// The log-likelihood ratio of the two words.
    association: f64,
    /// Number of units in which the two words were linked.
    links: u32,
}

/// Computes the pairs of words that are linked often enough, with the share of units in which they are.
pub(super) fn entries(corpus: &Corpus, options: &LexiconOptions) -> Vec<Entry> {
    let mut candidates = candidates(corpus, options);
    link(corpus, &mut candidates);
    let [here, there] = &corpus.sides;
    let mut out = Vec::new();
    for (source, list) in candidates.iter().enumerate() {
        for c in list.iter().filter(|c| c.links >= options.least_units.max(1)) {
            let either = here.counts[source] + there.counts[c.target as usize];
            let share = 2.0 * f64::from(c.links) / f64::from(either);
            if share >= options.least_share {
                let target = there.words[c.target as usize].clone();
                out.push(Entry { source: here.words[source].clone(), target, share });
            }
        }
    }
    out
}

/// For each source word, the target words that co-occur with it more than by chance, best first.
fn candidates(corpus: &Corpus, options: &LexiconOptions) -> Vec<Vec<Candidate>> {
    let [here, there] = &corpus.sides;
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); here.words.len()];
    for unit in 0..corpus.units {
        here.unit(unit).iter().for_each(|word| holders[*word as usize].push(unit as u32));
    }
    let mut together = vec![0_u32; there.words.len()];
    let mut met = Vec::new();
    let of_word = |(word, units): (usize, &Vec<u32>)| {
        for target in units.iter().flat_map(|unit| there.unit(*unit as usize)) {
            if together[*target as usize] == 0 {
                met.push(*target);
            }
            together[*target as usize] += 1;
        }
        let mut list = Vec::new();
        for target in met.drain(..) {
            let both = std::mem::take(&mut together[target as usize]);
            let counts = [here.counts[word], there.counts[target as usize]];
            let association = log_likelihood_ratio(both, counts, corpus.units);
            if both >= options.least_units && association >= options.least_association {
                list.push(Candidate { target, association, links: 0 });
            }
        }
        list.sort_by(|a, b| b.association.total_cmp(&a.association).then(a.target.cmp(&b.target)));
        list.truncate(MOST);
        list
    };
    holders.iter().enumerate().map(of_word).collect()
}

/// Links the words of each unit, strongest association first, each word at most once.
fn link(corpus: &Corpus, candidates: &mut [Vec<Candidate>]) {
    let [here, there] = &corpus.sides;
    let mut free = vec![false; there.words.len()];
    let mut possible: Vec<(f64, u32, u32, usize)> = Vec::new();
    let mut linked = Vec::new();
    for unit in 0..corpus.units {
        there.unit(unit).iter().for_each(|word| free[*word as usize] = true);
        possible.clear();
        for source in here.unit(unit) {
            let list = candidates[*source as usize].iter().enumerate();
            let here = list.filter(|(_, c)| free[c.target as usize]);
            possible.extend(here.map(|(at, c)| (c.association, *source, c.target, at)));
        }
        possible.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        linked.clear();
        for (_, source, target, at) in &possible {
            if free[*target as usize] && !linked.contains(source) {
                free[*target as usize] = false;
                linked.push(*source);
                candidates[*source as usize][*at].links += 1;
            }
        }
        there.unit(unit).iter().for_each(|word| free[*word as usize] = false);
    }
}

/// The log-likelihood ratio of two words (Dunning 1993): twice the logarithm of the ratio of the
/// likelihoods of the counts if the words depend on each other and if they do not. Negative if the
/// words co-occur less than by chance.
fn log_likelihood_ratio(both: u32, [a, b]: [u32; 2], units: usize) -> f64 {
    let [both, a, b, n] = [f64::from(both), f64::from(a), f64::from(b), units as f64];
    let cell = |count: f64, row: f64, column: f64| {
        if count > 0.0 { count * (count * n / (row * column)).ln() } else { 0.0 }
    };
    let sum = cell(both, a, b)
        + cell(a - both, a, n - b)
        + cell(b - both, n - a, b)
        + cell(n - a - b + both, n - a, n - b);
    if both * n > a * b { 2.0 * sum } else { -2.0 * sum }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_always_co_occur_are_associated() {
        // Computed by hand: 2 (2 ln 2 + 2 ln 2) for the table 2, 0, 0, 2.
        assert!((log_likelihood_ratio(2, [2, 2], 4) - 8.0 * 2.0_f64.ln()).abs() < 1e-9);
        assert!(log_likelihood_ratio(1, [2, 2], 4).abs() < 1e-9, "co-occurrence by chance");
        assert!(log_likelihood_ratio(0, [2, 2], 4) < 0.0);
        assert!(log_likelihood_ratio(50, [60, 55], 10_000) > 300.0);
    }
}
