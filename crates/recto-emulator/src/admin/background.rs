//! What goes on in the background, and what only the app can make.

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Call, Refusal, Route, Subject, ok};
use crate::engine::templates;
use crate::ids;
use crate::store::emojis::{self, Emoji};

pub(super) const SUBJECT: Subject = Subject {
    name: "background and app",
    about: "Work that goes on after its request, and what only the app can make.",
    routes: &[
        Route {
            method: Method::POST,
            path: "settle",
            about: "Does all background work now: templates, async tasks, imports of files.",
            run: settle,
        },
        Route {
            method: Method::POST,
            path: "templates",
            about: "Makes the row `page_id` a template of its data source, by choice its `default`.",
            run: template,
        },
        Route {
            method: Method::POST,
            path: "custom_emojis",
            about: "Adds a custom emoji: `name`, `url`, and its `id` if that matters.",
            run: emoji,
        },
    ],
};

fn settle(call: &Call<'_>) -> Answer {
    let done = call.engine.settle().map_err(refused)?;
    ok(&json!({"done": done}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Template {
    page_id: String,
    #[serde(default)]
    default: bool,
}

fn template(call: &Call<'_>) -> Answer {
    let asked: Template = call.body()?;
    let page = id(&asked.page_id)?;
    let first = call.engine.access.first();
    call.engine
        .transact(first, "", |tx, ctx| {
            templates::make(tx, ctx, &page, asked.default)
        })
        .map_err(refused)?;
    ok(&json!({"id": page, "default": asked.default}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewEmoji {
    id: Option<String>,
    name: String,
    url: String,
}

fn emoji(call: &Call<'_>) -> Answer {
    let asked: NewEmoji = call.body()?;
    let emoji = Emoji {
        id: match &asked.id {
            Some(text) => id(text)?,
            None => call.engine.ids.random(),
        },
        name: asked.name,
        url: asked.url,
    };
    call.engine
        .with_connection(|connection| Ok(emojis::put(connection, &emoji)?))?;
    ok(&json!({"id": emoji.id, "name": emoji.name, "url": emoji.url}))
}

fn id(text: &str) -> Result<String, Refusal> {
    ids::normalized(text).ok_or_else(|| Refusal::bad(format!("`{text}` is no id")))
}

fn refused(problem: crate::problem::Problem) -> Refusal {
    Refusal::bad(problem.message())
}
