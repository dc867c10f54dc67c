CREATE TABLE records (
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  -- The user's version as of the last change.
  version INTEGER NOT NULL,
  deleted INTEGER NOT NULL,
  deleted_stamp TEXT,
  -- JSON objects by field name: the values, and the stamps of their last changes.
  fields TEXT NOT NULL,
  stamps TEXT NOT NULL,
  created_on TEXT NOT NULL,
  updated_on TEXT NOT NULL,
  -- What lists are sorted by, newest first: when a log entry took place, when anything else was made. Unix milliseconds.
  sort_at INTEGER NOT NULL,
  -- Everything one might look for, folded for searching.
  search TEXT NOT NULL,
  UNIQUE (user_id, kind, id)
);

CREATE INDEX records_by_version ON records (user_id, version);

CREATE INDEX records_by_time ON records (user_id, kind, sort_at DESC, id DESC) WHERE deleted = 0;

CREATE TABLE devices (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT,
  last_seen_at INTEGER NOT NULL,
  -- The user's version when the device last wrote.
  version INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) WITHOUT ROWID;
