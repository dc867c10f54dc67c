//! Having a missing term written.
//!
//! A term is written once at a time, by whoever asked first, and within what a user and everybody together may spend on a day. What comes back
//! is read and judged by `crates/lexicographer`; only then is anything stored.

use std::collections::BTreeMap;

use mirubato_dictionary_terms::{Term, fold};
use mirubato_kit::{Error, Result, log, metrics, platform};
use mirubato_lexicographer::prompt::MAX_CANDIDATES;
use mirubato_lexicographer::quality::{self, Decision};
use mirubato_lexicographer::{Wanted, judge, prompt, read, rules, slug};
use mirubato_problem::{Failure, catalogue};

use crate::DATABASE;
use crate::app::App;
use crate::provider::{Model, Trouble, no_such_term};
use crate::store::terms::{self, Shown};
use crate::store::{budgets, drafts, generations};

/// So long after its time a generation that nobody ended has died, in milliseconds.
const GRACE: u64 = 15_000;
/// How long what an administrator turned down is not asked for again, in milliseconds: 30 days.
const TURNED_DOWN: u64 = 30 * DAY;
const DAY: u64 = 86_400_000;

/// What became of a wish.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was there.
    Known(Shown),
    /// It was written and is served.
    Written(Shown),
    /// It was written, by the generation of that id, and waits for a person.
    Review(String),
    /// The generation of that id is writing it.
    Running(String),
}

/// Both passes, and what they come to.
struct Draft {
    term: Term,
    remarks: Vec<String>,
}

/// Finds a term, or has it written.
///
/// # Errors
/// `unavailable` where no model is set up or it is busy, `too-many-requests` where the day's budget is spent, `invalid-input` where there is
/// no such term, `upstream` where the model does not do what it is asked.
pub async fn generate(app: &App, user: &str, wanted: &Wanted) -> Result<Outcome> {
    let folded = fold(wanted.term());
    if let Some(known) = terms::by_name(&DATABASE, &slug(wanted.term()), &folded, None).await? {
        return Ok(Outcome::Known(known));
    }
    let Some(model) = &app.writer else {
        let detail = "This server has no model that could write the term.";
        return Err(Failure::new(&catalogue::UNAVAILABLE).because(detail).into());
    };
    let headwords: BTreeMap<_, _> = terms::headwords(&DATABASE, MAX_CANDIDATES).await?.into_iter().collect();
    let now = platform::now();
    let id = match begin(app, user, &folded, now).await? {
        Ok(id) => id,
        Err(outcome) => return Ok(outcome),
    };
    let written = write(model, wanted, &headwords, now + app.patience).await;
    let stored = match written {
        Ok(draft) => store(&id, &folded, draft).await,
        Err(trouble) => {
            if matches!(trouble, Trouble::Unreached(_)) {
                budgets::give_back(&DATABASE, user, now / DAY).await?;
            }
            Err(trouble.into())
        }
    };
    if let Err(error) = &stored {
        let problem = error.failure.problem.slug;
        generations::end(&DATABASE, &id, "failed", problem).await?;
        metrics::count("generations", format!("outcome=\"{problem}\""), 1);
    }
    stored
}

/// Begins a generation within the budgets: its id, or what is known of the term already.
async fn begin(app: &App, user: &str, folded: &str, now: u64) -> Result<Result<String, Outcome>> {
    let transaction = DATABASE.begin().await?;
    generations::sweep(&transaction, now.saturating_sub(DAY), now.saturating_sub(app.patience + GRACE)).await?;
    match drafts::standing(&transaction, folded, now.saturating_sub(TURNED_DOWN)).await? {
        Some(drafts::Standing::Waiting(id)) => {
            transaction.commit().await?;
            return Ok(Err(Outcome::Review(id)));
        }
        Some(drafts::Standing::Rejected) => return Err(no_such_term()),
        None => {}
    }
    let id = platform::new_id();
    if let Some(other) = generations::begin(&transaction, &id, folded, now).await? {
        transaction.commit().await?;
        return Ok(Err(Outcome::Running(other)));
    }
    let day = now / DAY;
    for (who, most) in [(user, app.generations_per_user), (budgets::EVERYBODY, app.generations_per_day)] {
        if !budgets::spend(&transaction, who, day, most).await? {
            let detail = if who == user {
                format!("{most} terms a day are written for a user.")
            } else {
                "No more terms are written today.".to_owned()
            };
            let until_tomorrow = (DAY - now % DAY).div_ceil(1_000);
            return Err(Failure::new(&catalogue::TOO_MANY_REQUESTS).because(detail).retry_after(until_tomorrow).into());
        }
    }
    budgets::sweep(&transaction, day.saturating_sub(7)).await?;
    transaction.commit().await?;
    Ok(Ok(id))
}

/// Asks for the term, and then for a second opinion.
async fn write(
    model: &Model,
    wanted: &Wanted,
    headwords: &BTreeMap<String, String>,
    until: u64,
) -> Result<Draft, Trouble> {
    let asked = prompt::draft(wanted, headwords.keys().map(String::as_str));
    let answer = model.ask(&asked, until).await?;
    let term = read(answer.as_bytes(), wanted, |slug| headwords.get(slug).cloned());
    let mut term = term.map_err(Trouble::Nonsense)?;
    let by_rules = rules::score(&term);
    let answer = model.ask(&prompt::judge(&term), until).await.map_err(reached)?;
    let opinion = judge::read(answer.as_bytes()).map_err(Trouble::Nonsense)?;
    term.quality = quality::lower(by_rules, opinion.quality);
    Ok(Draft { term, remarks: opinion.problems })
}

/// Whoever does not answer the second time has been paid for the first.
fn reached(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Unreached(cause) => Trouble::Failed(cause),
        other => other,
    }
}

/// Stores a term, where it is served or where it waits.
async fn store(id: &str, folded: &str, draft: Draft) -> Result<Outcome> {
    let Draft { term, remarks } = draft;
    let now = platform::now();
    let transaction = DATABASE.begin().await?;
    let mut state = "review";
    if quality::decide(term.quality) == Decision::Serve {
        let written = terms::put(&transaction, std::slice::from_ref(&term), &platform::rfc3339(now), &[]).await?;
        // Another term may have the slug. Then a person has to see what is to be done.
        if !written.is_empty() {
            state = "served";
        }
    }
    if state == "review" {
        drafts::add(&transaction, id, folded, &term, &remarks, now).await?;
    }
    generations::end(&transaction, id, state, &term.id).await?;
    transaction.commit().await?;
    log::info(
        "term written",
        &[("term", term.id.as_str().into()), ("state", state.into()), ("score", term.quality.score.into())],
    );
    metrics::count("generations", format!("outcome=\"{state}\""), 1);
    if state == "review" {
        return Ok(Outcome::Review(id.to_owned()));
    }
    let shown = terms::by_name(&DATABASE, &term.id, folded, None).await?;
    shown.map(Outcome::Written).ok_or_else(|| Error::internal("a term that was written a moment ago is gone"))
}
