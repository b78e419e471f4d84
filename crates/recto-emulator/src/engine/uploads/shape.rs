//! What a new upload may say.

use std::sync::LazyLock;

use recto_api::limits::{FILENAME_BYTES, UPLOAD_PARTS, URL_UNITS};

use crate::validate::{Shape, limited, literals, object, optional, required, text, union};

/// The body of a new upload, by its mode.
pub(in crate::engine) fn create() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        union([
            object([
                optional("mode", literals(&["single_part"])),
                optional("filename", limited(FILENAME_BYTES)),
                optional("content_type", text()),
            ]),
            object([
                required("mode", literals(&["multi_part"])),
                required("filename", limited(FILENAME_BYTES)),
                optional("content_type", text()),
                required(
                    "number_of_parts",
                    Shape::Number {
                        min: 1.0,
                        max: UPLOAD_PARTS as f64,
                    },
                ),
            ]),
            object([
                required("mode", literals(&["external_url"])),
                required("filename", limited(FILENAME_BYTES)),
                optional("content_type", text()),
                required("external_url", limited(URL_UNITS)),
            ]),
        ])
    });
    &SHAPE
}
