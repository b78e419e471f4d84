//! A desk that takes uploads as the service does (documented), and loses requests and answers when
//! it is told to. Forms are read by a parser that is not ours.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures::stream;
use http::{Method, Request, Response, StatusCode};
use recto_client::{BoxError, Client, Pace, Retry, Token, Transport};
use serde_json::{Value, json};

use crate::scripted::{TOKEN, refusal};

pub(super) const MIB: usize = 1024 * 1024;

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It does not arrive.
    LostBefore,
    /// It does, and its answer does not.
    LostAfter,
    /// It is refused with this status, and nothing is done.
    Status(u16),
}

/// What a desk has of one upload.
#[derive(Debug, Clone, Default)]
pub(super) struct Upload {
    pub(super) mode: String,
    pub(super) filename: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) status: String,
    pub(super) total: Option<u64>,
    /// The parts: length and hash. A part that comes again takes the place of the first.
    pub(super) parts: BTreeMap<u32, (usize, u64)>,
    /// Names and types of the files as they were sent.
    pub(super) files: Vec<(String, String)>,
    /// How often it was asked after.
    looks: u32,
    import_error: Option<Value>,
}

#[derive(Default)]
struct State {
    uploads: BTreeMap<String, Upload>,
    log: Vec<String>,
    faults: Vec<(&'static str, VecDeque<Option<Fault>>)>,
    bytes: usize,
    limit: Option<u64>,
    import_error: Option<Value>,
    looks_until_import: u32,
}

/// The desk. Clones are the same desk.
#[derive(Clone, Default)]
pub(super) struct Desk(Arc<Mutex<State>>);

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

impl Desk {
    /// The faults of the next requests whose path ends so; `None` lets one through.
    pub(super) fn faults(&self, ending: &'static str, faults: &[Option<Fault>]) -> &Self {
        let faults = (ending, faults.iter().copied().collect());
        self.0.lock().unwrap().faults.push(faults);
        self
    }

    /// The largest file the workspace takes.
    pub(super) fn limit(&self, bytes: u64) {
        self.0.lock().unwrap().limit = Some(bytes);
    }

    /// Imports end when they were asked after so often, with this error or well.
    pub(super) fn imports(&self, looks: u32, error: Option<Value>) {
        let mut state = self.0.lock().unwrap();
        state.looks_until_import = looks;
        state.import_error = error;
    }

    /// Makes every upload one that expired.
    pub(super) fn expire(&self) {
        for upload in self.0.lock().unwrap().uploads.values_mut() {
            upload.status = "expired".to_owned();
        }
    }

    /// The requests that arrived, such as `POST send 2`.
    pub(super) fn log(&self) -> Vec<String> {
        self.0.lock().unwrap().log.clone()
    }

    pub(super) fn uploads(&self) -> Vec<Upload> {
        self.0.lock().unwrap().uploads.values().cloned().collect()
    }

