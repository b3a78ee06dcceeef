//! The command line: arguments in, library calls, words for people on stderr, results on stdout.

mod command;
mod console;
mod exit;

use clap::Parser;

use crate::{command::Command, console::Console, exit::Exit};

/// Split, pair and remember Arabic and English texts
///
/// Give it an article and its translation: it splits both into sentences, pairs them, and writes a
/// TMX that CAT tools read. Put that into a memory, and look sentences up in it.
#[derive(Parser)]
#[command(name = "muwazi", version, after_long_help = EXAMPLES, max_term_width = 100)]
struct Cli {
    /// Say nothing on stderr but errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// When to colour the output
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
      put it into a memory (made if there is none)
  muwazi lookup -m work.muwazi \"The meeting began on Monday.\"
      find what is like it, best first

Exit status: 0 done, 1 done but a person should look, 2 failed.";

fn main() -> std::process::ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are results, wrong usage is a failure; clap prints both.
            let _ = e.print();
            return if e.use_stderr() { Exit::Failed } else { Exit::Done }.into();
        }
    };
    let console = Console::new(cli.quiet, cli.color);
    match cli.command.run(&console) {
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
