//! English.

use unicode_script::Script;

use super::{Borders, Casing, Inflection, NumberWords, Numbers, Profile, Sentences};

static BORDERS: Borders = Borders::new(include_str!("../../../tm/borders/en.tsv"));

pub(super) static PROFILE: Profile = Profile {
    codes: &["en"],
    common: "the of and to in that is was he for it with as his on be at by had not are but from \
        or have an they which one you were all her she there would their we him been has \
        when who will no more if out so what up said its about than into them can only other \
        some could these two may then do first any my now such like our over me even most \
        made after also did many before must through where much your well should because \
        each just those how very s t i a this says being us against while between though \
        another under since still don mr yesterday today tomorrow here why never always \
        often almost enough something nothing every am does doing done having get got go \
        goes went come came see saw know known think make makes take taken need might shall \
        cannot own same both few less least quite rather too yet ever away back off onto \
        upon within without whether either neither nor although unless whose whom itself \
        himself herself themselves please three four five -ing -tion -ness -ed -ly -ity -ght \
        -ies -ould -ous -ers -ork -ck",
    casing: Casing::Names,
    borders: Some(&BORDERS),
    sentences: Sentences {
        words: include_str!("../../../tm/segmentation/en.txt"),
        ordinals: false,
    },
    inflection: Inflection {
        endings: &[
            ("ies", "y"),
            ("es", ""),
            ("s", ""),
            ("ied", "y"),
            ("ed", ""),
            ("ed", "e"),
            ("ing", ""),
            ("ing", "e"),
            ("ly", ""),
        ],
        doubles: true,
        basic_letters: true,
        ..Inflection::bare()
    },
    numbers: Numbers {
        joiners: &["and"],
        small: SMALL,
        scales: SCALES,
        loose: true,
        ..Numbers::bare()
    },
    openers: OPENERS,
    ..Profile::bare(Script::Latin)
};

#[rustfmt::skip]
const SMALL: NumberWords = &[
    (1.0, "one"),
    (2.0, "two second"),
    (3.0, "three third"),
    (4.0, "four fourth"),
    (5.0, "five fifth"),
    (6.0, "six sixth"),
    (7.0, "seven seventh"),
    (8.0, "eight eighth"),
    (9.0, "nine ninth"),
    (10.0, "ten tenth"),
    (11.0, "eleven eleventh"),
    (12.0, "twelve twelfth dozen"),
    (13.0, "thirteen thirteenth"),
    (14.0, "fourteen fourteenth"),
    (15.0, "fifteen fifteenth"),
    (16.0, "sixteen sixteenth"),
    (17.0, "seventeen seventeenth"),
    (18.0, "eighteen eighteenth"),
    (19.0, "nineteen nineteenth"),
    (20.0, "twenty twentieth"),
    (30.0, "thirty thirtieth"),
    (40.0, "forty fortieth"),
    (50.0, "fifty fiftieth"),
    (60.0, "sixty sixtieth"),
    (70.0, "seventy seventieth"),
    (80.0, "eighty eightieth"),
    (90.0, "ninety ninetieth"),
];

#[rustfmt::skip]
const SCALES: NumberWords = &[
    (1e2, "hundred hundreds"),
    (1e3, "thousand thousands"),
    (1e6, "million millions"),
    (1e9, "billion billions bn"),
    (1e12, "trillion trillions"),
];

#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "after", "all", "also", "although", "and", "another", "any", "are", "because", "before", "both",
    "but", "can", "did", "does", "each", "even", "every", "for", "from", "had", "has", "have",
    "her", "here", "his", "how", "however", "its", "just", "let", "many", "may", "meanwhile",
    "more", "most", "much", "neither", "never", "nor", "not", "now", "one", "only", "other", "our",
    "out", "over", "she", "should", "since", "some", "such", "than", "that", "the", "their", "then",
    "there", "these", "they", "this", "those", "though", "through", "thus", "too", "two", "under",
    "until", "upon", "very", "was", "were", "what", "when", "where", "which", "while", "who",
    "whoever", "whose", "why", "will", "with", "within", "without", "would", "yes", "yet", "you",
    "your",
];
