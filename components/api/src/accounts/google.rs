//! Signing in by a Google account.

use mirubato_identity::google::{self, Identity};
use mirubato_identity::{email, log_reason};
use mirubato_kit::sql::{Database, Transaction};
use mirubato_kit::{Error, Result, platform};
use mirubato_problem::{Failure, catalogue};

use super::google_keys;
use super::profile;
use super::sessions::{self, Device, Method, Opened};
use crate::app::Google;
use crate::store::users::{self, User};
