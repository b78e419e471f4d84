//! Requests about pages, their Markdown and meeting notes: what is sent, and what may come back.

use http::Method;
use recto_api::block::{BlockContent, BlockPatch};
use recto_api::endpoint::{
    CreateMeetingNotes, CreatePage, CreatePageAsync, Endpoint, GetPageMarkdown, MovePage,
    QueryMeetingNotes, UpdateBlock, UpdatePageMarkdown, route,
};
use recto_api::ids::{BlockId, DataSourceId, FileUploadId, PageId};
use recto_api::markdown::{ContentUpdate, MarkdownAnswer, MarkdownPatch};
use recto_api::meeting_notes::{MeetingNotesFilter, MeetingNotesQuery, NewMeetingNotes};
use recto_api::page::{NewPage, PageAnswer};
use serde_json::{Value, json};

use crate::samples::{self, ID};

/// What a request sends, and that its path leads back to its operation.
fn sent<E: Endpoint>(request: &E) -> (String, Value) {
    let path = request.path_and_query();
    let bare = path.split('?').next().unwrap();
    let method = &E::OPERATION.route().method;
    assert_eq!(route(method, bare).unwrap().route.operation, E::OPERATION);
    let body = request.body().map(Result::unwrap).unwrap_or_default();
    let body = if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&body).unwrap()
    };
    (format!("{method} {path}"), body)
}

fn page() -> PageId {
    PageId::parse(ID).unwrap()
}

#[test]
fn a_page_moves_under_a_page_or_into_a_data_source() {
    let path = format!("POST /v1/pages/{ID}/move");
    assert_eq!(
        sent(&MovePage::new(page(), page())),
        (
            path.clone(),
            json!({"parent": {"type": "page_id", "page_id": ID}})
        )
    );
    let source = DataSourceId::parse(ID).unwrap();
    let parent = json!({"type": "data_source_id", "data_source_id": ID});
    assert_eq!(
        sent(&MovePage::new(page(), source)),
        (path, json!({"parent": parent}))
    );
}

#[test]
fn markdown_is_read_and_written() {
    let mut get = GetPageMarkdown::new(BlockId::parse(ID).unwrap());
    assert_eq!(
        sent(&get),
        (format!("GET /v1/pages/{ID}/markdown"), Value::Null)
    );
    get.include_transcript = true;
    assert!(
        get.path_and_query()
            .ends_with("/markdown?include_transcript=true")
    );
    let change = |patch: MarkdownPatch| {
        let (path, body) = sent(&UpdatePageMarkdown::new(page(), patch));
        assert_eq!(path, format!("PATCH /v1/pages/{ID}/markdown"));
        body
    };
    assert_eq!(
        change(MarkdownPatch::prepend("a").allow_async()),
        json!({"type": "insert_content", "insert_content":
            {"content": "a", "position": {"type": "start"}}, "allow_async": true})
    );
    assert_eq!(
        change(MarkdownPatch::insert_after("b…c", "a"))["insert_content"]["after"],
        "b…c"
    );
    assert_eq!(
        change(MarkdownPatch::replace_all("a").allow_deleting_content()),
        json!({"type": "replace_content", "replace_content":
            {"new_str": "a", "allow_deleting_content": true}})
    );
    assert_eq!(
        change(
            MarkdownPatch::replace([ContentUpdate::every("a", "b"), ("c", "d").into()])
                .allow_deleting_content()
        ),
        json!({"type": "update_content", "update_content": {"allow_deleting_content": true,
            "content_updates": [
                {"old_str": "a", "new_str": "b", "replace_all_matches": true},
                {"old_str": "c", "new_str": "d"}]}})
    );
}

