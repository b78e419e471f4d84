//! Files, covers and icons.

use recto_api::file::{
    AgentAvatar, CustomEmoji, ExternalFile, File, HostedFile, Icon, IconColor, NamedIcon,
    UploadedFile,
};
use serde_json::json;

use super::super::objects::texts;
use super::{ID, MINUTE, Shape};

pub(super) fn shapes() -> Vec<Shape> {
    let avatar = json!({"static_url": "https://example.com/a.png",
        "animated_url": "https://example.com/a.webp"});
    let external = json!({"url": "https://example.com/a.png"});
    let hosted = json!({"url": "https://files.example.com/a?sign=1", "expiry_time": MINUTE});
    let upload = json!({"id": ID});
    let emoji = json!({"id": ID, "name": "bufo", "url": "https://example.com/bufo.png"});
    let pizza = json!({"name": "pizza", "color": "lightgray"});
    let mut all = vec![
        Shape::of::<File>(json!({"name": "a", "type": "external", "external": external})),
        Shape::of::<File>(json!({"name": "a", "type": "file", "file": hosted})),
        Shape::of::<File>(json!({"type": "file_upload", "file_upload": upload})),
        Shape::of::<File>(json!({"external": external})),
        Shape::of::<File>(json!({"name": "an old file without an address"})),
        Shape::of::<Icon>(json!({"type": "emoji", "emoji": "🧭"})),
        Shape::of::<Icon>(json!({"emoji": "🧭"})),
        Shape::of::<Icon>(json!({"type": "external", "external": external})),
        Shape::of::<Icon>(json!({"type": "file", "file": hosted})),
        Shape::of::<Icon>(json!({"type": "file_upload", "file_upload": upload})),
        Shape::of::<Icon>(json!({"type": "custom_emoji", "custom_emoji": emoji})),
        Shape::of::<Icon>(json!({"custom_emoji": {"id": ID}})),
        Shape::of::<Icon>(json!({"type": "icon", "icon": pizza})),
        Shape::of::<ExternalFile>(external),
        Shape::of::<HostedFile>(hosted),
        Shape::of::<UploadedFile>(upload),
        Shape::of::<CustomEmoji>(emoji),
        Shape::of::<NamedIcon>(pizza),
        Shape::of::<AgentAvatar>(avatar.clone()),
        Shape::of::<Icon>(json!({"type": "custom_agent_avatar", "custom_agent_avatar": avatar})),
    ];
    all.extend(texts::<IconColor>(&[
        "gray",
        "lightgray",
        "brown",
        "yellow",
        "orange",
        "green",
        "blue",
        "purple",
        "pink",
        "red",
    ]));
    all
}
