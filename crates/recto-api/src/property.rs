//! Property values: what a page holds for each property of its data source.

mod build;
mod date;
pub mod json;
pub(crate) mod nearest;
pub(crate) mod options;
mod read;

pub use self::build::NotFinite;

use serde_json::Number;

use crate::date::DateText;
use crate::file::File;
use crate::ids::{PageId, PropertyId, UserId};
use crate::rich_text::RichText;
use crate::user::User;
use crate::wire::{Extra, Field, Unknown, Wire};

/// A property of a page: its id and its value.
///
/// In a request the id is left out, and so may be `type`; the service even takes the value alone
/// (`"Name": [{"text": …}]`, recordings), which [`Extra::bare`] keeps.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(bare)]
pub struct Property {
    /// The property's id; survives renames.
    pub id: Field<PropertyId>,
    /// The value.
    #[wire(union)]
    pub value: PropertyValue,
    /// Whether the value is cut at 25 references; then only the property endpoint has them all.
    pub has_more: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}

impl From<PropertyValue> for Property {
    fn from(value: PropertyValue) -> Self {
        Self {
            id: Field::Absent,
            value,
            has_more: Field::Absent,
            extra: Extra::default(),
        }
    }
}

/// The value of a property, by the property's type. `None` is empty, as is an empty list.
///
/// Source: Notion's page "Page properties" (documented); empty forms (recordings).
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum PropertyValue {
    /// The title; at most 100 runs.
    Title(Vec<RichText>),
    /// Text; at most 100 runs.
    RichText(Vec<RichText>),
    /// A number, exactly as written.
    Number(Option<Number>),
    /// One option.
    Select(Option<SelectOption>),
    /// Several options; at most 100 in a request.
    MultiSelect(Vec<SelectOption>),
    /// One option of a status; must exist.
    Status(Option<SelectOption>),
    /// A day, a time, or a range.
    Date(Option<Date>),
    /// People, bots and groups; at most 100 in a request.
    People(Vec<User>),
    /// Files; at most 100 in a request, which replaces them all.
    Files(Vec<File>),
    /// Yes or no; never empty.
    Checkbox(bool),
    /// An address; Notion does not check it.
    Url(Option<String>),
    /// An e-mail address.
    Email(Option<String>),
    /// A phone number.
    PhoneNumber(Option<String>),
    /// Pages of the related data source; 25 inline, 100 in a request, which replaces them all.
    Relation(Vec<PageRef>),
    /// A computed value; read only.
    Formula(Box<Formula>),
    /// A value computed over a relation; read only.
    Rollup(Box<Rollup>),
    /// When the page was made, to the minute; read only.
    CreatedTime(DateText),
    /// When the page was last edited, to the minute; read only.
    LastEditedTime(DateText),
    /// Who made the page; read only.
    CreatedBy(Box<User>),
    /// Who last edited the page; read only.
    LastEditedBy(Box<User>),
    /// A number counted up in its data source; read only.
    UniqueId(UniqueId),
    /// A button; read only.
    Button(Empty),
    /// Whether a wiki page is verified.
    Verification(Option<Box<Verification>>),
    /// A place on the map.
    Place(Option<Box<Place>>),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// An object without members.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Empty {
    /// Unknown members.
    pub extra: Extra,
}

/// An option of a select, multi-select or status. A request names it by `id` or `name`.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct SelectOption {
    /// Its id.
    pub id: Field<String>,
    /// Its name: 1 to 100 characters, without commas in select and multi-select.
    pub name: Field<String>,
    /// Its colour.
    pub color: Field<OptionColor>,
    /// Its description, in schemas.
    pub description: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// The colour of an option.
#[derive(Debug, Clone, PartialEq, Eq, Wire)]
#[wire(text)]
#[expect(missing_docs, reason = "the names say it all")]
pub enum OptionColor {
    Default,
    Gray,
    Brown,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
    Red,
    Unknown(String),
}

/// A day, a time, or a range of either.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Date {
    /// The day or time, or the first of the range.
    pub start: DateText,
    /// The last of the range.
    pub end: Field<DateText>,
    /// An IANA zone; answers give the offset in the times and null here.
    pub time_zone: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

impl Date {
    /// A single day or time.
    pub fn new(start: impl Into<DateText>) -> Self {
        Self {
            start: start.into(),
            end: Field::Absent,
            time_zone: Field::Absent,
            extra: Extra::default(),
        }
    }

