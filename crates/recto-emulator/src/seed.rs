//! Seeds: a workspace written down by people, made into objects as the API gives them.
//!
//! A seed names users, pages, databases with schemas and rows, blocks and comments in few words, by
//! keys of its own. Here it becomes what [`crate::import`] takes; nothing else is stored by it. The
//! form is described in `docs/emulator.md`.
//!
//! An id that a seed does not give is made from its key, or from its place in the seed, and from the
//! workspace's id: the same seed in the same workspace always makes the same.

mod blocks;
mod databases;
mod schema;
mod values;

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use sha1::{Digest, Sha1};

use crate::engine::plain_rich_text;
use crate::ids;

/// What a seed is read with.
#[derive(Debug)]
pub(crate) struct Facts<'a> {
    /// The workspace's id.
    pub(crate) workspace: &'a str,
    /// The page that is called `home` unless the seed has one.
    pub(crate) home: &'a str,
    /// Who wrote what the seed does not say of.
    pub(crate) author: &'a str,
    /// When, as RFC 3339.
    pub(crate) now: &'a str,
}

/// What a seed becomes.
#[derive(Debug)]
pub(crate) struct Expanded {
    /// Objects as the API gives them.
    pub(crate) objects: Vec<Value>,
    /// The workspace's own emoji: id, name, address.
    pub(crate) emoji: Vec<[String; 3]>,
}

/// Reads a seed. Fails with what is wrong and where.
pub(crate) fn expand(seed: &Value, facts: &Facts<'_>) -> Result<Expanded, String> {
    let seed = members(
        seed,
        "the seed",
        &[
            "time",
            "users",
            "emoji",
            "pages",
            "databases",
            "comments",
            "objects",
        ],
    )?;
    let mut sown = Sown {
        facts,
        time: text(seed, "time").unwrap_or(facts.now).to_owned(),
        keys: HashMap::from([("home".to_owned(), facts.home.to_owned())]),
        schemas: HashMap::new(),
        emoji: HashMap::new(),
        made: Vec::new(),
        latest: Vec::new(),
    };
    // Keys first: whatever is named may come later.
    for (name, kind) in [
        ("users", "user"),
        ("pages", "page"),
        ("databases", "database"),
    ] {
        for (index, one) in list(seed, name)?.iter().enumerate() {
            sown.enter(one, kind, &format!("{name}[{index}]"))?;
        }
    }
    for (index, one) in list(seed, "emoji")?.iter().enumerate() {
        sown.emoji(one, &format!("emoji[{index}]"))?;
    }
    for (index, one) in list(seed, "users")?.iter().enumerate() {
        sown.user(one, &format!("users[{index}]"))?;
    }
    for (index, one) in list(seed, "pages")?.iter().enumerate() {
        sown.page(one, None, &format!("pages[{index}]"))?;
    }
    for (index, one) in list(seed, "databases")?.iter().enumerate() {
        sown.database(one, None, &format!("databases[{index}]"))?;
    }
    for (index, one) in list(seed, "comments")?.iter().enumerate() {
        let place = format!("comments[{index}]");
        let on = one.get("on").and_then(Value::as_str);
        let on = sown.find(on.unwrap_or("home"), &place)?;
        sown.comment(one, &json!({"type": "page_id", "page_id": on}), &place)?;
    }
    let mut made = sown.made;
    made.extend(sown.latest);
    made.extend(list(seed, "objects")?.iter().cloned());
    let word = |emoji: &Value, name| text(emoji, name).unwrap_or_default().to_owned();
    let emoji = sown
        .emoji
        .values()
        .map(|emoji| ["id", "name", "url"].map(|name| word(emoji, name)))
        .collect();
    Ok(Expanded {
        objects: made,
        emoji,
    })
}

/// A seed on its way to objects.
#[derive(Debug)]
struct Sown<'a> {
    facts: &'a Facts<'a>,
    /// When everything was made that does not say.
    time: String,
    /// Ids by key.
    keys: HashMap<String, String>,
    /// Properties of databases, by the database's id.
    schemas: HashMap<String, Vec<schema::Property>>,
    emoji: HashMap<String, Value>,
    made: Vec<Value>,
    /// What refers to what is made: rows, comments.
    latest: Vec<Value>,
}

