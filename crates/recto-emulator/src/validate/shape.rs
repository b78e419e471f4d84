//! Shapes: what a member may hold.

/// What a value may be.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// Anything.
    Any,
    /// A string of at most so many UTF-16 units, at least so many.
    Text { min: usize, max: usize },
    /// A number between two bounds.
    Number { min: f64, max: f64 },
    /// `true` or `false`.
    Boolean,
    /// An id, dashed or bare.
    Uuid,
    /// An ISO 8601 date or date and time.
    IsoDate,
    /// One of these strings.
    Literal(&'static [&'static str]),
    /// The literal `true`.
    True,
    /// `null` or the shape.
    Nullable(Box<Self>),
    /// An object with these members and no others.
    Object(Vec<Member>),
    /// An object whose members all have one shape.
    Map(Box<Self>),
    /// An array of at most so many elements.
    Array {
        item: Box<Self>,
        min: usize,
        max: usize,
    },
    /// One of several.
    Union(Vec<Self>),
    /// A shape made when it is needed, for those that contain themselves.
    Lazy(fn() -> &'static Self),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
}

/// A member that must be there.
pub(crate) fn required(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        shape,
        required: true,
    }
}

/// A member that may be absent.
pub(crate) fn optional(name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        shape,
        required: false,
    }
}

/// An object with these members and no others.
pub(crate) fn object(members: impl IntoIterator<Item = Member>) -> Shape {
    Shape::Object(members.into_iter().collect())
}

/// An object whose members all have one shape.
pub(crate) fn map(shape: Shape) -> Shape {
    Shape::Map(Box::new(shape))
}

/// An array of at most `max` elements.
pub(crate) fn array(item: Shape, max: usize) -> Shape {
    Shape::Array {
        item: Box::new(item),
        min: 0,
        max,
    }
}

/// `null` or the shape.
pub(crate) fn nullable(shape: Shape) -> Shape {
    Shape::Nullable(Box::new(shape))
}

/// A string of any length.
pub(crate) fn text() -> Shape {
    Shape::Text {
        min: 0,
        max: usize::MAX,
    }
}

/// A string of at most `max` UTF-16 units.
pub(crate) fn limited(max: usize) -> Shape {
    Shape::Text { min: 0, max }
}

/// One of these strings.
pub(crate) fn literals(words: &'static [&'static str]) -> Shape {
    Shape::Literal(words)
}

/// One of several shapes.
pub(crate) fn union(branches: impl IntoIterator<Item = Shape>) -> Shape {
    Shape::Union(branches.into_iter().collect())
}
