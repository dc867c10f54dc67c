//! `GET /sync/devices`.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use futures::future::join3;
use mirubato_kit::body::Json;
use mirubato_kit::caller::Caller;
use mirubato_kit::request::Context;
use mirubato_kit::{Result, platform};
use serde::Serialize;

use crate::app::App;
use crate::store::{connections, devices};
use crate::{DATABASE, changes};

/// A device of the user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    /// A UUID.
    device_id: String,
    /// What a person calls it.
    name: Option<String>,
    /// When it was last connected or wrote, RFC 3339.
    last_seen: String,
    /// Whether it is connected.
    online: bool,
    /// The version it is known to have come to.
    version: u64,
}

/// The devices of the user.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Devices {
    /// The last seen first.
    items: Vec<Device>,
    /// Always null.
    next_cursor: Option<String>,
}

/// Lists the devices: those that wrote, which `api` knows, and those that were connected.
pub(super) async fn list(State(app): State<App>, context: Context, caller: Caller) -> Result<Json<Devices>> {
    let user = caller.user.as_str();
    let (status, seen, present) = join3(
        changes::status(&app, user, &context),
        devices::list(&DATABASE, user),
        connections::present(&DATABASE, user, platform::now()),
    )
    .await;
    let online: BTreeSet<_> = present?.into_iter().map(|device| device.device_id).collect();
    let mut all = BTreeMap::new();
    for device in status?.devices {
        let online = online.contains(&device.device_id);
        let (name, last_seen, version) = (device.name, device.last_seen, device.version);
        all.insert(device.device_id.clone(), Device { device_id: device.device_id, name, last_seen, online, version });
    }
    for device in seen? {
        let last_seen = platform::rfc3339(device.last_seen);
        let known = all.entry(device.id.clone()).or_insert_with(|| Device {
            online: online.contains(&device.id),
            device_id: device.id,
            name: None,
            last_seen: last_seen.clone(),
            version: 0,
        });
        known.name = device.name.or(known.name.take());
        // Times in this form sort as text.
        known.last_seen = last_seen.max(std::mem::take(&mut known.last_seen));
        known.version = known.version.max(device.version);
    }
    let mut items: Vec<_> = all.into_values().collect();
    items.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then_with(|| a.device_id.cmp(&b.device_id)));
    Ok(Json(Devices { items, next_cursor: None }))
}
