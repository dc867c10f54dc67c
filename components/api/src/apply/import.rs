//! From a mutation as a device sends it to a proposal, or to why it is refused.

use mirubato_contracts::sync::types as wire;
use mirubato_problem::{Failure, catalogue};
use mirubato_records::Violation;
use mirubato_records::kinds::Terms;
use mirubato_records::mutation::{self, Mutation, Refusal};

use super::{Change, Proposal};

/// A device's mutation as a proposal.
///
/// # Errors
/// Why it is refused.
pub fn from_mutation(mutation: wire::Mutation, terms: Terms) -> Result<Proposal, Failure> {
    let id = mutation.record_id.clone();
    let (kind, record) = mutation::read(read(mutation), terms).map_err(|refusal| failure(refusal, terms.now))?;
    Ok(Proposal { kind, id, change: Change::Stamped(record) })
}

fn read(mutation: wire::Mutation) -> Mutation {
    let fields = mutation.fields.unwrap_or_default().into_iter();
    Mutation {
        kind: mutation.kind,
        record_id: mutation.record_id,
        deletes: mutation.op == wire::Op::Delete,
        fields: fields.map(|(name, value)| (name, String::from(Box::<str>::from(value)))).collect(),
        stamps: mutation.stamps.unwrap_or_default(),
        stamp: mutation.stamp,
    }
}

/// What a client is told of a refusal. `now` in Unix milliseconds.
#[must_use]
pub fn failure(refusal: Refusal, now: u64) -> Failure {
    let listed = |violations: Vec<Violation>| {
        violations.into_iter().fold(Failure::new(&catalogue::INVALID_RECORD), |failure, violation| {
            failure.at(violation.pointer, violation.code, violation.detail)
        })
    };
    match refusal {
        Refusal::BadId => Failure::new(&catalogue::INVALID_RECORD).at(
            "/recordId",
            "malformed",
            "This is a UUID in lower case with hyphens.",
        ),
        Refusal::BadStamp(violations) | Refusal::Invalid(violations) => listed(violations),
        Refusal::StampInFuture => Failure { server_time: Some(now), ..Failure::new(&catalogue::STAMP_IN_FUTURE) },
    }
}
