//! What somebody changes in the sample between two pushes: three rows and one link.

/// One change, in words both databases understand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edit {
    /// The table whose page has to change with it.
    pub(crate) table: &'static str,
    /// The row of that table, by its primary key.
    pub(crate) key: &'static str,
    /// What happened, for people.
    pub(crate) what: &'static str,
    /// The statement; it touches one row and always changes it.
    pub(crate) sql: &'static str,
}

/// The changes, each to a page of its own.
pub(crate) const EDITS: [Edit; 4] = [
    Edit {
        table: "people",
        key: "5",
        what: "gets a daily rate with cents",
        sql: "update people set daily_rate = coalesce(daily_rate, 0) + 12.75 where id = 5",
    },
    Edit {
        table: "tasks",
        key: "42",
        what: "is renamed and has no due date any more",
        sql: "update tasks set title = title || ' ✅', due_on = null where id = 42",
    },
    Edit {
        table: "documents",
        key: "0d0c0000-0000-5000-8000-000000000012",
        what: "grows by 150 words",
        sql: "update documents set word_count = word_count + 150 \
              where id = '0d0c0000-0000-5000-8000-000000000012'",
    },
    Edit {
        table: "meetings",
        key: "3",
        what: "loses one attendee (a row of meeting_attendees is deleted)",
        sql: "delete from meeting_attendees where meeting_id = 3 and person_id = \
              (select min(person_id) from meeting_attendees where meeting_id = 3)",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{sample, sql};

    #[test]
    fn each_edit_changes_exactly_one_row_of_any_sample() {
        for seed in 0..10 {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            let script = sql::script(&sample::tables(seed), sql::Dialect::Sqlite);
            connection.execute_batch(&script).unwrap();
            for edit in EDITS {
                assert_eq!(connection.execute(edit.sql, []).unwrap(), 1, "{}", edit.sql);
            }
        }
    }
}
