//! The functions of the language and what they take.

/// A function by what it does. Branches, variables and those that run an expression for each
/// element are not here: they have a shape of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Abs,
    Add,
    At,
    Cbrt,
    Ceil,
    Concat,
    Contains,
    DateAdd,
    DateBetween,
    DateEnd,
    DateOfMonth,
    DateRange,
    DateStart,
    DateSubtract,
    Divide,
    E,
    Email,
    Empty,
    Equal,
    Exp,
    First,
    Flat,
    Floor,
    Format,
    FormatDate,
    FormatNumber,
    FromTimestamp,
    Greater,
    GreaterEqual,
    Hour,
    Id,
    Includes,
    Join,
    Label,
    Last,
    Length,
    Less,
    LessEqual,
    Ln,
    Log10,
    Log2,
    Lower,
    Match,
    Max,
    Mean,
    Median,
    Min,
    Minute,
    Mod,
    Month,
    Multiply,
    Name,
    Negate,
    Now,
    PadEnd,
    PadStart,
    ParseDate,
    Pi,
    Pow,
    Repeat,
    Replace,
    ReplaceAll,
    Reverse,
    Round,
    Sign,
    Slice,
    Splice,
    Split,
    Sqrt,
    Substring,
    Subtract,
    Sum,
    Test,
    Timestamp,
    Today,
    ToNumber,
    Trim,
    Unequal,
    Unique,
    Upper,
    Week,
    Weekday,
    Year,
}

/// A function that runs an expression for each element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Each {
    Count,
    Every,
    Filter,
    Find,
    FindIndex,
    Map,
    Some,
    Sort,
}

/// What a function takes in one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Param {
    Any,
    Number,
    /// Text, or a number or boolean, which are written out.
    Text,
    Date,
    List,
    /// A text or a list.
    Sized,
    /// A number or a list of numbers, and nothing else (recorded).
    Numbers,
    Person,
    /// A page or a person.
    Identified,
}

/// What a function gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    Number,
    Text,
    Boolean,
    Date,
    /// A date that may be a range.
    Range,
    Texts,
    /// An element of the first argument.
    Element,
    /// What the first argument is.
    Same,
    /// A list of all that the arguments hold.
    Merged,
    /// The first argument with one level of lists less.
    Flat,
    /// What `+` gives.
    Sum,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) function: Function,
    /// The first `needed` must be given.
    pub(super) params: &'static [Param],
    pub(super) needed: usize,
    /// Whether the last may come any number of times.
    pub(super) repeats: bool,
    pub(super) gives: Gives,
}

pub(super) fn find(name: &str) -> Option<&'static Signature> {
    FUNCTIONS
        .binary_search_by(|signature| signature.name.cmp(name))
        .ok()
        .and_then(|index| FUNCTIONS.get(index))
}

/// The functions that run an expression for each element.
pub(super) fn find_each(name: &str) -> Option<Each> {
    Some(match name {
        "count" => Each::Count,
        "every" => Each::Every,
        "filter" => Each::Filter,
        "find" => Each::Find,
        "findIndex" => Each::FindIndex,
        "map" => Each::Map,
        "some" => Each::Some,
        "sort" => Each::Sort,
        _ => return None,
    })
}

const fn all(
    name: &'static str,
    function: Function,
    params: &'static [Param],
    gives: Gives,
) -> Signature {
    Signature {
        name,
        function,
        params,
        needed: params.len(),
        repeats: false,
        gives,
    }
}

const fn some(
    name: &'static str,
    function: Function,
    params: &'static [Param],
    needed: usize,
    gives: Gives,
) -> Signature {
    Signature {
        needed,
        ..all(name, function, params, gives)
    }
}

const fn many(
    name: &'static str,
    function: Function,
    params: &'static [Param],
    needed: usize,
    gives: Gives,
) -> Signature {
    Signature {
        repeats: true,
        ..some(name, function, params, needed, gives)
    }
}

use Param::{Any, Date, Identified, List, Number, Numbers, Person, Sized, Text};

