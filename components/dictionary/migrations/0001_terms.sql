-- Terms that are served. Content from `terms/` is loaded when an instance starts (src/content.rs), not here: it changes more often than this.
CREATE TABLE terms (
    number INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    headword TEXT NOT NULL,
    -- What lists are sorted by: the headword as names are compared, and its first letter, or `#` where it begins with none.
    sort_key TEXT NOT NULL,
    letter TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    difficulty INTEGER NOT NULL,
    -- The term in JSON, in parts that are put together when it is read: everything but the parts after this one.
    head TEXT NOT NULL,
    -- Object from language to definition.
    definitions TEXT NOT NULL,
    -- The same with `names` and `brief` only.
    briefs TEXT NOT NULL,
    quality TEXT NOT NULL,
    -- curated, generated or reviewed.
    provenance TEXT NOT NULL,
    version INTEGER NOT NULL,
    updated_at TEXT NOT NULL,
    -- How often it was opened.
    opened INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX terms_in_order ON terms (sort_key, slug);
CREATE INDEX terms_by_letter ON terms (letter, sort_key, slug);
CREATE INDEX terms_by_kind ON terms (kind, sort_key, slug);
-- What terms are called.
CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    term INTEGER NOT NULL,
    name TEXT NOT NULL,
    -- As it is compared.
    folded TEXT NOT NULL,
    -- As it sounds.
    sound TEXT NOT NULL,
    -- 0 headword, 1 abbreviation, 2 translation, 3 synonym.
    naming INTEGER NOT NULL,
    -- In which languages it is the word for it, a bit each: en, es, fr, de, zh-CN, zh-TW.
    languages INTEGER NOT NULL
);
CREATE INDEX names_sound ON names (sound);
CREATE INDEX names_folded ON names (folded, naming, term);
CREATE INDEX names_of_term ON names (term);
-- Three characters of how a name sounds, after each other, its ends marked. Names with a slip in them have most of these in common.
CREATE TABLE grams (
    gram TEXT NOT NULL,
    name INTEGER NOT NULL,
    PRIMARY KEY (gram, name)
) WITHOUT ROWID;
CREATE INDEX grams_of_name ON grams (name);
-- What is said of terms, as words to look for. The row is 8 times the term's number and the language's place.
CREATE VIRTUAL TABLE texts USING fts5 (names, brief, asked, more, tokenize = "unicode61 remove_diacritics 0");
-- How often a term was opened on a day. By nobody in particular.
CREATE TABLE popular (
    day TEXT NOT NULL,
    slug TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (day, slug)
) WITHOUT ROWID;
-- Words that were looked for and are not there.
CREATE TABLE gaps (
    word TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    last_day TEXT NOT NULL
) WITHOUT ROWID;
-- What was loaded: `content` and its hash; and `edition`, a number that grows with every change of a term.
CREATE TABLE loaded (
    what TEXT PRIMARY KEY,
    hash TEXT NOT NULL
) WITHOUT ROWID;
