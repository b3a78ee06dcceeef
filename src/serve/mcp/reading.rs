//! Resources and prompts.

use rmcp::model::{
    GetPromptResult, Prompt, PromptArgument, PromptMessage, Resource, ResourceContents, Role,
};
use serde_json::{Map, Value, json};

use super::tools::{self, ForContext, Said};
use crate::{
    error::{Error, ErrorKind, Result},
    serve::access::Caller,
    service::live::Live,
};

/// The address of the list of memories; that of one has its name behind.
const MEMORIES: &str = "muwazi://memories";
/// Pages about what the tools answer.
const PAGES: [(&str, &str, &str); 2] = [
    ("muwazi://docs/scores", "The meaning of scores", include_str!("../../../docs/scores.md")),
    ("muwazi://docs/formats", "The formats of files", include_str!("../../../docs/formats.md")),
];

/// The resources for a caller.
pub(super) fn resources(live: &Live, caller: &Caller) -> Result<Vec<Resource>> {
    let list = Resource::new(MEMORIES, "memories")
        .with_description("The memories, with their languages and counts")
        .with_mime_type("application/json");
    let one = |memory: &crate::service::live::LiveMemory| {
        Resource::new(format!("{MEMORIES}/{}", encoded(memory.name())), memory.name())
            .with_description("The counts of a memory")
            .with_mime_type("application/json")
    };
    let memories = crate::serve::state::readable(live, caller, &[])?;
    let pages = PAGES
        .iter()
        .map(|(address, title, _)| Resource::new(*address, *title).with_mime_type("text/markdown"));
    Ok([list].into_iter().chain(memories.into_iter().map(one)).chain(pages).collect())
}

/// A resource; `None` if there is none at the address.
pub(super) fn read(
    live: &Live,
    caller: &Caller,
    address: &str,
) -> Option<Result<ResourceContents>> {
    let of_data = |said: Said| {
        ResourceContents::text(said.value.to_string(), address).with_mime_type("application/json")
    };
    if let Some((_, _, page)) = PAGES.iter().find(|(known, ..)| *known == address) {
        let page = ResourceContents::text(*page, address);
        return Some(Ok(page.with_mime_type("text/markdown")));
    }
    if address == MEMORIES {
        return Some(tools::memories(live, caller).map(of_data));
    }
    let name = address.strip_prefix(MEMORIES)?.strip_prefix('/')?;
    let memories = crate::serve::state::readable(live, caller, &[]).ok()?;
    let memory = memories.into_iter().find(|memory| encoded(memory.name()) == name)?;
    Some(tools::stats(live, caller, memory.name()).map(of_data))
}

/// A name as a part of an address.
fn encoded(name: &str) -> String {
    let one = |byte: u8| match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    name.bytes().map(one).collect()
}

/// The prompts.
pub(super) fn prompts() -> Vec<Prompt> {
    let argument = |name: &str, description: &str, required: bool| {
        PromptArgument::new(name).with_description(description).with_required(required)
    };
    let arguments = vec![
        argument("text", "The text to translate", true),
        argument("to", "The language of the translation, such as ar", false),
        argument("from", "The language of the text", false),
        argument("notes", "Notes of style", false),
    ];
    let description =
        "Translates a text in the manner of the memory: with similar pairs, terms and notes";
    vec![
        Prompt::new("translate", Some(description), Some(arguments))
            .with_title("Translate as the memory does"),
    ]
}

/// A prompt; `None` if there is none of that name.
pub(super) fn prompt(
    live: &Live,
    caller: &Caller,
    name: &str,
    arguments: Map<String, Value>,
) -> Option<Result<GetPromptResult>> {
    if name != "translate" {
        return None;
    }
    // Programs send what a user left empty.
    let is_given = |(_, value): &(String, Value)| value.as_str() != Some("");
    let arguments: Map<String, Value> = arguments.into_iter().filter(is_given).collect();
    let asked: Result<ForContext> = serde_json::from_value(json!(arguments)).map_err(|e| {
        Error::new(ErrorKind::Usage, format!("the arguments do not fit: {e}"))
            .hint("text is needed; to, from and notes may be given")
    });
    let said = asked.and_then(|asked| tools::context(live, caller, asked));
    Some(
        said.map(|said| GetPromptResult::new(vec![PromptMessage::new_text(Role::User, said.text)])),
    )
}
