CREATE TABLE idempotency_keys (
  user_id TEXT NOT NULL,
  key TEXT NOT NULL,
  -- SHA-256 of method, path and body.
  fingerprint BLOB NOT NULL,
  -- Unix milliseconds.
  began INTEGER NOT NULL,
  -- The answer. Null while the request is under way.
  status INTEGER,
  content_type TEXT,
  location TEXT,
  body TEXT,
  PRIMARY KEY (user_id, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (began);
