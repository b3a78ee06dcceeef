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

/// Names of headings, which a number may follow, without spaces.
const HEADINGS: [&str; 26] = [
    "heading",
    "title",
    "subtitle",
    "tocheading",
    "contentsheading",
    "عنوان",
    "العنوان",
    "عنوانفرعي",
    "عنوانرئيسي",
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
/// Names of captions, in the same way.
const CAPTIONS: [&str; 14] = [
    "caption",
    "تسميةتوضيحية",
    "تعليق",
    "beschriftung",
    "légende",
    "leyenda",
    "epígrafe",
    "legenda",
    "didascalia",
    "названиеобъекта",
    "bijschrift",
    "podpis",
    "题注",
    "図表番号",
];
/// Names of lists, in the same way.
const LISTS: [&str; 6] =
    ["listbullet", "listnumber", "تعدادنقطي", "قائمةنقطية", "قائمةمرقمة", "تعدادرقمي"];

impl Role {
    /// Returns the role that the name of a style tells.
    pub(super) fn of(name: &str) -> Option<Self> {
        // Identifiers write spaces otherwise or not at all: Heading_20_1, Heading1, ListBullet.
        let name: String = name
            .replace("_20_", "")
            .chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect();
        let stem = name.trim_end_matches(char::is_numeric);
        if HEADINGS.contains(&stem) {
            Some(Self::Heading)
        } else if CAPTIONS.contains(&stem) {
            Some(Self::Caption)
        } else if LISTS.contains(&stem) {
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
