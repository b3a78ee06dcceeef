//! The page of the External Finder: a phrase, and what the memories and glossaries have for it. It has no
//! script; texts are escaped, and each is set in the direction of its language.

use crate::{
    glossary::TermFound,
    lang::Lang,
    lookup::Match,
    service::live::{Concordances, FoundIn},
    text::escape::escape_into,
};

/// The style of the page.
pub(super) const STYLE: &str = "\
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.2rem; } h2 { font-size: 1rem; margin-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
td { border-top: 1px solid #ccc; padding: .4rem .6rem; vertical-align: top; width: 47%; }
td.score, td.memory { color: #555; width: auto; white-space: nowrap; }
mark { background: #fd6; color: #000; }
[lang=ar] { font-size: 1.15em; }
@media (prefers-color-scheme: dark) { body { background: #1b1b1b; color: #eee; } td { border-color: #444; }
td.score, td.memory { color: #aaa; } }
";

/// What is found for a phrase.
#[derive(Default)]
pub(super) struct Found {
    pub(super) matches: Vec<Match>,
    pub(super) terms: Vec<TermFound>,
    pub(super) places: Concordances,
}

/// The page. `style` is the address of its style.
pub(super) fn html(text: &str, found: &Found, style: &str) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>Muwazi</title><link rel=\"stylesheet\" href=\"{style}\"></head>\n<body>\n<h1>"
    );
    match text.is_empty() {
        true => out.push_str("Give a text: <code>?q=…</code>"),
        false => {
            out.push_str("<bdi>");
            escape_into(&mut out, text, true);
            out.push_str("</bdi>");
        }
    }
    out.push_str("</h1>\n");
    let is_none =
        found.matches.is_empty() && found.terms.is_empty() && found.places.occurrences.is_empty();
    if is_none && !text.is_empty() {
        out.push_str(
            "<p>Nothing was found. <bdi lang=\"ar\" dir=\"rtl\">لم يُعثر على شيء.</bdi></p>\n",
        );
    }
    matches(&mut out, &found.matches);
    terms(&mut out, &found.terms);
    places(&mut out, &found.places);
    out.push_str("</body>\n</html>\n");
    out
}

fn heading(out: &mut String, english: &str, arabic: &str) {
    out.push_str(&format!(
        "<h2>{english} · <bdi lang=\"ar\" dir=\"rtl\">{arabic}</bdi></h2>\n<table>\n"
    ));
}

/// A cell with a text in a language; the span is marked.
fn cell(out: &mut String, lang: &Lang, text: &str, span: Option<(usize, usize)>) {
    let direction = if lang.is_rtl() { "rtl" } else { "ltr" };
    out.push_str("<td lang=\"");
    escape_into(out, lang.as_str(), true);
    out.push_str(&format!("\" dir=\"{direction}\">"));
    let parts = span.and_then(|(start, end)| {
        Some((text.get(..start)?, text.get(start..end)?, text.get(end..)?))
    });
    match parts {
        Some((before, marked, after)) => {
            escape_into(out, before, true);
            out.push_str("<mark>");
            escape_into(out, marked, true);
            out.push_str("</mark>");
            escape_into(out, after, true);
        }
        None => {
            escape_into(out, text, true);
        }
    }
    out.push_str("</td>");
}

fn memory(out: &mut String, name: Option<&str>) {
    if let Some(name) = name {
        out.push_str("<td class=\"memory\"><bdi>");
        escape_into(out, name, true);
        out.push_str("</bdi></td>");
    }
}

fn matches(out: &mut String, all: &[Match]) {
    if all.is_empty() {
        return;
    }
    heading(out, "Matches", "المطابقات");
    for found in all {
        out.push_str(&format!("<tr><td class=\"score\">{}</td>", found.score));
        cell(out, &found.source_lang, &found.source, None);
        cell(out, &found.target_lang, &found.target, None);
        memory(out, found.memory.as_deref());
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn terms(out: &mut String, all: &[TermFound]) {
    if all.is_empty() {
        return;
    }
    heading(out, "Terms", "المصطلحات");
    for term in all {
        out.push_str("<tr><td><bdi>");
        escape_into(out, &term.term, true);
        out.push_str("</bdi></td><td>");
        for (at, translation) in term.translations.iter().enumerate() {
            out.push_str(if at > 0 { " · <bdi>" } else { "<bdi>" });
            escape_into(out, translation, true);
            out.push_str("</bdi>");
        }
        out.push_str("</td></tr>\n");
    }
    out.push_str("</table>\n");
}

fn places(out: &mut String, all: &Concordances) {
    if all.occurrences.is_empty() {
        return;
    }
    heading(out, "Occurrences", "المواضع");
    for FoundIn { occurrence, memory: name } in &all.occurrences {
        out.push_str("<tr>");
        let span = (occurrence.span.start, occurrence.span.end);
        cell(out, &occurrence.source_lang, &occurrence.source, Some(span));
        cell(out, &occurrence.target_lang, &occurrence.target, None);
        memory(out, name.as_deref());
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    let shown = all.occurrences.len();
    if shown < all.total {
        out.push_str(&format!("<p>{shown} of {}</p>\n", all.total));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_no_markup() {
        let term = TermFound {
            span: crate::text::Span { start: 0, end: 1 },
            term: "<img src=x onerror=alert(1)>".into(),
            translations: vec!["\"><script>".into(), "b".into()],
            forbidden: Vec::new(),
            notes: Vec::new(),
        };
        let found = Found { terms: vec![term], ..Found::default() };
        let page = html("<script>alert(1)</script>\u{0}", &found, "style.css");
        assert!(!page.contains("<script") && !page.contains("<img"), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;</bdi>"), "{page}");
        assert!(html("", &Found::default(), "s").contains("Give a text"));
        assert!(html("x", &Found::default(), "s").contains("Nothing was found"));
    }

    #[test]
    fn a_span_that_does_not_fit_marks_nothing() {
        let mut out = String::new();
        cell(&mut out, &Lang::arabic(), "بدأ", Some((1, 2)));
        assert_eq!(out, "<td lang=\"ar\" dir=\"rtl\">بدأ</td>");
        out.clear();
        cell(&mut out, &Lang::english(), "a b", Some((2, 3)));
        assert_eq!(out, "<td lang=\"en\" dir=\"ltr\">a <mark>b</mark></td>");
    }
}
