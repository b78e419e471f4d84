//! What is known of a value before there is one.

use std::fmt;

use crate::schema::FormulaType;

/// The static type of an expression or of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// What `empty()` is, and nothing else.
    Null,
    /// Text.
    Text,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A day, a time or a range: what a property holds.
    Date,
    /// A day or a time, never a range: what most functions give. Branches of which one gives a
    /// property and another such a date differ in type: without a value their null is a string's
    /// (recorded; that this is the reason is an assumption).
    Moment,
    /// Somebody.
    Person,
    /// A page; the id of its data source where it is known, in which its properties are looked up.
    Page(Option<String>),
    /// A list of such elements.
    List(Box<Self>),
    /// The element of `[]`: there is none.
    Never,
    /// One of several; never holds a union, a double or fewer than two.
    Union(Vec<Self>),
    /// Not known before the evaluation.
    Unknown,
}

impl Type {
    /// A list of such elements.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }

    /// What either may be.
    pub(super) fn union(types: impl IntoIterator<Item = Self>) -> Self {
        let mut out: Vec<Self> = Vec::new();
        for one in types {
            let parts = match one {
                Self::Union(parts) => parts,
                other => vec![other],
            };
            for part in parts {
                if part == Self::Unknown {
                    return Self::Unknown;
                }
                // `[]` fits every list.
                if part.is_empty_list() && out.iter().any(|own| matches!(own, Self::List(_))) {
                    continue;
                }
                if matches!(part, Self::List(_)) {
                    out.retain(|own| !own.is_empty_list());
                }
                if !out.contains(&part) {
                    out.push(part);
                }
            }
        }
        match out.len() {
            0 => Self::Never,
            1 => out.remove(0),
            _ => Self::Union(out),
        }
    }

    /// What branches result in: `empty()` takes the type of the others (recorded).
    pub(super) fn branches(types: impl IntoIterator<Item = Self>) -> Self {
        let types: Vec<_> = types.into_iter().collect();
        if types.iter().all(|one| *one == Self::Null) {
            return Self::Null;
        }
        Self::union(types.into_iter().filter(|one| *one != Self::Null))
    }

    fn is_empty_list(&self) -> bool {
        matches!(self, Self::List(element) if **element == Self::Never)
    }

    /// Each of the types it may be.
    pub(super) fn parts(&self) -> &[Self] {
        match self {
            Self::Union(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether one of the types it may be passes.
    pub(super) fn may_be(&self, test: impl Fn(&Self) -> bool) -> bool {
        *self == Self::Unknown || self.parts().iter().any(test)
    }

    /// The element of the list that it may be; `None` if it cannot be a list.
    pub(super) fn element(&self) -> Option<Self> {
        let lists: Vec<_> = self
            .parts()
            .iter()
            .filter_map(|part| match part {
                Self::List(element) => Some((**element).clone()),
                Self::Unknown => Some(Self::Unknown),
                _ => None,
            })
            .collect();
        (!lists.is_empty()).then(|| Self::union(lists))
    }

    /// The type that answers show, `None` where it follows the value (recorded: branches of
    /// different types).
    pub fn shown(&self) -> Option<FormulaType> {
        match self {
            Self::Number => Some(FormulaType::Number),
            Self::Boolean => Some(FormulaType::Boolean),
            Self::Date | Self::Moment => Some(FormulaType::Date),
            Self::Unknown | Self::Never | Self::Union(_) => None,
            Self::Null | Self::Text | Self::Person | Self::Page(_) | Self::List(_) => {
                Some(FormulaType::String)
            }
        }
    }
}

impl From<FormulaType> for Type {
    fn from(shown: FormulaType) -> Self {
        match shown {
            FormulaType::String => Self::Text,
            FormulaType::Number => Self::Number,
            FormulaType::Boolean => Self::Boolean,
            FormulaType::Date => Self::Date,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Text => f.write_str("text"),
            Self::Number => f.write_str("number"),
            Self::Boolean => f.write_str("boolean"),
            Self::Date | Self::Moment => f.write_str("date"),
            Self::Person => f.write_str("person"),
            Self::Page(_) => f.write_str("page"),
            Self::List(element) => write!(f, "list of {element}"),
            Self::Never | Self::Unknown => f.write_str("unknown"),
            Self::Union(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" or ")?;
                    }
                    write!(f, "{part}")?;
                }
                Ok(())
            }
        }
    }
}
