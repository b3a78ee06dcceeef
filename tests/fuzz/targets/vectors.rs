//! Any bytes are read as word vectors or refused, and words are looked up in what was read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::align::Vectors;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(vectors) = Vectors::from_bytes(bytes.to_vec().into(), "fuzz.vec") {
        for lang in ["ar", "en"] {
            for word in ["كتاب", "والكتاب", "books", ""] {
                if let (Some(a), Some(b)) = (vectors.find(lang, word), vectors.find("en", "book")) {
                    assert!(!a.cosine(&b).is_nan());
                }
            }
        }
    }
});
