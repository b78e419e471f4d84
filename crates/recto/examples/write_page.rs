//! A page with content of any size, formatted.
//!
//! `cargo run --example write_page`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use recto::api::block::BlockContent;
use recto::api::page::NewPage;
use recto::api::rich_text::Style;

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let lines = (1..=250).map(|number| BlockContent::bulleted(format!("Finding {number}")));
    let content = [
        BlockContent::heading(1, "Audit"),
        BlockContent::callout("💡", ("Two findings are ", "urgent".bold(), ".")),
        BlockContent::toggle("All findings").children(lines),
        BlockContent::table([["Room", "Findings"], ["Hall", "112"], ["Yard", "138"]]),
        BlockContent::code("rust", "fn main() {}"),
    ];
    let page = NewPage::new(home).title("Audit of March").children(content);

    let job = client.create_page_tree(page)?;
    println!("{} requests will do", job.requests());
    let made = job.await?;
    println!("made {} blocks", made.blocks);
    if let Some(page) = &made.page {
        println!("at {}", page.url.as_str().unwrap_or_default());
    }
    Ok(())
}
