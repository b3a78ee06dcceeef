use muwazi::{
    Document, Lang,
    align::{Aligner, Segmented, beads},
};
use std::{fs, path::Path};

struct Text {
    name: String,
    lines: [Vec<String>; 2],
    gold: Vec<(Vec<usize>, Vec<usize>)>,
}

fn texts(set: &str) -> Vec<Text> {
    let folder = Path::new("/work/shared/eval/align").join(set);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let lines =
        |path: &Path| fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect();
    paths
        .iter()
        .filter(|p| p.extension().is_some_and(|e| e == "gold"))
        .map(|p| Text {
            name: p.file_stem().unwrap().to_string_lossy().into(),
            lines: ["ar", "en"].map(|l| lines(&p.with_extension(l))),
            gold: beads::read(&fs::read_to_string(p).unwrap(), "g").unwrap(),
        })
        .collect()
}
fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '۔')
}
fn bare(line: &str, commas: bool) -> String {
    line.split_whitespace()
        .map(|w| {
            let end = w.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let tail: String = w[end..]
                .chars()
                .filter(|c| !is_stop(*c) && !(commas && matches!(c, ',' | '،')))
                .collect();
            format!("{}{}", &w[..end], tail)
        })
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
fn ends(line: &str) -> bool {
    line.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_stop(c)).ends_with(is_stop)
}
fn stripped(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn main() {
    let sets: Vec<String> = std::env::args().skip(1).collect();
    let cut = std::env::var("CUT").is_ok_and(|v| v == "1");
    let fix = std::env::var("FIX").is_ok_and(|v| v == "1");
    let show = std::env::var("SHOW").ok();
    for set in &sets {
        for variant in
            std::env::var("V").unwrap_or("one/stops par/stops one/bare par/bare".into()).split(' ')
        {
            let mut joined = 0;
            let (mut gold_n, mut found_n, mut exact, mut soft, mut b_ok, mut b_n, mut b_f) =
                (0, 0, 0, 0, 0, 0, 0);
            for (number, text) in texts(set).iter().enumerate() {
                if std::env::var("PART")
                    .is_ok_and(|p| p.parse::<usize>().unwrap() != number / 2 % 2)
                {
                    continue;
                }
                let commas = number % 2 == 1;
                // paragraphs: groups of beads
                let mut par_end = vec![]; // bead index after which a paragraph ends
                let mut size = 0;
                for (b, _) in text.gold.iter().enumerate() {
                    size += 1;
                    let last = text.gold[b].1.last().map(|j| &text.lines[1][*j]);
                    let ar_last = text.gold[b].0.last().map(|j| &text.lines[0][*j]);
                    if size > (b * 7 + number) % 4
                        || (set.starts_with("ntrex")
                            && (last.is_some_and(|l| !ends(l))
                                || ar_last.is_some_and(|l| !ends(l))))
                    {
                        par_end.push(b);
                        size = 0;
                    }
                }
                let mut out = [String::new(), String::new()];
                let mut spans = vec![]; // gold spans in stripped chars
                let mut word_at: [Vec<usize>; 2] = [vec![0], vec![0]];
                let mut pos = [0usize; 2];
                for (b, (s, t)) in text.gold.iter().enumerate() {
                    let mut span = [pos[0], 0, pos[1], 0];
                    for (side, ids) in [s, t].into_iter().enumerate() {
                        let keep =
                            side == 1 && variant.ends_with("stops") || variant.ends_with("full");
                        for id in ids {
                            let line = &text.lines[side][*id];
                            let line = if keep {
                                if ends(line) { line.clone() } else { format!("{line}.") }
                            } else {
                                bare(line, commas)
                            };
                            for w in line.split_whitespace() {
                                pos[side] += stripped(w);
                                if stripped(w) > 0 {
                                    word_at[side].push(pos[side]);
                                }
                            }
                            out[side].push_str(&line);
                            out[side].push(' ');
                        }
                    }
                    span[1] = pos[0];
                    span[3] = pos[1];
                    if !s.is_empty() && !t.is_empty() {
                        spans.push(span);
                    }
                    if par_end.contains(&b) {
                        for side in 0..2 {
                            if variant.starts_with("par")
                                || (side == 1 && variant.ends_with("stops"))
                            {
                                out[side].push('\n');
                            }
                        }
                    }
                }
                let langs = ["ar", "en"].map(|l| l.parse::<Lang>().unwrap());
                let [ls, lt] = langs;
                let (s, t) = (
                    Segmented::new(Document::new(out[0].clone(), ls)),
                    Segmented::new(Document::new(out[1].clone(), lt)),
                );
                let aligner = Aligner::default();
                let (s, t, bo) = if cut {
                    let r = aligner.recut(s, t);
                    let [s, t] = r.sides;
                    (s, t, r.borders)
                } else {
                    (s, t, vec![])
                };
                let a = if fix {
                    let beads = aligner
                        .align_around(&s, &t, &muwazi::align::Fixed { beads: vec![], borders: bo })
                        .beads();
                    muwazi::align::Alignment { source: s, target: t, beads }
                } else {
                    aligner.align(s, t)
                };
                let offs = [&a.source, &a.target].map(|side| {
                    let mut v = vec![0];
                    for g in &side.segments {
                        v.push(v[v.len() - 1] + stripped(g.span.of(&side.document.text)));
                    }
                    v
                });
                let found: Vec<[usize; 4]> = a
                    .beads
                    .iter()
                    .filter(|b| !b.is_omission())
                    .map(|b| {
                        [
                            offs[0][b.source.start],
                            offs[0][b.source.end],
                            offs[1][b.target.start],
                            offs[1][b.target.end],
                        ]
                    })
                    .collect();
                let word = |side: usize, c: usize| word_at[side].partition_point(|w| *w < c) as i64;
                let near = |g: &[usize; 4], f: &[usize; 4]| {
                    (0..4).all(|k| (word(k / 2, g[k]) - word(k / 2, f[k])).abs() <= 1)
                };
                joined += spans
                    .iter()
                    .filter(|g| {
                        found.iter().any(|f| f[0] == g[0] && f[2] == g[2])
                            && found.iter().any(|f| f[1] == g[1] && f[3] == g[3])
                    })
                    .count();
                gold_n += spans.len();
                found_n += found.len();
                exact += spans.iter().filter(|g| found.contains(g)).count();
                soft += spans.iter().filter(|g| found.iter().any(|f| near(g, f))).count();
                for g in spans.iter().skip(1) {
                    b_n += 1;
                    b_ok += usize::from(offs[0].contains(&g[0]));
                }
                b_f += offs[0].len() - 2;
                if show.as_deref() == Some(&text.name) || show.as_deref() == Some("all") {
                    println!("== {} {variant}", text.name);
                    for b in &a.beads {
                        let key = [
                            offs[0][b.source.start],
                            offs[0][b.source.end],
                            offs[1][b.target.start],
                            offs[1][b.target.end],
                        ];
                        println!(
                            "{} {:.2} {}\n      {}",
                            if spans.contains(&key) { "ok" } else { "--" },
                            b.confidence.unwrap_or(0.),
                            a.source.text(&b.source),
                            a.target.text(&b.target)
                        );
                    }
                }
            }
            println!(
                "{set} {variant}: gold {gold_n} found {found_n} exact {:.3} soft {:.3} joined {:.3} | P {:.3} | ar borders R {:.3} of {b_n}, made {b_f}",
                exact as f64 / gold_n as f64,
                soft as f64 / gold_n as f64,
                joined as f64 / gold_n as f64,
                exact as f64 / found_n as f64,
                b_ok as f64 / b_n as f64
            );
        }
    }
}
