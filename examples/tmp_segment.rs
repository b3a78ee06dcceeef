use muwazi::*;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let mut t = String::new();
    std::io::Read::read_to_string(&mut std::io::stdin(), &mut t).unwrap();
    let d = Document::from_lines("-", a[1].parse().unwrap(), t, BlockKind::Paragraph);
    let mut last = 0;
    for s in segments(&d) {
        if s.block != last {
            println!();
            last = s.block;
        }
        println!("{}", s.span.of(&d.text));
    }
}
