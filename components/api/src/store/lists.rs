//! Pages of records: one indexed read that comes back as JSON already.

use mirubato_kit::sql::{Database, SqlError, Value};
use mirubato_web::cursor::Cursor;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct List {
    /// Which records.
    pub filter: Filter,
    /// In which order.
    pub order: Order,
    /// After which.
    pub after: Option<After>,
    /// How many at most.
    pub limit: u32,
}

/// Which records. What is not set excludes nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Not before this, Unix milliseconds.
    pub from: Option<i64>,
    /// Not after this, Unix milliseconds.
    pub to: Option<i64>,
    /// Fields that hold these texts.
    pub fields: Vec<Equals>,
    /// Lists that contain these texts.
    pub lists: Vec<(&'static str, String)>,
    /// The identity of a piece.
    pub piece: Option<String>,
    /// Words that all occur, folded.
    pub words: Vec<String>,
}

/// A field that holds a text.
#[derive(Clone, Debug)]
pub struct Equals {
    /// The field.
    pub field: &'static str,
    /// The text.
    pub value: String,
    /// What its absence means.
    pub default: &'static str,
}

/// An order of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub by: By,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// What records are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// When it took place, is planned, or was made.
    Time,
    /// The title, in the form that is searched.
    Title,
    /// When it changed.
    Updated,
}

/// The record a page begins after: the value it was sorted by, and its id.
#[derive(Clone, Debug)]
pub struct After {
    /// The value, of the type of the order's column.
    pub key: Value,
    /// The id.
    pub id: String,
}

/// Whose records.
#[derive(Clone, Debug)]
pub enum Scope<'a> {
    /// Those of one kind of a user, unless the user's version is the one the client holds.
    Own {
        /// The user.
        user: &'a str,
        /// The kind.
        kind: &'a str,
        /// The version.
        unless: Option<u64>,
    },
    /// Templates that everybody may see.
    PublicTemplates {
        /// Whoever asks.
        user: &'a str,
    },
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The user's version, where the page depends on that user alone.
    pub version: Option<u64>,
    /// The items of a JSON list.
    pub items: String,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// Reads a page, each item as the SQL expression `shown` makes it. `None` where there is no such user.
///
/// # Errors
/// Where the database does not answer.
pub async fn page(database: &Database, scope: &Scope<'_>, list: &List, shown: &str) -> Result<Option<Page>, SqlError> {
    let (sql, values) = statement(scope, list, shown);
    let Some(mut row) = database.query_one(&sql, values).await? else { return Ok(None) };
    let next = match (row.0.get(2), row.integer_or_null(1)?) {
        (Some(key), Some(found)) if found > i64::from(list.limit) => {
            let key = match key {
                Value::Integer(number) => number.to_string(),
                Value::Text(text) => text.clone(),
                _ => return Err(SqlError::Shape("a key")),
            };
            Some(Cursor { key: format!("{} {key}", list.order.name()), id: row.text(3)?.to_owned() })
        }
        _ => None,
    };
    let items = if row.text_or_null(0)?.is_some() { row.take_text(0)? } else { String::new() };
    let version = row.integer_or_null(4)?.and_then(|version| u64::try_from(version).ok());
    Ok(Some(Page { version, items, next }))
}

/// The statement of a page and its values. Public so that a test can ask how the database would go about it.
#[must_use]
pub fn statement(scope: &Scope<'_>, list: &List, shown: &str) -> (String, Vec<Value>) {
    let mut parts = Parts::default();
    let (scoped, whole, version) = match scope {
        Scope::Own { user, kind, unless } => {
            let (user, kind) = (parts.value(*user), parts.value(*kind));
            let scoped = format!("user_id = {user} AND kind = {kind} AND deleted = 0");
            if let Some(version) = unless {
                let held = parts.value(*version);
                parts.term(format!("(SELECT version FROM users WHERE id = {user}) <> {held}"));
            }
            (scoped, format!(" CROSS JOIN users u WHERE u.id = {user}"), "u.version")
        }
        Scope::PublicTemplates { user } => {
            parts.value(*user);
            (crate::store::templates::PUBLIC.to_owned(), String::new(), "NULL")
        }
    };
    parts.filter(&list.filter);
    let (key, direction) = (list.order.by.column(), if list.order.descending { " DESC" } else { "" });
    if let Some(after) = &list.after {
        let (value, id) = (parts.value(after.key.clone()), parts.value(after.id.as_str()));
        let comes = if list.order.descending { '<' } else { '>' };
        parts.term(format!("({key}, id) {comes} ({value}, {id})"));
    }
    let limit = parts.value(u64::from(list.limit));
    let terms: String = parts.terms.iter().map(|term| format!(" AND {term}")).collect();
    let sql = format!(
        "SELECT page.items, page.found, page.key, page.last, {version} FROM \
         (SELECT group_concat(item, ',') FILTER (WHERE place <= {limit}) AS items, max(place) AS found, \
           max(key) FILTER (WHERE place = {limit}) AS key, max(id) FILTER (WHERE place = {limit}) AS last FROM \
           (SELECT item, key, id, row_number() OVER () AS place FROM \
             (SELECT {shown} AS item, {key} AS key, id FROM records \
              WHERE {scoped}{terms} ORDER BY {key}{direction}, id{direction} LIMIT {limit} + 1))) page{whole}"
    );
    (sql, parts.values)
}

/// The terms of a condition, and the values in them.
#[derive(Default)]
struct Parts {
    terms: Vec<String>,
    values: Vec<Value>,
}

impl Parts {
    /// Adds a value and returns how the statement refers to it.
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn term(&mut self, term: String) {
        self.terms.push(term);
    }

    fn filter(&mut self, filter: &Filter) {
        for (bound, comparison) in [(filter.from, ">="), (filter.to, "<=")] {
            if let Some(bound) = bound {
                let bound = self.value(bound);
                self.term(format!("sort_at {comparison} {bound}"));
            }
        }
        for word in &filter.words {
            let word = self.value(word.as_str());
            self.term(format!("instr(search, {word}) > 0"));
        }
        for Equals { field, value, default } in &filter.fields {
            let value = self.value(value.as_str());
            self.term(format!("coalesce(fields ->> '{field}', '{default}') = {value}"));
        }
        for (field, text) in &filter.lists {
            let text = self.value(text.as_str());
            self.term(format!("EXISTS (SELECT 1 FROM json_each(fields, '$.{field}') WHERE value = {text})"));
        }
        if let Some(piece) = &filter.piece {
            let piece = self.value(piece.as_str());
            // A field that no kind defines may hold anything, so only objects are looked into.
            let within = |list: &str| {
                format!(
                    "EXISTS (SELECT 1 FROM json_each(fields, '$.{list}') \
                     WHERE CASE type WHEN 'object' THEN value ->> 'scoreId' END = {piece})"
                )
            };
            self.term(format!("(fields ->> 'scoreId' = {piece} OR {} OR {})", within("pieces"), within("pieceRefs")));
        }
    }
}

impl By {
    const fn column(self) -> &'static str {
        match self {
            Self::Time => "sort_at",
            Self::Title => "substr(search, 1, 100)",
            Self::Updated => "version",
        }
    }
}

impl Order {
    /// As it stands in `sort` and in a cursor: a hyphen says that the greatest comes first.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match (self.by, self.descending) {
            (By::Time, true) => "-time",
            (By::Time, false) => "time",
            (By::Title, true) => "-title",
            (By::Title, false) => "title",
            (By::Updated, true) => "-updated",
            (By::Updated, false) => "updated",
        }
    }
}
