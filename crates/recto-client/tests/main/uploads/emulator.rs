//! Uploads to the emulator, attached to what they were made for.

use futures::TryStreamExt;
use recto_api::comment::{CommentPatch, DisplayName, NewComment};
use recto_api::endpoint::{CreateComment, CreatePage, DeleteComment, ListComments, UpdateComment};
use recto_api::file::Icon;
use recto_api::file_upload::FileUploadStatus;
use recto_api::page::NewPage;
use recto_api::rich_text;
use recto_client::upload::UploadError;
use recto_client::{Client, Pace, Token, Transport};
use recto_emulator::{Emulator, Fault};

use super::desk::MIB;
use super::noise;

/// What a workspace on a paid plan takes; the emulator's is on the free one.
const PAID: u64 = 5 * 1024 * MIB as u64;

fn client(emulator: &Emulator) -> Client {
    Client::builder(Token::parse(emulator.token()).unwrap())
        .transport(Transport::new(emulator.service()))
        .pace(Pace::unlimited())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_file_in_parts_becomes_an_icon_and_a_cover() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let uploader = client.upload().part_size(5 * MIB as u64).limit(PAID);
    let film = uploader.bytes("film.png", noise(21 * MIB)).await.unwrap();
    assert_eq!(film.status.value(), Some(&FileUploadStatus::Uploaded));
    assert_eq!(film.content_length.value(), Some(&(21 * MIB as u64)));
    let new = NewPage::new(emulator.root_page_id())
        .title("Film")
        .icon(Icon::from(&film))
        .cover(film.cover());
    let page = client.send(&CreatePage::new(new)).await.unwrap();
    let url = page.cover.value().and_then(|cover| cover.url()).unwrap();
    assert!(url.contains("film.png"), "{url}");
    assert!(page.icon.is_value());
}

#[tokio::test]
async fn the_limit_of_a_free_workspace_is_heeded() {
    let emulator = Emulator::start().unwrap();
    let uploader = client(&emulator).upload();
    let error = uploader
        .bytes("film.mp4", noise(21 * MIB))
        .await
        .unwrap_err();
    let limit = 5 * MIB as u64;
    assert!(
        matches!(error, UploadError::TooLarge { limit: found, .. } if found == limit),
        "{error:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_emulator_that_loses_answers_gets_each_file_once() {
    use recto_api::endpoint::Operation::{CompleteFileUpload, SendFileUpload};
    for fault in [
        Fault::dropped(),
        Fault::dropped().after_effect(),
        Fault::status(502),
    ] {
        let emulator = Emulator::start().unwrap();
        emulator.fault(fault.clone().on(SendFileUpload).nth(2));
        emulator.fault(fault.on(CompleteFileUpload).nth(1));
        let client = client(&emulator);
        let upload = client
            .upload()
            .limit(PAID)
            .bytes("film.mp4", noise(21 * MIB))
            .await
            .unwrap();
        assert_eq!(upload.content_length.value(), Some(&(21 * MIB as u64)));
    }
}

#[tokio::test]
async fn comments_are_written_listed_changed_and_deleted() {
    let emulator = Emulator::start().unwrap();
    let client = client(&emulator);
    let upload = client
        .upload()
        .bytes("a.png", "not a picture")
        .await
        .unwrap();
    let comment = NewComment::text(emulator.root_page_id(), "Look at this.")
        .attachments([upload.id.clone()])
        .display_name(DisplayName::custom("Night watch"));
    let comment = client.send(&CreateComment::new(comment)).await.unwrap();
    assert_eq!(comment.plain_text(), "Look at this.");
    let name = comment.display_name.value().unwrap();
    assert_eq!(name.resolved_name.as_str(), Some("Night watch"));
    assert_eq!(comment.attachments.value().map(Vec::len), Some(1));

    let discussion = comment.discussion_id.value().unwrap().clone();
    let answer = NewComment::text(discussion, "I see.");
    client.send(&CreateComment::new(answer)).await.unwrap();
    let listed: Vec<_> = client
        .items(ListComments::new(emulator.root_page_id()))
        .try_collect()
        .await
        .unwrap();
    let texts: Vec<_> = listed
        .into_iter()
        .map(|comment| comment.valid().unwrap().plain_text())
        .collect();
    assert_eq!(texts, ["Look at this.", "I see."]);

    let patch = CommentPatch::new(rich_text::split("Look here."));
    let changed = client
        .send(&UpdateComment::new(comment.id.clone(), patch))
        .await
        .unwrap();
    assert_eq!(changed.plain_text(), "Look here.");
    client.send(&DeleteComment::new(comment.id)).await.unwrap();
}
