CREATE TABLE comment (
  seq INTEGER PRIMARY KEY,         -- order of creation
  id TEXT NOT NULL UNIQUE,
  discussion_id TEXT NOT NULL,
  parent_type TEXT NOT NULL,       -- page_id | block_id
  parent_id TEXT NOT NULL,
  created_time INTEGER NOT NULL,   -- milliseconds since the Unix epoch
  created_by TEXT NOT NULL,
  last_edited_time INTEGER NOT NULL,
  body TEXT NOT NULL               -- JSON: rich_text, display_name, attachments
);
CREATE INDEX comment_parent ON comment (parent_id, seq);
CREATE INDEX comment_discussion ON comment (discussion_id, seq);

CREATE TABLE upload (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_time INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  expiry_time INTEGER,             -- null once the file is attached to something
  mode TEXT NOT NULL,              -- single_part | multi_part | external_url
  status TEXT NOT NULL,            -- pending | uploaded | failed; expired is told by the time
  filename TEXT,
  content_type TEXT,
  content_length INTEGER,
  parts INTEGER                    -- how many a multi-part upload announced
);

-- The bytes of an upload; one row for a file sent at once.
CREATE TABLE upload_part (
  seq INTEGER PRIMARY KEY,
  upload_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (upload_id, number)
);
