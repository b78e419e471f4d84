-- Workspaces beyond the first, whose facts are in `meta`.
CREATE TABLE workspace (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  root_page_id TEXT NOT NULL
);

-- Whose workspace somebody is in; empty for the first one.
ALTER TABLE user ADD COLUMN workspace_id TEXT NOT NULL DEFAULT '';

-- Top-level pages and databases of workspaces beyond the first.
CREATE TABLE top_level (
  node_id TEXT PRIMARY KEY,
  workspace_id TEXT NOT NULL
) WITHOUT ROWID;

-- Connections beyond the first, whose facts are in `meta` and which may do everything.
CREATE TABLE connection (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,         -- the integration's id
  workspace_id TEXT NOT NULL,      -- empty for the first workspace
  kind TEXT NOT NULL,              -- internal | public | personal
  name TEXT NOT NULL,
  bot_id TEXT NOT NULL,
  owner_id TEXT,                   -- the person of a personal or public connection
  app_id TEXT,                     -- the public connection's registration
  capabilities TEXT NOT NULL,      -- words with blanks between
  whole_workspace INTEGER NOT NULL -- 1: sees everything there is in its workspace
);

CREATE TABLE access_token (
  token TEXT PRIMARY KEY,
  connection_id TEXT NOT NULL,
  refresh_token TEXT UNIQUE,
  created_time INTEGER NOT NULL    -- milliseconds since the Unix epoch
) WITHOUT ROWID;

-- Pages and databases that people shared with a connection; what is below them is, too.
CREATE TABLE share (
  connection_id TEXT NOT NULL,
  node_id TEXT NOT NULL,
  PRIMARY KEY (connection_id, node_id)
) WITHOUT ROWID;

-- Public connections as their makers registered them.
CREATE TABLE app (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,         -- the client id
  secret TEXT NOT NULL,
  name TEXT NOT NULL,
  capabilities TEXT NOT NULL,
  redirect_uris TEXT NOT NULL      -- JSON array
);

-- Codes of redirects that were not exchanged yet.
CREATE TABLE code (
  code TEXT PRIMARY KEY,
  app_id TEXT NOT NULL,
  connection_id TEXT NOT NULL,
  redirect_uri TEXT,               -- as the authorize link had it
  expires INTEGER NOT NULL
) WITHOUT ROWID;
