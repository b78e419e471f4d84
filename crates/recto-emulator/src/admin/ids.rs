//! How ids are made.

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::{Answer, Call, Route, Subject, ok};

pub(super) const SUBJECT: Subject = Subject {
    name: "ids",
    about: "Whether the same requests get the same ids.",
    routes: &[Route {
        method: Method::PUT,
        path: "ids",
        about: "`{\"seed\":7}`: the same ids for the same requests from here; `{\"seed\":null}`: random ones.",
        run: seed,
    }],
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting {
    seed: Option<u64>,
}

fn seed(call: &Call<'_>) -> Answer {
    let setting: Setting = call.body()?;
    call.engine.seed_ids(setting.seed)?;
    ok(&json!({"seed": setting.seed}))
}
