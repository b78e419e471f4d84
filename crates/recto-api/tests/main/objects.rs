//! Requests about comments, uploads, tasks, tokens, agents and sessions as they are written, and
//! what their answers say.

use std::time::Duration;

use http::Method;
use recto_api::agent::{Agent, AgentOperation, AgentStatus};
use recto_api::async_task::AsyncTask;
use recto_api::comment::{Comment, CommentPatch, NewComment};
use recto_api::endpoint::{
    BatchAgents, CancelSession, CompleteFileUpload, CreateComment, CreateFileUpload, CreateToken,
    Credential, DeleteAgent, DeleteComment, Endpoint, GetAgent, GetAgentInsights, GetAsyncTask,
    GetComment, GetFileUpload, GetSelf, GetSession, IntrospectToken, ListComments,
    ListCustomEmojis, ListFileUploads, ListTemplates, Operation, Paged, QueryAgents,
    QuerySessionEvents, QuerySessions, RevokeToken, SendFileUpload, UpdateAgentCreditLimit,
    UpdateAgentStatus, UpdateComment, UpdateSession,
};
use recto_api::error::ErrorCode;
use recto_api::file_upload::{FileUpload, FileUploadStatus, NewFileUpload};
use recto_api::ids::{
    AgentId, BlockId, CommentId, DataSourceId, DiscussionId, FileUploadId, SessionId,
};
use recto_api::list::List;
use recto_api::oauth::{TokenGrant, TokenRequest};
use recto_api::session::{SessionAction, SessionUpdate};
use recto_api::template::DataSourceTemplate;
use recto_api::version::Version;
use recto_api::wire::Decode;
use serde_json::{Value, json};

use crate::samples::ID;

/// Method, path with query, and JSON body of a request.
fn written<E: Endpoint>(request: &E) -> (Method, String, Value) {
    let body = request.payload().map_or(Value::Null, |payload| {
        let payload = payload.unwrap();
        assert_eq!(payload.content_type, "application/json");
        serde_json::from_slice(&payload.bytes).unwrap()
    });
    let method = E::OPERATION.route().method.clone();
    (method, request.path_and_query(), body)
}

fn get<E: Endpoint>(request: &E, path: &str) {
    let path = path.replace("ID", ID);
    assert_eq!(written(request), (Method::GET, path, Value::Null));
}

fn post<E: Endpoint>(request: &E, path: &str, body: Value) {
    let path = path.replace("ID", ID);
    assert_eq!(written(request), (Method::POST, path, body));
}

fn block() -> BlockId {
    BlockId::parse(ID).unwrap()
}

fn upload() -> FileUploadId {
    FileUploadId::parse(ID).unwrap()
}

fn session() -> SessionId {
    SessionId::parse(ID).unwrap()
}

#[test]
fn comments_are_asked_for_and_written() {
    let comment = CommentId::parse(ID).unwrap();
    get(&GetComment::new(comment.clone()), "/v1/comments/ID");
    let mut list = ListComments::new(block());
    list.page_size = Some(5);
    let next = list.starting_at("c d".to_owned());
    get(
        &next,
        "/v1/comments?block_id=ID&start_cursor=c%20d&page_size=5",
    );
    let run = json!([{"type": "text", "text": {"content": "Hello"}}]);
    let new = NewComment::text(block(), "Hello").attachments([upload()]);
    let body = json!({
        "parent": {"type": "block_id", "block_id": ID}, "rich_text": run,
        "attachments": [{"file_upload_id": ID, "type": "file_upload"}],
    });
    post(&CreateComment::new(new), "/v1/comments", body);
    // The id of a discussion stands in the link to it.
    let link = format!("https://www.notion.so/Page-{}?d={ID}", "0".repeat(32));
    let new = NewComment::markdown(DiscussionId::parse(&link).unwrap(), "*Hello*");
    let body = json!({"discussion_id": ID, "markdown": "*Hello*"});
    post(&CreateComment::new(new), "/v1/comments", body);

    let patch = UpdateComment::new(comment.clone(), CommentPatch::markdown("*Hello*"));
    let (method, path, body) = written(&patch);
    assert_eq!(
        (method, path),
        (Method::PATCH, format!("/v1/comments/{ID}"))
    );
    assert_eq!(body, json!({"markdown": "*Hello*"}));
    let (method, path, body) = written(&DeleteComment::new(comment));
    assert_eq!(
        (method, path),
        (Method::DELETE, format!("/v1/comments/{ID}"))
    );
    assert!(body.is_null());
}

