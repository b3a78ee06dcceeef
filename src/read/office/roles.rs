//! The roles of paragraph styles, by their names. Word and LibreOffice keep the English names of their
//! own styles in files, whatever language they show; other programs and older ones translate them.

/// What paragraphs of a style are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Headings and titles.
    Heading,
    /// Captions of figures and tables.
    Caption,
    /// Items of lists.
    ListItem,
}

/// Names of headings, which a number may follow.
const HEADINGS: [&str; 26] = [
    "heading",
    "title",
    "subtitle",
    "toc heading",
    "contents heading",
    "عنوان",
    "العنوان",
    "عنوان فرعي",
    "عنوان رئيسي",
    "überschrift",
    "titel",
    "titre",
    "título",
    "titolo",
    "encabezado",
    "cabeçalho",
    "заголовок",
    "название",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagłówek",
    "başlık",
    "标题",
    "見出し",
];
/// Names of captions.
const CAPTIONS: [&str; 14] = [
    "caption",
    "تسمية توضيحية",
    "تعليق",
    "beschriftung",
    "légende",
    "leyenda",
    "epígrafe",
    "legenda",
    "didascalia",
    "название объекта",
    "bijschrift",
    "podpis",
    "题注",
    "図表番号",
];
/// Names of lists, which a number may follow.
const LISTS: [&str; 6] =
    ["list bullet", "list number", "تعداد نقطي", "قائمة نقطية", "قائمة مرقمة", "تعداد رقمي"];

impl Role {
    /// Returns the role that the name of a style tells.
    pub(super) fn of(name: &str) -> Option<Self> {
        // Identifiers write spaces otherwise or not at all: Heading_20_1, Heading1, ListBullet.
        let name = name.replace("_20_", " ").to_lowercase();
        let stem = name.trim_end_matches(|c: char| c.is_numeric() || c.is_whitespace());
        let is = |known: &&str| *known == stem || known.replace(' ', "") == stem;
        if HEADINGS.iter().any(|known| is(&known)) {
            Some(Self::Heading)
        } else if CAPTIONS.iter().any(|known| is(&known)) {
            Some(Self::Caption)
        } else if LISTS.iter().any(|known| is(&known)) {
            Some(Self::ListItem)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn names_tell_roles() {
        for (name, role) in [
            ("heading 1", Some(Role::Heading)),
            ("Heading_20_2", Some(Role::Heading)),
            ("عنوان 3", Some(Role::Heading)),
            ("Überschrift 1", Some(Role::Heading)),
            ("Title", Some(Role::Heading)),
            ("Caption", Some(Role::Caption)),
            ("ListBullet2", Some(Role::ListItem)),
            ("Normal", None),
            ("List Paragraph", None),
            ("Headings of tables", None),
            ("1", None),
        ] {
            assert_eq!(Role::of(name), role, "{name}");
        }
    }
}
