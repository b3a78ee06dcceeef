use muwazi::align::{grid::*, *};
use muwazi::*;
use std::collections::*;
struct Doc {
    set: usize,
    name: String,
    grid_nm: (usize, usize),
    gold: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)>,
    ev: Vec<f32>,
    parts: usize,
}
const SETS: [&str; 4] = ["alignar-dev", "ntrex-dev", "ntrex-hard-dev", "bible-dev"];
fn load(set: usize) -> (Vec<Doc>, Vec<&'static str>) {
    let dir = format!("../shared/eval/align/{}", SETS[set]);
    let mut names: Vec<String> = std::fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.ends_with(".gold"))
        .map(|n| n[..n.len() - 5].to_owned())
        .collect();
    names.sort();
    let mut parts = vec![];
    let docs = names
        .into_iter()
        .map(|name| {
            let side = |e: &str, l: Lang| {
                let t = std::fs::read_to_string(format!("{dir}/{name}.{e}")).unwrap();
                let d = Document::from_lines("-", l, t, BlockKind::Sentence);
                let s = segments(&d);
                Side::new(&d, &s)
            };
            let (s, t) = (side("ar", Lang::arabic()), side("en", Lang::english()));
            let gold = std::fs::read_to_string(format!("{dir}/{name}.gold")).unwrap();
            let mut g = vec![];
            let (mut li, mut lj) = (0, 0);
            for line in gold.lines() {
                if line.trim().is_empty() {
                    continue;
                }
                let (a, b) = line.split_once(':').unwrap();
                let p = |x: &str| -> Vec<usize> {
                    x.trim_matches(|c| c == '[' || c == ']' || c == ' ')
                        .split(',')
                        .filter(|y| !y.trim().is_empty())
                        .map(|y| y.trim().parse().unwrap())
                        .collect()
                };
                let (a, b) = (p(a), p(b));
                let r = |v: &Vec<usize>, l: usize| {
                    if v.is_empty() { l..l } else { v[0]..v[v.len() - 1] + 1 }
                };
                let (ra, rb) = (r(&a, li), r(&b, lj));
                let ok = |v: &Vec<usize>| v.windows(2).all(|w| w[1] == w[0] + 1);
                if ok(&a)
                    && ok(&b)
                    && SHAPES.contains(&(a.len() as u8, b.len() as u8))
                    && ra.start >= li
                    && rb.start >= lj
                    && rb.end <= t.len()
                    && ra.end <= s.len()
                {
                    li = ra.end;
                    lj = rb.end;
                    g.push((ra, rb));
                } else {
                    eprintln!("{name} skip {line}");
                }
            }
            let mut m = Model::new(&s, &t, &[Terms::built_in()]);
            parts = m.parts.clone();
            let np = parts.len();
            let mut ev = vec![];
            Grid::new(Band::whole(s.len(), t.len()), |b| {
                ev.extend(m.evidence(b).iter().map(|x| *x as f32));
                0.0
            });
            Doc { set, name, grid_nm: (s.len(), t.len()), gold: g, ev, parts: np }
        })
        .collect();
    (docs, parts)
}
fn grid(d: &Doc, w: &[f64]) -> Grid {
    let mut k = 0;
    Grid::new(Band::whole(d.grid_nm.0, d.grid_nm.1), |_| {
        let e = &d.ev[k * d.parts..(k + 1) * d.parts];
        k += 1;
        e.iter().zip(w).map(|(a, b)| f64::from(*a) * b).sum()
    })
}
fn index(d: &Doc) -> HashMap<(usize, usize, usize, usize), usize> {
    let mut k = 0;
    let mut h = HashMap::new();
    Grid::new(Band::whole(d.grid_nm.0, d.grid_nm.1), |r| {
        h.insert((r.i, r.a, r.j, r.b), k);
        k += 1;
        0.0
    });
    h
}
fn gradient(
    d: &Doc,
    ix: &HashMap<(usize, usize, usize, usize), usize>,
    w: &[f64],
    g: &mut [f64],
    scale: f64,
) -> f64 {
    let gr = grid(d, w);
    let gs: HashSet<(usize, usize, usize, usize)> =
        d.gold.iter().map(|(a, b)| (a.start, a.len(), b.start, b.len())).collect();
    let mut cs = vec![false; d.grid_nm.0];
    let mut ct = vec![false; d.grid_nm.1];
    for (a, b) in &d.gold {
        for i in a.clone() {
            cs[i] = true;
        }
        for j in b.clone() {
            ct[j] = true;
        }
    }
    let gold_key = |r: Reach| {
        if r.is_omission() {
            // omission matches regardless of position on the other side
            if r.a > 0 {
                d.gold.iter().any(|(a, b)| b.is_empty() && a.start == r.i && a.len() == r.a)
            } else {
                d.gold.iter().any(|(a, b)| a.is_empty() && b.start == r.j && b.len() == r.b)
            }
        } else {
            gs.contains(&(r.i, r.a, r.j, r.b))
        }
    };
    let free = gr.posterior(|_| true);
    let con =
        gr.posterior(|r| gold_key(r) || (r.source().all(|i| !cs[i]) && r.target().all(|j| !ct[j])));
    if !con.log_sum.is_finite() {
        return f64::NAN;
    }
    for (post, sign) in [(&free, -1.0), (&con, 1.0)] {
        for (r, p) in gr.likely(post, 1e-5) {
            let k = ix[&(r.i, r.a, r.j, r.b)];
            for (q, e) in d.ev[k * d.parts..(k + 1) * d.parts].iter().enumerate() {
                g[q] += scale * sign * p * f64::from(*e);
            }
        }
    }
    scale * (con.log_sum - free.log_sum)
}
fn train(
    docs: &[&Doc],
    ixs: &[&HashMap<(usize, usize, usize, usize), usize>],
    n: usize,
    iters: usize,
    l2: f64,
) -> Vec<f64> {
    let mut count = [0f64; 4];
    for d in docs {
        count[d.set] += d.gold.len() as f64;
    }
    let mut w = vec![0.0; n];
    let mut step = vec![0.1; n];
    let mut last = vec![0.0; n];
    for it in 0..iters {
        let half = docs.len() / 2;
        let run = |ds: &[&Doc], is: &[&HashMap<(usize, usize, usize, usize), usize>]| {
            let mut g = vec![0.0; n];
            let mut ll = 0.0;
            for (d, ix) in ds.iter().zip(is) {
                let v = gradient(d, ix, &w, &mut g, 500.0 / count[d.set]);
                if v.is_nan() {
                    eprintln!("inconsistent {}", d.name);
                } else {
                    ll += v;
                }
            }
            (g, ll)
        };
        let ((g1, l1), (g2, l2v)) = std::thread::scope(|s| {
            let h = s.spawn(|| run(&docs[..half], &ixs[..half]));
            let b = run(&docs[half..], &ixs[half..]);
            (h.join().unwrap(), b)
        });
        let mut ll = l1 + l2v;
        let mut g: Vec<f64> = g1.iter().zip(&g2).map(|(a, b)| a + b).collect();
        for q in 0..n {
            g[q] -= l2 * w[q];
            ll -= l2 * w[q] * w[q] / 2.0;
            let s = g[q] * last[q];
            if s > 0.0 {
                step[q] = f64::min(step[q] * 1.2, 2.0);
            } else if s < 0.0 {
                step[q] *= 0.5;
            }
            last[q] = if s < 0.0 { 0.0 } else { g[q] };
            if last[q] != 0.0 {
                w[q] += step[q] * g[q].signum();
            }
        }
        if it % 20 == 0 || it + 1 == iters {
            eprintln!("it {it} ll {ll:.2}");
        }
    }
    w
}
fn eval(docs: &[&Doc], w: &[f64], adapt_s: f64, cal: &mut Vec<(f64, bool)>) -> [[f64; 5]; 4] {
    let mut c = [[0f64; 5]; 4];
    for d in docs {
        let mut g = grid(d, w);
        let mut p = g.posterior(|_| true);
        if adapt_s > 0.0 {
            adapt(&mut g, &p, adapt_s);
            p = g.posterior(|_| true);
        }
        let best = g.best(&p, worth);
        let gs: HashSet<(usize, usize, usize, usize)> = d
            .gold
            .iter()
            .filter(|(a, b)| !a.is_empty() && !b.is_empty())
            .map(|(a, b)| (a.start, a.len(), b.start, b.len()))
            .collect();
        let go: HashSet<(bool, usize)> = d
            .gold
            .iter()
            .filter(|(a, b)| a.is_empty() || b.is_empty())
            .map(|(a, b)| if b.is_empty() { (true, a.start) } else { (false, b.start) })
            .collect();
        c[d.set][2] += gs.len() as f64;
        c[d.set][4] += go.len() as f64;
        for (r, pr) in best {
            if r.is_omission() {
                let k = if r.b == 0 { (true, r.i) } else { (false, r.j) };
                if go.contains(&k) {
                    c[d.set][3] += 1.0;
                }
                continue;
            }
            let ok = gs.contains(&(r.i, r.a, r.j, r.b));
            cal.push((pr, ok));
            c[d.set][1] += 1.0;
            if ok {
                c[d.set][0] += 1.0;
            }
        }
    }
    c
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let iters: usize = args.get(1).map_or(80, |x| x.parse().unwrap());
    let mode = args.get(2).map_or("cv", |x| x.as_str()).to_owned();
    let l2: f64 = args.get(3).map_or(1.0, |x| x.parse().unwrap());
    let drop: Vec<String> =
        args.get(4).map_or(vec![], |x| x.split(',').map(String::from).collect());
    let mut docs = vec![];
    let mut parts = vec![];
    for s in 0..4 {
        let (d, p) = load(s);
        docs.extend(d);
        parts = p;
    }
    for d in docs.iter_mut() {
        for (k, p) in parts.iter().enumerate() {
            if drop.iter().any(|x| !x.is_empty() && p.starts_with(x.as_str())) {
                let np = d.parts;
                let mut i = k;
                while i < d.ev.len() {
                    d.ev[i] = 0.0;
                    i += np;
                }
            }
        }
    }
    let ixs: Vec<_> = docs.iter().map(index).collect();
    let n = parts.len();
    eprintln!("{} docs {} parts", docs.len(), n);
    let show = |c: [[f64; 5]; 4]| {
        let mut s = String::new();
        let mut m = 0.0;
        for k in 0..4 {
            let f = 2.0 * c[k][0] / (c[k][1] + c[k][2]);
            m += f / 4.0;
            s += &format!("{} {:.4} (del {}/{})  ", SETS[k], f, c[k][3], c[k][4]);
        }
        println!("{s} mean {m:.4}");
    };
    let mut cals = vec![];
    if mode == "cv" {
        let mut tot: BTreeMap<i32, [[f64; 5]; 4]> = BTreeMap::new();
        for fold in 0..4 {
            let tr: Vec<usize> = (0..docs.len()).filter(|i| i % 4 != fold).collect();
            let te: Vec<usize> = (0..docs.len()).filter(|i| i % 4 == fold).collect();
            let w = train(
                &tr.iter().map(|i| &docs[*i]).collect::<Vec<_>>(),
                &tr.iter().map(|i| &ixs[*i]).collect::<Vec<_>>(),
                n,
                iters,
                l2,
            );
            for a in [0, 5, 8, 10] {
                let mut cal = vec![];
                let c = eval(
                    &te.iter().map(|i| &docs[*i]).collect::<Vec<_>>(),
                    &w,
                    a as f64 / 10.0,
                    &mut cal,
                );
                if a == 8 {
                    cals.extend(cal);
                }
                let t = tot.entry(a).or_default();
                for k in 0..4 {
                    for q in 0..5 {
                        t[k][q] += c[k][q];
                    }
                }
            }
        }
        for (a, t) in tot {
            print!("adapt .{a} ");
            show(t);
        }
    } else {
        let w =
            train(&docs.iter().collect::<Vec<_>>(), &ixs.iter().collect::<Vec<_>>(), n, iters, l2);
        for a in [0.0, 0.5, 0.8, 1.0] {
            let mut cal = vec![];
            show(eval(&docs.iter().collect::<Vec<_>>(), &w, a, &mut cal));
            if a == 0.8 {
                cals = cal;
            }
        }
        let m: BTreeMap<&str, f64> =
            parts.iter().copied().zip(w.iter().map(|x| (x * 1000.0).round() / 1000.0)).collect();
        println!("{}", serde_json::to_string_pretty(&m).unwrap());
    }
    // calibration
    let (mut s, mut o) = (1.0f64, 0.0f64);
    for _ in 0..3000 {
        let (mut gs, mut go) = (0.0, 0.0);
        for (p, ok) in &cals {
            let p = p.clamp(1e-6, 1.0 - 1e-6);
            let l = (p / (1.0 - p)).ln();
            let q = 1.0 / (1.0 + (-(s * l + o)).exp());
            let e = f64::from(*ok) - q;
            gs += e * l;
            go += e;
        }
        s += 0.05 * gs / cals.len() as f64;
        o += 0.2 * go / cals.len() as f64;
    }
    println!("calibration slope {s:.3} offset {o:.3} n {}", cals.len());
    let mut bins = vec![(0.0, 0.0, 0.0); 10];
    for (p, ok) in &cals {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        let l = (p / (1.0 - p)).ln();
        let q = 1.0 / (1.0 + (-(s * l + o)).exp());
        let b = ((q * 10.0) as usize).min(9);
        bins[b].0 += 1.0;
        bins[b].1 += q;
        bins[b].2 += f64::from(*ok);
    }
    for (n, q, k) in bins {
        if n > 0.0 {
            println!("{n:6} {:.3} {:.3}", q / n, k / n);
        }
    }
}
