//! The crate `notion-client`.

use std::collections::BTreeMap;

use notion_client::NotionClientError;
use notion_client::endpoints::Client;
use notion_client::endpoints::blocks::append::request::AppendBlockChildrenRequest;
use notion_client::endpoints::blocks::update::request::UpdateABlockRequest;
use notion_client::endpoints::comments::create::request::CreateCommentRequest;
use notion_client::endpoints::databases::query::request::QueryDatabaseRequest;
use notion_client::endpoints::pages::create::request::CreateAPageRequest;
use notion_client::endpoints::pages::update::request::UpdatePagePropertiesRequest;
use notion_client::endpoints::search::title::request::SearchByTitleRequest;
use notion_client::objects::block::Block;
use notion_client::objects::page::PageProperty;
use notion_client::objects::parent::Parent;
use notion_client::objects::rich_text::RichText;
use serde_json::{Value, json};

use crate::{Checks, equal, told};

/// Runs every check.
pub async fn run(checks: &mut Checks, token: &str, home: &str) {
    let client = match Client::new(token.to_owned(), None) {
        Ok(client) => client,
        Err(error) => {
            checks.note::<()>("a client", Err(told(error)));
            return;
        }
    };
    checks.note("users", users(&client).await);
    let Some(page) = checks.note("a page made and read", page(&client, home).await) else {
        return;
    };
    checks.note(
        "blocks made, listed and deleted",
        blocks(&client, &page).await,
    );
    checks.note(
        "a data source filled and queried",
        rows(&client, &page).await,
    );
    checks.note("comments", comments(&client, &page).await);
    checks.note("search_by_title", search(&client, &page).await);
    checks.note("a page to the trash", trash(&client, &page).await);
    checks.note("a wrong id is refused", refused(&client).await);
}

/// A value of the package's, from JSON as the service writes it.
fn value<T: serde::de::DeserializeOwned>(json: Value) -> Result<T, String> {
    serde_json::from_value(json).map_err(told)
}

fn text(content: &str) -> Value {
    json!([{
        "type": "text",
        "text": {"content": content, "link": null},
        "annotations": {
            "bold": false, "italic": false, "strikethrough": false,
            "underline": false, "code": false, "color": "default",
        },
        "plain_text": content,
        "href": null,
    }])
}

async fn users(client: &Client) -> Result<(), String> {
    let users = &client.users;
    let me = users.retrieve_your_tokens_bot_user().await.map_err(told)?;
    let all = users.list_all_users(None, Some(100)).await.map_err(told)?;
    equal(all.results.len() >= 2, true)?;
    drop(me);
    Ok(())
}

async fn make(client: &Client, parent: Parent, name: &str, at: &str) -> Result<String, String> {
    let property: PageProperty =
        value(json!({"id": "title", "type": "title", "title": text(name)}))?;
    let request = CreateAPageRequest {
        parent,
        properties: BTreeMap::from([(at.to_owned(), property)]),
        ..Default::default()
    };
    Ok(client.pages.create_a_page(request).await.map_err(told)?.id)
}

async fn page(client: &Client, home: &str) -> Result<String, String> {
    let parent = Parent::PageId {
        page_id: home.to_owned(),
    };
    let id = make(client, parent, "Conformance (notion-client)", "title").await?;
    let found = client
        .pages
        .retrieve_a_page(&id, None)
        .await
        .map_err(told)?;
    equal(found.id, id.clone())?;
    Ok(id)
}

