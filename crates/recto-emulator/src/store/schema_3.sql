-- Views of databases: tabs, and widgets of dashboards.
CREATE TABLE view (
  seq INTEGER PRIMARY KEY,         -- order of creation
  id TEXT NOT NULL UNIQUE,
  database_id TEXT NOT NULL,
  data_source_id TEXT,             -- null for a dashboard
  dashboard_id TEXT,               -- the dashboard it is a widget of
  position INTEGER NOT NULL,       -- order among the tabs of its database, with gaps
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  created_time INTEGER NOT NULL,   -- milliseconds since the Unix epoch
  created_by TEXT NOT NULL,
  last_edited_time INTEGER NOT NULL,
  last_edited_by TEXT NOT NULL,
  body TEXT NOT NULL               -- JSON: filter, sorts, quick_filters, configuration
);
CREATE INDEX view_database ON view (database_id, position);
CREATE INDEX view_data_source ON view (data_source_id);

-- Rows that a view had when it was asked for them.
CREATE TABLE view_query (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  view_id TEXT NOT NULL,
  expires INTEGER NOT NULL,        -- milliseconds since the Unix epoch
  cut INTEGER NOT NULL,            -- whether there were more rows than a query may reach
  pages TEXT NOT NULL              -- JSON array of page ids
);

-- Work that goes on after its request was answered.
CREATE TABLE job (
  seq INTEGER PRIMARY KEY,
  due INTEGER NOT NULL,            -- milliseconds since the Unix epoch
  kind TEXT NOT NULL,              -- template | operation
  body TEXT NOT NULL               -- JSON, by kind
);
CREATE INDEX job_due ON job (due);

-- What a caller is told of such work.
CREATE TABLE async_task (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_time INTEGER NOT NULL,   -- milliseconds since the Unix epoch
  operation TEXT NOT NULL,         -- such as PATCH /v1/pages/:page_id/markdown
  status TEXT NOT NULL,            -- queued | succeeded | failed
  outcome TEXT                     -- JSON: the result or the error
);

CREATE TABLE custom_emoji (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  url TEXT NOT NULL
);

-- Of an import from the web: its address, and what came of it.
ALTER TABLE upload ADD COLUMN import TEXT;
