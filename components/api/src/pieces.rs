//! What is done to a piece wherever it occurs, in transactions of bounded size.

use std::sync::Arc;

use mirubato_kit::Result;
use mirubato_records::{Record, kinds};

use crate::app::App;
use crate::apply::{Change, Proposal};
use crate::resource::{Values, Writer, write_together};
use crate::store::pieces::Occurrences;
use crate::store::records::Stored;
use crate::{DATABASE, store};

/// How many records are changed in one transaction.
const AT_ONCE: u32 = 500;

/// What an edit makes of a record: the fields that change.
pub type Edit = Arc<dyn Fn(&str, &Stored) -> Values + Send + Sync>;

/// Edits every record in which a piece may occur, and returns how many changed. `edit` gets the kind and the record.
///
/// A transaction for every 500 records, each of which stands when the next one fails; doing it again goes on with the rest.
///
/// # Errors
/// Where the database does not answer, or an edit leads to a record that cannot be stored.
pub async fn edit_each(app: &App, writer: &Writer, occurrences: &Occurrences, edit: &Edit) -> Result<u64> {
    let (mut after, mut changed) = (0, 0);
    loop {
        let transaction = DATABASE.begin().await?;
        let found = store::pieces::next(&transaction, &writer.user, occurrences, after, AT_ONCE).await?;
        let Some(last) = found.last() else {
            transaction.roll_back().await?;
            return Ok(changed);
        };
        // What is changed here gets a greater version, and no longer matches when its turn comes again.
        after = last.version;
        let is_last = found.len() < AT_ONCE as usize;
        let proposals = found.into_iter().filter_map(|found| propose(found.id, &found.kind, edit)).collect();
        let written = write_together(app, writer, transaction, proposals).await?;
        changed += written.iter().map(|written| u64::from(written.changed)).sum::<u64>();
        if is_last {
            return Ok(changed);
        }
    }
}

fn propose(id: String, kind: &str, edit: &Edit) -> Option<Proposal> {
    let kind = kinds::find(kind)?;
    let edit = edit.clone();
    let make = move |stored: Option<&Stored>, stamp: &str| {
        let values = stored.map(|stored| edit(kind.name, stored)).unwrap_or_default();
        Ok(Record::setting(values, stamp))
    };
    Some(Proposal { kind, id, change: Change::Ours(Box::new(make)) })
}
