-- What is known of imported objects beyond what the emulator keeps of its own.
CREATE TABLE imported (
  id TEXT PRIMARY KEY,
  hidden INTEGER NOT NULL DEFAULT 0,       -- a stand-in: reachable by id, in no list
  has_children INTEGER NOT NULL DEFAULT 0, -- said to have children that were not given
  extra TEXT                               -- JSON: members that have no other place
) WITHOUT ROWID;
