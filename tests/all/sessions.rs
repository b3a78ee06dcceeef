//! Sessions at the command line, one readable file each in `tests/cmd`: what is typed after `$`,
//! what is answered beneath, the exit status after `?` where it is not 0. Each runs in a copy of
//! the folder beside it; those in `with-embeddings` and `without-embeddings` in a build with or without
//! that feature. Where something goes in by standard input, it is a `.toml` with the files
//! beside it that go in and come out. After a change that is meant: `TRYCMD=overwrite cargo test --test all sessions`.

#[test]
fn sessions() {
    let features = if cfg!(feature = "embeddings") { "with" } else { "without" };
    trycmd::TestCases::new()
        .env("SOURCE_DATE_EPOCH", "1771488000")
        .env("NO_COLOR", "1")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml")
        .case(format!("tests/cmd/{features}-embeddings/*.trycmd"));
}
