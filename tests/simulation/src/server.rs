//! The server: the api's own push and pull on a real database, by a clock that is given, killed where a schedule says so.

use std::cell::RefCell;
use std::collections::BTreeMap;

use futures::FutureExt;
use mirubato_api::DATABASE;
use mirubato_api::apply::{self, Applied, Change, Outcome, Proposal};
use mirubato_api::publish;
use mirubato_api::routes::sync::{pull_changes, push_changes, status_of};
use mirubato_contracts::sync::changes::{PullRequest, PushRequest};
use mirubato_kit::sql::native::{faults, statements};
use mirubato_kit::sql::{Row as SqlRow, SqlError, Value};
use mirubato_kit::{Error, platform, values};
use mirubato_records::{Record, kinds};

use crate::defect::Defect;
use crate::network::Answer;
use crate::row::Row;
use crate::schedule::Trouble;
use crate::tamper;
use crate::values::{Key, kind_name, user_id};

/// How many statements a request took.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    /// Of any kind.
    pub(crate) statements: usize,
    /// That write.
    pub(crate) writes: usize,
}

impl Said {
    fn of(said: &[String]) -> Self {
        let reads = ["SELECT", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK"];
        let writes = said.iter().filter(|sql| !reads.iter().any(|reads| sql.starts_with(reads))).count();
        Self { statements: said.len(), writes }
    }
}

/// What came of a request.
#[derive(Debug)]
pub(crate) enum Served {
    /// An answer, and what it took.
    Answered(Answer, Said),
    /// None: the server was killed, and what it had not committed is gone.
    Killed,
}

/// What the database holds of a user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    /// The user's version.
    pub(crate) version: u64,
    /// What it says is the number of live records.
    pub(crate) live: u64,
    /// Up to which version deletions are no longer known.
    pub(crate) purged: u64,
    /// The records: their version, whether the row says that they are deleted, and what they hold.
    pub(crate) rows: BTreeMap<Key, (u64, bool, Row)>,
}

/// Something that can only be a fault of the simulation or of the server, and not of a rule of sync.
pub(crate) type Broken = String;

/// The server.
#[derive(Debug)]
pub(crate) struct Server {
    defect: Option<Defect>,
    announced: RefCell<Vec<String>>,
}

impl Server {
    /// A server with these users and nothing else.
    pub(crate) fn new(users: usize, defect: Option<Defect>) -> Result<Self, Broken> {
        for table in ["records", "devices", "users"] {
            ask(&format!("DELETE FROM {table}"), vec![])?;
        }
        for user in 0..users {
            let id = user_id(user);
            let sql = "INSERT INTO users (id, email, created_on, updated_on) VALUES (?1, ?1, '', '')";
            ask(sql, values![id])?;
        }
        Ok(Self { defect, announced: RefCell::default() })
    }

    /// Serves a push.
    pub(crate) fn push(&self, user: usize, body: &str, trouble: Option<Trouble>, now: u64) -> Result<Served, Broken> {
        let request: PushRequest = serde_json::from_str(body).map_err(broken)?;
        let sent = tamper::request(self.defect, &request, now);
        let id = user_id(user);
        let mut served = Vec::new();
        for part in sent {
            let work = || statements(push_changes(&DATABASE, &id, part)).now_or_never();
            served.push(match platform::native::at(now, || troubled(trouble, work)) {
                None => Served::Killed,
                Some((Ok((response, applied)), said)) => {
                    self.announce(&id, Some(&request.device_id), &applied);
                    Served::Answered(Answer::Pushed(response), Said::of(&said))
                }
                Some((Err(error), said)) => Served::Answered(failed(&error), Said::of(&said)),
            });
            if matches!(served.last(), Some(Served::Killed)) {
                break;
            }
        }
        let was_killed = matches!(served.last(), Some(Served::Killed));
        self.announced.borrow_mut().extend(tamper::announced(self.defect, &id, &request, was_killed)?);
        tamper::after_push(self.defect, &id)?;
        Ok(tamper::answer(self.defect, &request, served, trouble, now))
    }

    /// Serves a pull.
    pub(crate) fn pull(&self, user: usize, body: &str, trouble: Option<Trouble>, now: u64) -> Result<Served, Broken> {
        let request: PullRequest = serde_json::from_str(body).map_err(broken)?;
        let id = user_id(tamper::user(self.defect, user, now));
        let work = || statements(pull_changes(&DATABASE, &id, &request)).now_or_never();
        match platform::native::at(now, || troubled(trouble, work)) {
            None => Ok(Served::Killed),
            Some((Ok(text), said)) => {
                let mut page = serde_json::from_str(&text).map_err(broken)?;
                tamper::page(self.defect, &mut page);
                Ok(if trouble == Some(Trouble::Silent) {
                    Served::Killed
                } else {
                    Served::Answered(Answer::Pulled(page), Said::of(&said))
                })
            }
            Some((Err(error), said)) => Ok(Served::Answered(failed(&error), Said::of(&said))),
        }
    }

