//! The command line: reads arguments, calls the library, writes results to stdout and messages to
//! stderr.

mod command;
mod console;
mod exit;
mod failure;
mod flags;
mod screen;
mod server_log;
mod signals;
mod usage;
mod wildcard;

use clap::{CommandFactory, FromArgMatches, Parser};

use crate::{command::Command, console::Console, exit::Exit};

/// Split, pair and remember Arabic and English texts
///
/// Give it a text and its translation: it splits both into sentences, pairs the sentences, and writes
/// a TMX file that CAT tools can read. Import the file into a memory to look up sentences in it.
#[derive(Parser)]
// Named, or it would be `muwazi.exe` in the usage of some systems.
#[command(name = "muwazi", bin_name = "muwazi", version, after_long_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    /// Print only errors, no warnings and no progress
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: clap::ColorChoice,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  muwazi align article.ar.txt article.en.txt -o article.tmx
      pair two texts and write a TMX
  muwazi import -m work.muwazi article.tmx
      put it into a memory, which is created if it does not exist
  muwazi lookup -m work.muwazi \"The meeting began on Monday.\"
      find similar sentences, best first

Exit status: 0 done; 1 done, but look at the warnings; 2 failed.";

fn main() -> std::process::ExitCode {
    let matches = Cli::command().try_get_matches();
    let parsed = matches.and_then(|matches| {
        let cli = Cli::from_arg_matches(&matches)?;
        let (command, args) = matches.subcommand().map_or(("", None), |(c, args)| (c, Some(args)));
        let is_set = |flag: &str| {
            let value = args.and_then(|args| args.try_get_one::<bool>(flag).ok().flatten());
            value.is_some_and(|set| *set)
        };
        let json = is_set("json") || is_set("jsonl");
        Ok((cli, command.to_owned(), json))
    });
    let (cli, command, json) = match parsed {
        Ok(parsed) => parsed,
        Err(e) => {
            // Help and version go to stdout, errors to stderr; clap knows which.
            let exit = if e.use_stderr() { Exit::Failed } else { Exit::Done };
            usage::print(e);
            return exit.into();
        }
    };
    let console = Console::new(cli.quiet, cli.color, &command, json);
    signals::watch();
    let outcome = cli.command.run(&console);
    signals::finish();
    // A thread that reads a spreadsheet may still have its copy.
    muwazi::output::remove_unfinished();
    match outcome {
        Ok(exit) => exit.into(),
        Err(e) if exit::is_closed_pipe(&e) => Exit::Done.into(),
        Err(e) => {
            console.error(&e);
            Exit::Failed.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        crate::Cli::command().debug_assert();
    }
}