#[test]
fn a_partial_comment_says_nothing() {
    let comment = Comment::decode(format!(r#"{{"object":"comment","id":"{ID}"}}"#).as_bytes());
    assert_eq!(comment.unwrap().plain_text(), "");
}

#[test]
fn uploads_are_asked_for_and_made() {
    get(&GetFileUpload::new(upload()), "/v1/file_uploads/ID");
    let list = ListFileUploads {
        status: Some(FileUploadStatus::Uploaded),
        ..ListFileUploads::default()
    };
    let path = "/v1/file_uploads?status=uploaded&start_cursor=c";
    get(&list.starting_at("c".to_owned()), path);
    let new = NewFileUpload::multi_part("a.pdf", 3).content_type("application/pdf");
    let body = json!({
        "mode": "multi_part", "filename": "a.pdf", "content_type": "application/pdf",
        "number_of_parts": 3,
    });
    post(&CreateFileUpload::new(new), "/v1/file_uploads", body);
    let new = NewFileUpload::external_url("a.pdf", "https://example.com/a.pdf");
    let body = json!({
        "mode": "external_url", "filename": "a.pdf", "external_url": "https://example.com/a.pdf",
    });
    post(&CreateFileUpload::new(new), "/v1/file_uploads", body);
    let complete = CompleteFileUpload::new(upload());
    assert!(complete.payload().is_none());
    assert_eq!(
        complete.path_and_query(),
        format!("/v1/file_uploads/{ID}/complete")
    );
}

#[test]
fn a_file_is_sent_as_a_form() {
    let part = SendFileUpload::part(upload(), 2, "a.txt", "text/plain", "Hello");
    assert_eq!(part.path_and_query(), format!("/v1/file_uploads/{ID}/send"));
    let payload = part.payload().unwrap().unwrap();
    assert!(
        payload
            .content_type
            .starts_with("multipart/form-data; boundary=recto-")
    );
    let text = String::from_utf8(payload.bytes.to_vec()).unwrap();
    assert!(text.contains("name=\"part_number\"\r\n\r\n2\r\n"), "{text}");
    assert!(
        text.contains("name=\"file\"; filename=\"a.txt\"\r\n"),
        "{text}"
    );
    let whole = SendFileUpload::new(upload(), "a.txt", "text/plain", "Hello");
    let payload = whole.payload().unwrap().unwrap();
    assert!(!payload.bytes.windows(4).any(|window| window == b"part"));
}

#[test]
fn an_import_that_failed_says_why() {
    let text = format!(
        r#"{{"object":"file_upload","id":"{ID}","status":"failed","file_import_result":
        {{"type":"error","error":{{"code":"too_large"}},"imported_time":"2026-03-01"}}}}"#
    );
    let upload = FileUpload::decode(text.as_bytes()).unwrap();
    assert!(!upload.is_uploaded());
    assert_eq!(
        upload.import_error().unwrap().code.as_str(),
        Some("too_large")
    );
}

#[test]
fn emojis_templates_and_tasks_are_asked_for() {
    get(
        &ListCustomEmojis::named("bufo"),
        "/v1/custom_emojis?name=bufo",
    );
    get(&GetAsyncTask::new("task_1"), "/v1/async_tasks/task_1");
    let mut list = ListTemplates::new(DataSourceId::parse(ID).unwrap());
    list.name = Some("min".to_owned());
    get(&list, "/v1/data_sources/ID/templates?name=min");
    assert!(
        !Operation::ListTemplates
            .route()
            .is_mounted(Version::V2022_06_28)
    );
}

