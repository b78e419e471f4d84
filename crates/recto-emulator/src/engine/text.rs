//! Rich text: as it is stored and answered.

use serde_json::{Value, json};

/// One unformatted text as a rich text array.
pub(crate) fn plain(content: &str) -> Value {
    json!([{
        "type": "text",
        "text": {"content": content, "link": null},
        "annotations": {
            "bold": false,
            "italic": false,
            "strikethrough": false,
            "underline": false,
            "code": false,
            "color": "default",
        },
        "plain_text": content,
        "href": null,
    }])
}