/// Sorted by name, capitals first. The last eight of 1.0 are taken as they were (assumed).
static FUNCTIONS: &[Signature] = &[
    all("abs", Function::Abs, &[Number], Gives::Number),
    all("add", Function::Add, &[Any, Any], Gives::Sum),
    all("at", Function::At, &[List, Number], Gives::Element),
    all("cbrt", Function::Cbrt, &[Number], Gives::Number),
    all("ceil", Function::Ceil, &[Number], Gives::Number),
    many("concat", Function::Concat, &[Sized], 1, Gives::Merged),
    all(
        "contains",
        Function::Contains,
        &[Text, Text],
        Gives::Boolean,
    ),
    all("date", Function::DateOfMonth, &[Date], Gives::Number),
    all(
        "dateAdd",
        Function::DateAdd,
        &[Date, Number, Text],
        Gives::Date,
    ),
    all(
        "dateBetween",
        Function::DateBetween,
        &[Date, Date, Text],
        Gives::Number,
    ),
    all("dateEnd", Function::DateEnd, &[Date], Gives::Date),
    all(
        "dateRange",
        Function::DateRange,
        &[Date, Date],
        Gives::Range,
    ),
    all("dateStart", Function::DateStart, &[Date], Gives::Date),
    all(
        "dateSubtract",
        Function::DateSubtract,
        &[Date, Number, Text],
        Gives::Date,
    ),
    all("day", Function::Weekday, &[Date], Gives::Number),
    all("divide", Function::Divide, &[Number, Number], Gives::Number),
    all("e", Function::E, &[], Gives::Number),
    all("email", Function::Email, &[Person], Gives::Text),
    some("empty", Function::Empty, &[Any], 0, Gives::Boolean),
    all("end", Function::DateEnd, &[Date], Gives::Date),
    all("equal", Function::Equal, &[Any, Any], Gives::Boolean),
    all("exp", Function::Exp, &[Number], Gives::Number),
    all("first", Function::First, &[List], Gives::Element),
    all("flat", Function::Flat, &[List], Gives::Flat),
    all("floor", Function::Floor, &[Number], Gives::Number),
    all("format", Function::Format, &[Any], Gives::Text),
    all(
        "formatDate",
        Function::FormatDate,
        &[Date, Text],
        Gives::Text,
    ),
    some(
        "formatNumber",
        Function::FormatNumber,
        &[Number, Text, Number],
        1,
        Gives::Text,
    ),
    all(
        "fromTimestamp",
        Function::FromTimestamp,
        &[Number],
        Gives::Date,
    ),
    all("hour", Function::Hour, &[Date], Gives::Number),
    some("id", Function::Id, &[Identified], 0, Gives::Text),
    all("includes", Function::Includes, &[List, Any], Gives::Boolean),
    all("join", Function::Join, &[List, Text], Gives::Text),
    all("larger", Function::Greater, &[Any, Any], Gives::Boolean),
    all(
        "largerEq",
        Function::GreaterEqual,
        &[Any, Any],
        Gives::Boolean,
    ),
    all("last", Function::Last, &[List], Gives::Element),
    all("length", Function::Length, &[Sized], Gives::Number),
    all("link", Function::Label, &[Text, Text], Gives::Text),
    all("ln", Function::Ln, &[Number], Gives::Number),
    all("log10", Function::Log10, &[Number], Gives::Number),
    all("log2", Function::Log2, &[Number], Gives::Number),
    all("lower", Function::Lower, &[Text], Gives::Text),
    all("match", Function::Match, &[Text, Text], Gives::Texts),
    many("max", Function::Max, &[Numbers], 1, Gives::Number),
    many("mean", Function::Mean, &[Numbers], 1, Gives::Number),
    many("median", Function::Median, &[Numbers], 1, Gives::Number),
    many("min", Function::Min, &[Numbers], 1, Gives::Number),
    all("minute", Function::Minute, &[Date], Gives::Number),
    all("mod", Function::Mod, &[Number, Number], Gives::Number),
    all("month", Function::Month, &[Date], Gives::Number),
    all(
        "multiply",
        Function::Multiply,
        &[Number, Number],
        Gives::Number,
    ),
    all("name", Function::Name, &[Person], Gives::Text),
    all("now", Function::Now, &[], Gives::Date),
    all(
        "padEnd",
        Function::PadEnd,
        &[Text, Number, Text],
        Gives::Text,
    ),
    all(
        "padStart",
        Function::PadStart,
        &[Text, Number, Text],
        Gives::Text,
    ),
    all("parseDate", Function::ParseDate, &[Text], Gives::Date),
    all("pi", Function::Pi, &[], Gives::Number),
    all("pow", Function::Pow, &[Number, Number], Gives::Number),
    all("repeat", Function::Repeat, &[Text, Number], Gives::Text),
    all(
        "replace",
        Function::Replace,
        &[Text, Text, Text],
        Gives::Text,
    ),
    all(
        "replaceAll",
        Function::ReplaceAll,
        &[Text, Text, Text],
        Gives::Text,
    ),
    all("reverse", Function::Reverse, &[List], Gives::Same),
    some(
        "round",
        Function::Round,
        &[Number, Number],
        1,
        Gives::Number,
    ),
    all("sign", Function::Sign, &[Number], Gives::Number),
    some(
        "slice",
        Function::Slice,
        &[Sized, Number, Number],
        2,
        Gives::Same,
    ),
    all("smaller", Function::Less, &[Any, Any], Gives::Boolean),
    all(
        "smallerEq",
        Function::LessEqual,
        &[Any, Any],
        Gives::Boolean,
    ),
    many(
        "splice",
        Function::Splice,
        &[List, Number, Number, Any],
        3,
        Gives::Merged,
    ),
    all("split", Function::Split, &[Text, Text], Gives::Texts),
    all("sqrt", Function::Sqrt, &[Number], Gives::Number),
    all("start", Function::DateStart, &[Date], Gives::Date),
    many("style", Function::Label, &[Text, Text], 1, Gives::Text),
    some(
        "substring",
        Function::Substring,
        &[Text, Number, Number],
        2,
        Gives::Text,
    ),
    all(
        "subtract",
        Function::Subtract,
        &[Number, Number],
        Gives::Number,
    ),
    many("sum", Function::Sum, &[Numbers], 1, Gives::Number),
    all("test", Function::Test, &[Text, Text], Gives::Boolean),
    all("timestamp", Function::Timestamp, &[Date], Gives::Number),
    all("toNumber", Function::ToNumber, &[Any], Gives::Number),
    all("today", Function::Today, &[], Gives::Date),
    all("trim", Function::Trim, &[Text], Gives::Text),
    all("unaryMinus", Function::Negate, &[Number], Gives::Number),
    all("unaryPlus", Function::ToNumber, &[Any], Gives::Number),
    all("unequal", Function::Unequal, &[Any, Any], Gives::Boolean),
    all("unique", Function::Unique, &[List], Gives::Same),
    many("unstyle", Function::Label, &[Text, Text], 1, Gives::Text),
    all("upper", Function::Upper, &[Text], Gives::Text),
    all("week", Function::Week, &[Date], Gives::Number),
    all("year", Function::Year, &[Date], Gives::Number),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_function_is_found() {
        for signature in FUNCTIONS {
            let found = find(signature.name);
            assert!(found.is_some_and(|found| found.function == signature.function));
        }
        assert!(FUNCTIONS.is_sorted_by_key(|signature| signature.name));
        assert!(find("nothing").is_none());
    }
}
