//! The hub: a page as people build it by hand, which no push may disturb.

use recto_api::block::{AppendChildren, BlockContent};
use recto_api::endpoint::{AppendBlockChildren, CreatePage};
use recto_api::ids::PageId;
use recto_api::page::NewPage;
use recto_client::{Client, Error};

/// Makes the page up to the place where its databases follow.
pub(crate) async fn open(client: &Client, home: &PageId) -> Result<PageId, Error> {
    let blocks = [
        BlockContent::heading(1, "Colophon & Daughters: operations"),
        BlockContent::callout(
            "📚",
            "The workshop at a glance. The tables below are filled by recto from the operations \
             database; change a row there, not here.",
        ),
        BlockContent::callout(
            "🔒",
            "This page is declared protected: recto reads its structure before and after each \
             push, and has no way to write to it.",
        ),
        BlockContent::heading(2, "Who and what"),
        BlockContent::paragraph("Press start is at 07:30. Bring your own apron. ☕"),
        BlockContent::divider(),
    ];
    let page = NewPage::new(home.clone())
        .title("Operations hub")
        .children(blocks.into_iter().map(Into::into).collect());
    Ok(client.send(&CreatePage::new(page)).await?.id)
}

/// Adds what stands below the databases.
pub(crate) async fn close(client: &Client, hub: &PageId) -> Result<(), Error> {
    let blocks = AppendChildren::new([
        BlockContent::divider(),
        BlockContent::heading(2, "House rules"),
        BlockContent::callout("🧯", "Solvents stay in the steel cupboard."),
        BlockContent::heading(3, "Whom to ask"),
        BlockContent::paragraph("For the database: Platform. For paper: Supply. For glue: anyone."),
    ]);
    client.send(&AppendBlockChildren::new(hub.clone().into(), blocks)).await?;
    Ok(())
}
