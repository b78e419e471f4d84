//! Writes that were saved though their answer failed.

use http::Method;
use recto_api::block::{AppendChildren, BlockContent, BlockPatch};
use recto_api::database::NewDatabase;
use recto_api::endpoint::{
    AppendBlockChildren, CreateDatabase, CreatePage, DeleteBlock, GetPage, MovePage, Operation,
    UpdateBlock, UpdatePage,
};
use recto_api::ids::{BlockId, PageId};
use recto_api::list::Element;
use recto_api::page::{NewPage, PagePatch};
use recto_api::schema::Schema;
use recto_client::Error;
use recto_emulator::{Emulator, Fault};
use serde_json::{Value, json};

use crate::scripted::Script;
use crate::support::client;

const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";
const CHILD: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222";

fn saved(data: &Value) -> Script {
    let mut data = data.clone();
    data["retry_guidance"] = json!(["Do not repeat the write."]);
    Script::new().refuse(503, "service_unavailable", data)
}

fn created() -> Value {
    json!({"committed_resource_id": ID.replace('-', "")})
}

fn page() -> Value {
    json!({"object": "page", "id": ID, "properties": {}})
}

fn block(id: &str) -> Value {
    json!({"object": "block", "id": id, "type": "divider", "divider": {}})
}

fn assert_read(script: &Script, path_and_query: &str) {
    assert_eq!((script.count(), script.left()), (2, 0));
    let read = script.request(1);
    assert_eq!(read.method(), Method::GET);
    assert_eq!(
        read.uri().path_and_query().unwrap().as_str(),
        path_and_query
    );
    assert!(read.body().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_was_saved_is_read_once_and_answered_with() {
    let home = PageId::parse(ID).unwrap();

    let script = saved(&created()).json(200, &page());
    let mut create = CreatePage::new(NewPage::new(home.clone()));
    create.filter_properties = vec!["a b".to_owned()];
    let page_made = script.client().send(&create).await.unwrap();
    assert_eq!(page_made.id, home);
    assert_read(&script, &format!("/v1/pages/{ID}?filter_properties=a%20b"));

    // An update knows itself what it changed.
    let script = saved(&json!({})).json(200, &page());
    let update = UpdatePage::new(home.clone(), PagePatch::default().in_trash(true));
    script.client().send(&update).await.unwrap();
    assert_read(&script, &format!("/v1/pages/{ID}"));

    let script = saved(&created()).json(200, &json!({"object": "database", "id": ID}));
    let new = NewDatabase::new(home.clone(), "Birds", Schema::default());
    let database = script.client().send(&CreateDatabase::new(new)).await;
    assert_eq!(database.unwrap().id.as_str(), ID);
    assert_read(&script, &format!("/v1/databases/{ID}"));

    let script = saved(&json!({})).json(200, &block(ID));
    let update = UpdateBlock::new(home.clone(), BlockPatch::default().in_trash(true));
    script.client().send(&update).await.unwrap();
    assert_read(&script, &format!("/v1/blocks/{ID}"));

    let script = saved(&json!({})).json(200, &block(ID));
    let delete = DeleteBlock::new(home.clone());
    script.client().send(&delete).await.unwrap();
    assert_read(&script, &format!("/v1/blocks/{ID}"));

    let script = saved(&json!({})).json(200, &page());
    let target = PageId::parse(CHILD).unwrap();
    script
        .client()
        .send(&MovePage::new(home, target))
        .await
        .unwrap();
    assert_read(&script, &format!("/v1/pages/{ID}"));
}

#[tokio::test(start_paused = true)]
async fn an_append_is_answered_with_its_children() {
    let parent = BlockId::parse(ID).unwrap();
    let append = AppendBlockChildren::new(parent, AppendChildren::new([BlockContent::divider()]));
    let data = json!({"committed_resource_id": ID, "committed_child_ids": [CHILD]});
    let list = json!({"object": "list", "results": [block(CHILD), block(ID)]});
    let script = saved(&data).json(200, &list);
    let list = script.client().send(&append).await.unwrap();
    // As in the answer itself, what follows comes behind.
    let ids: Vec<_> = list
        .results
        .into_iter()
        .filter_map(Element::valid)
        .map(|b| b.id)
        .collect();
    assert_eq!(
        ids.iter().map(BlockId::as_str).collect::<Vec<_>>(),
        [CHILD, ID]
    );
    assert_read(
        &script,
        &format!("/v1/blocks/{ID}/children?start_cursor={CHILD}"),
    );

    // Without ids there is nothing to read.
    let script = saved(&json!({"committed_resource_id": ID}));
    let error = script.client().send(&append).await.unwrap_err();
    assert!(error.committed().is_some());
    assert_eq!(script.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_stays_an_error_that_says_it_was_saved() {
    let create = CreatePage::new(NewPage::new(PageId::parse(ID).unwrap()));
    let scripts = [
        saved(&created()).refuse(404, "object_not_found", Value::Null),
        saved(&created()).text(200, "text/html", "<html>"),
        // No id, or one that leads elsewhere.
        saved(&json!({})),
        saved(&json!({"committed_resource_id": "../users/me"})),
    ];
    for script in scripts {
        let error = script.client().send(&create).await.unwrap_err();
        assert!(error.committed().is_some(), "{error}");
        assert!(matches!(error, Error::Api(_)));
        assert_eq!(script.left(), 0);
        let writes = (0..script.count()).filter(|n| script.request(*n).method() == Method::POST);
        assert_eq!(writes.count(), 1, "it is never written twice");
    }
}

#[tokio::test]
async fn the_emulator_saves_and_the_client_reads() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    emulator.fault(Fault::saved_without_answer().on(Operation::CreatePage));
    let new = NewPage::new(emulator.root_page_id()).title("Made");
    let made = client.send(&CreatePage::new(new)).await.unwrap();
    assert_eq!(made.title().as_deref(), Some("Made"));
    assert_eq!(client.usage().writes, 1);

    let texts = |from: u32, to: u32| {
        let lines = (from..to).map(|line| BlockContent::paragraph(line.to_string()));
        AppendChildren::new(lines)
    };
    let first = AppendBlockChildren::new(made.id.clone(), texts(0, 4));
    let first = client.send(&first).await.unwrap();
    let Element::Valid(second) = &first.results[1] else {
        panic!("a block")
    };
    let append = texts(10, 12).after(second.id.clone());
    let append = AppendBlockChildren::new(made.id.clone(), append);
    emulator.fault(Fault::saved_without_answer().on(Operation::AppendBlockChildren));
    let list = client.send(&append).await.unwrap();
    let texts: Vec<String> = list
        .results
        .into_iter()
        .filter_map(Element::valid)
        .map(|block| block.plain_text())
        .collect();
    assert_eq!(texts, ["10", "11", "2", "3"]);
    client.send(&GetPage::new(made.id)).await.unwrap();
}
