//! Rows as files: units in any format, and the layouts of an alignment.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReviewId, Reviews, document::Opened};
use crate::{
    align::{Explainer, Side},
    error::{Error, Result},
    format::{AlignmentLayout, Format, registry, units::Writing},
    report::{self, ExportOptions, html},
    review::{Choice, Review, units},
};

/// The name of the page with both texts, which is no format of units.
pub(super) const PAGE: &str = "html";

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Export {
    /// A name for it.
    pub name: String,
    /// The type of its content.
    #[serde(skip)]
    pub mime: &'static str,
    /// The number of units in it, in formats of units.
    pub units: Option<u64>,
    /// Its content.
    pub content: Vec<u8>,
}

impl Reviews {
    /// Writes the chosen rows in a format. Formats of units hold texts as edited; bead lists and JSON
    /// lines hold the places in the original texts.
    ///
    /// # Errors
    /// A format that is not written; a row that the format cannot hold.
    pub fn export(
        &self,
        id: ReviewId,
        format: &str,
        choice: Choice,
        created: Option<Timestamp>,
    ) -> Result<Export> {
        let created = created.unwrap_or_else(Timestamp::now);
        self.with(id, |opened| {
            opened.file.refresh()?;
            if format == PAGE {
                return page(opened, choice);
            }
            let format = registry::by_name(format)?;
            let (content, units) = content(opened.file.review(), format, choice, created)?;
            Ok(Export {
                units,
                name: format!("{}.{}", stem(opened), format.extension()),
                mime: mime(format.name),
                content,
            })
        })
    }
}

/// Writes the chosen rows of a review in a format.
///
/// # Errors
/// As [`Reviews::export`].
fn content(
    review: &Review,
    format: &Format,
    choice: Choice,
    created: Timestamp,
) -> Result<(Vec<u8>, Option<u64>)> {
    let (mut out, mut count) = (Vec::new(), None);
    match format.alignment {
        #[cfg(feature = "xlsx")]
        Some(AlignmentLayout::Review) => {
            crate::review::write_sheet(review, choice, created, &mut out)?;
        }
        Some(AlignmentLayout::Beads | AlignmentLayout::Objects) => {
            let alignment = review.alignment(choice)?;
            let options = ExportOptions { created: Some(created), ..ExportOptions::default() };
            report::write(&alignment, format, &options, &mut out)?;
        }
        _ => count = Some(write_units(review, format, choice, created, &mut out)?),
    }
    Ok((out, count))
}

fn write_units(
    review: &Review,
    format: &Format,
    choice: Choice,
    created: Timestamp,
    out: &mut Vec<u8>,
) -> Result<u64> {
    let [source, target] = review.texts();
    let writing = Writing {
        source_lang: Some(source.document.lang.clone()),
        target_lang: Some(target.document.lang.clone()),
        ..Writing::new(created)
    };
    let mut writer = format.begin(out, &writing)?;
    for unit in units(review, choice, created) {
        writer.write(&unit)?;
    }
    Ok(writer.finish()?.units)
}

/// The page with both texts beside each other, as `align` writes it.
fn page(opened: &Opened, choice: Choice) -> Result<Export> {
    let alignment = opened.file.review().alignment(choice)?;
    let aligner = &opened.aligner;
    let sides = [&alignment.source, &alignment.target]
        .map(|side| Side::new(&side.document, &side.segments, aligner.vectors.as_deref()));
    let explainer =
        Explainer::new(&alignment, sides, aligner.terms.clone(), aligner.vectors.clone());
    let mut content = Vec::new();
    html::write(&alignment, &explainer, &mut content).map_err(Error::cannot_write)?;
    let name = format!("{}.{PAGE}", stem(opened));
    Ok(Export { name, mime: "text/html; charset=utf-8", units: None, content })
}

/// The name of a review's file, without its endings.
fn stem(opened: &Opened) -> String {
    let path = opened.file.path();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    // Of `article.ar.txt` the ending says nothing about what is in the export.
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => name.into_owned(),
    }
}

fn mime(format: &str) -> &'static str {
    match format {
        "tmx" | "xliff" | "xliff2" | "ts" => "application/xml",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "csv" => "text/csv; charset=utf-8",
        "tsv" => "text/tab-separated-values; charset=utf-8",
        "jsonl" | "json" => "application/json",
        _ => "application/octet-stream",
    }
}
