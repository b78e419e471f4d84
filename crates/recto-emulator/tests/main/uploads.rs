//! File uploads: announced, sent, completed, attached, fetched.

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};

use crate::support::{World, keys};

const MIB: usize = 1024 * 1024;

fn create(world: &World, body: &Value) -> Value {
    world.post("/v1/file_uploads", body)
}

/// Sends a form with a file, and a part number if there is one.
fn send(world: &World, upload: &Value, part: Option<usize>, content: &[u8]) -> (u16, Value) {
    let mut form = Vec::new();
    form.extend_from_slice(
        b"--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n\
          Content-Type: text/plain\r\n\r\n",
    );
    form.extend_from_slice(content);
    if let Some(part) = part {
        let field = format!(
            "\r\n--edge\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n{part}"
        );
        form.extend_from_slice(field.as_bytes());
    }
    form.extend_from_slice(b"\r\n--edge--\r\n");
    let path = format!("/v1/file_uploads/{}/send", upload["id"].as_str().unwrap());
    let mut request = world.request(Method::POST, &path, &Value::Null);
    *request.body_mut() = form.into();
    request.headers_mut().insert(
        "content-type",
        "multipart/form-data; boundary=edge".parse().unwrap(),
    );
    let response = world.emulator.handle(request);
    let status = response.status().as_u16();
    (status, serde_json::from_slice(response.body()).unwrap())
}

fn fetch(world: &World, url: &str) -> (u16, Bytes) {
    let request = Request::get(url).body(Bytes::new()).unwrap();
    let response = world.emulator.handle(request);
    (response.status().as_u16(), response.into_body())
}

#[test]
fn a_small_file_is_uploaded_attached_and_fetched() {
    let world = World::new();
    let upload = create(&world, &json!({}));
    assert_eq!(
        keys(&upload),
        [
            "object",
            "id",
            "created_time",
            "created_by",
            "last_edited_time",
            "expiry_time",
            "upload_url",
            "in_trash",
            "status",
            "filename",
            "content_type",
            "content_length",
            "request_id"
        ]
    );
    assert_eq!(&upload["id"].as_str().unwrap()[24..28], "00b2");
    let (status, sent) = send(&world, &upload, None, b"hello");
    assert_eq!(status, 200, "{sent}");
    assert_eq!(sent["status"], "uploaded");
    assert_eq!(sent["filename"], "notes.txt");
    assert_eq!(sent["content_type"], "text/plain");
    assert_eq!(sent["content_length"], 5);
    assert_eq!(sent.get("upload_url"), None);

    let file = json!({"type": "file_upload", "file_upload": {"id": upload["id"]}});
    let appended = world.patch(
        &format!("/v1/blocks/{}/children", world.home()),
        &json!({"children": [{"type": "file", "file": file}]}),
    );
    let block = &appended["results"][0]["file"];
    assert_eq!(block["type"], "file");
    assert_eq!(block["name"], "notes.txt");
    let url = block["file"]["url"].as_str().unwrap();
    let (status, content) = fetch(&world, url);
    assert_eq!((status, &content[..]), (200, &b"hello"[..]));
    let (status, _) = fetch(&world, &url.replace("signature=", "signature=0"));
    assert_eq!(status, 403);

    let read = world.get(&format!(
        "/v1/file_uploads/{}",
        upload["id"].as_str().unwrap()
    ));
    assert_eq!(
        read["expiry_time"],
        Value::Null,
        "what is attached does not expire"
    );
    world
        .clock
        .advance(std::time::Duration::from_secs(2 * 60 * 60));
    let (status, _) = fetch(&world, url);
    assert_eq!(status, 403, "an address lives an hour");
}

#[test]
fn a_file_in_parts_needs_them_all() {
    let world = World::new();
    let upload = create(
        &world,
        &json!({"mode": "multi_part", "filename": "big.txt", "number_of_parts": 2}),
    );
    let complete = format!(
        "/v1/file_uploads/{}/complete",
        upload["id"].as_str().unwrap()
    );
    assert_eq!(send(&world, &upload, Some(1), &vec![b'a'; 5 * MIB]).0, 200);
    let (status, problem) = world.call(Method::POST, &complete, &json!({}));
    assert_eq!(status, 400, "{problem}");
    assert_eq!(send(&world, &upload, Some(3), b"x").0, 400);
    let (status, sent) = send(&world, &upload, Some(2), b"the end");
    assert_eq!(
        (status, &sent["number_of_parts"]),
        (200, &json!({"total": 2, "sent": 2}))
    );
    let done = world.post(&complete, &json!({}));
    assert_eq!(done["status"], "uploaded");
    assert_eq!(done["content_length"], 5 * MIB + 7);
}

#[test]
fn what_cannot_be_sent_or_attached_is_refused() {
    let world = World::new();
    let upload = create(&world, &json!({"filename": "a.png"}));
    let (status, problem) = send(&world, &upload, None, b"text");
    assert_eq!(status, 400, "the name promised a picture: {problem}");
    let icon = json!({"icon": {"type": "file_upload", "file_upload": {"id": upload["id"]}}});
    let home = format!("/v1/pages/{}", world.home());
    let (status, problem) = world.call(Method::PATCH, &home, &icon);
    assert_eq!(status, 400);
    assert!(
        problem["message"].as_str().unwrap().contains("is pending"),
        "{problem}"
    );
    world
        .clock
        .advance(std::time::Duration::from_secs(2 * 60 * 60));
    let list = world.get("/v1/file_uploads?status=expired");
    assert_eq!(list["results"][0]["id"], upload["id"]);
    let (status, _) = world.call(
        Method::POST,
        "/v1/file_uploads",
        &json!({"mode": "multi_part", "filename": "a.txt"}),
    );
    assert_eq!(status, 400, "how many parts is not said");
}