impl Sown<'_> {
    /// Enters the keys of an object and of what is in it.
    fn enter(&mut self, one: &Value, kind: &str, place: &str) -> Result<(), String> {
        let id = self.id(one, place)?;
        let key = text(one, "key").or_else(|| match kind {
            "user" => text(one, "name"),
            _ => None,
        });
        if let Some(key) = key
            && let Some(before) = self.keys.insert(key.to_owned(), id.clone())
            && before != id
            && key != "home"
        {
            return Err(format!("{place}: there are two `{key}`"));
        }
        if kind == "database" {
            let source = match text(one, "data_source_id") {
                Some(given) => ids::normalized(given)
                    .ok_or_else(|| format!("{place}.data_source_id: `{given}` is no id"))?,
                None => self.mint(&format!("{place}#source")),
            };
            self.keys.insert(format!("{id}#"), source);
            for (index, row) in list(one, "rows")?.iter().enumerate() {
                self.enter(row, "page", &format!("{place}.rows[{index}]"))?;
            }
        }
        for (name, kind) in [("pages", "page"), ("databases", "database")] {
            for (index, one) in list(one, name)?.iter().enumerate() {
                self.enter(one, kind, &format!("{place}.{name}[{index}]"))?;
            }
        }
        Ok(())
    }

    /// The id an object gives, or the one its key or place makes.
    fn id(&self, one: &Value, place: &str) -> Result<String, String> {
        match one.get("id") {
            None | Some(Value::Null) => Ok(self.mint(text(one, "key").unwrap_or(place))),
            Some(given) => given
                .as_str()
                .and_then(ids::normalized)
                .ok_or_else(|| format!("{place}.id: {given} is no id")),
        }
    }

    /// An id made from a word.
    fn mint(&self, word: &str) -> String {
        let digest = Sha1::digest(format!("{}\n{word}", self.facts.workspace));
        let mut bytes = [0_u8; 16];
        bytes.copy_from_slice(&digest[..16]);
        uuid::Builder::from_custom_bytes(bytes)
            .into_uuid()
            .hyphenated()
            .to_string()
    }

    /// The id that a key stands for, or that is given.
    fn find(&self, key: &str, place: &str) -> Result<String, String> {
        self.keys
            .get(key)
            .cloned()
            .or_else(|| ids::normalized(key))
            .ok_or_else(|| format!("{place}: there is no `{key}`, and it is no id"))
    }

    /// The data source of a database.
    fn source(&self, database: &str) -> String {
        let known = self.keys.get(&format!("{database}#")).cloned();
        known.unwrap_or_else(|| self.mint(&format!("{database}#source")))
    }

    /// Who made or edited something.
    fn by(&self, one: &Value, name: &str, place: &str) -> Result<Value, String> {
        let id = match text(one, name) {
            Some(key) => self.find(key, &format!("{place}.{name}"))?,
            None => self.facts.author.to_owned(),
        };
        Ok(json!({"object": "user", "id": id}))
    }

    /// Times, authors, icon and cover, as they are given or by default.
    fn common(
        &self,
        one: &Value,
        object: &mut Map<String, Value>,
        place: &str,
    ) -> Result<(), String> {
        let made = text(one, "created_time").unwrap_or(&self.time).to_owned();
        let edited = text(one, "last_edited_time").unwrap_or(&made).to_owned();
        for (name, time) in [("created_time", &made), ("last_edited_time", &edited)] {
            time.parse::<jiff::Timestamp>()
                .map_err(|_| format!("{place}.{name}: `{time}` is no time"))?;
        }
        let author = self.by(one, "created_by", place)?;
        let editor = match one.get("last_edited_by") {
            Some(_) => self.by(one, "last_edited_by", place)?,
            None => author.clone(),
        };
        object.extend([
            ("created_time".to_owned(), json!(made)),
            ("last_edited_time".to_owned(), json!(edited)),
            ("created_by".to_owned(), author),
            ("last_edited_by".to_owned(), editor),
        ]);
        if let Some(icon) = one.get("icon") {
            object.insert("icon".to_owned(), self.icon(icon));
        }
        if let Some(cover) = one.get("cover") {
            object.insert("cover".to_owned(), file(cover));
        }
        for name in ["in_trash", "is_locked", "public_url"] {
            if let Some(value) = one.get(name) {
                object.insert(name.to_owned(), value.clone());
            }
        }
        Ok(())
    }

    fn icon(&self, icon: &Value) -> Value {
        match icon.as_str() {
            None => icon.clone(),
            Some(name) => match self.emoji.get(name.trim_matches(':')) {
                Some(emoji) => json!({"type": "custom_emoji", "custom_emoji": emoji}),
                None if name.starts_with("http") => file(icon),
                None => json!({"type": "emoji", "emoji": name}),
            },
        }
    }

    fn emoji(&mut self, one: &Value, place: &str) -> Result<(), String> {
        let (Some(name), Some(url)) = (text(one, "name"), text(one, "url")) else {
            return Err(format!("{place}: `name` and `url` are needed"));
        };
        let id = self.id(one, &format!("emoji {name}"))?;
        let emoji = json!({"id": id, "name": name, "url": url});
        self.emoji.insert(name.to_owned(), emoji);
        Ok(())
    }

    fn user(&mut self, one: &Value, place: &str) -> Result<(), String> {
        let name = text(one, "name").ok_or_else(|| format!("{place}: `name` is needed"))?;
        members(
            one,
            place,
            &["key", "id", "name", "email", "avatar_url", "type"],
        )?;
        let kind = text(one, "type").unwrap_or("person");
        let mut user = json!({
            "object": "user",
            "id": self.id(one, place)?,
            "name": name,
            "avatar_url": one.get("avatar_url"),
            "type": kind,
            kind: {},
        });
        if let Some(email) = text(one, "email") {
            user["person"] = json!({"email": email});
        }
        self.made.push(user);
        Ok(())
    }

    fn page(&mut self, one: &Value, parent: Option<&Value>, place: &str) -> Result<(), String> {
        members(
            one,
            place,
            &[
                "key",
                "id",
                "title",
                "parent",
                "icon",
                "cover",
                "created_time",
                "last_edited_time",
                "created_by",
                "last_edited_by",
                "in_trash",
                "is_locked",
                "public_url",
                "blocks",
                "comments",
                "pages",
                "databases",
            ],
        )?;
        let id = self.id(one, place)?;
        let parent = self.parent(one, parent, place)?;
        let title = text(one, "title").unwrap_or_default();
        let mut page = Map::new();
        page.insert("object".to_owned(), json!("page"));
        page.insert("id".to_owned(), json!(id));
        page.insert("parent".to_owned(), parent);
        self.common(one, &mut page, place)?;
        page.insert(
            "properties".to_owned(),
            json!({"title": {"id": "title", "type": "title", "title": rich(&json!(title))}}),
        );
        self.made.push(Value::Object(page));
        self.below(one, &id, place)
    }

    /// What is on a page: blocks, comments, pages and databases.
    fn below(&mut self, one: &Value, id: &str, place: &str) -> Result<(), String> {
        let parent = json!({"type": "page_id", "page_id": id});
        self.blocks(list(one, "blocks")?, &parent, &format!("{place}.blocks"))?;
        for (index, comment) in list(one, "comments")?.iter().enumerate() {
            self.comment(comment, &parent, &format!("{place}.comments[{index}]"))?;
        }
        for (index, page) in list(one, "pages")?.iter().enumerate() {
            self.page(page, Some(&parent), &format!("{place}.pages[{index}]"))?;
        }
        for (index, database) in list(one, "databases")?.iter().enumerate() {
            self.database(
                database,
                Some(&parent),
                &format!("{place}.databases[{index}]"),
            )?;
        }
        Ok(())
    }

    /// What something hangs below: what it is written in, or the page it names, or the home page.
    fn parent(&self, one: &Value, within: Option<&Value>, place: &str) -> Result<Value, String> {
        match (text(one, "parent"), within) {
            (Some("workspace"), _) => Ok(json!({"type": "workspace", "workspace": true})),
            (Some(key), _) => {
                let id = self.find(key, &format!("{place}.parent"))?;
                Ok(json!({"type": "page_id", "page_id": id}))
            }
            (None, Some(within)) => Ok(within.clone()),
            (None, None) => Ok(json!({"type": "page_id", "page_id": self.facts.home})),
        }
    }

    fn comment(&mut self, one: &Value, parent: &Value, place: &str) -> Result<(), String> {
        let written = match one {
            Value::String(_) => json!({"text": one}),
            other => other.clone(),
        };
        let id = self.id(&written, place)?;
        let mut comment = Map::new();
        comment.insert("object".to_owned(), json!("comment"));
        comment.insert("id".to_owned(), json!(id));
        comment.insert("parent".to_owned(), parent.clone());
        let discussion = text(&written, "discussion").unwrap_or(&id);
        comment.insert(
            "discussion_id".to_owned(),
            json!(self.mint(&format!("discussion {discussion}"))),
        );
        self.common(&written, &mut comment, place)?;
        let told = written.get("text").cloned().unwrap_or_default();
        comment.insert("rich_text".to_owned(), rich(&told));
        self.latest.push(Value::Object(comment));
        Ok(())
    }
}

