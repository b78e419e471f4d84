//! The crate `notionrs`.

use std::collections::HashMap;

use futures::TryStreamExt as _;
use notionrs::Client;
use notionrs::r#trait::PaginateExt as _;
use notionrs_types::prelude::*;

use crate::{Checks, equal, told};

type Properties = HashMap<String, PageProperty>;

/// Runs every check.
pub async fn run(checks: &mut Checks, token: &str, home: &str) {
    let client = Client::new(token);
    checks.note("get_self, list_users and get_user", users(&client).await);
    let page = checks.note("create_page and get_page", page(&client, home).await);
    let Some(page) = page else { return };
    checks.note(
        "blocks made, listed, changed and deleted",
        blocks(&client, &page).await,
    );
    checks.note(
        "a data source made, filled and read whole",
        rows(&client, &page).await,
    );
    checks.note("comments", comments(&client, &page).await);
    checks.note("a file sent and attached", file(&client, &page).await);
    checks.note("Markdown read and written", markdown(&client, &page).await);
    checks.note("a page moved", moved(&client, &page).await);
    checks.note("search_page", search(&client, &page).await);
    checks.note("a wrong token is refused", refused(home).await);
}

fn title(text: &str) -> Properties {
    HashMap::from([(
        "title".to_owned(),
        PageProperty::Title(PageTitleProperty::from(text)),
    )])
}

async fn users(client: &Client) -> Result<(), String> {
    let me = client.get_self().send().await.map_err(told)?;
    let everyone = client.list_users().send().await.map_err(told)?;
    if everyone.results.len() < 2 {
        return Err(format!("{} users", everyone.results.len()));
    }
    drop(me);
    Ok(())
}

async fn make(client: &Client, parent: &str, name: &str) -> Result<String, String> {
    let request = client
        .create_page::<Properties>()
        .page_id(parent)
        .properties(title(name));
    let page = request.send().await.map_err(told)?;
    Ok(page.into_page().map_err(told)?.id)
}

async fn page(client: &Client, home: &str) -> Result<String, String> {
    let id = make(client, home, "Conformance (notionrs)").await?;
    let found = client
        .get_page::<Properties>()
        .page_id(&id)
        .send()
        .await
        .map_err(told)?;
    equal(found.id, id.clone())?;
    Ok(id)
}

async fn blocks(client: &Client, page: &str) -> Result<(), String> {
    let paragraph = |text: &str| Block::Paragraph {
        paragraph: ParagraphBlock::default().rich_text(vec![RichText::from(text)]),
    };
    // No more than a page of the list: the package gives the cursor that it was given for the next
    // one, and so ends after the first.
    let children: Vec<_> = (0..90).map(|n| paragraph(&format!("line {n}"))).collect();
    for part in children.chunks(60) {
        let request = client.append_block_children().block_id(page);
        let made = request.children(part.to_vec()).send().await.map_err(told)?;
        equal(made.results.len(), part.len())?;
    }
    let all: Vec<BlockResponse> = client
        .get_block_children()
        .block_id(page)
        .into_stream()
        .try_collect()
        .await
        .map_err(told)?;
    equal(all.len(), 90)?;
    let first = all[0].id.clone();
    let changed = client
        .update_block()
        .block_id(&first)
        .block(paragraph("changed"))
        .send()
        .await
        .map_err(told)?;
    match changed.block {
        Block::Paragraph { paragraph } => equal(paragraph.rich_text.len(), 1)?,
        other => return Err(format!("{other:?}")),
    }
    client
        .delete_block()
        .block_id(&first)
        .send()
        .await
        .map_err(told)?;
    Ok(())
}

