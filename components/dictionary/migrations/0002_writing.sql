-- Terms that a model was asked for. Each is written once at a time: whoever asks for one under way is told where to look for it.
CREATE TABLE generations (
    id TEXT PRIMARY KEY,
    -- What is looked for, as names are compared.
    folded TEXT NOT NULL,
    began INTEGER NOT NULL,
    -- running, served, review or failed.
    state TEXT NOT NULL,
    -- The slug of the term, or the name of the problem.
    outcome TEXT
) WITHOUT ROWID;
CREATE UNIQUE INDEX generations_running ON generations (folded) WHERE state = 'running';
CREATE INDEX generations_began ON generations (began);
-- How many were begun on a day, by a user, and by everybody under `*`.
CREATE TABLE budgets (
    day INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (day, user_id)
) WITHOUT ROWID;
CREATE INDEX budgets_of_user ON budgets (user_id);
-- What a model wrote and nobody has read yet, or an administrator turned down. Of nobody in particular.
CREATE TABLE drafts (
    id TEXT PRIMARY KEY,
    slug TEXT NOT NULL,
    folded TEXT NOT NULL,
    -- The term in JSON.
    term TEXT NOT NULL,
    -- What the second opinion finds wrong, a list in JSON.
    remarks TEXT NOT NULL,
    -- waiting, approved or rejected.
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    decided_at INTEGER
) WITHOUT ROWID;
CREATE UNIQUE INDEX drafts_waiting ON drafts (folded) WHERE state = 'waiting';
CREATE INDEX drafts_of_name ON drafts (folded, decided_at);
-- What people say of terms.
CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    rating INTEGER,
    helpful INTEGER,
    kind TEXT,
    text TEXT,
    -- waiting for an administrator, noted where nothing is wrong, approved or rejected.
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (user_id, slug)
) WITHOUT ROWID;
CREATE INDEX feedback_waiting ON feedback (id) WHERE state = 'waiting';
CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL,
    slug TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (user_id, slug, kind)
) WITHOUT ROWID;
CREATE INDEX reports_waiting ON reports (id) WHERE state = 'waiting';
-- Terms of `terms/` that an administrator took away: loading the content does not bring them back.
CREATE TABLE withdrawn (
    slug TEXT PRIMARY KEY
) WITHOUT ROWID;
