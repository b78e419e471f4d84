CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- People and bots, in the order they joined.
CREATE TABLE user (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,              -- person | bot
  name TEXT,
  avatar_url TEXT,
  email TEXT
);

-- Everything that is a block: pages (type child_page), databases (type child_database), blocks.
CREATE TABLE node (
  seq INTEGER PRIMARY KEY,         -- order of creation
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,              -- page | database | block
  type TEXT NOT NULL,              -- block type
  parent_type TEXT NOT NULL,       -- workspace | page_id | block_id | data_source_id
  parent_id TEXT NOT NULL,         -- empty below the workspace
  position INTEGER NOT NULL,       -- order among siblings, with gaps
  created_time INTEGER NOT NULL,   -- milliseconds since the Unix epoch
  created_by TEXT NOT NULL,
  last_edited_time INTEGER NOT NULL,
  last_edited_by TEXT NOT NULL,
  in_trash INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',  -- plain title of a page or database
  body TEXT NOT NULL               -- JSON; pages, databases and blocks each have their own form
);
CREATE INDEX node_parent ON node (parent_id, position);

CREATE TABLE data_source (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  database_id TEXT NOT NULL,
  created_time INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  last_edited_time INTEGER NOT NULL,
  last_edited_by TEXT NOT NULL,
  in_trash INTEGER NOT NULL DEFAULT 0,
  title TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,              -- JSON: title, icon
  schema TEXT NOT NULL,            -- JSON array of property configurations
  next_unique_id INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX data_source_database ON data_source (database_id);

-- Relation values, both directions of a two-way relation.
CREATE TABLE edge (
  page_id TEXT NOT NULL,
  property_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  target_id TEXT NOT NULL,
  PRIMARY KEY (page_id, property_id, position)
) WITHOUT ROWID;
CREATE INDEX edge_target ON edge (target_id, property_id, page_id);
