//! The XML vocabularies of office documents.

/// A vocabulary, whatever prefix a file gives it. The strict and the transitional form of Office Open
/// XML are one here: they differ in their addresses alone as far as text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ns {
    /// None, or one that tells nothing about text.
    Other,
    /// WordprocessingML.
    Word,
    /// Spreadsheets.
    Sheet,
    /// Presentations.
    Slide,
    /// DrawingML, the text of shapes.
    Draw,
    /// Drawings placed in a text or on a sheet.
    Placed,
    /// Pictures, shapes and canvases in drawings.
    Shape,
    /// Charts.
    Chart,
    /// Diagrams (SmartArt).
    Diagram,
    /// Formulas.
    Math,
    /// VML, the older drawings.
    Vml,
    /// Alternatives for older programs.
    Compatibility,
    /// References to other parts.
    Relation,
    /// OpenDocument: the frame of the file.
    Office,
    /// OpenDocument: paragraphs and fields.
    Text,
    /// OpenDocument: tables.
    Table,
    /// OpenDocument: shapes.
    Drawing,
    /// OpenDocument: styles.
    Style,
    /// OpenDocument: slides.
    Presentation,
    /// OpenDocument: titles of shapes.
    Svg,
}

/// What the addresses of Office Open XML begin with: transitional, strict, and additions.
const OOXML: [&str; 3] = [
    "http://schemas.openxmlformats.org/",
    "http://purl.oclc.org/ooxml/",
    "http://schemas.microsoft.com/office/",
];
const OPEN_DOCUMENT: &str = "urn:oasis:names:tc:opendocument:xmlns:";

impl Ns {
    /// Returns the vocabulary of an address.
    pub(super) fn of(address: &str) -> Self {
        if address == "urn:schemas-microsoft-com:vml" {
            return Self::Vml;
        }
        if let Some(rest) = address.strip_prefix(OPEN_DOCUMENT) {
            return Self::open_document(rest);
        }
        let Some(rest) = OOXML.iter().find_map(|start| address.strip_prefix(start)) else {
            return Self::Other;
        };
        match rest {
            "wordprocessingml/2006/main" | "wordprocessingml/main" => Self::Word,
            "spreadsheetml/2006/main" | "spreadsheetml/main" => Self::Sheet,
            "presentationml/2006/main" | "presentationml/main" => Self::Slide,
            "drawingml/2006/main" | "drawingml/main" => Self::Draw,
            "drawingml/2006/wordprocessingDrawing"
            | "drawingml/wordprocessingDrawing"
            | "drawingml/2006/spreadsheetDrawing"
            | "drawingml/spreadsheetDrawing"
            | "word/2010/wordprocessingDrawing" => Self::Placed,
            "drawingml/2006/picture"
            | "drawingml/picture"
            | "word/2010/wordprocessingShape"
            | "word/2010/wordprocessingGroup"
            | "word/2010/wordprocessingCanvas" => Self::Shape,
            "drawingml/2006/chart" | "drawingml/chart" => Self::Chart,
            "drawingml/2006/diagram" | "drawingml/diagram" => Self::Diagram,
            "officeDocument/2006/math" | "officeDocument/math" => Self::Math,
            "markup-compatibility/2006" => Self::Compatibility,
            "officeDocument/2006/relationships" | "officeDocument/relationships" => Self::Relation,
            _ => Self::Other,
        }
    }

    fn open_document(rest: &str) -> Self {
        match rest.split(':').next().unwrap_or_default() {
            "office" => Self::Office,
            "text" => Self::Text,
            "table" => Self::Table,
            "drawing" => Self::Drawing,
            "style" => Self::Style,
            "presentation" => Self::Presentation,
            "svg-compatible" => Self::Svg,
            _ => Self::Other,
        }
    }
}
