//! The one way in which a record changes.
//!
//! A change comes from a device, already stamped, or over REST, to be stamped here. Either way it is merged into what is there, all in one
//! transaction, and gets the user's next version. What changes nothing is not written.

mod import;
mod plan;
mod search;

use std::collections::BTreeMap;

use mirubato_kit::sql::{Database, Transaction};
use mirubato_kit::{Error, Result, metrics, platform};
use mirubato_problem::{Failure, catalogue};
use mirubato_records::kinds::Terms;
use mirubato_records::{Kind, Record};

pub use import::{failure, from_mutation};
use plan::Plan;

use crate::store::records::{self, Columns, Key, NewRow, Stored};
use crate::store::{devices, purge};

/// How long a device that goes on writing is not noted again, in milliseconds.
const NOTE_AGAIN: i64 = 60_000;

/// What makes a change once the record is known: from what is stored, and the stamp that follows everything in it.
pub type Make = Box<dyn FnOnce(Option<&Stored>, &str) -> Result<Record, Failure> + Send>;

/// What is to be done to a record.
pub enum Change {
    /// As a device stamped it.
    Stamped(Record),
    /// To be made and stamped here.
    Ours(Make),
}

/// One change among those applied together.
pub struct Proposal {
    /// The kind of the record.
    pub kind: &'static Kind,
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub change: Change,
}

/// What became of one.
#[derive(Debug)]
pub enum Outcome {
    /// It changed the record to this.
    Applied(Stored),
    /// The record holds it already, or something later.
    Unchanged(Option<Stored>),
    /// It was refused.
    Refused(Failure),
}

/// What became of all.
#[derive(Debug)]
pub struct Applied {
    /// In the order of the proposals.
    pub outcomes: Vec<Outcome>,
    /// The user's version now.
    pub version: u64,
    /// The records that changed, as they stand, by version.
    pub changed: Vec<(Key, Stored)>,
}

/// The terms by which the server checks values.
#[must_use]
pub fn terms() -> Terms {
    Terms { now: platform::now(), score_id: mirubato_names::normalise_score_id }
}

/// Applies proposals in their order: one transaction, whose number of statements does not grow with them. One that is refused does not
/// touch the others.
///
/// # Errors
/// `session-ended` where there is no such user any more; otherwise only where the database fails, and then nothing has happened.
pub async fn apply(
    database: &Database,
    user: &str,
    device: Option<&str>,
    proposals: Vec<Result<Proposal, Failure>>,
    now: u64,
) -> Result<Applied> {
    let transaction = database.begin().await?;
    let (transaction, applied) = carry_out(transaction, user, device, proposals, now).await?;
    finish(transaction, applied).await
}

/// Applies proposals all together or not at all, within a transaction that has read what they depend on.
///
/// # Errors
/// The first refusal, and what [`apply`] fails with. Then nothing has happened.
pub async fn together(
    transaction: Transaction,
    user: &str,
    device: Option<&str>,
    proposals: Vec<Proposal>,
    now: u64,
) -> Result<Applied> {
    let proposals = proposals.into_iter().map(Ok).collect();
    let (transaction, mut applied) = carry_out(transaction, user, device, proposals, now).await?;
    let refused = |outcome: &Outcome| matches!(outcome, Outcome::Refused(_));
    if let Some(place) = applied.outcomes.iter().position(refused)
        && let Outcome::Refused(failure) = applied.outcomes.swap_remove(place)
    {
        transaction.roll_back().await?;
        return Err(failure.into());
    }
    finish(transaction, applied).await
}

/// Works out what becomes of the proposals and writes it, without committing.
async fn carry_out(
    transaction: Transaction,
    user: &str,
    device: Option<&str>,
    proposals: Vec<Result<Proposal, Failure>>,
    now: u64,
) -> Result<(Transaction, Applied)> {
    let keys = distinct(&proposals);
    let Some((standing, stored)) = records::read(&transaction, user, device, &keys).await? else {
        transaction.roll_back().await?;
        return Err((&catalogue::SESSION_ENDED).into());
    };
    let mut plan = Plan::new(standing, stored, now);
    let outcomes = plan.carry_out(proposals);
    let (version, live, changed) = plan.finish();
    if !changed.is_empty() {
        write(&transaction, user, &changed).await?;
        records::advance(&transaction, user, version, live).await?;
        let noted =
            standing.device_seen.is_some_and(|seen| i64::try_from(now).is_ok_and(|now| now - seen < NOTE_AGAIN));
        if let Some(device) = device.filter(|_| !noted) {
            devices::note(&transaction, user, device, version, now).await?;
        }
        if purge::is_due(standing.purged_at, now) {
            purge::run(&transaction, user, now).await?;
        }
    }
    let applied = Applied { outcomes, version, changed };
    Ok((transaction, applied))
}

async fn finish(transaction: Transaction, applied: Applied) -> Result<Applied> {
    if applied.changed.is_empty() {
        transaction.roll_back().await?;
    } else {
        transaction.commit().await?;
    }
    count(&applied.outcomes);
    Ok(applied)
}

fn distinct(proposals: &[Result<Proposal, Failure>]) -> Vec<Key> {
    let key = |proposal: &Proposal| Key { kind: proposal.kind.name, id: proposal.id.clone() };
    let keys: BTreeMap<Key, ()> = proposals.iter().flatten().map(|proposal| (key(proposal), ())).collect();
    keys.into_keys().collect()
}

async fn write(transaction: &Transaction, user: &str, changed: &[(Key, Stored)]) -> Result<()> {
    struct Derived {
        columns: Columns,
        sort_at: u64,
        search: String,
    }
    let derived: Vec<_> = changed
        .iter()
        .map(|(key, stored)| Derived {
            columns: Columns::of(&stored.record),
            sort_at: search::sort_at(key.kind, stored),
            search: if stored.record.is_deleted() { String::new() } else { search::text(&stored.record) },
        })
        .collect();
    let rows: Vec<_> = changed
        .iter()
        .zip(&derived)
        .map(|((key, stored), derived)| {
            NewRow(
                key.kind,
                &key.id,
                stored.version,
                stored.record.is_deleted(),
                stored.record.deleted.as_deref(),
                &derived.columns.fields,
                &derived.columns.stamps,
                &stored.created_on,
                &stored.updated_on,
                derived.sort_at,
                &derived.search,
            )
        })
        .collect();
    records::write(transaction, user, &rows).await.map_err(Error::from)
}

fn count(outcomes: &[Outcome]) {
    let (mut applied, mut unchanged, mut refused) = (0, 0, 0);
    for outcome in outcomes {
        match outcome {
            Outcome::Applied(_) => applied += 1,
            Outcome::Unchanged(_) => unchanged += 1,
            Outcome::Refused(_) => refused += 1,
        }
    }
    for (status, number) in [("applied", applied), ("unchanged", unchanged), ("rejected", refused)] {
        if number > 0 {
            metrics::count("mutations", format!("status=\"{status}\""), number);
        }
    }
}
