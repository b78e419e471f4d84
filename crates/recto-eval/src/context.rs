//! What an evaluation takes from outside.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use recto_api::ids::UserId;

/// The moment of a query, and whose it is.
#[derive(Debug, Clone)]
pub struct Context {
    now: Timestamp,
    user: Option<UserId>,
    zone: TimeZone,
    week_start: Weekday,
}

impl Context {
    /// Takes the moment of the query: UTC, weeks from Sunday, nobody behind `me`.
    ///
    /// The service documents neither the zone of `today` nor the first day of `this_week`; UTC and
    /// Sunday are assumptions (notion-api 4.3).
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self {
            now,
            user: None,
            zone: TimeZone::UTC,
            week_start: Weekday::Sunday,
        }
    }

    /// Says whom `me` stands for: the token's user or bot. Without one, `me` is in no list.
    #[must_use]
    pub fn user(mut self, user: UserId) -> Self {
        self.user = Some(user);
        self
    }

    /// Sets the zone in which it is `today`.
    #[must_use]
    pub fn zone(mut self, zone: TimeZone) -> Self {
        self.zone = zone;
        self
    }

    /// Sets the first day of `this_week`.
    #[must_use]
    pub fn week_start(mut self, day: Weekday) -> Self {
        self.week_start = day;
        self
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    pub(crate) fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(crate) fn today(&self) -> Date {
        self.now.to_zoned(self.zone.clone()).date()
    }

    pub(crate) fn me(&self) -> Option<&UserId> {
        self.user.as_ref()
    }

    pub(crate) fn first_weekday(&self) -> Weekday {
        self.week_start
    }
}
