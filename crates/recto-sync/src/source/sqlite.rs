//! A source made of rows in memory, for tests.