    /// The only upload.
    pub(super) fn upload(&self) -> Upload {
        let mut all = self.uploads();
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    /// Bytes of files that arrived.
    pub(super) fn bytes(&self) -> usize {
        self.0.lock().unwrap().bytes
    }

    /// A client of this desk, in process.
    pub(super) fn client(&self) -> Client {
        self.client_with(Retry::default())
    }

    pub(super) fn client_with(&self, retry: Retry) -> Client {
        let desk = self.clone();
        let transport = Transport::new(tower::service_fn(move |request: Request<Bytes>| {
            let desk = desk.clone();
            async move { desk.handle(request).await }
        }));
        Client::builder(Token::parse(TOKEN).unwrap())
            .transport(transport)
            .pace(Pace::unlimited())
            .retry(retry)
            .build()
            .unwrap()
    }

    fn fault(&self, path: &str) -> Option<Fault> {
        let mut state = self.0.lock().unwrap();
        let faults = &mut state.faults;
        let faults = faults.iter_mut().find(|(end, _)| path.ends_with(end));
        faults?.1.pop_front()?
    }

    /// Answers one request, or fails as a connection does.
    pub(super) async fn handle(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, BoxError> {
        let path = request.uri().path().to_owned();
        let fault = self.fault(&path);
        if fault == Some(Fault::LostBefore) {
            return Err("connection reset by peer".into());
        }
        if let Some(Fault::Status(status)) = fault {
            let code = match status {
                409 => "conflict_error",
                _ => "bad_gateway",
            };
            return Ok(answer(status, &refusal(status, code, Value::Null)));
        }
        let (status, body) = self.work(request, &path).await;
        if fault == Some(Fault::LostAfter) {
            return Err("connection reset by peer".into());
        }
        Ok(answer(status, &body))
    }

    async fn work(&self, request: Request<Bytes>, path: &str) -> (u16, Value) {
        let segments: Vec<_> = path.trim_start_matches("/v1/").split('/').collect();
        let method = request.method().clone();
        match (&method, segments.as_slice()) {
            (&Method::GET, ["users", "me"]) => self.me(),
            (&Method::POST, ["file_uploads"]) => self.create(&request),
            (&Method::GET, ["file_uploads", id]) => self.look(id),
            (&Method::POST, ["file_uploads", id, "send"]) => self.send(id, request).await,
            (&Method::POST, ["file_uploads", id, "complete"]) => self.complete(id, &request),
            _ => (400, refusal(400, "invalid_request_url", Value::Null)),
        }
    }

    fn me(&self) -> (u16, Value) {
        let mut state = self.0.lock().unwrap();
        state.log.push("GET me".to_owned());
        let limits = json!({"max_file_upload_size_in_bytes": state.limit});
        let bot = json!({"owner": {"type": "workspace"}, "workspace_limits": limits});
        let me = json!({"object": "user", "id": "u", "type": "bot", "bot": bot});
        (200, me)
    }

    fn create(&self, request: &Request<Bytes>) -> (u16, Value) {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let text = |name: &str| Some(body[name].as_str()?.to_owned());
        let mut state = self.0.lock().unwrap();
        state.log.push("POST create".to_owned());
        let id = format!("3c0a5f4e-0f5b-81aa-9d54-{:012}", state.uploads.len());
        let upload = Upload {
            mode: text("mode").unwrap(),
            filename: text("filename"),
            content_type: text("content_type"),
            status: "pending".to_owned(),
            total: body["number_of_parts"].as_u64(),
            import_error: state.import_error.clone(),
            ..Upload::default()
        };
        let answer = shown(&id, &upload);
        state.uploads.insert(id, upload);
        (200, answer)
    }

    fn look(&self, id: &str) -> (u16, Value) {
        let mut state = self.0.lock().unwrap();
        state.log.push("GET".to_owned());
        let looks = state.looks_until_import;
        let Some(upload) = state.uploads.get_mut(id) else {
            return (404, refusal(404, "object_not_found", Value::Null));
        };
        upload.looks += 1;
        if upload.mode == "external_url" && upload.status == "pending" && upload.looks >= looks {
            let failed = upload.import_error.is_some();
            upload.status = if failed { "failed" } else { "uploaded" }.to_owned();
        }
        (200, shown(id, upload))
    }

    async fn send(&self, id: &str, request: Request<Bytes>) -> (u16, Value) {
        let form = read_form(request).await;
        let mut state = self.0.lock().unwrap();
        let number = form.part_number.unwrap_or(0);
        state.log.push(format!("POST send {number}"));
        let upload = state.uploads.get_mut(id).unwrap();
        let refused = (400, refusal(400, "validation_error", Value::Null));
        let several = upload.mode == "multi_part";
        if upload.status != "pending" || several != form.part_number.is_some() {
            return refused;
        }
        if upload
            .content_type
            .as_ref()
            .is_some_and(|kind| *kind != form.content_type)
        {
            return refused;
        }
        let length = form.data.len();
        let last = form.part_number.map(u64::from) == upload.total;
        if length > 20 * MIB || (several && !last && length < 5 * MIB) {
            return refused;
        }
        upload.parts.insert(number, (length, hash(&form.data)));
        upload.files.push((form.filename, form.content_type));
        if !several {
            upload.status = "uploaded".to_owned();
        }
        let answer = shown(id, upload);
        state.bytes += length;
        (200, answer)
    }

    fn complete(&self, id: &str, request: &Request<Bytes>) -> (u16, Value) {
        assert!(request.body().is_empty());
        let mut state = self.0.lock().unwrap();
        state.log.push("POST complete".to_owned());
        let upload = state.uploads.get_mut(id).unwrap();
        let there = (1..)
            .zip(upload.parts.keys())
            .all(|(want, have)| want == *have);
        if upload.status != "pending" || !there || Some(upload.parts.len() as u64) != upload.total {
            return (400, refusal(400, "validation_error", Value::Null));
        }
        upload.status = "uploaded".to_owned();
        (200, shown(id, upload))
    }
}

struct ReadForm {
    filename: String,
    content_type: String,
    data: Bytes,
    part_number: Option<u32>,
}

/// Reads a form with `multer`, and insists that it holds what it should and nothing else.
async fn read_form(request: Request<Bytes>) -> ReadForm {
    let content_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = multer::parse_boundary(content_type).unwrap();
    let body = stream::iter([Ok::<_, std::convert::Infallible>(request.into_body())]);
    let mut form = multer::Multipart::new(body, boundary);
    let mut read = ReadForm {
        filename: String::new(),
        content_type: String::new(),
        data: Bytes::new(),
        part_number: None,
    };
    let mut files = 0;
    while let Some(field) = form.next_field().await.unwrap() {
        match field.name().unwrap() {
            "part_number" => read.part_number = Some(field.text().await.unwrap().parse().unwrap()),
            "file" => {
                files += 1;
                read.filename = field.file_name().unwrap().to_owned();
                read.content_type = field.content_type().unwrap().to_string();
                read.data = field.bytes().await.unwrap();
            }
            other => panic!("a field named {other}"),
        }
    }
    assert_eq!(files, 1);
    read
}

fn shown(id: &str, upload: &Upload) -> Value {
    let mut shown = json!({
        "object": "file_upload", "id": id, "status": upload.status, "filename": upload.filename,
        "content_type": upload.content_type, "expiry_time": "2026-03-01T10:30:00.000Z",
    });
    if let Some(total) = upload.total {
        shown["number_of_parts"] = json!({"total": total, "sent": upload.parts.len()});
    }
    if upload.status == "failed" {
        shown["file_import_result"] = json!({
            "imported_time": "2026-03-01T09:30:00.000Z", "type": "error",
            "error": upload.import_error,
        });
    }
    shown
}

fn answer(status: u16, body: &Value) -> Response<Bytes> {
    let mut answer = Response::new(Bytes::from(body.to_string()));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap();
    answer
}
