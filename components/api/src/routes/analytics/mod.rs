//! `/api/analytics`: what the log adds up to.

mod practice;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(practice::analyse_practice))
}