#[test]
fn what_may_be_done_later_answers_with_the_thing_or_a_task() {
    let markdown = json!({"object": "page_markdown", "id": ID, "markdown": "# A",
        "truncated": false, "unknown_block_ids": []});
    let task = json!({"object": "async_task", "id": "task_1", "status": "queued"});
    let answer = |value: &Value| UpdatePageMarkdown::decode(value.to_string().as_bytes()).unwrap();
    let MarkdownAnswer::PageMarkdown(read) = answer(&markdown) else {
        panic!()
    };
    assert!(read.is_complete());
    let MarkdownAnswer::AsyncTask(read) = answer(&task) else {
        panic!()
    };
    assert_eq!(read.id.as_str(), "task_1");
    let cut = json!({"object": "page_markdown", "id": ID, "markdown": "",
        "unknown_block_ids": [ID]});
    let read = GetPageMarkdown::decode(cut.to_string().as_bytes()).unwrap();
    assert!(!read.is_complete());

    let page = samples::page().to_string();
    let request = CreatePageAsync::new(NewPage::new(self::page()).markdown("# A"));
    let (path, body) = sent(&request);
    assert_eq!(
        (path.as_str(), &body["allow_async"]),
        ("POST /v1/pages", &json!(true))
    );
    assert!(matches!(
        CreatePageAsync::decode(page.as_bytes()).unwrap(),
        PageAnswer::Page(_)
    ));
    assert!(matches!(
        CreatePageAsync::decode(task.to_string().as_bytes()).unwrap(),
        PageAnswer::AsyncTask(_)
    ));
    let (_, body) = sent(&CreatePage::new(NewPage::new(self::page())));
    assert_eq!(body.get("allow_async"), None);
}

#[test]
fn meeting_notes_are_made_and_found() {
    let upload = FileUploadId::parse(ID).unwrap();
    let notes = NewMeetingNotes::from_upload(upload, page())
        .title("Weekly")
        .language("en")
        .summary(true);
    assert_eq!(
        sent(&CreateMeetingNotes::new(notes)),
        (
            "POST /v1/blocks/meeting_notes".to_owned(),
            json!({
                "source": {"type": "file_upload", "file_upload_id": ID},
                "parent": {"type": "page_id", "page_id": ID},
                "title": "Weekly",
                "language": "en",
                "options": {"kickoff_summary": true},
            })
        )
    );
    let block = NewMeetingNotes::from_block(BlockId::parse(ID).unwrap());
    assert_eq!(
        sent(&CreateMeetingNotes::new(block)).1,
        json!({"source": {"type": "block", "block_id": ID}})
    );
    let any = MeetingNotesFilter::any([MeetingNotesFilter::title().is("a")]);
    let query = QueryMeetingNotes::new(MeetingNotesQuery::default().filter(any).limit(5));
    let (path, body) = sent(&query);
    assert_eq!(path, "POST /v1/blocks/meeting_notes/query");
    assert_eq!(body["filter"]["operator"], "or", "a joint stands as it is");
    assert_eq!(body["limit"], 5);
    assert_eq!(sent(&QueryMeetingNotes::default()).1, json!({}));
    // Documented without the usual frame of a list, recorded with it.
    for frame in [
        json!({"results": samples::blocks(), "has_more": true}),
        json!({"object": "list", "results": samples::blocks(), "next_cursor": null,
            "has_more": false, "type": "block", "block": {}}),
    ] {
        let list = QueryMeetingNotes::decode(frame.to_string().as_bytes()).unwrap();
        assert_eq!(list.results.len(), samples::blocks().len());
        assert_eq!(list.next(), None, "there is no cursor");
        assert_eq!(serde_json::to_value(&list).unwrap(), frame);
    }
}

#[test]
fn a_block_is_changed_by_its_new_content_alone() {
    let id = BlockId::parse(ID).unwrap();
    let (path, body) = sent(&UpdateBlock::new(id.clone(), BlockContent::paragraph("a")));
    assert_eq!(path, format!("{} /v1/blocks/{ID}", Method::PATCH));
    assert_eq!(
        body["paragraph"]["rich_text"][0]["text"]["content"], "a",
        "{body}"
    );
    let (_, body) = sent(&UpdateBlock::new(id, BlockPatch::default().in_trash(true)));
    assert_eq!(body, json!({"in_trash": true}));
}
