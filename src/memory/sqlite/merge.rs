//! Equal units, and the merging of their metadata.

use sha2::{Digest, Sha256};

use crate::unit::{Meta, Unit};

/// 16 bytes that two units share only if they hold the same texts, tags included, in the same
/// languages, in whatever order.
pub(super) fn key(unit: &Unit) -> Vec<u8> {
    let mut variants: Vec<_> = unit.variants.iter().map(|v| (&v.lang, &v.text)).collect();
    variants.sort();
    let mut hash = Sha256::new();
    let mut field = |bytes: &[u8]| {
        // Lengths separate the fields, so that one text is not taken for two.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    for (lang, text) in variants {
        field(lang.as_str().as_bytes());
        field(text.text.as_bytes());
        field(&(text.marks.len() as u64).to_le_bytes());
        for mark in &text.marks {
            field(&(mark.at as u64).to_le_bytes());
            field(mark.code.to_tmx().as_bytes());
        }
    }
    hash.finalize()[..16].to_vec()
}

/// Merges the metadata of a unit with that from another file: new notes and properties, attributes that
/// it lacked, the earlier creation, the later change and use. Returns whether anything changed.
pub(super) fn merge(old: &mut Meta, new: &Meta) -> bool {
    let before = old.clone();
    let date = |meta: &Meta, name: &str| meta.attribute(name).map(str::to_owned);
    // A date and its person move together. TMX dates sort as text.
    for (name, person, earliest) in [
        ("creationdate", Some("creationid"), true),
        ("changedate", Some("changeid"), false),
        ("lastusagedate", None, false),
    ] {
        let (Some(a), Some(b)) = (date(old, name), date(new, name)) else { continue };
        if (earliest && b < a) || (!earliest && b > a) {
            old.set_attribute(name, b);
            if let Some((person, value)) = person.and_then(|p| Some((p, date(new, p)?))) {
                old.set_attribute(person, value);
            }
        }
    }
    for (name, value) in &new.attributes {
        if old.attribute(name).is_none() {
            old.set_attribute(name, value.clone());
        }
    }
    for note in new.notes.iter().filter(|n| !before.notes.contains(n)) {
        old.notes.push(note.clone());
    }
    for prop in new.props.iter().filter(|p| !before.props.contains(p)) {
        old.props.push(prop.clone());
    }
    *old != before
}

/// The metadata of a unit whose translation is replaced: the old one's for the source and its creation,
/// the new one's for all else.
pub(super) fn renew(old: &Meta, new: &Meta, date: String) -> Meta {
    let mut out = old.clone();
    for (name, value) in &new.attributes {
        if !matches!(name.as_str(), "creationdate" | "creationid") || old.attribute(name).is_none()
        {
            out.set_attribute(name, value.clone());
        }
    }
    out.set_attribute("changedate", date);
    if let Some(person) = new.attribute("changeid").or_else(|| new.attribute("creationid")) {
        out.set_attribute("changeid", person);
    }
    for note in new.notes.iter().filter(|n| !old.notes.contains(n)) {
        out.notes.push(note.clone());
    }
    // The origin of the old translation no longer applies.
    let of_translation = ["x-origin", "x-confidence", "x-reviewed", "x-confirmationlevel"];
    out.props.retain(|p| {
        !of_translation.iter().any(|kind| p.kind.eq_ignore_ascii_case(kind))
            && !new.props.iter().any(|n| n.kind == p.kind)
    });
    out.props.extend(new.props.iter().cloned());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lang, Mark};

    fn unit() -> Unit {
        Unit::pair((Lang::arabic(), "نص"), (Lang::english(), "text"))
    }

    #[test]
    fn the_same_texts_have_the_same_key() {
        let mut turned = unit();
        turned.variants.reverse();
        turned.meta.add_prop("x-domain", "news");
        assert_eq!(key(&unit()), key(&turned));
        let mut other = unit();
        other.variants[1].text.text.push(' ');
        assert_ne!(key(&unit()), key(&other));
        let mut tagged = unit();
        tagged.variants[0].text.marks.push(Mark::from_tmx(0, "<ph/>"));
        assert_ne!(key(&unit()), key(&tagged));
    }

    #[test]
    fn nothing_known_is_lost() {
        let mut old = Meta::default();
        old.set_attribute("creationdate", "20200101T000000Z");
        old.set_attribute("creationid", "ANNA");
        old.add_prop("x-a", "1");
        let mut new = Meta::default();
        new.set_attribute("creationdate", "20190101T000000Z");
        new.set_attribute("creationid", "BADR");
        new.set_attribute("tuid", "7");
        new.add_prop("x-a", "1");
        new.add_prop("x-b", "2");
        new.notes.push("see there".into());
        assert!(merge(&mut old, &new));
        assert_eq!(old.attribute("creationid"), Some("BADR"));
        assert_eq!(old.attribute("tuid"), Some("7"));
        assert_eq!((old.props.len(), old.notes.len()), (2, 1));
        assert!(!merge(&mut old, &new), "a second time there is nothing new");
    }
}
