//! What a field asks of its property.

use super::Cell;

/// A field of a row and the property it maps, as the derive writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// The field.
    pub field: &'static str,
    /// The name of the property; not looked at where there is an `id` and for the title.
    pub name: &'static str,
    /// The id of the property, which survives renames.
    pub id: Option<&'static str>,
    /// Whether it is the title, whatever its name.
    pub title: bool,
    /// The type the property must have, where the field says so.
    pub kind: Option<&'static str>,
    /// Whether it is only read, never written.
    pub read_only: bool,
    /// Whether a list that Notion cut at 25 is taken as it is.
    pub partial: bool,
    /// What the type of the field can hold.
    pub types: Types,
}

/// What a type of fields can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Types {
    /// The types of properties it can be written to; the first is meant where the field does not
    /// say.
    pub writes: &'static [&'static str],
    /// Further types it can be read from.
    pub reads: &'static [&'static str],
    /// The options it knows, of a select, status or multi-select.
    pub options: &'static [&'static str],
    /// Whether there may be options it does not know.
    pub open: bool,
}

impl Types {
    /// Any type.
    pub const ANY: Self = Self::new(&[], &[]);

    /// These types to write to, and these further ones to read from.
    pub const fn new(writes: &'static [&'static str], reads: &'static [&'static str]) -> Self {
        Self {
            writes,
            reads,
            options: &[],
            open: true,
        }
    }

    /// The same with the options it knows; `open` where there may be others.
    #[must_use]
    pub const fn options(mut self, options: &'static [&'static str], open: bool) -> Self {
        self.options = options;
        self.open = open;
        self
    }

    const fn any(&self) -> bool {
        self.writes.is_empty() && self.reads.is_empty()
    }
}

impl Column {
    /// A field and the name of its property.
    pub const fn of<T: Cell>(field: &'static str, name: &'static str) -> Self {
        Self {
            field,
            name,
            id: None,
            title: false,
            kind: None,
            read_only: false,
            partial: false,
            types: T::TYPES,
        }
    }

    /// The same, found by an id.
    #[must_use]
    pub const fn id(mut self, id: &'static str) -> Self {
        self.id = Some(id);
        self
    }

    /// The same, for the title.
    #[must_use]
    pub const fn title(self) -> Self {
        let mut title = self.kind("title");
        title.title = true;
        title
    }

    /// The same, for a property of this type.
    ///
    /// # Panics
    ///
    /// When the type of the field cannot hold one; in a derived row while compiling.
    #[must_use]
    pub const fn kind(mut self, kind: &'static str) -> Self {
        assert!(
            self.types.any() || has(self.types.writes, kind) || has(self.types.reads, kind),
            "the type of this field cannot hold a property of this kind"
        );
        self.kind = Some(kind);
        self
    }

    /// The same, only read.
    #[must_use]
    pub const fn read_only(mut self) -> Self {
        self.read_only = true;
        self
    }

    /// The same, for a list that may be cut.
    #[must_use]
    pub const fn partial(mut self) -> Self {
        self.partial = true;
        self
    }

    /// The same, when all is said.
    ///
    /// # Panics
    ///
    /// When the field would be written and its property cannot; in a derived row while compiling.
    #[must_use]
    pub const fn checked(self) -> Self {
        let writable = match self.kind {
            Some(kind) => self.types.any() || has(self.types.writes, kind),
            None => self.types.any() || !self.types.writes.is_empty(),
        };
        assert!(
            writable || self.read_only,
            "this field can only be read: mark it `#[row(read_only)]`"
        );
        self
    }

    /// The types its property may have; none means any.
    pub(super) fn kinds(&self) -> Vec<&'static str> {
        match self.kind {
            Some(kind) => vec![kind],
            None if self.read_only => [self.types.writes, self.types.reads].concat(),
            None => self.types.writes.iter().take(1).copied().collect(),
        }
    }

    /// The type it is written as, where no schema says more.
    pub(super) fn written_as(&self) -> &'static str {
        self.kind
            .or(self.types.writes.first().copied())
            .unwrap_or_default()
    }

    /// What to call its property.
    pub(super) fn property(&self) -> &'static str {
        match self.id {
            Some(id) => id,
            None if self.title => "title",
            None => self.name,
        }
    }
}

/// Whether a list has a text; usable while compiling.
const fn has(list: &[&str], text: &str) -> bool {
    let mut index = 0;
    while index < list.len() {
        if same(list[index].as_bytes(), text.as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut index = 0;
    while index < a.len() {
        if a[index] != b[index] {
            return false;
        }
        index += 1;
    }
    true
}
