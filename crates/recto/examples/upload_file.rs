//! A file into the workspace, onto a page.
//!
//! `cargo run --example upload_file [FILE]`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use recto::api::block::BlockContent;

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let upload = match std::env::args().nth(1) {
        // Large files go in parts, a few of them at a time in memory.
        Some(path) => {
            let uploader = client.upload().progress(|so_far| {
                println!("{} bytes", so_far.sent);
            });
            uploader.file(path).await?
        }
        None => client.upload().bytes("minutes.txt", "We met.").await?,
    };
    let block = BlockContent::file(&upload);
    let appended = client.append_tree(home, [block])?.await?;
    println!("{} is on the page in {} block", upload.id, appended.blocks);
    Ok(())
}
