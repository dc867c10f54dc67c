//! `/api/pieces`: pieces wherever they occur.

mod rename;

use crate::endpoints;
use crate::endpoints::Endpoints;

pub(super) fn routes() -> Endpoints {
    Endpoints::new().with(endpoints!(rename::rename_piece))
}
