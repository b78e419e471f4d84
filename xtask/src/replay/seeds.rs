//! What a workspace must hold before a conversation begins.

mod used;

use std::collections::{HashMap, HashSet};

use http::Method;
use serde_json::{Map, Value, json};

use super::conversation::{Conversation, Exchange};
use super::ids::bare;
use super::unapply;

/// What a conversation takes for granted.
#[derive(Debug, Default)]
pub(crate) struct Seeds {
    /// Objects to import, in the order first shown.
    pub(crate) objects: Vec<Value>,
    /// Every id the seeds hold.
    pub(crate) ids: Vec<String>,
    /// The user that the token acts as.
    pub(crate) bot: Option<String>,
    /// Its name, which is its integration's.
    pub(crate) name: Option<String>,
    pub(crate) integration: Option<String>,
    pub(crate) workspace: Option<String>,
    pub(crate) workspace_name: Option<String>,
    /// Where links of pages point.
    pub(crate) links: Option<String>,
}

/// A text member.
fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

fn id_of(object: &Value) -> Option<String> {
    text(object, "id").and_then(bare)
}

impl Seeds {
    /// Reads a conversation through.
    pub(crate) fn of(conversation: &Conversation) -> Self {
        let mut work = Work::default();
        for exchange in &conversation.exchanges {
            work.names(exchange);
            if exchange.succeeded() {
                work.exchange(exchange);
            }
        }
        for exchange in conversation.exchanges.iter().filter(|one| one.succeeded()) {
            used::used(&mut work, exchange);
        }
        work.order_rows(conversation);
        let mut users = Vec::new();
        for exchange in &conversation.exchanges {
            collect_users(&exchange.response, &mut users);
        }
        let mut out = work.seeds;
        out.objects = work
            .order
            .iter()
            .filter_map(|id| work.objects.remove(id))
            .collect();
        out.objects.extend(work.others);
        // Users first, in the order in which a list has them.
        let listed = |exchange: &Exchange| exchange.segments() == ["users"];
        let (mut lists, rest): (Vec<_>, Vec<_>) = (Vec::new(), users);
        for exchange in conversation.exchanges.iter().filter(|one| listed(one)) {
            collect_users(&exchange.response, &mut lists);
        }
        for user in rest {
            if !lists.iter().any(|known| known.get("id") == user.get("id")) {
                lists.push(user);
            }
        }
        out.objects
            .retain(|object| text(object, "object") != Some("user"));
        out.objects.splice(0..0, lists);
        for object in &out.objects {
            collect_ids(object, &mut out.ids);
        }
        out.ids.extend(out.bot.clone());
        // What the conversation makes is not there before it.
        out.ids
            .retain(|id| bare(id).is_none_or(|id| !work.created.contains(&id)));
        out
    }
}

/// The workspace that a stored formula names behind property and data source.
fn formula_workspace(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let (_, rest) = text.split_once("{{notion:block_property:")?;
            let (reference, _) = rest.split_once("}}")?;
            let id = reference.rsplit(':').next()?;
            bare(id).map(|_| id.to_owned())
        }
        Value::Array(items) => items.iter().find_map(formula_workspace),
        Value::Object(members) => members.values().find_map(formula_workspace),
        _ => None,
    }
}

/// Every user that is told whole, in the form first told; an own bot in the form that tells most.
fn collect_users(value: &Value, out: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect_users(item, out)),
        Value::Object(members) => {
            if text(value, "object") == Some("user") && text(value, "type").is_some() {
                match out
                    .iter_mut()
                    .find(|known| known.get("id") == members.get("id"))
                {
                    None => out.push(value.clone()),
                    Some(known)
                        if known.pointer("/bot/owner").is_none()
                            && value.pointer("/bot/owner").is_some() =>
                    {
                        known.clone_from(value);
                    }
                    Some(_) => {}
                }
            }
            members
                .values()
                .for_each(|member| collect_users(member, out));
        }
        _ => {}
    }
}

fn collect_ids(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) if bare(text).is_some() => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_ids(item, out)),
        Value::Object(members) => members.values().for_each(|member| collect_ids(member, out)),
        _ => {}
    }
}

