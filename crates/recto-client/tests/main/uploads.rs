//! Uploads, from bytes, files, readers and the web, to a desk that loses things.

mod desk;
mod emulator;
mod wire;

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use recto_api::file::{File, Icon};
use recto_client::upload::{Progress, UploadError};
use recto_client::{Error, Retry};
use serde_json::json;
use tokio::io::{AsyncRead, ReadBuf};

use self::desk::{Desk, Fault, MIB, hash};

/// Bytes that differ from place to place.
fn noise(length: usize) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(7);
    let mut bytes = vec![0; length];
    rng.fill(&mut bytes);
    bytes
}

#[tokio::test]
async fn a_small_file_goes_in_one_part() {
    let desk = Desk::default();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&seen);
    let uploader = desk.client().upload();
    let uploader = uploader.progress(move |progress| reports.lock().unwrap().push(progress));
    let upload = uploader
        .bytes("Grüße \"x\".txt", "Hello\r\n--")
        .await
        .unwrap();

    assert_eq!(desk.log(), ["POST create", "POST send 0"]);
    let kept = desk.upload();
    assert_eq!(kept.mode, "single_part");
    assert_eq!(kept.filename.as_deref(), Some("Grüße \"x\".txt"));
    assert_eq!(kept.content_type.as_deref(), Some("text/plain"));
    assert_eq!(kept.parts[&0], (9, hash(b"Hello\r\n--")));
    // Browsers write a quote in a name like this, and servers know.
    let sent = ("Grüße %22x%22.txt".to_owned(), "text/plain".to_owned());
    assert_eq!(kept.files, [sent]);
    let all = Progress {
        sent: 9,
        size: 9,
        parts_sent: 1,
        parts: 1,
    };
    assert_eq!(*seen.lock().unwrap(), [all]);

    let file = serde_json::to_value(File::from(&upload)).unwrap();
    let reference = json!({"id": upload.id.as_str()});
    assert_eq!(
        file,
        json!({"name": "Grüße \"x\".txt", "type": "file_upload", "file_upload": reference})
    );
    let icon = serde_json::to_value(Icon::from(&upload)).unwrap();
    assert_eq!(
        icon,
        json!({"type": "file_upload", "file_upload": reference})
    );
    let cover = serde_json::to_value(upload.cover()).unwrap();
    assert_eq!(cover, icon);
}

#[tokio::test]
async fn a_type_is_said_guessed_or_left_to_the_service() {
    for (name, said, declared, sent) in [
        ("a.bin", Some("image/png"), Some("image/png"), "image/png"),
        ("a.pdf", None, Some("application/pdf"), "application/pdf"),
        ("a.bin", None, None, "application/octet-stream"),
    ] {
        let desk = Desk::default();
        let mut uploader = desk.client().upload();
        if let Some(said) = said {
            uploader = uploader.content_type(said);
        }
        uploader.bytes(name, "").await.unwrap();
        let kept = desk.upload();
        assert_eq!(kept.content_type.as_deref(), declared);
        assert_eq!(kept.files[0].1, sent);
    }
}

/// Gives noise, and knows how far it was read ahead of what the desk has.
struct Tap {
    data: Bytes,
    desk: Desk,
    read: usize,
    ahead: Arc<AtomicUsize>,
}

