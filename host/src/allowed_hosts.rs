//! `allowed_outbound_hosts`: `scheme://host[:port]` entries, and whether a URL matches one.

use std::collections::BTreeSet;

use ip_network::IpNetwork;
use url::{Host, Url};

use crate::variables::Values;

/// The domain of the application's own components.
const SERVICES: &str = ".spin.internal";

/// One entry, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AllowedHost {
    /// `None` for `*`.
    scheme: Option<String>,
    host: HostPattern,
    port: PortPattern,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum HostPattern {
    Any,
    /// The application itself: `self`, `self.alt`.
    Itself,
    /// `*.` followed by this.
    Below(String),
    Network(IpNetwork),
    Exactly(Host),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PortPattern {
    Any,
    /// From the first up to, but without, the second.
    Range(u16, u16),
    Exactly(u16),
}

/// Why an entry cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{entry:?} is not of the form scheme://host[:port]: {problem}")]
pub(crate) struct HostError {
    entry: String,
    problem: String,
}

impl AllowedHost {
    /// Reads an entry without templates.
    ///
    /// # Errors
    /// When it does not have the form `scheme://host[:port]`, where each part may be `*`, the host may also be `*.domain`, an address, a
    /// network (`10.0.0.0/8`), `self`, and the port a range (`8000..9000`, the end left out).
    pub(crate) fn parse(entry: &str) -> Result<Self, HostError> {
        read(entry.trim()).map_err(|problem| HostError { entry: entry.to_owned(), problem })
    }

    /// Whether it is for service chaining.
    #[must_use]
    pub(crate) fn is_for_service_chaining(&self) -> bool {
        self.service().is_some()
    }

    /// The component it lets the guest call, `*` for all of them.
    #[must_use]
    pub(crate) fn service(&self) -> Option<&str> {
        match &self.host {
            HostPattern::Below(suffix) if suffix == SERVICES => Some("*"),
            HostPattern::Exactly(Host::Domain(domain)) => domain.strip_suffix(SERVICES),
            _ => None,
        }
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.scheme.as_deref().is_none_or(|allowed| allowed == scheme)
    }

    fn allows_port(&self, port: Option<u16>) -> bool {
        match (&self.port, port) {
            (PortPattern::Any, _) => true,
            (PortPattern::Range(from, to), Some(port)) => (*from..*to).contains(&port),
            (PortPattern::Exactly(allowed), Some(port)) => *allowed == port,
            (_, None) => false,
        }
    }

    fn allows_host(&self, host: &Host<String>) -> bool {
        match (&self.host, host) {
            (HostPattern::Any, _) => true,
            (HostPattern::Below(suffix), Host::Domain(domain)) => domain.ends_with(suffix),
            (HostPattern::Network(network), Host::Ipv4(address)) => network.contains(*address),
            (HostPattern::Network(network), Host::Ipv6(address)) => network.contains(*address),
            (HostPattern::Exactly(allowed), host) => allowed == host,
            (HostPattern::Itself | HostPattern::Below(_) | HostPattern::Network(_), _) => false,
        }
    }
}

fn read(entry: &str) -> Result<AllowedHost, String> {
    let (scheme, rest) = entry.split_once("://").ok_or("there is no `://`")?;
    // A colon may belong to an IPv6 address or network, so the whole rest is tried as a host first.
    let (host, port) = match (read_host(rest), rest.rsplit_once(':')) {
        (Ok(_), _) | (_, None) => (rest, ""),
        (Err(_), Some((host, port))) => (host, port.strip_suffix('/').unwrap_or(port)),
    };
    let port = match port {
        "" => PortPattern::Exactly(
            default_port(scheme).ok_or_else(|| format!("{scheme:?} has no usual port, so name one"))?,
        ),
        "*" => PortPattern::Any,
        port => match port.split_once("..") {
            Some((from, to)) => PortPattern::Range(number(from)?, number(to)?),
            None => PortPattern::Exactly(number(port)?),
        },
    };
    let scheme = match scheme {
        "*" => None,
        scheme if !scheme.is_empty() && scheme.chars().all(char::is_alphabetic) => Some(scheme.to_owned()),
        scheme => return Err(format!("{scheme:?} is no scheme")),
    };
    Ok(AllowedHost { scheme, host: read_host(host)?, port })
}

fn number(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| format!("{text:?} is no port"))
}