#[derive(Debug, Default)]
struct Work {
    seeds: Seeds,
    /// Ids, bare, of what the conversation makes, and of what is below it.
    created: HashSet<String>,
    /// What is to be seeded, by bare id, and in which order.
    objects: HashMap<String, Value>,
    order: Vec<String>,
    /// What has no id of its own: property items.
    others: Vec<Value>,
}

impl Work {
    /// Learns what the answers say of the workspace and the integration.
    fn names(&mut self, exchange: &Exchange) {
        let (seeds, response) = (&mut self.seeds, &exchange.response);
        let own = |seeds: &mut Seeds, user: &Value| {
            seeds.bot = text(user, "id").map(str::to_owned).or(seeds.bot.take());
            seeds.name = text(user, "name").map(str::to_owned).or(seeds.name.take());
            let details = user.get("bot").unwrap_or(&Value::Null);
            seeds.workspace_name = text(details, "workspace_name")
                .map(str::to_owned)
                .or(seeds.workspace_name.take());
            seeds.workspace = text(details, "workspace_id")
                .map(str::to_owned)
                .or(seeds.workspace.take());
        };
        for object in exchange.objects() {
            if object.pointer("/bot/owner").is_some() {
                own(seeds, object);
            }
            if let Some(name) = object
                .pointer("/display_name/resolved_name")
                .and_then(Value::as_str)
                && object
                    .pointer("/display_name/type")
                    .is_some_and(|kind| kind == "integration")
            {
                seeds.name.get_or_insert_with(|| name.to_owned());
            }
            if seeds.links.is_none()
                && let Some("page" | "database" | "data_source") = text(object, "object")
                && let Some((base, _)) = text(object, "url").and_then(|url| url.rsplit_once('/'))
            {
                seeds.links = Some(format!("{base}/"));
            }
        }
        if seeds.workspace.is_none() {
            seeds.workspace = formula_workspace(response);
        }
        let writes = exchange.happened().is_some() && exchange.succeeded();
        if writes && let Some(object) = exchange.objects().first() {
            let by = if exchange.method == Method::POST {
                "created_by"
            } else {
                "last_edited_by"
            };
            if let Some(id) = object.get(by).and_then(|user| text(user, "id")) {
                seeds.bot.get_or_insert_with(|| id.to_owned());
            }
        }
        if let Some(id) = response
            .pointer("/additional_data/integration_id")
            .and_then(Value::as_str)
        {
            seeds.integration = Some(id.to_owned());
        }
        if let Some((_, after)) =
            text(response, "message").and_then(|text| text.split_once("your integration \""))
            && let Some((name, _)) = after.split_once('"')
        {
            seeds.name = Some(name.to_owned());
        }
    }

    fn exchange(&mut self, exchange: &Exchange) {
        let segments = exchange.segments();
        let objects = exchange.objects();
        match (exchange.method.as_str(), segments.as_slice()) {
            ("POST", ["pages" | "databases" | "data_sources" | "comments" | "file_uploads"]) => {
                for object in objects {
                    self.create(object);
                }
            }
            ("PATCH", ["blocks", parent, "children"]) => {
                let sent = exchange
                    .request
                    .as_ref()
                    .and_then(|body| body.get("children"));
                let sent = sent.and_then(Value::as_array).map_or(0, Vec::len);
                let is_list = exchange.response.get("results").is_some();
                for (index, object) in objects.into_iter().enumerate() {
                    if is_list && index < sent {
                        self.create(object);
                    } else {
                        self.show(object, Some(parent), exchange);
                    }
                }
            }
            ("GET", ["blocks", parent, "children"]) => {
                for object in objects {
                    self.show(object, Some(parent), exchange);
                }
            }
            ("GET", ["pages", page, "properties", ..]) => self.property(exchange, page),
            ("GET", ["file_uploads", ..])
            | (_, ["users" | "search" | "comments", ..])
            | (_, ["pages" | "databases" | "data_sources" | "blocks", ..]) => {
                for object in objects {
                    self.show(object, None, exchange);
                }
            }
            _ => {}
        }
    }