impl AsyncRead for Tap {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        room: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let length = room.remaining().min(self.data.len()).min(300_000);
        let piece = self.data.split_to(length);
        room.put_slice(&piece);
        self.read += length;
        let ahead = self.read - self.desk.bytes();
        self.ahead.fetch_max(ahead, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_large_file_goes_in_parts_and_is_not_read_ahead() {
    const SIZE: usize = 41 * MIB + 5;
    let desk = Desk::default();
    let data = Bytes::from(noise(SIZE));
    let ahead = Arc::new(AtomicUsize::new(0));
    let tap = Tap {
        data: data.clone(),
        desk: desk.clone(),
        read: 0,
        ahead: Arc::clone(&ahead),
    };
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reports = Arc::clone(&seen);
    let uploader = desk
        .client()
        .upload()
        .part_size(5 * MIB as u64)
        .concurrency(2);
    let uploader = uploader.progress(move |progress| reports.lock().unwrap().push(progress));
    let upload = uploader
        .reader("film.mp4", tap, Some(SIZE as u64))
        .await
        .unwrap();
    assert!(upload.is_uploaded());

    let kept = desk.upload();
    assert_eq!((kept.mode.as_str(), kept.total), ("multi_part", Some(9)));
    for (number, chunk) in (1..).zip(data.chunks(5 * MIB)) {
        assert_eq!(
            kept.parts[&number],
            (chunk.len(), hash(chunk)),
            "part {number}"
        );
    }
    assert_eq!(kept.parts.len(), 9);
    let ahead = ahead.load(Ordering::Relaxed);
    assert!(ahead <= 2 * 5 * MIB, "{ahead} bytes were read ahead");
    let log = desk.log();
    assert_eq!(log[..2], ["GET me", "POST create"]);
    assert_eq!(log.last().unwrap(), "POST complete");
    assert_eq!(log.len(), 12);

    let seen = seen.lock().unwrap();
    let parts: Vec<_> = seen.iter().map(|progress| progress.parts_sent).collect();
    assert_eq!(parts, (1..=9).collect::<Vec<_>>());
    let (last, size) = (seen.last().unwrap(), SIZE as u64);
    assert_eq!((last.sent, last.size, last.parts), (size, size, 9));
}

#[tokio::test(start_paused = true)]
async fn what_is_lost_on_the_way_is_sent_again_and_counts_once() {
    use Fault::{LostAfter, LostBefore, Status};
    let data = noise(21 * MIB);
    for fault in [LostBefore, LostAfter, Status(502), Status(409)] {
        let desk = Desk::default();
        desk.faults("/file_uploads", &[Some(fault)])
            .faults("/send", &[None, Some(fault), None, Some(fault)])
            .faults("/complete", &[Some(fault)]);
        let uploader = desk.client().upload().concurrency(1);
        let upload = uploader.bytes("film.mp4", data.clone()).await.unwrap();
        assert!(upload.is_uploaded(), "{fault:?}");
        let mut uploads = desk.uploads();
        // An upload that was made and not heard of is left to expire.
        assert_eq!(uploads.len(), if fault == LostAfter { 2 } else { 1 });
        let kept = uploads.pop().unwrap();
        assert_eq!(kept.status, "uploaded");
        for (number, chunk) in (1..).zip(data.chunks(10 * MIB)) {
            assert_eq!(kept.parts[&number], (chunk.len(), hash(chunk)), "{fault:?}");
        }
        let log = desk.log();
        let completed = log.iter().filter(|line| *line == "POST complete").count();
        assert_eq!(completed, 1, "{fault:?}: {log:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_whole_file_that_may_have_arrived_is_looked_for_before_it_is_sent_again() {
    use Fault::{LostAfter, LostBefore, Status};
    for (fault, log) in [
        (LostAfter, &["POST create", "POST send 0", "GET"][..]),
        (LostBefore, &["POST create", "GET", "POST send 0"]),
        (Status(500), &["POST create", "GET", "POST send 0"]),
    ] {
        let desk = Desk::default();
        desk.faults("/send", &[Some(fault)]);
        let upload = desk
            .client()
            .upload()
            .bytes("a.txt", "Hello")
            .await
            .unwrap();
        assert!(upload.is_uploaded());
        assert_eq!(desk.log(), log, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn there_is_an_end_to_trying() {
    let desk = Desk::default();
    desk.faults("/send", &[Some(Fault::LostBefore); 20]);
    let error = desk
        .client()
        .upload()
        .bytes("a.txt", "Hello")
        .await
        .unwrap_err();
    assert!(
        matches!(error, UploadError::Client(Error::Transport { .. })),
        "{error}"
    );
    let looks = desk.log().iter().filter(|line| *line == "GET").count();
    assert_eq!(looks, 5);

    let desk = Desk::default();
    desk.faults("/send", &[Some(Fault::LostBefore)]);
    let client = desk.client_with(Retry::never());
    client.upload().bytes("a.txt", "Hello").await.unwrap_err();
    assert_eq!(desk.log(), ["POST create"]);
}

#[tokio::test]
async fn an_upload_that_expired_says_so() {
    let desk = Desk::default();
    let expiring = desk.clone();
    let uploader = desk.client().upload().concurrency(1);
    let uploader = uploader.progress(move |_| expiring.expire());
    let error = uploader.bytes("a.mp4", noise(21 * MIB)).await.unwrap_err();
    assert!(matches!(error, UploadError::Expired { .. }), "{error:?}");
    assert!(error.to_string().contains("within an hour"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_file_of_the_web_is_waited_for() {
    let desk = Desk::default();
    desk.imports(3, None);
    let url = "https://example.com/a.pdf";
    let upload = desk.client().upload().url("a.pdf", url).await.unwrap();
    assert!(upload.is_uploaded());
    assert_eq!(desk.log(), ["POST create", "GET", "GET", "GET"]);
    assert_eq!(desk.upload().mode, "external_url");
}

#[tokio::test(start_paused = true)]
async fn a_file_of_the_web_that_cannot_be_had_says_why() {
    let desk = Desk::default();
    let error = json!({
        "type": "download_error", "code": "file_unreachable", "message": "Cannot download.",
        "parameter": null, "status_code": 404,
    });
    desk.imports(2, Some(error));
    let uploader = desk.client().upload();
    let error = uploader
        .url("a.pdf", "https://example.com/a.pdf")
        .await
        .unwrap_err();
    let text = error.to_string();
    assert!(matches!(error, UploadError::Failed { .. }), "{error:?}");
    assert!(text.contains("file_unreachable: Cannot download. (the other server answered 404)"));

    let desk = Desk::default();
    desk.imports(u32::MAX, None);
    let begun = tokio::time::Instant::now();
    let uploader = desk.client().upload().patience(Duration::from_secs(60));
    let error = uploader
        .url("a.pdf", "https://example.com/a.pdf")
        .await
        .unwrap_err();
    assert!(matches!(error, UploadError::Pending { .. }), "{error:?}");
    assert_eq!(begun.elapsed().as_secs(), 60);
    assert!(desk.log().len() < 14, "{:?}", desk.log());
}

#[tokio::test]
async fn what_the_workspace_does_not_take_is_not_sent() {
    let desk = Desk::default();
    let uploader = desk.client().upload().limit(5 * MIB as u64);
    let error = uploader
        .bytes("a.txt", noise(5 * MIB + 1))
        .await
        .unwrap_err();
    let text = "the file has 5242881 bytes, and the workspace takes at most 5242880";
    assert!(error.to_string().starts_with(text), "{error}");
    assert!(desk.log().is_empty());

    desk.limit(20 * MIB as u64);
    let error = desk
        .client()
        .upload()
        .bytes("a.mp4", noise(21 * MIB))
        .await
        .unwrap_err();
    assert!(matches!(error, UploadError::TooLarge { .. }), "{error:?}");
    assert_eq!(desk.log(), ["GET me"]);
}

#[tokio::test]
async fn names_and_parts_that_cannot_be_are_refused_before_anything_is_sent() {
    let desk = Desk::default();
    let uploader = desk.client().upload();
    for name in ["", &"é".repeat(451)] {
        let error = uploader.bytes(name, "x").await.unwrap_err();
        assert!(matches!(error, UploadError::Name(_)), "{error:?}");
        let error = uploader.url(name, "https://example.com").await.unwrap_err();
        assert!(matches!(error, UploadError::Name(_)), "{error:?}");
    }
    for part_size in [5 * MIB as u64 - 1, 20 * MIB as u64 + 1] {
        let uploader = desk.client().upload().part_size(part_size);
        let error = uploader.bytes("a.mp4", noise(21 * MIB)).await.unwrap_err();
        assert!(matches!(error, UploadError::PartSize(_)), "{error:?}");
    }
    assert!(desk.log().is_empty());
}

#[tokio::test]
async fn a_reader_is_taken_at_its_word_and_no_further() {
    let desk = Desk::default();
    let uploader = desk.client().upload().concurrency(1);
    let reader = |length: usize| std::io::Cursor::new(noise(length));

    // A size that is not known is found out, as long as the file goes in one part.
    let upload = uploader.reader("a.txt", reader(20 * MIB), None).await;
    assert!(upload.unwrap().is_uploaded());
    let before = desk.log().len();
    let error = uploader
        .reader("a.txt", reader(20 * MIB + 1), None)
        .await
        .unwrap_err();
    assert!(matches!(error, UploadError::SizeUnknown), "{error:?}");
    let error = uploader
        .reader("a.txt", reader(4), Some(5))
        .await
        .unwrap_err();
    let text = "the file was said to have 5 bytes and has only 4";
    assert_eq!(error.to_string(), text);
    let error = uploader
        .reader("a.txt", reader(6), Some(5))
        .await
        .unwrap_err();
    assert!(
        matches!(error, UploadError::TooLong { said: 5 }),
        "{error:?}"
    );
    assert_eq!(desk.log().len(), before, "something was sent");

    // In parts it turns out late, and the upload is never completed.
    for (there, said) in [(21 * MIB, 22 * MIB), (22 * MIB, 21 * MIB)] {
        let error = uploader
            .reader("a.mp4", reader(there), Some(said as u64))
            .await
            .unwrap_err();
        let found = matches!(
            error,
            UploadError::TooShort { found, .. } if found == there as u64
        );
        assert!(
            found || matches!(error, UploadError::TooLong { .. }),
            "{error:?}"
        );
    }
    assert!(!desk.log().contains(&"POST complete".to_owned()));
}

#[tokio::test]
async fn a_file_of_this_machine_goes_under_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "# Hello").unwrap();
    let desk = Desk::default();
    desk.client().upload().file(&path).await.unwrap();
    let kept = desk.upload();
    assert_eq!(kept.filename.as_deref(), Some("notes.md"));
    assert_eq!(kept.parts[&0], (7, hash(b"# Hello")));

    for path in [folder.path().join("none.txt"), folder.path().to_owned()] {
        let error = desk.client().upload().file(&path).await.unwrap_err();
        assert!(matches!(error, UploadError::Read(_)), "{error:?}");
    }
    assert_eq!(desk.uploads().len(), 1);
}
