//! Gradient ascent to the weights that make the gold most probable, on all cores.

use super::{TrainOptions, sample::Sample};
use crate::align::weights::{Parts, Weights};

/// Finds the weights, by part, under which the gold beads of the samples are most probable.
pub(super) fn climb(samples: &[&Sample], sets: usize, options: &TrainOptions) -> Parts {
    let names = samples.first().map(|s| s.parts.clone()).unwrap_or_default();
    let parts = names.len();
    let mut beads = vec![0.0; sets];
    samples.iter().for_each(|s| beads[s.set] += s.gold_beads as f64);
    let silenced = |name: &str| {
        let named =
            |list: &[String]| list.iter().any(|s| Some(s.as_str()) == name.split('.').next());
        named(&options.without) || (!options.only.is_empty() && !named(&options.only))
    };
    let silenced: Vec<bool> = names.iter().map(|name| silenced(name)).collect();
    let (mut weights, mut steps) = (vec![0.0_f64; parts], vec![0.1_f64; parts]);
    let mut before = vec![0.0_f64; parts];
    for _ in 0..options.rounds {
        let mut slope: Vec<f64> = weights.iter().map(|w| -options.penalty * w).collect();
        let slopes = on_all_cores(samples, |sample| sample.slope(&weights));
        for (sample, part_slopes) in samples.iter().zip(slopes) {
            let scale = 500.0 / beads[sample.set];
            slope.iter_mut().zip(part_slopes).for_each(|(sum, s)| *sum += scale * s);
        }
        for k in 0..parts {
            let turn = slope[k] * before[k];
            if turn > 0.0 {
                steps[k] = (steps[k] * 1.2).min(2.0);
            } else if turn < 0.0 {
                steps[k] *= 0.5;
                slope[k] = 0.0;
            }
            before[k] = slope[k];
            if slope[k] != 0.0 && !silenced[k] {
                weights[k] += steps[k] * slope[k].signum();
            }
        }
    }
    // A part without evidence in any text, such as paragraphs in texts of one sentence per line, keeps
    // its built-in weight.
    let built_in = Weights::built_in(false);
    let silent = |k: usize| samples.iter().all(|s| s.is_silent(k));
    let kept = |name: &str| built_in.first.get(name).copied().unwrap_or(0.0);
    names
        .iter()
        .zip(weights)
        .enumerate()
        .map(|(k, (name, w))| {
            ((*name).to_owned(), if silent(k) && !silenced[k] { kept(name) } else { w })
        })
        .collect()
}

/// Maps items on all cores. The results are in the order of the items, so anything computed from them
/// is independent of the number of threads.
pub(super) fn on_all_cores<'i, T: Sync, R: Send>(
    items: &'i [T],
    work: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut results = Vec::new();
                    loop {
                        let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        match items.get(at) {
                            Some(item) => results.push((at, work(item))),
                            None => return results,
                        }
                    }
                })
            })
            .collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_default()).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
