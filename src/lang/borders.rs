//! Weights of features of the words around a border, which tell how readily a sentence begins there.

use std::sync::OnceLock;

use crate::lookup_map::LookupMap;

/// A table of `tm/borders`, read when it is first used.
#[derive(Debug)]
pub(crate) struct Borders {
    text: &'static str,
    weights: OnceLock<LookupMap<&'static str, f64>>,
}

impl Borders {
    pub(super) const fn new(text: &'static str) -> Self {
        Self { text, weights: OnceLock::new() }
    }

    /// The weight of a feature in nats; 0 for one that the table lacks.
    pub(crate) fn weight(&self, feature: &str) -> f64 {
        self.weights().get(feature).copied().unwrap_or(0.0)
    }

    fn weights(&self) -> &LookupMap<&'static str, f64> {
        let weight = |line: &'static str| {
            let (feature, weight) = line.rsplit_once('\t')?;
            Some((feature, weight.parse().ok()?))
        };
        self.weights.get_or_init(|| self.text.lines().filter_map(weight).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lang;

    #[test]
    fn every_line_of_the_tables_is_a_feature_and_a_weight() {
        for lang in [Lang::arabic(), Lang::english()] {
            let borders = lang.profile().borders.unwrap();
            assert_eq!(borders.weights().len(), borders.text.lines().count());
            assert!(borders.weight("") < -2.0 && borders.weight("nothing") == 0.0);
        }
    }
}
