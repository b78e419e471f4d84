//! Mentions, read from their tags.

use recto_api::ids::{DatabaseId, PageId, UserId};
use recto_api::property::Date;
use recto_api::rich_text::RichText;
use recto_api::wire::Field;

use super::tag::Tag;

/// What a tag mentions; `None` where only its label can be kept. With it what kind of thing it is.
pub(super) fn read(tag: &Tag<'_>) -> (Option<RichText>, &'static str) {
    if matches!(tag.name, "mention-date" | "date") {
        return (date(tag), "date");
    }
    let url = tag.get("url").unwrap_or_default();
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    match (scheme, tag.name) {
        ("user", _) | (_, "mention-user") => {
            (UserId::parse(rest).ok().map(RichText::mention), "user")
        }
        ("agent", _) | (_, "mention-agent") => (None, "agent"),
        ("collection", _) | (_, "mention-data-source") => (None, "data source"),
        (_, "mention-database") => (database(url), "database"),
        _ if tag.get("type") == Some("database") => (database(url), "database"),
        _ => (PageId::parse(url).ok().map(RichText::mention), "page"),
    }
}

fn database(url: &str) -> Option<RichText> {
    DatabaseId::parse(url).ok().map(RichText::mention)
}

fn date(tag: &Tag<'_>) -> Option<RichText> {
    let get = |one: &str, other: &str| tag.get(one).or_else(|| tag.get(other));
    let zone = get("timeZone", "time-zone");
    // An offset belongs to the time; a name stands beside it.
    let offset = zone.filter(|zone| zone.starts_with(['+', '-']));
    let moment = |day: &str, time: Option<&str>| match time {
        Some(time) => format!("{day}T{time}:00{}", offset.unwrap_or_default()),
        None => day.to_owned(),
    };
    let start_time = get("startTime", "start-time");
    let mut date = Date::new(moment(tag.get("start")?, start_time).as_str());
    if let Some(end) = tag.get("end") {
        date = date.until(moment(end, get("endTime", "end-time")).as_str());
    }
    if start_time.is_some() && offset.is_none() {
        date.time_zone = Field::set_or_keep(zone.map(str::to_owned));
    }
    Some(RichText::mention(date))
}
