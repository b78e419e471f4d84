//! `GET /v1/pages/{page_id}/properties/{property_id}` (notion-api 3.5)

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{find, property_url, source_of};
use crate::engine::schema::encoded_id;
use crate::engine::values::Reader;
use crate::engine::{Context, Input, paging, relations};
use crate::problem::Problem;
use crate::store::sources::Column;

/// `GET /v1/pages/{page_id}/properties/{property_id}`
pub(crate) fn property(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let page = find(tx, ctx, &input.id("page_id")?)?;
    let size = paging::size_in_query(input)?;
    let source = source_of(tx, ctx, &page)?;
    let key = input.param("property_id");
    let column = source.find(key).ok_or_else(|| {
        Problem::validation(format!("Could not find property with name or id: {key}"))
    })?;
    let reader = Reader {
        tx,
        ctx,
        source: &source,
        page: &page,
        depth: 0,
    };
    let from = match input.query("start_cursor") {
        None => 0,
        Some(cursor) => offset(cursor).ok_or_else(|| Problem::invalid_cursor(cursor))?,
    };
    match column.kind.as_str() {
        "title" | "rich_text" | "people" => {
            let all = match reader.value(column, usize::MAX)? {
                Value::Array(all) => all,
                _ => Vec::new(),
            };
            let more = all.len() > from + size;
            let items = all.into_iter().skip(from).take(size).collect();
            Ok(list(
                &reader,
                column,
                items,
                more.then_some(from + size),
                json!({}),
                size,
            ))
        }
        "relation" => {
            let (ids, more) = relations::targets(tx, &page.id, &column.id, from, size)?;
            let items = ids.into_iter().map(|id| json!({"id": id})).collect();
            Ok(list(
                &reader,
                column,
                items,
                more.then_some(from + size),
                json!({}),
                size,
            ))
        }
        "rollup" => Ok(rollup(&reader, column, from, size)?),
        kind => Ok(json!({
            "object": "property_item",
            "type": kind,
            "id": encoded_id(&column.id),
            kind: reader.value(column, usize::MAX)?,
        })),
    }
}

/// A rollup that shows values lists them; any other has its result beside an empty list.
fn rollup(
    reader: &Reader<'_>,
    column: &Column,
    from: usize,
    size: usize,
) -> Result<Value, Problem> {
    let mut summary = reader.value(column, usize::MAX)?;
    let all = match summary.get_mut("array").map(Value::take) {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    };
    if let Some(array) = summary.get_mut("array") {
        *array = json!([]);
    }
    let more = all.len() > from + size;
    let items: Vec<Value> = all.into_iter().skip(from).take(size).collect();
    let mut out = list(
        reader,
        column,
        Vec::new(),
        more.then_some(from + size),
        summary,
        size,
    );
    out["results"] = items
        .into_iter()
        .map(|item| {
            let kind = item["type"].as_str().unwrap_or_default().to_owned();
            let id = encoded_id(
                column.config["rollup_property_id"]
                    .as_str()
                    .unwrap_or_default(),
            );
            json!({"object": "property_item", "type": kind, "id": id, kind.as_str(): item[&kind]})
        })
        .collect();
    Ok(out)
}

fn list(
    reader: &Reader<'_>,
    column: &Column,
    items: Vec<Value>,
    next: Option<usize>,
    summary: Value,
    size: usize,
) -> Value {
    let kind = column.kind.as_str();
    let id = encoded_id(&column.id);
    let results: Vec<Value> = items
        .into_iter()
        .map(|item| json!({"object": "property_item", "type": kind, "id": id, kind: item}))
        .collect();
    let cursor = next.map(cursor);
    let url = cursor.as_ref().map(|cursor| {
        format!(
            "{}?start_cursor={cursor}&page_size={size}",
            property_url(&reader.page.id, column)
        )
    });
    json!({
        "object": "list",
        "results": results,
        "next_cursor": cursor,
        "has_more": cursor.is_some(),
        "type": "property_item",
        "property_item": {"id": id, "next_url": url, "type": kind, kind: summary},
    })
}

/// Six opaque characters, as recorded.
fn cursor(offset: usize) -> String {
    URL_SAFE_NO_PAD.encode(u32::try_from(offset).unwrap_or(u32::MAX).to_be_bytes())
}

fn offset(cursor: &str) -> Option<usize> {
    let bytes: [u8; 4] = URL_SAFE_NO_PAD.decode(cursor).ok()?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_opaque_and_come_back() {
        assert_eq!(cursor(100).len(), 6);
        assert_eq!(offset(&cursor(100)), Some(100));
        assert_eq!(offset("bogus"), None);
    }
}