fn read_host(host: &str) -> Result<HostPattern, String> {
    let host = host.trim();
    match host {
        "*" => return Ok(HostPattern::Any),
        "self" | "self.alt" => return Ok(HostPattern::Itself),
        _ => {}
    }
    if let Ok(network) = IpNetwork::from_str_truncate(host) {
        return Ok(HostPattern::Network(network));
    }
    let host = host.strip_suffix('/').unwrap_or(host);
    if host.contains('/') {
        return Err("a path is not allowed".to_owned());
    }
    let parse = |host: &str| Host::parse(host).map_err(|error| format!("{host:?}: {error}"));
    match host.strip_prefix("*.") {
        Some(domain) if !domain.contains('*') => match parse(domain)? {
            Host::Domain(domain) => Ok(HostPattern::Below(format!(".{domain}"))),
            _ => Err("only a domain can follow `*.`".to_owned()),
        },
        None if !host.contains('*') => parse(host).map(HostPattern::Exactly),
        _ => Err("`*` is allowed only alone or as the first label".to_owned()),
    }
}

fn default_port(scheme: &str) -> Option<u16> {
    Some(match scheme {
        "http" => 80,
        "https" => 443,
        "redis" => 6379,
        "postgres" => 5432,
        "mysql" => 3306,
        "mqtt" => 1883,
        _ => return None,
    })
}

/// All entries of one component.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowedHosts {
    entries: Vec<AllowedHost>,
    /// The components it may call.
    services: BTreeSet<String>,
}

impl AllowedHosts {
    /// Fills in the templates and reads the entries. An entry that variables have left empty is skipped, so a host can be optional.
    ///
    /// # Errors
    /// When an entry cannot be read.
    pub(crate) fn resolve<'a>(
        entries: &[String],
        values: &Values,
        components: &(impl Iterator<Item = &'a str> + Clone),
    ) -> anyhow::Result<Self> {
        let mut hosts = Self::default();
        for entry in entries {
            let text = values.render(entry)?;
            if text != *entry && matches!(text.as_str(), "" | "http://" | "https://") {
                continue;
            }
            let host = AllowedHost::parse(&text)?;
            match host.service() {
                Some("*") => hosts.services.extend(components.clone().map(str::to_owned)),
                Some(service) => _ = hosts.services.insert(service.to_owned()),
                None => hosts.entries.push(host),
            }
        }
        Ok(hosts)
    }

    /// Whether the component may connect to `url`. `scheme` stands in where the URL has none, as in `localhost:6379`.
    #[must_use]
    pub(crate) fn allows(&self, url: &str, scheme: &str) -> bool {
        let Some(url) = parse_url(url, scheme) else {
            return false;
        };
        let Some(Ok(host)) = url.host_str().map(Host::parse) else {
            return false;
        };
        let port = url.port().or_else(|| default_port(url.scheme()));
        self.entries
            .iter()
            .any(|entry| entry.allows_scheme(url.scheme()) && entry.allows_host(&host) && entry.allows_port(port))
    }

    /// Whether the component may call the application it is part of, through its public routes.
    #[must_use]
    pub(crate) fn allows_itself(&self) -> bool {
        self.entries.iter().any(|entry| {
            (entry.allows_scheme("http") || entry.allows_scheme("https"))
                && matches!(entry.host, HostPattern::Any | HostPattern::Itself)
        })
    }

    /// Whether the component may call the component `service` of the same application.
    #[must_use]
    pub(crate) fn allows_service(&self, service: &str) -> bool {
        self.services.contains(service)
    }
}

/// The component that a URL of this host means, as in `scores.spin.internal:80`.
#[must_use]
pub(crate) fn service_of(host: &str) -> Option<&str> {
    let host = host.trim();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let (service, domain) = name.split_at_checked(name.len().checked_sub(SERVICES.len())?)?;
    let inside = domain.eq_ignore_ascii_case(SERVICES) && !service.is_empty() && !service.contains('.');
    inside.then_some(service)
}

/// Reads a URL exactly as those do that will connect to it, so that both see the same host.
fn parse_url(url: &str, scheme: &str) -> Option<Url> {
    let with_host = |text: &str| Url::parse(text).ok().filter(Url::has_host);
    with_host(url).or_else(|| with_host(&format!("{scheme}://{url}")))
}

#[cfg(test)]
mod tests;
