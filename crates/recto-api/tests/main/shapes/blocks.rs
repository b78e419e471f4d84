//! Blocks, pages, rich text, files, parents, users, meeting notes and Markdown.

mod content;
mod files;
mod markdown;
mod meeting_notes;
mod pages;
mod requests;
mod rich_text;
mod users;

use serde_json::{Value, json};

use super::Shape;

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const OTHER_ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";
const MINUTE: &str = "2026-03-01T09:30:00.000Z";

pub(crate) fn shapes() -> Vec<Shape> {
    let mut all = content::shapes();
    all.extend(files::shapes());
    all.extend(markdown::shapes());
    all.extend(meeting_notes::shapes());
    all.extend(pages::shapes());
    all.extend(requests::shapes());
    all.extend(rich_text::shapes());
    all.extend(users::shapes());
    all
}

/// A run of text; one with all its members is among the runs.
fn run(text: &str) -> Value {
    json!({"type": "text", "text": {"content": text}})
}

/// A block as a request has it.
fn new_block(kind: &str, payload: Value) -> Value {
    json!({"object": "block", "type": kind, kind: payload})
}
