//! What sets an agent off.

use serde_json::{Number, Value};

use crate::date::DateText;
use crate::wire::{Extra, Field, Wire};

/// Something that sets an agent off.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Trigger {
    /// What it is, such as `notion.agent.mentioned` or `recurrence`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Whether it is switched on.
    pub enabled: Field<bool>,
    /// When, for `recurrence`.
    pub schedule: Field<Schedule>,
    /// What else belongs to it; depends on the kind.
    pub config: Field<Value>,
    /// Unknown members.
    pub extra: Extra,
}

/// When a recurring agent runs.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Schedule {
    /// `hour`, `day`, `week`, `month` or `year`.
    pub frequency: Field<String>,
    /// Every how many of them.
    pub interval: Field<Number>,
    /// On which days of the week, such as `monday`.
    pub weekdays: Field<Vec<String>>,
    /// On which days of the month.
    pub monthdays: Field<Vec<Number>>,
    /// In which weeks of the month; -1 is the last.
    pub week_numbers: Field<Vec<Number>>,
    /// The hour of the day, 0 to 23.
    pub hour: Field<Number>,
    /// The minute of the hour, 0 to 59.
    pub minute: Field<Number>,
    /// The IANA name of the time zone.
    pub timezone: Field<String>,
    /// From when on.
    pub start_date: Field<DateText>,
    /// Until when: `{"type": "date", "end_at": …}` or `{"type": "count", "occurrences": …}`.
    pub end: Field<Value>,
    /// Unknown members.
    pub extra: Extra,
}
