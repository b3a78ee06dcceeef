//! Arabic, with the dialects that have a code of their own.

use unicode_script::Script;

use super::{Profile, Sentences};

pub(super) static PROFILE: Profile = Profile {
    codes: &["ar", "arz", "ary", "apc", "ajp"],
    letters: "ةيكىأإ",
    common: "في من على إلى أن التي الذي هذا هذه ما لا كان كانت عن مع بعد قد هو هي كما لم أو \
        بين ذلك كل حيث عند قبل حتى إذا لكن غير ولا وقد وهو وهي إلا ثم أي منذ خلال يمكن \
        عليه فيها فيه به بها لها منها هناك نحو تم الذين هل إنه أنها لن وكان ولم وفي ومن \
        وأن وإن سوف كانوا له عندما يا ليس إن الى ان أنه وقال قال قالت لدى ليست ولكن فقط \
        أيضا أكثر أحد عليها إليه إليها عنه وذلك وهذا هؤلاء تلك والتي والذي وفقا لأن بعض \
        جميع عام يوم أول ضد بأن عدم سيتم يتم لقد",
    sentences: Sentences {
        words: include_str!("../../../tm/segmentation/ar.txt"),
        ordinals: false,
    },
    ..Profile::bare(Script::Arabic)
};
