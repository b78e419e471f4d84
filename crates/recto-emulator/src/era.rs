//! Answers of a day of the past: members that the service has added since are left out.
//!
//! The service adds members to old versions, too. When it did is known from recordings, each between
//! two days; the first day on which all of them have the member is taken.

use jiff::Timestamp;
use recto_api::version::Version;
use serde_json::Value;

/// A member that was added on some day.
struct Added {
    /// The objects that have it.
    kinds: &'static [&'static str],
    member: &'static str,
    /// The first day on which every recorded answer has it.
    since: &'static str,
    /// Only in answers of this version and older ones; `None` for all.
    up_to: Option<Version>,
}

const fn added(kinds: &'static [&'static str], member: &'static str, since: &'static str) -> Added {
    Added {
        kinds,
        member,
        since,
        up_to: None,
    }
}

/// Recorded.
const ADDED: &[Added] = &[
    added(&["page", "database"], "public_url", "2023-05-01"),
    added(&["page", "database", "block"], "in_trash", "2024-04-01"),
    added(&["comment"], "display_name", "2025-06-23"),
    added(&["page"], "is_locked", "2025-09-18"),
    added(&["page"], "is_archived", "2026-04-01"),
    Added {
        up_to: Some(Version::V2022_06_28),
        ..added(&["page"], "is_archived", "2026-06-24")
    },
];

/// Takes out of an answer what the service had not added by that day.
pub(crate) fn lower(answer: &mut Value, version: Version, day: Timestamp) {
    let day = day.to_string();
    if day.as_str() > "2026-07" {
        return;
    }
    walk(answer, version, &day);
}

fn walk(value: &mut Value, version: Version, day: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, version, day)),
        Value::Object(members) => {
            let kind = members
                .get("object")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if let Some(kind) = kind.as_deref() {
                for added in ADDED {
                    let counts = added.up_to.is_none_or(|last| version <= last);
                    if counts && added.kinds.contains(&kind) && day < added.since {
                        members.shift_remove(added.member);
                    }
                }
                if kind == "block"
                    && day < "2026-06-24"
                    && let Some(Value::Object(paragraph)) = members.get_mut("paragraph")
                {
                    paragraph.shift_remove("icon");
                }
                if matches!(kind, "database" | "data_source") && day < "2025-08-26" {
                    let properties = members.get_mut("properties").and_then(Value::as_object_mut);
                    for (_, property) in properties.into_iter().flatten() {
                        old_property(property);
                    }
                }
            }
            members
                .values_mut()
                .for_each(|member| walk(member, version, day));
        }
        _ => {}
    }
}

/// Before data sources were told: no descriptions, and no data source of a relation.
fn old_property(property: &mut Value) {
    if let Some(property) = property.as_object_mut() {
        property.shift_remove("description");
        if let Some(Value::Object(relation)) = property.get_mut("relation") {
            relation.shift_remove("data_source_id");
        }
    }
}
