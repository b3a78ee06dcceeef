//! What `export` and `import` do with a project of OmegaT.

use std::path::{Path, PathBuf};

use muwazi::{
    Error, ErrorKind, Place, Store,
    format::{
        source::Source,
        units::{Reading, Writing},
    },
    omegat::{self, TmFolder},
    service::Glossaries,
    text::counted,
};

use crate::{console::Console, exit::Exit};

/// Into a project of OmegaT.
#[derive(clap::Args)]
pub(crate) struct OmegaTArgs {
    /// Write into an OmegaT project, which is created if it does not exist
    #[arg(
        long,
        value_name = "PROJECT",
        help_heading = "OmegaT",
        conflicts_with_all = ["output", "format"]
    )]
    omegat: Option<PathBuf>,
    /// The name of the files in the project; the name of the memory if not given
    #[arg(long, value_name = "NAME", help_heading = "OmegaT", requires = "omegat")]
    name: Option<String>,
    /// A glossary to put into the project; can be given several times
    #[arg(short, long, value_name = "FILE", help_heading = "OmegaT", requires = "omegat")]
    glossary: Vec<PathBuf>,
}

impl OmegaTArgs {
    pub(super) fn is_wanted(&self) -> bool {
        self.omegat.is_some()
    }
}

pub(super) fn export(
    args: &OmegaTArgs,
    path: &Path,
    memory: &dyn Store,
    writing: &Writing,
    console: &Console,
) -> anyhow::Result<Exit> {
    let Some(project) = &args.omegat else { return Ok(Exit::Done) };
    let name = match &args.name {
        Some(name) => name.clone(),
        None => stem(path),
    };
    // What is wrong with a name or a glossary is said before anything is written.
    let stems: Vec<_> = args.glossary.iter().map(|path| stem(path)).collect();
    omegat::check_names(&name, stems.iter().map(String::as_str))?;
    let reading = Reading {
        source_lang: writing.source_lang.clone(),
        target_lang: writing.target_lang.clone(),
        ..Reading::default()
    };
    let glossaries = Glossaries::open(&args.glossary, &reading, &mut console.progress())?;
    let pair = writing.source_lang.as_ref().zip(writing.target_lang.as_ref());
    if pair.is_none() && !glossaries.is_empty() {
        return Err(Error::new(ErrorKind::Language, "the glossary's languages are not known")
            .hint("say which languages they are with --from and --to")
            .into());
    }
    let written = omegat::write(project, &name, memory, writing, &mut console.progress())?;
    if written.made {
        console.say(format_args!("made the project {}", console.name(project)));
    }
    for (file, units) in &written.files {
        console.say(format_args!("{}: {}", console.name(file), counted(*units, "unit")));
    }
    for file in &written.removed {
        let file = console.name(file);
        console.say(format_args!("{file}: removed, for nothing belongs there now"));
    }
    let mut exit = Exit::Done;
    for (what, times) in &written.lost {
        console.warn(format_args!("left out, for TMX cannot hold it: {times} {what}"));
        exit = Exit::Look;
    }
    for (file, path) in glossaries.files().iter().zip(&args.glossary) {
        let Some((source, target)) = pair else { continue };
        let entries = file.entries(Some((source, target)))?;
        let (lines, lacking) =
            omegat::write_glossary(project, &stem(path), &entries, (source, target))?;
        console.say(format_args!(
            "glossary {}: {}",
            console.text(&stem(path)),
            counted(lines, "line")
        ));
        if lacking > 0 {
            console.warn(format_args!(
                "{}: {} without a term in {source} or {target}",
                console.name(path),
                counted(lacking, "entry")
            ));
            exit = Exit::Look;
        }
    }
    Ok(exit)
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The memories of a project, each with its shelf; tells what is none.
pub(super) fn sources(
    project: &Path,
    console: &Console,
) -> muwazi::Result<Vec<(Source, Option<TmFolder>)>> {
    let contents = omegat::read(project)?;
    for glossary in &contents.glossaries {
        console.say(format_args!(
            "{}: a glossary; give it to 'align' and 'lookup' with --glossary",
            console.name(glossary)
        ));
    }
    for other in &contents.others {
        let place = Place::file(other.display().to_string());
        console.warn_of(place, "no memory of this project; left out");
    }
    if contents.memories.is_empty() {
        return Err(Error::new(ErrorKind::Format, "there is no memory in this project")
            .at(Place::file(project.display().to_string())));
    }
    let mut out = Vec::new();
    for (path, shelf) in contents.memories {
        out.extend(Source::open(&path)?.into_iter().map(|source| (source, Some(shelf))));
    }
    Ok(out)
}