    /// The same with an end.
    #[must_use]
    pub fn until(mut self, end: impl Into<DateText>) -> Self {
        self.end = Field::Value(end.into());
        self
    }
}

/// A reference to a page.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct PageRef {
    /// The page.
    pub id: PageId,
    /// Unknown members.
    pub extra: Extra,
}

impl From<PageId> for PageRef {
    fn from(id: PageId) -> Self {
        Self {
            id,
            extra: Extra::default(),
        }
    }
}

/// A computed value.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Formula {
    /// The result.
    #[wire(union)]
    pub result: FormulaResult,
    /// Unknown members.
    pub extra: Extra,
}

/// The result of a formula; `None` is empty.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum FormulaResult {
    /// Text.
    String(Option<String>),
    /// A number.
    Number(Option<Number>),
    /// Yes or no.
    Boolean(Option<bool>),
    /// A date.
    Date(Option<Date>),
    /// Of a type that the API does not show; an empty object.
    Unsupported(Empty),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A value computed over a relation.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Rollup {
    /// The result.
    #[wire(union)]
    pub result: RollupResult,
    /// How it was computed, such as `sum` or `show_original`.
    pub function: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// The result of a rollup.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum RollupResult {
    /// A number.
    Number(Option<Number>),
    /// A date or range.
    Date(Option<Date>),
    /// The related values themselves.
    Array(Vec<Property>),
    /// Of a type that the API does not show; an empty object.
    Unsupported(Empty),
    /// Not computed to the end: the last page of the property endpoint has the result.
    Incomplete(Empty),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// A number counted up in its data source.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct UniqueId {
    /// What stands before the number.
    pub prefix: Field<String>,
    /// The number.
    pub number: Field<Number>,
    /// Unknown members.
    pub extra: Extra,
}

/// Whether a wiki page is verified.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Verification {
    /// `verified`, `expired` or `unverified`.
    pub state: Field<String>,
    /// Until when.
    pub date: Field<Date>,
    /// By whom.
    pub verified_by: Field<User>,
    /// Unknown members.
    pub extra: Extra,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Wire)]
pub struct Place {
    /// Latitude in degrees.
    pub lat: Field<Number>,
    /// Longitude in degrees.
    pub lon: Field<Number>,
    /// Its name.
    pub name: Field<String>,
    /// Its address.
    pub address: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// One value of the property endpoint.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(object = "property_item")]
pub struct PropertyItem {
    /// The property's id.
    pub id: Field<PropertyId>,
    /// The item: where the page holds a list, this holds one element of it.
    #[wire(union)]
    pub item: Option<PropertyItemValue>,
    /// Unknown members.
    pub extra: Extra,
}

/// What the property endpoint answers for one item.
#[derive(Debug, Clone, PartialEq, Wire)]
#[wire(union)]
pub enum PropertyItemValue {
    /// One run of the title.
    Title(Box<RichText>),
    /// One run of text.
    RichText(Box<RichText>),
    /// One person.
    People(Box<User>),
    /// One related page.
    Relation(PageRef),
    /// A number, exactly as written.
    Number(Option<Number>),
    /// One option.
    Select(Option<SelectOption>),
    /// Several options.
    MultiSelect(Vec<SelectOption>),
    /// One option of a status.
    Status(Option<SelectOption>),
    /// A day, a time, or a range.
    Date(Option<Date>),
    /// Files.
    Files(Vec<File>),
    /// Yes or no.
    Checkbox(bool),
    /// An address.
    Url(Option<String>),
    /// An e-mail address.
    Email(Option<String>),
    /// A phone number.
    PhoneNumber(Option<String>),
    /// A computed value.
    Formula(Box<Formula>),
    /// A value computed over a relation.
    Rollup(Box<Rollup>),
    /// When the page was made.
    CreatedTime(DateText),
    /// When the page was last edited.
    LastEditedTime(DateText),
    /// Who made the page.
    CreatedBy(Box<User>),
    /// Who last edited the page.
    LastEditedBy(Box<User>),
    /// A number counted up in its data source.
    UniqueId(UniqueId),
    /// A button.
    Button(Empty),
    /// Whether a wiki page is verified.
    Verification(Option<Box<Verification>>),
    /// A place on the map.
    Place(Option<Box<Place>>),
    /// A kind without a name here.
    Unknown(Unknown),
}

/// Ids of people, as a people value.
pub fn people(ids: impl IntoIterator<Item = UserId>) -> Vec<User> {
    ids.into_iter().map(User::partial).collect()
}