    /// A change over REST, made and stamped by the server. What was written, or `None` where it was refused.
    pub(crate) fn rest(
        &self,
        user: usize,
        key: &Key,
        values: Option<Vec<(String, String)>>,
        now: u64,
    ) -> Result<Option<Record>, Broken> {
        let (sender, receiver) = std::sync::mpsc::channel();
        let make = Box::new(move |_: Option<&_>, stamp: &str| {
            let change = match values {
                Some(values) => Record::setting(values, stamp),
                None => Record::deleting(stamp),
            };
            let _ = sender.send(change.clone());
            Ok(change)
        });
        let kind = kinds::find(key.kind).ok_or("no such kind")?;
        let proposal = Proposal { kind, id: key.id.clone(), change: Change::Ours(make) };
        let id = user_id(user);
        let work = || apply::apply(&DATABASE, &id, None, vec![Ok(proposal)], now).now_or_never();
        let applied =
            platform::native::at(now, work).ok_or("a change over REST was not made")?.map_err(broken_error)?;
        if self.defect != Some(Defect::AnnouncesNothingOfRest) {
            self.announce(&user_id(user), None, &applied);
        }
        let refused = applied.outcomes.iter().any(|outcome| matches!(outcome, Outcome::Refused(_)));
        Ok(receiver.try_recv().ok().filter(|_| !refused))
    }

    /// The version that a device of a user is greeted with.
    pub(crate) fn version(&self, user: usize) -> Result<u64, Broken> {
        let standing = status_of(&DATABASE, &user_id(user)).now_or_never().ok_or("the version was not told")?;
        Ok(standing.map_err(broken_error)?.version)
    }

    /// What was announced since somebody asked.
    pub(crate) fn announced(&self) -> Vec<String> {
        self.announced.take()
    }

    fn announce(&self, user: &str, origin: Option<&str>, applied: &Applied) {
        let payload = publish::announcement(user, origin, applied);
        self.announced.borrow_mut().extend(payload.and_then(|payload| String::from_utf8(payload).ok()));
    }

    /// What the database holds of a user, read past the code under test.
    pub(crate) fn holding(&self, user: usize) -> Result<Holding, Broken> {
        let id = user_id(user);
        let sql = "SELECT version, live_count, purged_version FROM users WHERE id = ?1";
        let rows = ask(sql, values![id.as_str()])?;
        let standing = rows.first().ok_or("the user is gone")?;
        let count = |column| standing.count(column).map_err(broken);
        let mut holding = Holding { version: count(0)?, live: count(1)?, purged: count(2)?, rows: BTreeMap::new() };
        let sql = "SELECT kind, id, version, deleted, deleted_stamp, fields, stamps FROM records WHERE user_id = ?1";
        for row in ask(sql, values![id])? {
            let (key, row) = read(&row)?;
            holding.rows.insert(key, row);
        }
        Ok(holding)
    }
}

fn read(row: &SqlRow) -> Result<(Key, (u64, bool, Row)), Broken> {
    let text = |column| row.text(column).map_err(broken);
    let kind = kind_name(text(0)?).ok_or("a record of a kind that nobody wrote")?;
    let key = Key { kind, id: text(1)?.to_owned() };
    let values: BTreeMap<String, &serde_json::value::RawValue> = serde_json::from_str(text(5)?).map_err(broken)?;
    let mut stamps: BTreeMap<String, String> = serde_json::from_str(text(6)?).map_err(broken)?;
    let mut fields = BTreeMap::new();
    for (name, value) in values {
        let stamp = stamps.remove(&name).ok_or("a field without a stamp")?;
        fields.insert(name, (stamp, value.get().to_owned()));
    }
    if !stamps.is_empty() {
        return Err("a stamp without a field".to_owned());
    }
    let deleted = row.text_or_null(4).map_err(broken)?.map(ToOwned::to_owned);
    let flag = row.integer(3).map_err(broken)? == 1;
    Ok((key, (row.count(2).map_err(broken)?, flag, Row { fields, deleted })))
}

fn troubled<T>(trouble: Option<Trouble>, work: impl FnOnce() -> T) -> T {
    let (after, fault) = match trouble {
        None | Some(Trouble::Silent) => return work(),
        Some(Trouble::Stop(after)) => (after, faults::Fault::Stop),
        Some(Trouble::Full(after)) => (after, faults::Fault::Fail(SqlError::Full)),
        Some(Trouble::Busy(after)) => (after, faults::Fault::Fail(SqlError::Busy)),
    };
    faults::during(usize::from(after), fault, work)
}

fn failed(error: &Error) -> Answer {
    Answer::Failed(error.failure.problem.status)
}

/// Runs a statement of the simulation's own.
pub(crate) fn ask(sql: &str, values: Vec<Value>) -> Result<Vec<SqlRow>, Broken> {
    DATABASE.query(sql, values).now_or_never().ok_or("a statement did not end")?.map_err(broken)
}

fn broken(error: impl std::fmt::Display) -> Broken {
    error.to_string()
}

fn broken_error(error: Error) -> Broken {
    error.cause.unwrap_or_else(|| error.failure.problem.slug.to_owned())
}
