//! English.

use unicode_script::Script;

use super::{Casing, Profile, Sentences};

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
    sentences: Sentences {
        words: include_str!("../../../tm/segmentation/en.txt"),
        ordinals: false,
    },
    ..Profile::bare(Script::Latin)
};
