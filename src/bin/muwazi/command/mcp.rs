//! `muwazi mcp`

use std::{io::IsTerminal as _, path::PathBuf, sync::Arc};

use muwazi::{
    serve::{McpOptions, run_mcp},
    service::live::{Live, LiveOptions},
};

use super::{lookup::Penalty, serve::memory_options, wait::WaitArgs};
use crate::{
    console::Console,
    exit::Exit,
    signals::{self, Writing},
};

/// Give memories to an assistant as tools (Model Context Protocol)
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi mcp -m /home/anna/house.muwazi
      speak the protocol on standard input and output; assistants start this themselves
  muwazi mcp -m house.muwazi -m old.muwazi --penalty old=5 --glossary terms.tbx
      two memories, one with five points off, and terms
  muwazi mcp -m house.muwazi --allow-add
      the assistant may also add units; the history shows them, and muwazi undo takes them back

Set-up of a desktop assistant, in its file of servers (use whole paths):
  {\"mcpServers\": {\"muwazi\": {\"command\": \"muwazi\", \"args\": [\"mcp\", \"-m\", \"/home/anna/house.muwazi\"]}}}

The assistant gets the tools look_up, concordance, terms, context, align and stats, the memories as
resources, and a prompt to translate as the memory does. It sees no file but what the memories hold.
muwazi serve offers the same over HTTP. docs/mcp.md tells more.")]
pub(crate) struct Args {
    /// A memory, or NAME=MEMORY to give it a name; can be given several times
    #[arg(short, long, value_name = "MEMORY", required = true)]
    memory: Vec<PathBuf>,
    #[command(flatten)]
    wait: WaitArgs,
    /// Points to subtract from all matches, or from those of one memory; can be given several times
    #[arg(long, value_name = "POINTS|NAME=POINTS")]
    penalty: Vec<Penalty>,
    /// A glossary; its terms are found in texts; can be given several times
    #[arg(short, long, value_name = "FILE")]
    glossary: Vec<PathBuf>,
    /// Let the assistant add units to the memories
    #[arg(long)]
    allow_add: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let writing = Writing::begin();
    let options = LiveOptions {
        memories: memory_options(&args.memory, &args.penalty),
        glossaries: args.glossary.clone(),
        wait: Some(args.wait.time()),
        read_only: !args.allow_add,
    };
    let live = Arc::new(Live::open(&options, &mut console.progress())?);
    if std::io::stdin().is_terminal() {
        console.say("waiting for an assistant on standard input; end with Ctrl+C");
    }
    let (sender, events) = std::sync::mpsc::channel();
    let observe = move |event| drop(sender.send(event));
    let streams = (tokio::io::stdin(), tokio::io::stdout());
    let tools = McpOptions { add: args.allow_add };
    let served = run_mcp(Arc::clone(&live), tools, streams, observe, || {
        events.try_iter().for_each(|event| console.tell(event));
        signals::is_stopped()
    });
    drop((live, writing));
    served?;
    Ok(Exit::Done)
}
