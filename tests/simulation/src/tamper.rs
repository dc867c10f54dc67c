//! The defects of a server: what is done to its requests, its database and its answers, which themselves stay those of the real one.

use mirubato_contracts::sync::changes::{PullResponse, PushRequest, PushResponse};
use mirubato_contracts::sync::events::Announcement;
use mirubato_contracts::sync::types::{Change, Mutation, MutationResult, Op, Status};
use mirubato_kit::values;
use mirubato_stamp::Stamp;

use crate::defect::Defect;
use crate::network::Answer;
use crate::schedule::Trouble;
use crate::server::{Broken, Said, Served, ask};

/// A request as the server gets to see it: in one piece, unless it is defective.
pub(crate) fn request(defect: Option<Defect>, request: &PushRequest, now: u64) -> Vec<PushRequest> {
    match defect {
        Some(Defect::KeepsLastArrival) => {
            let mut late = request.clone();
            let mut last = Stamp::next(None, now, &request.device_id);
            for mutation in &mut late.mutations {
                last = Stamp::next(Some(&last), now, &request.device_id);
                mutation.stamps = None;
                mutation.stamp = Some(last.to_string());
            }
            vec![late]
        }
        Some(Defect::CommitsOneByOne) => {
            let one = |mutation: &_| PushRequest {
                device_id: request.device_id.clone(),
                mutations: vec![Clone::clone(mutation)],
            };
            request.mutations.iter().map(one).collect()
        }
        _ => vec![request.clone()],
    }
}

/// What is announced of a push that was killed before it was committed.
pub(crate) fn announced(
    defect: Option<Defect>,
    user: &str,
    request: &PushRequest,
    was_killed: bool,
) -> Result<Option<String>, Broken> {
    if defect != Some(Defect::AnnouncesBeforeCommit) || !was_killed {
        return Ok(None);
    }
    let rows = ask("SELECT version FROM users WHERE id = ?1", values![user])?;
    let version = rows.first().ok_or("the user is gone")?.count(0).map_err(|error| error.to_string())?;
    let change = |(number, mutation): (u64, &Mutation)| Change {
        version: version + number,
        kind: mutation.kind.clone(),
        record_id: mutation.record_id.clone(),
        fields: mutation.fields.clone().unwrap_or_default(),
        stamps: mutation.stamps.clone().unwrap_or_default(),
        deleted: mutation.op == Op::Delete,
        deleted_stamp: mutation.stamp.clone(),
    };
    let events: Vec<_> = (1..).zip(&request.mutations).map(change).collect();
    let announcement = Announcement {
        v: 1,
        user_id: user.to_owned(),
        version: version + events.len() as u64,
        origin: Some(request.device_id.clone()),
        events: Some(events),
    };
    serde_json::to_string(&announcement).map(Some).map_err(|error| error.to_string())
}

/// What is done to the database after a push.
pub(crate) fn after_push(defect: Option<Defect>, user: &str) -> Result<(), Broken> {
    match defect {
        Some(Defect::RemovesDeleted) => ask("DELETE FROM records WHERE user_id = ?1 AND deleted = 1", values![user])?,
        Some(Defect::MiscountsRevived) => {
            let revived = "SELECT count(*) FROM records WHERE user_id = ?1 AND deleted = 0 AND deleted_stamp IS NULL";
            ask(&format!("UPDATE users SET live_count = ({revived}) WHERE id = ?1"), values![user])?
        }
        _ => Vec::new(),
    };
    Ok(())
}

/// The one answer to a push, from those to its parts.
pub(crate) fn answer(
    defect: Option<Defect>,
    request: &PushRequest,
    served: Vec<Served>,
    trouble: Option<Trouble>,
    now: u64,
) -> Served {
    let was_killed = |served: &Served| matches!(served, Served::Killed);
    if defect == Some(Defect::AnswersBeforeCommit) && served.iter().any(was_killed) {
        let applied =
            |id: &String| MutationResult { id: id.clone(), status: Status::Applied, version: None, problem: None };
        let results = request.mutations.iter().map(|mutation| applied(&mutation.id)).collect();
        return Served::Answered(
            Answer::Pushed(PushResponse { results, version: 0, server_time: now }),
            Said::default(),
        );
    }
    let whole = served.into_iter().reduce(|whole, part| match (whole, part) {
        (Served::Answered(Answer::Pushed(mut whole), _), Served::Answered(Answer::Pushed(part), more)) => {
            whole.results.extend(part.results);
            Served::Answered(Answer::Pushed(PushResponse { results: whole.results, ..part }), more)
        }
        (_, part) => part,
    });
    match whole {
        Some(whole) if trouble != Some(Trouble::Silent) => whole,
        _ => Served::Killed,
    }
}

/// Whose records a pull gets.
pub(crate) fn user(defect: Option<Defect>, user: usize, now: u64) -> usize {
    if defect == Some(Defect::MixesUpUsers) && now.is_multiple_of(16) { 0 } else { user }
}

/// What is done to a page.
pub(crate) fn page(defect: Option<Defect>, page: &mut PullResponse) {
    if defect == Some(Defect::OverstatesPage) && page.has_more {
        page.version += 1;
    }
}
