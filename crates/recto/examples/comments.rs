//! Comments: write one, answer it, read the discussion.
//!
//! `cargo run --example comments`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use futures::TryStreamExt;
use recto::api::comment::NewComment;
use recto::api::endpoint::{CreateComment, ListComments};
use recto::api::ids::BlockId;

#[path = "support/notion.rs"]
mod notion;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let notion::Notion { client, home } = notion::connect()?;
    let first = client
        .send(&CreateComment::new(NewComment::text(
            home.clone(),
            "Is this still true?",
        )))
        .await?;
    let discussion = first.discussion_id.into_value().ok_or("no discussion")?;
    client
        .send(&CreateComment::new(NewComment::text(
            discussion,
            "Yes, since Monday.",
        )))
        .await?;

    let mut comments = client.items(ListComments::new(BlockId::from(home)));
    while let Some(comment) = comments.try_next().await? {
        println!("{}", comment.into_result()?.plain_text());
    }
    Ok(())
}
