//! Mentions as tags.

use recto_api::property::Date;
use recto_api::rich_text::{Mention, MentionTarget, RichText};

use super::escape::{self, Place};
use super::tag::Tag;
use crate::dialect::Dialect;
use crate::loss::Lost;

/// The tag of a mention; `None` where only its text can be kept.
pub(super) fn write(
    mention: &Mention,
    run: &RichText,
    dialect: Dialect,
    link_base: &str,
    lost: &mut Vec<Lost>,
) -> Option<String> {
    let page = |id: &str| format!("{link_base}{}", id.replace('-', ""));
    let label = run.plain();
    let tag = |v1: &'static str, url: &str, kind: Option<&str>| match dialect {
        Dialect::V1 => {
            let mut text = String::new();
            escape::text(&mut text, &label.replace('\n', " "), dialect, Place::Block);
            labelled(Tag::new(v1).with("url", url), &text, "")
        }
        Dialect::V2 => {
            // A label is literal; what would end it cannot stand in it.
            let text = label.replace(['\n', '<'], " ");
            labelled(
                Tag::new("mention").with("url", url).maybe("type", kind),
                &text,
                " ",
            )
        }
    };
    match &mention.target {
        MentionTarget::User(user) => {
            Some(tag("mention-user", &format!("user://{}", user.id), None))
        }
        MentionTarget::Page(target) => Some(tag("mention-page", &page(target.id.as_str()), None)),
        MentionTarget::Database(target) => Some(tag(
            "mention-database",
            &page(target.id.as_str()),
            Some("database"),
        )),
        MentionTarget::Date(date) => Some(write_date(date, dialect)),
        MentionTarget::CustomEmoji(emoji) => {
            Some(format!(":{}:", emoji.name.as_str().unwrap_or("emoji")))
        }
        MentionTarget::LinkMention(link) => Some(link_to(label, &link.href, dialect)),
        MentionTarget::LinkPreview(link) => Some(link_to(label, &link.url, dialect)),
        target @ (MentionTarget::TemplateMention(_) | MentionTarget::Unknown(_)) => {
            lost.push(Lost::Mention(target.kind().to_owned()));
            None
        }
    }
}

fn labelled(tag: Tag, label: &str, blank: &str) -> String {
    if label.is_empty() {
        tag.alone(!blank.is_empty())
    } else {
        tag.around(label)
    }
}

fn link_to(label: &str, url: &str, dialect: Dialect) -> String {
    let mut out = String::from("[");
    let label = if label.is_empty() { url } else { label };
    escape::text(&mut out, &label.replace('\n', " "), dialect, Place::Block);
    out.push_str("](");
    escape::address(&mut out, url);
    out.push(')');
    out
}

/// A date, with day and time apart.
fn write_date(date: &Date, dialect: Dialect) -> String {
    let (name, start_time, end_time, zone) = match dialect {
        Dialect::V1 => ("mention-date", "startTime", "endTime", "timeZone"),
        Dialect::V2 => ("date", "start-time", "end-time", "time-zone"),
    };
    let start = Moment::of(date.start.as_str());
    let end = date.end.value().map(|end| Moment::of(end.as_str()));
    let zone_of = |moment: &Moment<'_>| moment.zone.map(str::to_owned);
    let named = date.time_zone.as_str().map(str::to_owned);
    Tag::new(name)
        .with("start", start.day)
        .maybe(start_time, start.time)
        .maybe("end", end.as_ref().map(|end| end.day))
        .maybe(end_time, end.as_ref().and_then(|end| end.time))
        .maybe(zone, named.or_else(|| zone_of(&start)).as_deref())
        .alone(dialect == Dialect::V2)
}

/// The parts of a date's text.
struct Moment<'a> {
    day: &'a str,
    /// Hours and minutes.
    time: Option<&'a str>,
    /// The offset from UTC, such as `+02:00`; `UTC` for none.
    zone: Option<&'a str>,
}

impl<'a> Moment<'a> {
    fn of(text: &'a str) -> Self {
        let Some((day, time)) = text.split_once('T') else {
            return Self {
                day: text,
                time: None,
                zone: None,
            };
        };
        let zone = match time.find(['+', '-', 'Z']) {
            Some(at) if matches!(&time[at..], "Z" | "+00:00" | "-00:00") => Some("UTC"),
            Some(at) => Some(&time[at..]),
            None => None,
        };
        Self {
            day,
            time: time.get(..5),
            zone,
        }
    }
}