    fn create(&mut self, object: &Value) {
        let inner = object.get("data_sources").and_then(Value::as_array);
        for id in inner
            .into_iter()
            .flatten()
            .chain([object])
            .filter_map(id_of)
        {
            // Shown before it was made: only in recordings that were cut together.
            if !self.objects.contains_key(&id) {
                self.created.insert(id);
            }
        }
        if let Some(id) = text(object, "discussion_id").and_then(bare) {
            self.created.insert(id);
        }
    }

    /// Keeps an object in the form first shown, unless the conversation made it.
    fn show(&mut self, object: &Value, parent: Option<&str>, exchange: &Exchange) {
        let Some(id) = id_of(object) else { return };
        if self.created.contains(&id) || self.objects.contains_key(&id) {
            return;
        }
        let mut above: Vec<String> = object
            .get("parent")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .filter_map(|(_, value)| value.as_str().and_then(bare))
            .collect();
        above.extend(parent.and_then(bare));
        if above.iter().any(|id| self.created.contains(id)) {
            self.created.insert(id);
            return;
        }
        let mut object = object.clone();
        if let (Some(parent), Some(object)) = (parent, object.as_object_mut()) {
            object
                .entry("parent")
                .or_insert_with(|| json!({"type": "block_id", "block_id": parent}));
        }
        unapply::unapply(exchange, &mut object);
        self.put(&id, object);
    }

    fn put(&mut self, id: &str, object: Value) {
        if self.objects.insert(id.to_owned(), object).is_none() {
            self.order.push(id.to_owned());
        }
    }

    /// Keeps the value of a property that is told alone.
    fn property(&mut self, exchange: &Exchange, page: &str) {
        if bare(page).is_some_and(|page| self.created.contains(&page))
            || exchange.query.contains("start_cursor")
        {
            return;
        }
        let mut answer = exchange.response.clone();
        answer["page_id"] = json!(page);
        self.others.push(answer);
    }

    /// Whether nothing is known of an id.
    fn is_new(&self, id: &str) -> bool {
        !self.created.contains(id) && !self.objects.contains_key(id)
    }

    /// Puts rows in the order in which a query without sorts lists them.
    fn order_rows(&mut self, conversation: &Conversation) {
        for exchange in &conversation.exchanges {
            let unsorted = exchange
                .request
                .as_ref()
                .and_then(|body| body.get("sorts"))
                .is_none_or(|sorts| sorts == &json!([]));
            if exchange.segments().last() != Some(&"query") || !unsorted || !exchange.succeeded() {
                continue;
            }
            let listed: Vec<String> = exchange
                .objects()
                .into_iter()
                .filter_map(id_of)
                .filter(|id| self.objects.contains_key(id))
                .collect();
            let mut places: Vec<usize> = self
                .order
                .iter()
                .enumerate()
                .filter(|(_, id)| listed.contains(id))
                .map(|(at, _)| at)
                .collect();
            places.sort_unstable();
            for (place, id) in places.into_iter().zip(listed) {
                if let Some(slot) = self.order.get_mut(place) {
                    *slot = id;
                }
            }
        }
    }

    /// The schema that the values of a page belong to, as a database tells it.
    fn schema(page: &Value) -> Map<String, Value> {
        let properties = page.get("properties").and_then(Value::as_object);
        let mut out = Map::new();
        for (name, given) in properties.into_iter().flatten() {
            let kind = text(given, "type").unwrap_or("rich_text");
            let value = given.get(kind).unwrap_or(&Value::Null);
            let options: Vec<&Value> = match value {
                Value::Array(items) => items.iter().collect(),
                Value::Null => Vec::new(),
                one => vec![one],
            };
            let config = match kind {
                "select" | "multi_select" => json!({ "options": options }),
                "status" => {
                    let ids: Vec<_> = options
                        .iter()
                        .filter_map(|option| option.get("id"))
                        .collect();
                    json!({"options": options, "groups": [{"option_ids": ids}]})
                }
                "number" => json!({"format": "number"}),
                "formula" => json!({"expression": ""}),
                "unique_id" => {
                    json!({"prefix": value.get("prefix"), "next_number": value.get("number")})
                }
                "relation" => json!({"data_source_id": ""}),
                "rollup" => json!({"function": value.get("function")}),
                _ => json!({}),
            };
            out.insert(
                name.clone(),
                json!({"id": given.get("id"), "name": name, "type": kind, kind: config}),
            );
        }
        out
    }
}
