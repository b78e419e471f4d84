//! A whole page, every level of it, as plain text.
//!
//! `cargo run --example export_page`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use recto::api::block::BlockContent;
use recto::api::ids::BlockId;

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let shopping = BlockContent::toggle("Shopping").children([
        BlockContent::to_do("Milk", true),
        BlockContent::to_do("Bread", false),
    ]);
    client.append_tree(home.clone(), [shopping])?.await?;

    let tree = client.tree(BlockId::from(home)).await?;
    for (depth, block) in tree.blocks() {
        let mark = match &block.content {
            BlockContent::ToDo(to_do) if to_do.checked.value() == Some(&true) => "[x] ",
            BlockContent::ToDo(_) => "[ ] ",
            _ => "",
        };
        println!("{}{mark}{}", "  ".repeat(depth), block.plain_text());
    }
    println!(
        "{} requests, {}",
        tree.requests,
        if tree.is_whole() {
            "whole"
        } else {
            "with gaps"
        }
    );
    Ok(())
}