#[test]
fn templates_are_a_list_like_any_other_and_are_written_as_they_came() {
    let body = json!({
        "templates": [{"id": ID, "name": "Minutes", "is_default": true}, 7],
        "has_more": true, "next_cursor": ID,
    });
    let read = ListTemplates::decode(body.to_string().as_bytes()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), body);
    let list: List<DataSourceTemplate> = read.into();
    assert_eq!(list.next(), Some(ID));
    let valid: Vec<_> = list
        .results
        .into_iter()
        .filter_map(|one| one.valid())
        .collect();
    assert_eq!(valid[0].name.as_str(), Some("Minutes"));
    assert_eq!(valid.len(), 1);
}

#[test]
fn a_task_knows_when_it_is_over_and_when_to_ask_again() {
    let task = |rest: &str| {
        let text = format!(r#"{{"object":"async_task","id":"task_1",{rest}}}"#);
        AsyncTask::decode(text.as_bytes()).unwrap()
    };
    let running = task(r#""status":"running","poll_after_seconds":0.5"#);
    assert!(!running.is_over());
    assert_eq!(running.poll_after(), Some(Duration::from_millis(500)));
    for odd in ["-1", "1e300", "null", "\"2\""] {
        let odd = task(&format!(r#""status":"queued","poll_after_seconds":{odd}"#));
        assert_eq!(odd.poll_after(), None, "{odd:?}");
    }
    assert!(!task(r#""status":"resting""#).is_over());
    let error = r#"{"object":"error","status":409,"code":"row_limit_exceeded","message":"m"}"#;
    let failed = task(&format!(r#""status":"failed","error":{error}"#));
    assert!(failed.is_over());
    let body = failed.error.value().unwrap().body();
    assert_eq!(
        (body.status, &body.code),
        (409, &ErrorCode::RowLimitExceeded)
    );
}

#[test]
fn tokens_are_asked_for_with_id_and_secret() {
    assert_eq!(GetSelf::CREDENTIAL, Credential::Bearer);
    for credential in [
        CreateToken::CREDENTIAL,
        IntrospectToken::CREDENTIAL,
        RevokeToken::CREDENTIAL,
    ] {
        assert_eq!(credential, Credential::Basic);
    }
    let request = CreateToken::new(TokenRequest::refresh_token("nrt_hunter2"));
    assert!(!format!("{request:?}").contains("hunter2"));
    let body = json!({"grant_type": "refresh_token", "refresh_token": "nrt_hunter2"});
    post(&request, "/v1/oauth/token", body);
    let token = json!({"token": "ntn_hunter2"});
    post(
        &IntrospectToken::new("ntn_hunter2"),
        "/v1/oauth/introspect",
        token.clone(),
    );
    let request = RevokeToken::new("ntn_hunter2");
    assert!(!format!("{request:?}").contains("hunter2"));
    post(&request, "/v1/oauth/revoke", token);
}

#[test]
fn a_grant_knows_its_user_and_hides_its_tokens() {
    let grant = |owner: Value| {
        let body = json!({
            "access_token": "ntn_hunter2", "refresh_token": "nrt_hunter2", "owner": owner,
        });
        TokenGrant::decode(body.to_string().as_bytes()).unwrap()
    };
    let user = json!({"type": "user", "user": {"object": "user", "id": ID}});
    let read = grant(user);
    assert_eq!(read.user().unwrap().id.as_str(), ID);
    assert!(!format!("{read:?}").contains("hunter2"));
    assert!(
        grant(json!({"type": "workspace", "workspace": true}))
            .user()
            .is_none()
    );
    assert!(grant(json!("hidden")).user().is_none());
}

#[test]
fn agents_are_asked_for_and_changed() {
    let mut one = GetAgent::new(AgentId::notion_ai());
    one.verbose = Some(true);
    get(&one, "/v1/agents/notion_ai?verbose=true");
    let mut insights = GetAgentInsights::new(ID);
    get(&insights, "/v1/agents/ID/insights");
    insights.between = Some((1, 2));
    get(&insights, "/v1/agents/ID/insights?start_time=1&end_time=2");
    let query = QueryAgents::default().starting_at("c".to_owned());
    post(&query, "/v1/agents/query", json!({"start_cursor": "c"}));
    let operations = [
        AgentOperation::update_status(ID, AgentStatus::Disabled),
        AgentOperation::update_credit_limit(ID, None),
        AgentOperation::delete(ID),
    ];
    let body = json!({"operations": [
        {"action": "update_status", "agent_id": ID, "fields": {"status": "disabled"}},
        {"action": "update_credit_limit", "agent_id": ID, "fields": {"credit_limit": null}},
        {"action": "delete", "agent_id": ID},
    ]});
    post(&BatchAgents::new(operations), "/v1/agents/batch", body);
    let (method, path, body) = written(&UpdateAgentCreditLimit::new(ID, Some(5)));
    assert_eq!(
        (method, path),
        (Method::PATCH, format!("/v1/agents/{ID}/credit_limit"))
    );
    assert_eq!(body, json!({"credit_limit": 5}));
    let (method, path, body) = written(&UpdateAgentStatus::new(ID, AgentStatus::Active));
    assert_eq!(
        (method, path),
        (Method::PATCH, format!("/v1/agents/{ID}/status"))
    );
    assert_eq!(body, json!({"status": "active"}));
    let (method, path, _) = written(&DeleteAgent::new(ID));
    assert_eq!((method, path), (Method::DELETE, format!("/v1/agents/{ID}")));
}

#[test]
fn what_an_agent_hides_is_neither_there_nor_absent() {
    let body = json!({
        "object": "agent", "id": ID, "credit_limit": "hidden", "triggers": [],
        "has_unpublished_changes": true, "last_run_at": null, "created_by": "who knows",
    });
    let agent = Agent::decode(body.to_string().as_bytes()).unwrap();
    assert!(agent.credit_limit.value().unwrap().is_hidden());
    assert_eq!(agent.credit_limit.shown(), None);
    assert_eq!(agent.has_unpublished_changes.shown(), Some(&true));
    assert_eq!(agent.triggers.shown().map(Vec::len), Some(0));
    assert!(agent.last_run_at.is_null());
    assert!(!agent.created_by.value().unwrap().is_hidden());
    assert_eq!(serde_json::to_value(&agent).unwrap(), body);
}

#[test]
fn sessions_are_asked_for_and_talked_to() {
    get(&GetSession::new(session()), "/v1/sessions/ID");
    let query = QuerySessions::default().starting_at("c".to_owned());
    post(&query, "/v1/sessions/query", json!({"start_cursor": "c"}));
    let events = QuerySessionEvents::new(session()).starting_at("c".to_owned());
    post(
        &events,
        "/v1/sessions/ID/events/query",
        json!({"start_cursor": "c"}),
    );
    let update = SessionUpdate::message("Hello")
        .agent(AgentId::notion_ai())
        .session(session())
        .attachments([upload()]);
    let body = json!({
        "message": "Hello", "agent_id": "notion_ai", "session_id": ID,
        "attachments": [{"type": "file_upload", "file_upload": {"id": ID}}],
    });
    post(&UpdateSession::new(update), "/v1/sessions", body);
    let update = SessionUpdate::actions(session(), [SessionAction::approve("a1")]);
    let action = json!({"action_id": "a1", "option_id": "approve"});
    let body = json!({"session_id": ID, "actions": [action]});
    post(&UpdateSession::new(update), "/v1/sessions", body);
    let mut cancel = CancelSession::new(session());
    post(&cancel, "/v1/sessions/ID/cancel", Value::Null);
    cancel.event_id = Some("e1".into());
    post(&cancel, "/v1/sessions/ID/cancel", json!({"event_id": "e1"}));
}