async fn rows(client: &Client, page: &str) -> Result<(), String> {
    let database = client
        .create_database()
        .page_id(page)
        .title(vec![RichText::from("Database")])
        .send()
        .await
        .map_err(told)?;
    let schema = HashMap::from([
        (
            "Name".to_owned(),
            DataSourceProperty::Title(DataSourceTitleProperty::default()),
        ),
        (
            "Done".to_owned(),
            DataSourceProperty::Checkbox(DataSourceCheckboxProperty::default()),
        ),
    ]);
    let source = client
        .create_data_source()
        .database_id(&database.id)
        .title(vec![RichText::from("Source")])
        .properties(schema)
        .send()
        .await
        .map_err(told)?;
    for n in 0..105 {
        let name = PageProperty::Title(PageTitleProperty::from(format!("Row {n}").as_str()));
        client
            .create_page::<Properties>()
            .data_source_id(&source.id)
            .properties(HashMap::from([("Name".to_owned(), name)]))
            .send()
            .await
            .map_err(told)?;
    }
    let all: Vec<PageResponse> = client
        .query_data_source()
        .data_source_id(&source.id)
        .into_stream()
        .try_collect()
        .await
        .map_err(told)?;
    equal(all.len(), 105)
}

async fn comments(client: &Client, page: &str) -> Result<(), String> {
    client
        .create_comment()
        .page_id(page)
        .rich_text(vec![RichText::from("noted")])
        .send()
        .await
        .map_err(told)?;
    let found = client
        .retrieve_comments()
        .block_id(page)
        .send()
        .await
        .map_err(told)?;
    equal(found.results.len(), 1)
}

async fn file(client: &Client, page: &str) -> Result<(), String> {
    let upload = client
        .create_file_upload()
        .mode(notionrs::client::file_upload::create_file_upload::FileUploadMode::SinglePart)
        .send()
        .await
        .map_err(told)?;
    let sent = client
        .send_file_upload()
        .file_upload_id(upload.id)
        .file(b"some notes".to_vec())
        .filename("notes.txt")
        .content_type("text/plain")
        .send()
        .await
        .map_err(told)?;
    let file = Block::File {
        file: File::ApiUploaded(ApiUploadedFile {
            file_upload: ApiUploadedFileParameter { id: sent.id },
        }),
    };
    let made = client
        .append_block_children()
        .block_id(page)
        .children(vec![file])
        .send()
        .await
        .map_err(told)?;
    equal(made.results.len(), 1)
}

async fn markdown(client: &Client, page: &str) -> Result<(), String> {
    let page = make(client, page, "Markdown").await?;
    let changed = client
        .update_page_markdown()
        .page_id(&page)
        .insert_content("# Heading\n\nA line.")
        .send()
        .await
        .map_err(told)?
        .into_markdown()
        .map_err(told)?;
    equal(changed.id, page.clone())?;
    let read = client
        .get_page_markdown()
        .page_id(&page)
        .send()
        .await
        .map_err(told)?;
    equal(read.markdown.contains("# Heading"), true)
}

async fn moved(client: &Client, page: &str) -> Result<(), String> {
    let from = make(client, page, "Moves").await?;
    let to = make(client, page, "Stays").await?;
    client
        .move_page::<Properties>()
        .source_page_id(&from)
        .destination_page_id(&to)
        .send()
        .await
        .map_err(told)?;
    let below = client
        .get_block_children()
        .block_id(&to)
        .send()
        .await
        .map_err(told)?;
    let ids: Vec<_> = below.results.into_iter().map(|block| block.id).collect();
    equal(ids, vec![from])
}

async fn search(client: &Client, page: &str) -> Result<(), String> {
    let found = client
        .search_page()
        .query("Conformance (notionrs)")
        .send()
        .await
        .map_err(told)?;
    equal(found.results.iter().any(|found| found.id == page), true)
}

async fn refused(home: &str) -> Result<(), String> {
    let wrong = Client::new("ntn_wrong");
    match wrong.get_page::<Properties>().page_id(home).send().await {
        Ok(_) => Err("a wrong token was accepted".to_owned()),
        Err(error) => equal(told(error).contains("401"), true),
    }
}