/// Text as the API has it: from a string, or as it is given.
fn rich(text: &Value) -> Value {
    match text {
        Value::String(text) if text.is_empty() => json!([]),
        Value::String(text) => plain_rich_text(text),
        Value::Null => json!([]),
        given => given.clone(),
    }
}

/// A file from its address, or as it is given.
fn file(given: &Value) -> Value {
    match given.as_str() {
        Some(url) => json!({"type": "external", "external": {"url": url}}),
        None => given.clone(),
    }
}

fn text<'a>(value: impl Into<Member<'a>>, name: &str) -> Option<&'a str> {
    value.into().0?.get(name)?.as_str()
}

/// An object of JSON, however one has it.
struct Member<'a>(Option<&'a Map<String, Value>>);

impl<'a> From<&'a Value> for Member<'a> {
    fn from(value: &'a Value) -> Self {
        Self(value.as_object())
    }
}

impl<'a> From<&'a Map<String, Value>> for Member<'a> {
    fn from(value: &'a Map<String, Value>) -> Self {
        Self(Some(value))
    }
}

/// A member that is an array; empty if it is not there.
fn list<'a>(value: impl Into<Member<'a>>, name: &str) -> Result<&'a [Value], String> {
    match value.into().0.and_then(|members| members.get(name)) {
        None | Some(Value::Null) => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(format!("`{name}` must be an array")),
    }
}

/// The members of an object, all of them known.
fn members<'a>(
    value: &'a Value,
    place: &str,
    known: &[&str],
) -> Result<&'a Map<String, Value>, String> {
    let members = value
        .as_object()
        .ok_or_else(|| format!("{place}: not an object"))?;
    match members.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!(
            "{place}: `{name}` is nothing a seed has there; it has {}",
            known.join(", ")
        )),
        None => Ok(members),
    }
}
