//! The page on which a person chooses what to share.

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, Uri, header};

use crate::access::{Capabilities, Capability};
use crate::store::apps::App;

/// What the page shows.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub(super) app: &'a App,
    pub(super) capabilities: Capabilities,
    pub(super) ticket: &'a str,
    /// Id, storage key and name of each.
    pub(super) workspaces: Vec<(String, String, String)>,
    /// The storage key of the workspace shown.
    pub(super) chosen: &'a str,
    /// The link that led here.
    pub(super) link: &'a Uri,
    /// Ids and names.
    pub(super) people: Vec<(String, String)>,
    /// Ids and titles.
    pub(super) pages: Vec<(String, String)>,
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#37352f;background:#f7f6f3;\
margin:0}main{max-width:30rem;margin:3rem auto;background:#fff;border:1px solid #e3e2e0;\
border-radius:8px;padding:1.5rem 2rem}h1{font-size:1.25rem}ul{padding-left:1.2rem}\
fieldset{border:1px solid #e3e2e0;border-radius:6px;max-height:18rem;overflow:auto}\
label{display:block;padding:.15rem 0}button{font:inherit;padding:.4rem 1rem;border-radius:6px;\
border:1px solid #d3d1cb;background:#fff;cursor:pointer}button[value=allow]{background:#2383e2;\
border-color:#2383e2;color:#fff}small{color:#787774}p.buttons{display:flex;gap:.5rem}";

/// The page as HTML.
pub(super) fn consent(choice: &Choice<'_>) -> String {
    let name = escape(&choice.app.name);
    let mut body = format!("<h1>{name} would like to connect</h1>");
    let here = choice.workspaces.iter().find(|one| one.1 == choice.chosen);
    if let Some((_, _, workspace)) = here {
        body.push_str(&format!("<p>Workspace: <b>{}</b></p>", escape(workspace)));
    }
    let others = choice
        .workspaces
        .iter()
        .filter(|one| one.1 != choice.chosen);
    for (id, _, workspace) in others {
        let link = escape(&with_workspace(choice.link, id));
        let workspace = escape(workspace);
        body.push_str(&format!(
            "<p><a href=\"{link}\">Use {workspace} instead</a></p>"
        ));
    }
    body.push_str("<p>It will be able to:</p><ul>");
    for (capability, words) in WORDS {
        if choice.capabilities.has(*capability) {
            body.push_str(&format!("<li>{words}</li>"));
        }
    }
    body.push_str("</ul><form method=\"post\" action=\"/v1/oauth/authorize\">");
    body.push_str(&format!(
        "<input type=\"hidden\" name=\"ticket\" value=\"{}\">",
        escape(choice.ticket)
    ));
    if choice.people.len() > 1 {
        body.push_str("<label>As <select name=\"user\">");
        for (id, name) in &choice.people {
            let (id, name) = (escape(id), escape(name));
            body.push_str(&format!("<option value=\"{id}\">{name}</option>"));
        }
        body.push_str("</select></label>");
    }
    body.push_str("<fieldset><legend>Pages it may see</legend>");
    for (id, title) in &choice.pages {
        let title = match title.as_str() {
            "" => "Untitled".to_owned(),
            title => escape(title),
        };
        body.push_str(&format!(
            "<label><input type=\"checkbox\" name=\"page\" value=\"{}\"> {title}</label>",
            escape(id)
        ));
    }
    body.push_str(
        "</fieldset><p><small>What is below a page goes with it.</small></p><p class=\"buttons\">\
         <button name=\"choice\" value=\"cancel\">Cancel</button>\
         <button name=\"choice\" value=\"allow\">Allow access</button></p></form>",
    );
    frame(&name, &body)
}

const WORDS: &[(Capability, &str)] = &[
    (Capability::ReadContent, "read content"),
    (Capability::InsertContent, "insert content"),
    (Capability::UpdateContent, "update content"),
    (Capability::ReadComments, "read comments"),
    (Capability::InsertComments, "insert comments"),
    (
        Capability::ReadUserWithEmail,
        "see people with their e-mail addresses",
    ),
    (Capability::ReadUserWithoutEmail, "see people"),
];

/// A page that says what is wrong with a link.
pub(super) fn problem(told: &str) -> Response<Bytes> {
    let body = format!("<h1>This does not work</h1><p>{}</p>", escape(told));
    html(StatusCode::BAD_REQUEST, frame("This does not work", &body))
}

/// An answer for browsers.
pub(super) fn html(status: StatusCode, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        let value = HeaderValue::from_static(value);
        response.headers_mut().insert(name, value);
    }
    response
}

fn frame(title: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
}

/// The same link for another workspace.
fn with_workspace(link: &Uri, id: &str) -> String {
    let query = link.query().unwrap_or_default();
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("workspace="))
        .collect();
    format!("{}?{}&workspace={id}", link.path(), kept.join("&"))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}
