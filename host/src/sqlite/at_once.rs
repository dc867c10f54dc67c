//! Short reads, run where the request runs. For a statement of some microseconds, the way to another thread and back costs more than the
//! statement, and the guest then need not be suspended at all.

use super::Lease;
use super::query::{Answer, End, bind, columns, convert};
use super::session::Session;
use crate::bindings::services::sqlite::{Error, RowResult, Value};

/// The budget of a short read, in thousands of SQLite's instructions: about a millisecond or two.
const BUDGET: u32 = 50;

/// The most rows of a short read.
const MAX_ROWS: usize = 256;

/// The most bytes of a short read.
const MAX_BYTES: usize = 256 * 1024;

/// Whether a statement looks like a read. What begins otherwise, a comment included, may be one too, but takes the longer way.
pub(super) fn is_read(statement: &str) -> bool {
    let statement = statement.trim_start();
    ["SELECT", "WITH", "VALUES"]
        .iter()
        .any(|word| statement.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word)))
}

/// The answer to a read that is short, and whose session is at hand. `None` leaves everything as if it had not been tried: nothing was
/// written, and nothing was handed out.
pub(super) fn read(lease: &mut Lease, statement: &str, parameters: &[Value]) -> Option<Answer> {
    if !is_read(statement) {
        return None;
    }
    let answer = read_here(lease.session_at_hand()?, statement, parameters);
    lease.share();
    answer
}

fn read_here(session: &Session, statement: &str, parameters: &[Value]) -> Option<Answer> {
    let mut names = Vec::new();
    let mut rows = Vec::new();
    let outcome = session.briefly(BUDGET, |connection| {
        let mut compiled = connection.prepare_cached(statement)?;
        // `WITH ... INSERT` begins like a read.
        if !compiled.readonly() {
            return Ok(Found::NoShortRead);
        }
        names = columns(&compiled);
        let mut found = bind(&mut compiled, parameters)?;
        let mut bytes = 0;
        while let Some(row) = found.next()? {
            match convert(row) {
                Ok((row, size)) => {
                    rows.push(row);
                    bytes += size;
                }
                Err(error) => return Ok(Found::Unreadable(error)),
            }
            if rows.len() == MAX_ROWS || bytes > MAX_BYTES {
                return Ok(Found::NoShortRead);
            }
        }
        Ok(Found::All)
    })?;
    let result = match outcome {
        Ok(Found::All) => Ok(()),
        Ok(Found::Unreadable(error)) => Err(error),
        Ok(Found::NoShortRead) => return None,
        Err(error) => Err(super::io(&error)),
    };
    Some(answer(names, rows, result))
}

enum Found {
    All,
    Unreadable(Error),
    NoShortRead,
}

fn answer(columns: Vec<String>, rows: Vec<RowResult>, result: Result<(), Error>) -> Answer {
    Answer { columns, rows, end: End::Here(result) }
}

#[cfg(test)]
mod tests {
    use super::is_read;

    #[test]
    fn reads_are_told_by_their_first_word() {
        for read in ["SELECT 1", "  select 1", "with a as (select 1) select * from a", "VALUES (1)"] {
            assert!(is_read(read), "{read}");
        }
        for other in
            ["", "sel", "INSERT INTO a VALUES (1)", "PRAGMA user_version", "BEGIN", "-- x\nSELECT 1", "ÄSELECT"]
        {
            assert!(!is_read(other), "{other}");
        }
    }
}
