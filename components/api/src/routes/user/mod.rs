//! `/api/user`: the account and all that is in it.

mod export;
mod import;
mod me;
mod password;
mod preferences;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new()
        .with(endpoints!(me::read_account, me::replace_profile, me::delete_account))
        .with(endpoints!(password::set_password))
        .with(endpoints!(preferences::read_preferences, preferences::replace_preferences))
        .with(endpoints!(export::export_account))
        .with(endpoints!(import::import_account))
}
