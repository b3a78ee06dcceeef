//! The review page as the commands serve it: the user's folders, the browser, messages, the end.

use std::{
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
};

use etcetera::{BaseStrategy, choose_base_strategy};
use muwazi::{
    event::Event,
    serve::{ServeOptions, Server},
    service::review::{Reviews, ReviewsOptions},
};

use crate::{
    console::Console,
    exit::Exit,
    signals::{self, Writing},
};

/// How the page is served.
#[derive(clap::Args)]
#[command(next_help_heading = "Review page")]
pub(crate) struct PageArgs {
    /// Do not open the browser; only print the address of the page
    #[arg(long)]
    no_open: bool,
    /// The port of the page; a free one if not given
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// The name of the person who decides, for the others who work on the file
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Reviews, and what they have to tell.
pub(super) struct Opened {
    pub(super) reviews: Arc<Reviews>,
    events: Receiver<Event>,
}

impl Opened {
    /// Prints notices and warnings since the last call.
    pub(super) fn tell(&self, console: &Console) {
        self.events.try_iter().for_each(|event| console.tell(event));
    }
}

/// Opens reviews with the user's folders.
pub(super) fn open(
    options: ReviewsOptions,
    page: &PageArgs,
    console: &Console,
) -> muwazi::Result<Opened> {
    // Without a home there is neither a list of recent reviews nor a place for uploads.
    let data = choose_base_strategy().ok().map(|folders| folders.data_dir().join("muwazi"));
    let within = |name: &str| data.as_deref().map(|data: &Path| data.join(name));
    let options = ReviewsOptions {
        uploads: within("reviews"),
        recent: within("recent-reviews.json"),
        settings: within("review-settings.json"),
        by: page.by.clone(),
        ..options
    };
    open_bare(options, console)
}

/// Opens reviews without the user's folders.
pub(super) fn open_bare(options: ReviewsOptions, console: &Console) -> muwazi::Result<Opened> {
    let (sender, events) = channel();
    // Threads of the server work; this one prints.
    let observer = move |event| drop(sender.send(event));
    let reviews = Arc::new(Reviews::open(options, Arc::new(observer))?);
    let opened = Opened { reviews, events };
    opened.tell(console);
    Ok(opened)
}

/// The address of a page, for programs.
#[derive(serde::Serialize)]
struct Address<'a> {
    url: &'a str,
}

/// Serves the page until it is told to end.
pub(super) fn serve(
    opened: Opened,
    page: &PageArgs,
    json: bool,
    console: &Console,
) -> anyhow::Result<Exit> {
    let writing = Writing::begin();
    let server = Server::bind(&ServeOptions { port: page.port, ..ServeOptions::default() })?;
    let url = server.url();
    let mut out = console.results();
    match json {
        true => out.json(&Address { url: &url })?,
        false => std::io::Write::write_all(&mut out, format!("{url}\n").as_bytes())?,
    }
    std::io::Write::flush(&mut out)?;
    drop(out);
    console.say("Nothing leaves this machine. End with the button of the page or with Ctrl+C.");
    if !page.no_open && open::that_detached(&url).is_err() {
        console.warn("the browser cannot be opened; copy the address into it");
    }
    let outcome = server.run_reviews(Arc::clone(&opened.reviews), || {
        opened.tell(console);
        signals::is_stopped()
    });
    let finished = opened.reviews.finish();
    opened.tell(console);
    drop((opened, writing));
    outcome?;
    finished?;
    Ok(Exit::Done)
}
