-- Who is told of changes.
CREATE TABLE subscription (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  connection_id TEXT NOT NULL,
  url TEXT NOT NULL,
  api_version TEXT NOT NULL,
  types TEXT NOT NULL,             -- JSON array of event types; empty: all
  token TEXT NOT NULL,             -- what deliveries are signed with
  active INTEGER NOT NULL          -- 0 until the token was given back
);

-- What changed, in the order in which it did.
CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,           -- milliseconds since the Unix epoch
  type TEXT NOT NULL,              -- such as page.created
  entity_type TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  authors TEXT NOT NULL,           -- JSON array
  data TEXT NOT NULL               -- JSON
);

-- What a subscription is to be told, or was.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  subscription_id TEXT NOT NULL,
  time INTEGER NOT NULL,
  due INTEGER NOT NULL,            -- when it is to be sent, or sent again
  state TEXT NOT NULL,             -- open | delivered | given_up
  attempts INTEGER NOT NULL,
  type TEXT NOT NULL,              -- handshake, or such as page.created
  entity_type TEXT NOT NULL,
  entity_id TEXT NOT NULL,
  authors TEXT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX event_due ON event (state, due);

CREATE TABLE delivery (
  seq INTEGER PRIMARY KEY,
  event_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  time INTEGER NOT NULL,
  status INTEGER,                  -- null: there was no answer
  error TEXT
);
