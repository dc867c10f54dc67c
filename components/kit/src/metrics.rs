//! Counters of a service, across all its instances.
//!
//! An instance counts in memory and adds what it counted to the service's database of metrics, a fifth of a second after the first
//! request that is not yet there, in one statement. That database is apart from the service's own, so that counting never waits for, or
//! delays, anybody's data. What an instance counted and had not yet added when the host was killed is lost.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use http::Method;

use crate::sql::{Database, SqlError};
use crate::{log, platform, values};

/// How long an instance keeps what it counted to itself.
const DELAY: Duration = Duration::from_millis(200);
/// Upper bounds of the latency buckets in seconds.
const BUCKETS: [&str; 12] =
    ["0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0"];

/// The form of a database of metrics.
pub const MIGRATIONS: &[&str] = &[
    "CREATE TABLE metrics (name TEXT NOT NULL, labels TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (name, labels)) WITHOUT ROWID;\n",
];

/// What was counted and not yet added, by name and labels.
#[derive(Default)]
struct Pending {
    counts: BTreeMap<(&'static str, String), f64>,
    scheduled: bool,
}

static PENDING: LazyLock<Mutex<Pending>> = LazyLock::new(Mutex::default);

/// Counts something. `name` without `_total`; `labels` as they stand between the braces.
pub fn count(name: &'static str, labels: impl Into<String>, by: u64) {
    #[expect(clippy::cast_precision_loss, reason = "counts of one instance are small")]
    add(name, labels.into(), by as f64);
}

fn add(name: &'static str, labels: String, by: f64) {
    let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
    *pending.counts.entry((name, labels)).or_default() += by;
}

/// Counts a request and sees to it that what was counted is added to the database.
pub(crate) fn request(database: &'static Database, method: &Method, route: &str, status: u16, took: Duration) {
    let place = format!("method=\"{method}\",route=\"{route}\"");
    add("http_requests", format!("{place},status=\"{status}\""), 1.0);
    let seconds = took.as_secs_f64();
    add("http_request_seconds_sum", place.clone(), seconds);
    add("http_request_seconds_count", place.clone(), 1.0);
    // Only the narrowest bucket; the others are its sums and are added up when read.
    let bound = BUCKETS.into_iter().find(|bound| bound.parse::<f64>().is_ok_and(|bound| seconds <= bound));
    add("http_request_seconds_bucket", format!("{place},le=\"{}\"", bound.unwrap_or("+Inf")), 1.0);
    let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
    if !std::mem::replace(&mut pending.scheduled, true) {
        platform::spawn(async move {
            platform::sleep(DELAY).await;
            flush(database).await;
        });
    }
}

async fn flush(database: &Database) {
    let counts = {
        let mut pending = PENDING.lock().unwrap_or_else(PoisonError::into_inner);
        pending.scheduled = false;
        std::mem::take(&mut pending.counts)
    };
    if counts.is_empty() {
        return;
    }
    let rows: Vec<_> = counts.into_iter().map(|((name, labels), value)| (name, labels, value)).collect();
    let rows = serde_json::to_string(&rows).unwrap_or_default();
    if let Err(error) = database.query(ADD, values![rows]).await {
        log::warn("metrics lost", &[("cause", error.to_string().into())]);
    }
}

const ADD: &str = "INSERT INTO metrics (name, labels, value) \
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true \
    ON CONFLICT (name, labels) DO UPDATE SET value = value + excluded.value";

/// Everything counted, and `gauges` (name, help, value) beside it, in OpenMetrics text.
///
/// # Errors
/// Where the database does not answer.
pub async fn render(database: &Database, gauges: &[(&str, &str, f64)]) -> Result<String, SqlError> {
    let rows = database.query("SELECT name, labels, value FROM metrics ORDER BY name, labels", Vec::new()).await?;
    let mut samples = Vec::new();
    for row in &rows {
        let value = match row.0.get(2) {
            Some(crate::sql::Value::Real(value)) => *value,
            _ => 0.0,
        };
        samples.push((row.text(0)?, row.text(1)?, value));
    }
    Ok(exposition(&samples, gauges))
}

/// OpenMetrics 1.0: counters end in `_total`, a histogram's buckets add up, the whole ends in `# EOF`.
fn exposition(samples: &[(&str, &str, f64)], gauges: &[(&str, &str, f64)]) -> String {
    let mut out = String::new();
    let of = |name: &'static str| samples.iter().filter(move |sample| sample.0 == name);
    let _ = writeln!(out, "# TYPE mirubato_http_request_seconds histogram");
    for (_, place, count) in of("http_request_seconds_count") {
        let mut so_far = 0.0;
        for bound in BUCKETS {
            let labels = format!("{place},le=\"{bound}\"");
            so_far +=
                of("http_request_seconds_bucket").find(|sample| sample.1 == labels).map_or(0.0, |sample| sample.2);
            let _ = writeln!(out, "mirubato_http_request_seconds_bucket{{{labels}}} {so_far}");
        }
        let _ = writeln!(out, "mirubato_http_request_seconds_bucket{{{place},le=\"+Inf\"}} {count}");
        let sum = of("http_request_seconds_sum").find(|sample| sample.1 == *place).map_or(0.0, |sample| sample.2);
        let _ = writeln!(out, "mirubato_http_request_seconds_sum{{{place}}} {sum}");
        let _ = writeln!(out, "mirubato_http_request_seconds_count{{{place}}} {count}");
    }
    let mut last = "";
    for (name, labels, value) in samples.iter().filter(|sample| !sample.0.starts_with("http_request_seconds")) {
        if *name != last {
            let _ = writeln!(out, "# TYPE mirubato_{name} counter");
            last = name;
        }
        let _ = writeln!(out, "mirubato_{name}_total{{{labels}}} {value}");
    }
    for (name, help, value) in gauges {
        let _ = writeln!(out, "# TYPE mirubato_{name} gauge\n# HELP mirubato_{name} {help}\nmirubato_{name} {value}");
    }
    out.push_str("# EOF\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up_and_counters_are_totals() {
        let place = "method=\"GET\",route=\"/a\"";
        let narrow = format!("{place},le=\"0.001\"");
        let wide = format!("{place},le=\"0.01\"");
        let samples = [
            ("http_request_seconds_bucket", narrow.as_str(), 2.0),
            ("http_request_seconds_bucket", wide.as_str(), 1.0),
            ("http_request_seconds_count", place, 3.0),
            ("http_request_seconds_sum", place, 0.5),
            ("mutations", "status=\"applied\"", 7.0),
        ];
        let text = exposition(&samples, &[("users", "Accounts.", 2.0)]);
        for line in [
            "mirubato_http_request_seconds_bucket{method=\"GET\",route=\"/a\",le=\"0.005\"} 2",
            "mirubato_http_request_seconds_bucket{method=\"GET\",route=\"/a\",le=\"0.01\"} 3",
            "mirubato_http_request_seconds_bucket{method=\"GET\",route=\"/a\",le=\"+Inf\"} 3",
            "# TYPE mirubato_mutations counter",
            "mirubato_mutations_total{status=\"applied\"} 7",
            "mirubato_users 2",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
    }
}
