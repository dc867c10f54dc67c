-- Connections that were seen lately. Nothing here is worth keeping: it is what presence and the number of connections are counted from.
CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    name TEXT,
    since INTEGER NOT NULL,
    seen INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX connections_of_user ON connections (user_id);
CREATE INDEX connections_seen ON connections (seen);
-- Devices that were ever connected, and how far they had come.
CREATE TABLE devices (
    user_id TEXT NOT NULL,
    device_id TEXT NOT NULL,
    name TEXT,
    last_seen INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, device_id)
) WITHOUT ROWID;
