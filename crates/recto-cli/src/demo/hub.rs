//! The hub: a page as people build it by hand, which no push may disturb.

use recto_api::block::{AppendChildren, BlockContent};
use recto_api::endpoint::{AppendBlockChildren, CreatePage};
use recto_api::ids::PageId;
use recto_api::page::NewPage;
use recto_client::Client;
use recto_sync::config::Config;

use super::databases::{self, DataSources};
use super::table::Table;
use crate::error::CommandError;

/// A hub as it was built.
#[derive(Debug)]
pub(crate) struct Hub {
    pub(crate) page: PageId,
    pub(crate) sources: DataSources,
}

/// Builds the hub below `home`: headings, callouts, and the databases between them.
pub(crate) async fn build(
    client: &Client,
    home: &PageId,
    config: &Config,
    tables: &[Table],
) -> Result<Hub, CommandError> {
    let head = [
        BlockContent::heading(1, "Colophon & Daughters: operations"),
        BlockContent::callout(
            "📚",
            "The workshop at a glance. recto fills the tables below from the operations database; \
             change a row there, not here.",
        ),
        BlockContent::callout(
            "🔒",
            "This page is declared protected. recto reads its structure before and after each \
             push and has no way to write to it.",
        ),
        BlockContent::paragraph("Press start is at 07:30. Bring your own apron. ☕"),
    ];
    let page = NewPage::new(home.clone())
        .title("Operations hub")
        .children(head);
    let page = client.send(&CreatePage::new(page)).await?.id;
    let mut sources = DataSources::new();
    for (heading, names) in [
        ("Who we are", ["people"].as_slice()),
        ("What we do", &["projects", "tasks", "meetings"]),
        ("What we know", &["documents"]),
    ] {
        append(
            client,
            &page,
            [BlockContent::divider(), BlockContent::heading(2, heading)],
        )
        .await?;
        for table in config
            .tables
            .iter()
            .filter(|table| names.contains(&table.name.as_str()))
        {
            sources.insert(
                table.name.clone(),
                databases::create(client, &page, table).await?,
            );
        }
    }
    let foot = [
        BlockContent::divider(),
        BlockContent::heading(3, "Whom to ask"),
        BlockContent::paragraph("For the database: Platform. For paper: Supply. For glue: anyone."),
        BlockContent::callout("🧯", "Solvents stay in the steel cupboard."),
    ];
    append(client, &page, foot).await?;
    databases::relate(client, config, tables, &sources).await?;
    Ok(Hub { page, sources })
}

async fn append(
    client: &Client,
    page: &PageId,
    blocks: impl IntoIterator<Item = BlockContent>,
) -> Result<(), CommandError> {
    client
        .send(&AppendBlockChildren::new(
            page.clone(),
            AppendChildren::new(blocks),
        ))
        .await?;
    Ok(())
}
