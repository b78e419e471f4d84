//! Schemas, databases, data sources, views and events.

use recto_api::database::Database;

use super::Shape;
use crate::samples;

pub(crate) fn shapes() -> Vec<Shape> {
    vec![Shape::of::<Database>(samples::database())]
}
