-- The workspace as it was when it was new, this table left out: one row, an SQLite database.
CREATE TABLE initial (
  content BLOB NOT NULL
);
