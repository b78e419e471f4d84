//! Shapes as JSON Schema, for the interface description.

use serde_json::{Map, Value, json};

use super::shape::{Member, Shape};

/// The named schemas met so far. Shapes that others refer to are described once and named after the
/// place where they were met first.
#[derive(Debug, Default)]
pub(crate) struct Schemas {
    /// Name and schema, in the order they were met.
    named: Map<String, Value>,
    /// Which shape has which name.
    known: Vec<(&'static Shape, String)>,
}

impl Schemas {
    /// All named schemas, for `components.schemas`.
    pub(crate) fn into_named(self) -> Map<String, Value> {
        self.named
    }

    /// A reference to the named schema of a shape; `name` is taken if it has none yet.
    pub(crate) fn reference(&mut self, shape: &'static Shape, name: &str) -> Value {
        if let Some((_, known)) = self
            .known
            .iter()
            .find(|(known, _)| std::ptr::eq(*known, shape))
        {
            return to(known);
        }
        let mut free = name.to_owned();
        for number in 2.. {
            if !self.known.iter().any(|(_, known)| *known == free) {
                break;
            }
            free = format!("{name}_{number}");
        }
        // Known before it is described: it may contain itself.
        self.known.push((shape, free.clone()));
        let schema = self.describe(shape, &free);
        self.named.insert(free.clone(), schema);
        to(&free)
    }

    /// The schema of a shape; `name` is where it stands.
    fn describe(&mut self, shape: &Shape, name: &str) -> Value {
        match shape {
            Shape::Any => json!({}),
            Shape::Text { min, max } => {
                let mut schema = json!({"type": "string"});
                if *min > 0 {
                    schema["minLength"] = json!(min);
                }
                if *max < usize::MAX {
                    schema["maxLength"] = json!(max);
                }
                schema
            }
            Shape::Number { min, max } => {
                let mut schema = json!({"type": "number"});
                if min.is_finite() && *min > f64::MIN {
                    schema["minimum"] = json!(min);
                }
                if max.is_finite() && *max < f64::MAX {
                    schema["maximum"] = json!(max);
                }
                schema
            }
            Shape::Boolean => json!({"type": "boolean"}),
            // Dashes may be left out, so it is a pattern and not the format.
            Shape::Uuid => json!({"type": "string", "pattern": UUID}),
            Shape::IsoDate => json!({
                "type": "string",
                "description": "ISO 8601 date, or date and time",
                "examples": ["2026-03-01", "2026-03-01T09:00:00.000+01:00"],
            }),
            Shape::Literal(words) => json!({"type": "string", "enum": words}),
            Shape::True => json!({"const": true}),
            Shape::Nullable(inner) => {
                let inner = self.describe(inner, name);
                json!({"anyOf": [inner, {"type": "null"}]})
            }
            Shape::Object(members) => self.object(members, name),
            Shape::Map(inner) => {
                let inner = self.describe(inner, name);
                json!({"type": "object", "additionalProperties": inner})
            }
            Shape::Array { item, min, max } => {
                let item = self.describe(item, name);
                let mut schema = json!({"type": "array", "items": item});
                if *min > 0 {
                    schema["minItems"] = json!(min);
                }
                if *max < usize::MAX {
                    schema["maxItems"] = json!(max);
                }
                schema
            }
            Shape::Union(branches) => {
                let branches: Vec<_> = branches
                    .iter()
                    .map(|branch| self.describe(branch, name))
                    .collect();
                json!({"anyOf": branches})
            }
            Shape::Lazy(shape) => self.reference(shape(), name),
        }
    }

    fn object(&mut self, members: &[Member], name: &str) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for member in members {
            let schema = self.describe(&member.shape, &format!("{name}_{}", member.name));
            properties.insert(member.name.to_owned(), schema);
            if member.required {
                required.push(member.name);
            }
        }
        let mut schema = json!({
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }
}

/// An id, dashed or bare.
pub(crate) const UUID: &str =
    "^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$";

fn to(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::validate::{array, limited, literals, nullable, object, optional, required, union};

    fn tree() -> &'static Shape {
        static TREE: LazyLock<Shape> = LazyLock::new(|| {
            object([
                required("name", limited(9)),
                optional("kind", nullable(literals(&["a", "b"]))),
                optional("below", array(Shape::Lazy(tree), 100)),
                optional("one", union([Shape::True, Shape::Uuid])),
            ])
        });
        &TREE
    }

    #[test]
    fn a_shape_that_contains_itself_is_described_once() {
        let mut schemas = Schemas::default();
        let first = schemas.reference(tree(), "Tree");
        assert_eq!(first, json!({"$ref": "#/components/schemas/Tree"}));
        assert_eq!(schemas.reference(tree(), "Other"), first);
        let named = schemas.into_named();
        assert_eq!(named.len(), 1);
        let tree = &named["Tree"];
        assert_eq!(tree["required"], json!(["name"]));
        assert_eq!(tree["additionalProperties"], json!(false));
        assert_eq!(tree["properties"]["name"]["maxLength"], json!(9));
        assert_eq!(
            tree["properties"]["kind"],
            json!({"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]})
        );
        assert_eq!(
            tree["properties"]["below"],
            json!({"type": "array", "items": first, "maxItems": 100})
        );
        assert_eq!(
            tree["properties"]["one"]["anyOf"][0],
            json!({"const": true})
        );
    }
}
