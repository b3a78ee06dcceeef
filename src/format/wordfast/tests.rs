use crate::{
    error::Result,
    format::{
        registry,
        source::Source,
        units::{ReadUnits, Reading},
    },
    unit::Unit,
};

const MEMORY: &str = "%20240105~101500\t%User ID,HA,HA Huda\t%TU=00000003\t%EN-US\t%Wordfast TM v.5.51w/00\
\t%AR-SA\t%---00000000\t\r\n\
20240105~101501\tHA\t3\tEN-US\tThe &tA;new&tB; hall&'92;s doors\tAR-SA\t&tA;أبواب&tB; القاعة الجديدة\tMunicipal\t\r\n\
20240106~093000\tHA\t0\tEN-US\tAT&T & R&'26;D\tAR-SA\tالبحث والتطوير\r\n\
only\tfive\tfields\there\t.\r\n\
20240107~093000\tHA\t0\tEN-US\tNot translated\tAR-SA\t\r\n";

const DOCUMENT: &str = "<?xml version=\"1.0\"?>\n<txml locale=\"EN-US\" version=\"1.0\" targetlocale=\"AR\">\n\
<skeleton>&lt;p&gt;</skeleton>\n<translatable blockId=\"4\">\n\
<segment segmentId=\"1\" modified=\"true\"><source>The <ut x=\"1\" type=\"bold\">&lt;b&gt;</ut>hall<ut x=\"2\">&lt;/b&gt;</ut></source>\
<ws> </ws><target score=\"100\" creationid=\"huda\" creationdate=\"20240105T101500Z\">\
<ut x=\"1\">&lt;b&gt;</ut>القاعة<ut x=\"2\">&lt;/b&gt;</ut></target>\
<comments><comment>راجعها</comment></comments><revisions><revision><target>قديم</target></revision></revisions></segment>\n\
<segment segmentId=\"2\" gtmt=\"true\"><source>Doors</source><target score=\"0\">أبواب</target></segment>\n\
<segment segmentId=\"3\"><source>Roof</source><target></target></segment>\n\
</translatable></txml>";

fn open(bytes: impl Into<Vec<u8>>) -> Result<Box<dyn ReadUnits>> {
    registry::open(Source::from_bytes(bytes, "a.txt")?, None, &Reading::default())
}

fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Unit>, u64) {
    let mut reader = open(bytes).unwrap();
    let units = reader.by_ref().collect::<Result<_>>().unwrap();
    (units, reader.skipped())
}

/// Returns the codes of a text as TMX writes them.
fn codes(unit: &Unit, side: usize) -> Vec<(usize, String)> {
    let marks = unit.variants[side].text.marks.iter();
    marks.map(|mark| (mark.at, mark.code.to_tmx().into_owned())).collect()
}

#[test]
fn a_memory_is_read_in_any_encoding() {
    let wide: Vec<u8> =
        format!("\u{FEFF}{MEMORY}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (narrow, _, _) = encoding_rs::WINDOWS_1256.encode(MEMORY);
    for bytes in [MEMORY.as_bytes().to_vec(), wide, narrow.into_owned()] {
        let (units, skipped) = read(bytes);
        assert_eq!((units.len(), skipped), (3, 1));
        let hall = &units[0];
        assert_eq!(hall.variants[0].text.text, "The new hall’s doors");
        assert_eq!(hall.variants[1].text.text, "أبواب القاعة الجديدة");
        let expected = [(4, "<ph x=\"1\">&amp;tA;</ph>"), (7, "<ph x=\"2\">&amp;tB;</ph>")];
        assert_eq!(codes(hall, 0), expected.map(|(at, tag)| (at, tag.to_owned())));
        assert_eq!(hall.variants[1].lang.as_str(), "ar-SA");
        let attribute = |name| hall.meta.attribute(name);
        assert_eq!(attribute("creationdate"), Some("20240105T101501Z"));
        assert_eq!((attribute("creationid"), attribute("usagecount")), (Some("HA"), Some("3")));
        assert_eq!(hall.meta.prop("x-attribute-1"), Some("Municipal"));
        assert_eq!(units[1].variants[0].text.text, "AT&T & R&D");
        assert_eq!(units[2].variants.len(), 1);
    }
}

#[test]
fn a_document_is_read_segment_by_segment() {
    let (units, skipped) = read(DOCUMENT);
    assert_eq!((units.len(), skipped), (3, 0));
    let hall = &units[0];
    assert_eq!(
        (hall.variants[0].text.text.as_str(), hall.variants[1].text.text.as_str()),
        ("The hall", "القاعة")
    );
    let expected = [(4, "<bpt i=\"1\">&lt;b&gt;</bpt>"), (8, "<ept i=\"1\">&lt;/b&gt;</ept>")];
    assert_eq!(codes(hall, 0), expected.map(|(at, tag)| (at, tag.to_owned())));
    assert_eq!(
        (hall.creator(), hall.meta.attribute("creationdate")),
        (Some("huda"), Some("20240105T101500Z"))
    );
    assert_eq!(
        (hall.meta.prop("x-segment"), hall.meta.notes.as_slice()),
        (Some("4.1"), &["راجعها".to_owned()][..])
    );
    assert_eq!(units[1].origin(), crate::unit::Origin::Machine);
    assert_eq!(units[2].variants.len(), 1);
}

#[test]
fn what_was_read_comes_back_from_tmx() {
    for bytes in [MEMORY, DOCUMENT] {
        crate::format::pair_laws::through_tmx(&read(bytes).0);
    }
}

#[test]
fn damage_is_told_with_its_line() {
    let cut = &DOCUMENT[..DOCUMENT.find("<comments>").unwrap()];
    let error = open(cut).unwrap().collect::<Result<Vec<_>>>().unwrap_err();
    assert_eq!(error.place.unwrap().line, Some(5), "{}", error.message);
    let mut bytes = MEMORY.as_bytes().to_vec();
    let at = MEMORY.find("القاعة").unwrap();
    bytes[at] = 0xFF;
    let error = open(bytes).and_then(|reader| reader.collect::<Result<Vec<_>>>()).unwrap_err();
    assert_eq!(error.place.unwrap().line, Some(2), "{}", error.message);
}

proptest::proptest! {
    #[test]
    fn changed_files_are_read_or_refused(at in 0..1000_usize, byte: u8) {
        for text in [MEMORY, DOCUMENT] {
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(reader) = open(bytes) {
                let _: Result<Vec<_>> = reader.collect();
            }
        }
    }
}
