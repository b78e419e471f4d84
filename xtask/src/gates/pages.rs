//! The emulator's web page in a browser: what must be there is there, and pictures to look at.

mod server;
mod workspace;

use std::fs;

use anyhow::{Context as _, ensure};

use self::server::Server;
use self::workspace::Workspace;
use crate::{
    house::{House, Outcome},
    shell::Run,
    tools::{chromium, find},
};

pub(crate) fn run(house: &House) -> anyhow::Result<Outcome> {
    let browser = match chromium::program(house) {
        Ok(browser) => browser,
        Err(error) => return house.missing(&format!("{error:#}")),
    };
    if find("curl").is_none() {
        return house.missing("install curl");
    }
    Run::cargo(&house.root)
        .args(["build", "--locked", "--package", "recto-cli"])
        .run()?;
    let server = Server::start(house)?;
    let workspace = workspace::fill(&server)?;
    let folder = house.scratch("pages")?;
    let mut pictures = 0;
    for (name, place, height, must, never) in views(&workspace) {
        let address = format!("{}/_emulator/{place}", server.base_url);
        let shown = chromium::visit(house, &browser, &["--dump-dom".to_owned(), address.clone()])?;
        let lacking = lacking(&shown, &must);
        ensure!(
            lacking.is_empty(),
            "the page `{name}` does not show {lacking:?}; the browser's document was: {}",
            beginning(&shown)
        );
        for word in never {
            ensure!(!shown.contains(word), "the page `{name}` has `{word}`");
        }
        let picture = folder.join(format!("{name}.png"));
        if picture.exists() {
            fs::remove_file(&picture)?;
        }
        let arguments = [
            format!("--screenshot={}", picture.display()),
            format!("--window-size=1280,{height}"),
            address,
        ];
        chromium::visit(house, &browser, &arguments)?;
        let size = fs::metadata(&picture)
            .with_context(|| format!("no picture of `{name}` was taken"))?
            .len();
        ensure!(size > 10_000, "the picture of `{name}` shows nothing");
        pictures += 1;
    }
    Ok(Outcome::Passed(format!(
        "{pictures} pages, pictures in target/x/pages"
    )))
}

/// A page: its name, where it is, how high its picture is, what it must show, and never.
type View = (&'static str, String, u32, Vec<String>, Vec<&'static str>);

fn views(workspace: &Workspace) -> Vec<View> {
    let bare = |id: &str| id.replace('-', "");
    let said = |words: &[&str]| {
        words
            .iter()
            .map(|&word| word.to_owned())
            .collect::<Vec<_>>()
    };
    // What was written as markup is shown as text; an address that is a script is no link.
    let hostile = vec![
        "<script>alert",
        "<img src=\"x\"",
        "href=\"javascript:",
        "wide told\">",
    ];
    let (page, database) = (bare(&workspace.page), bare(&workspace.database));
    let mut blocks: Vec<String> = workspace::BLOCKS
        .iter()
        .map(|kind| format!("data-type=\"{kind}\""))
        .collect();
    blocks.extend(said(&[
        "data-comment=",
        "&lt;script&gt;alert",
        "data-shown=",
        "A second thought",
    ]));
    vec![
        (
            "workspace",
            String::new(),
            900,
            said(&[
                "data-shown=",
                "Every block",
                "Tasks",
                "data-database=",
                "Request log",
            ]),
            hostile.clone(),
        ),
        (
            "table",
            format!("#/database/{database}"),
            700,
            said(&[
                "data-shown=",
                "Mend the bell",
                "p-red",
                "pill status",
                "&lt;img src=",
                "2026-05-02",
            ]),
            hostile.clone(),
        ),
        (
            "blocks",
            format!("#/page/{page}"),
            2600,
            blocks,
            hostile.clone(),
        ),
        (
            "log",
            "#/log".to_owned(),
            900,
            said(&[
                "data-shown=",
                "data-status=\"200\"",
                "data-status=\"404\"",
                "data-status=\"429\"",
                "2026-03-11",
            ]),
            hostile.clone(),
        ),
        (
            "faults",
            "#/faults".to_owned(),
            900,
            said(&[
                "data-shown=",
                "create_page",
                "status 502",
                "after the effect",
            ]),
            hostile.clone(),
        ),
        (
            "state",
            "#/state".to_owned(),
            900,
            said(&[
                "data-shown=",
                "a good day",
                "Keep a copy",
                "/_emulator/snapshots",
            ]),
            hostile,
        ),
    ]
}

fn lacking<'a>(shown: &str, must: &'a [String]) -> Vec<&'a str> {
    must.iter()
        .map(String::as_str)
        .filter(|word| !shown.contains(word))
        .collect()
}

/// Enough of a document to see what became of it.
fn beginning(shown: &str) -> String {
    let body = shown.split("<main").nth(1).unwrap_or(shown);
    body.chars().take(2_000).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lacking_is_named() {
        let must = ["one".to_owned(), "two".to_owned()];
        assert_eq!(lacking("<p>one</p>", &must), ["two"]);
        assert!(lacking("one two", &must).is_empty());
    }

    #[test]
    fn the_beginning_is_of_what_is_shown() {
        assert_eq!(beginning("<nav></nav><main>here"), ">here");
        assert_eq!(beginning("nothing"), "nothing");
    }
}