async fn blocks(client: &Client, page: &str) -> Result<(), String> {
    let paragraph = |content: &str| -> Result<Block, String> {
        value(json!({
            "type": "paragraph",
            "paragraph": {"rich_text": text(content), "color": "default"},
        }))
    };
    let children = (0..7)
        .map(|n| paragraph(&format!("line {n}")))
        .collect::<Result<Vec<_>, _>>()?;
    let request = AppendBlockChildrenRequest {
        children,
        ..Default::default()
    };
    client
        .blocks
        .append_block_children(page, request)
        .await
        .map_err(told)?;
    let mut ids = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let list = client
            .blocks
            .retrieve_block_children(page, cursor.as_deref(), Some(3))
            .await
            .map_err(told)?;
        ids.extend(list.results.into_iter().filter_map(|block| block.id));
        cursor = list.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    equal(ids.len(), 7)?;
    let changed = paragraph("changed")?;
    let request = UpdateABlockRequest {
        block: Some(changed),
        ..Default::default()
    };
    client
        .blocks
        .update_a_block(&ids[0], request)
        .await
        .map_err(told)?;
    client.blocks.delete_a_block(&ids[1]).await.map_err(told)?;
    Ok(())
}

async fn rows(client: &Client, page: &str) -> Result<(), String> {
    let request = value(json!({
        "parent": {"type": "page_id", "page_id": page},
        "title": text("Table"),
        "properties": {"Name": {"type": "title", "title": {}}},
    }))?;
    // The database is made, but the package cannot read it: it wants `properties`, which databases
    // have not had since 2025-09-03. What it could not read is in its error.
    let made = match client.databases.create_a_database(request).await {
        Err(NotionClientError::FailedToDeserialize { body, .. }) => body,
        other => {
            return Err(format!(
                "the package has learned to read databases: {other:?}"
            ));
        }
    };
    let database: Value = serde_json::from_str(&made).map_err(told)?;
    let source = database
        .pointer("/data_sources/0/id")
        .and_then(Value::as_str)
        .ok_or_else(|| format!("no data source in {made}"))?
        .to_owned();
    client
        .data_sources
        .retrieve_a_data_source(&source)
        .await
        .map_err(told)?;
    for n in 0..5 {
        let parent = Parent::DataSourceId {
            data_source_id: source.clone(),
        };
        make(client, parent, &format!("Row {n}"), "Name").await?;
    }
    let mut seen = 0;
    let mut cursor = None;
    loop {
        let request = QueryDatabaseRequest {
            page_size: Some(2),
            start_cursor: cursor,
            ..Default::default()
        };
        let list = client
            .data_sources
            .query_a_data_source(&source, request)
            .await
            .map_err(told)?;
        seen += list.results.len();
        cursor = list.next_cursor;
        if cursor.is_none() {
            return equal(seen, 5);
        }
    }
}

async fn comments(client: &Client, page: &str) -> Result<(), String> {
    let rich_text: Vec<RichText> = value(text("noted"))?;
    let request = CreateCommentRequest {
        parent: Some(Parent::PageId {
            page_id: page.to_owned(),
        }),
        rich_text,
        ..Default::default()
    };
    client
        .comments
        .create_comment(request)
        .await
        .map_err(told)?;
    // The package calls the list of comments so.
    let list = client
        .comments
        .retrieve_a_user(page, None, None)
        .await
        .map_err(told)?;
    equal(list.results.len(), 1)
}

async fn search(client: &Client, page: &str) -> Result<(), String> {
    let request = SearchByTitleRequest {
        query: Some("Conformance (notion-client)".to_owned()),
        ..Default::default()
    };
    let found = client.search.search_by_title(request).await.map_err(told)?;
    let shown = serde_json::to_value(&found.results).map_err(told)?;
    equal(shown.to_string().contains(page), true)
}

async fn trash(client: &Client, page: &str) -> Result<(), String> {
    let request = UpdatePagePropertiesRequest {
        in_trash: Some(true),
        ..Default::default()
    };
    let page = client
        .pages
        .update_page_properties(page, request)
        .await
        .map_err(told)?;
    let shown = serde_json::to_value(&page).map_err(told)?;
    equal(shown.get("in_trash"), Some(&json!(true)))
}

async fn refused(client: &Client) -> Result<(), String> {
    match client.pages.retrieve_a_page("abc", None).await {
        Ok(_) => Err("a page without an id was found".to_owned()),
        Err(error) => equal(told(error).contains("path.page_id"), true),
    }
}
