//! What a request may send as property values (notion-api 3.4).

use std::sync::LazyLock;

use recto_api::limits::{EMAIL_UNITS, OPTION_NAME_UNITS, URL_UNITS, VALUES};

use crate::engine::{files, rich_text};
use crate::validate::{
    Shape, array, limited, literals, map, nullable, object, optional, required, text, union,
};

const COLORS: &[&str] = &[
    "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
];

/// `properties` of a page. The order of the branches is the order of a refusal's lines.
pub(crate) fn properties() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let string = |max| Shape::Nullable(Box::new(Shape::Text { min: 1, max }));
        map(union([
            value("title", &["title"], Shape::Lazy(rich_text::shape)),
            value("rich_text", &["rich_text"], Shape::Lazy(rich_text::shape)),
            value(
                "number",
                &["number"],
                nullable(Shape::Number {
                    min: f64::MIN,
                    max: f64::MAX,
                }),
            ),
            value("url", &["url"], string(URL_UNITS)),
            value("select", &["select"], nullable(option())),
            value("multi_select", &["multi_select"], array(option(), VALUES)),
            value("people", &["people"], array(person(), VALUES)),
            value("email", &["email"], string(EMAIL_UNITS)),
            value("phone_number", &["phone_number"], string(EMAIL_UNITS)),
            value("date", &["date"], nullable(date())),
            value("checkbox", &["checkbox"], Shape::Boolean),
            value(
                "relation",
                &["relation"],
                array(object([required("id", Shape::Uuid)]), VALUES),
            ),
            value("files", &["files"], files::files_shape()),
            value("status", &["status"], nullable(option())),
            value("place", &["place"], nullable(place())),
            value("verification", &["verification"], verification()),
            // Shorthand of the title of a page.
            Shape::Lazy(rich_text::shape),
        ]))
    });
    &SHAPE
}

fn value(name: &'static str, kinds: &'static [&'static str], body: Shape) -> Shape {
    object([
        required(name, body),
        optional("type", literals(kinds)),
        optional("id", text()),
        optional("name", text()),
        // Sent back as read.
        optional("has_more", Shape::Boolean),
    ])
}

fn option() -> Shape {
    let rest = || {
        [
            optional("color", literals(COLORS)),
            optional("description", nullable(text())),
        ]
    };
    let name = || Shape::Text {
        min: 1,
        max: OPTION_NAME_UNITS,
    };
    let by_id = object(
        [required("id", text()), optional("name", name())]
            .into_iter()
            .chain(rest()),
    );
    let by_name = object(
        [required("name", name()), optional("id", text())]
            .into_iter()
            .chain(rest()),
    );
    union([by_id, by_name])
}

fn person() -> Shape {
    object([
        required("id", Shape::Uuid),
        optional("object", literals(&["user", "group"])),
        optional("name", Shape::Any),
        optional("avatar_url", Shape::Any),
        optional("type", Shape::Any),
        optional("person", Shape::Any),
        optional("bot", Shape::Any),
    ])
}

fn date() -> Shape {
    object([
        required("start", Shape::IsoDate),
        optional("end", nullable(Shape::IsoDate)),
        optional("time_zone", nullable(text())),
    ])
}

fn place() -> Shape {
    let number = || Shape::Number {
        min: f64::MIN,
        max: f64::MAX,
    };
    object([
        required("lat", number()),
        required("lon", number()),
        optional("name", nullable(limited(2_000))),
        optional("address", nullable(limited(2_000))),
        optional("aws_place_id", nullable(text())),
        optional("google_place_id", nullable(text())),
    ])
}

fn verification() -> Shape {
    object([
        required("state", literals(&["verified", "unverified"])),
        optional("date", nullable(date())),
        optional("verified_by", Shape::Any),
    ])
}
