-- Times are Unix milliseconds unless they end in _on, which are RFC 3339.

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  display_name TEXT,
  primary_instrument TEXT,
  role TEXT NOT NULL DEFAULT 'user',
  -- PHC string of argon2id. Null where the user never set one.
  password_hash TEXT,
  -- Google's id of the account, which never changes.
  google_id TEXT UNIQUE,
  created_on TEXT NOT NULL,
  updated_on TEXT NOT NULL,
  -- The number of the last change to any of the user's records.
  version INTEGER NOT NULL DEFAULT 0,
  -- Records that are not deleted.
  live_count INTEGER NOT NULL DEFAULT 0,
  -- The greatest version of a deletion that is no longer known.
  purged_version INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  -- Hash of what its refresh tokens have in common.
  family_hash TEXT NOT NULL UNIQUE,
  -- Hashes of the refresh token and of the one before it.
  refresh_hash TEXT NOT NULL,
  previous_hash TEXT,
  -- When the one before was used.
  rotated_at INTEGER,
  -- How its user signed in: link, password, google.
  method TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  -- When its user, or a stolen token, ended it.
  ended_at INTEGER,
  -- What its user sees in the list of sessions.
  device_id TEXT,
  device_name TEXT
) WITHOUT ROWID;

CREATE INDEX sessions_by_user ON sessions (user_id, last_used_at);

CREATE INDEX sessions_by_age ON sessions (last_used_at);

CREATE TABLE sign_in_links (
  token_hash TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) WITHOUT ROWID;

CREATE INDEX sign_in_links_by_expiry ON sign_in_links (expires_at);

CREATE INDEX sign_in_links_by_email ON sign_in_links (email);

-- How often somebody tried to sign in, by a hash of what is limited and in which window.
CREATE TABLE attempts (
  key TEXT NOT NULL,
  window INTEGER NOT NULL,
  count INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (key, window)
) WITHOUT ROWID;

CREATE INDEX attempts_by_expiry ON attempts (expires_at);

-- Mail that is not sent but shown, where `environment` is `local`. Newest is the greatest rowid.
CREATE TABLE outbox (
  id TEXT NOT NULL UNIQUE,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  link TEXT,
  created_on TEXT NOT NULL
);

-- Services that have yet to forget an erased user. The only thing that is known of one.
CREATE TABLE erasures (
  user_id TEXT NOT NULL,
  service TEXT NOT NULL,
  requested_at INTEGER NOT NULL,
  -- When it was last asked to. 0 for not yet.
  attempted_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, service)
) WITHOUT ROWID;
