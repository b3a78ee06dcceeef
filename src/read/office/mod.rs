//! Office documents: Word, PowerPoint and Excel files as of 2007, and OpenDocument.
//!
//! Both families are zip archives of XML. `xml` walks over the elements of a part and knows the bytes of
//! each text; `opc` follows the relationships between the parts of Office Open XML; `story` holds the
//! blocks of a flow of text, with notes and text boxes that come after the block that calls them. On
//! these, each format has its own module. `old` tells older and encrypted files by name.

mod docx;
mod drawing;
mod escape;
mod names;
mod odf;
mod old;
mod opc;
mod pptx;
mod roles;
mod story;
#[cfg(test)]
mod testing;
mod xlsx;
mod xml;

pub(super) use self::{
    docx::READER as DOCX,
    odf::{PRESENTATION as ODP, SHEET as ODS, TEXT as ODT},
    old::READER as OLD,
    pptx::READER as PPTX,
    xlsx::READER as XLSX,
};
