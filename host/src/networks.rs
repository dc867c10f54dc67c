//! Networks that no component may reach, whatever its `allowed_outbound_hosts` say.

use std::net::{IpAddr, SocketAddr};

use ip_network::IpNetwork;

/// `[outbound_networking] block_networks` of the runtime configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockedNetworks {
    networks: Vec<IpNetwork>,
    /// Block everything that is not routed globally.
    private: bool,
}

impl BlockedNetworks {
    /// Reads the entries: networks, single addresses, or `private`.
    ///
    /// # Errors
    /// The first entry that is none of these.
    pub(crate) fn parse(entries: &[String]) -> Result<Self, String> {
        let mut blocked = Self::default();
        for entry in entries {
            let network = IpNetwork::from_str_truncate(entry).ok();
            let network = network.or_else(|| entry.parse::<IpAddr>().ok().map(IpNetwork::from));
            match (entry.as_str(), network) {
                ("private", _) => blocked.private = true,
                (_, Some(network)) => blocked.networks.push(network),
                (_, None) => return Err(format!("{entry:?} is no network")),
            }
        }
        Ok(blocked)
    }

    /// Whether `address` is blocked. An IPv4 address inside an IPv6 one counts as both.
    #[must_use]
    pub(crate) fn blocks(&self, address: IpAddr) -> bool {
        let inner = match address {
            IpAddr::V6(address) => address.to_ipv4().map(IpAddr::V4),
            IpAddr::V4(_) => None,
        };
        (self.private && !IpNetwork::from(address).is_global())
            || self.networks.iter().any(|network| network.contains(address))
            || inner.is_some_and(|inner| self.blocks(inner))
    }

    /// What remains of `addresses`; `None` when there were some and all are blocked.
    #[must_use]
    pub(crate) fn filter(&self, addresses: Vec<SocketAddr>) -> Option<Vec<SocketAddr>> {
        let some = !addresses.is_empty();
        let left: Vec<_> = addresses.into_iter().filter(|address| !self.blocks(address.ip())).collect();
        (!some || !left.is_empty()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocked(entries: &[&str]) -> BlockedNetworks {
        BlockedNetworks::parse(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn addresses_in_a_blocked_network_are_blocked_in_every_notation() {
        let blocked = blocked(&["123.123.0.0/16", "2001::/96", "9.9.9.9"]);
        for address in ["123.123.1.1", "::ffff:123.123.1.1", "2001::1000", "9.9.9.9"] {
            assert!(blocked.blocks(address.parse().unwrap()), "{address}");
        }
        for address in ["123.100.1.1", "2002::1", "127.0.0.1"] {
            assert!(!blocked.blocks(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn private_means_everything_not_routed_globally() {
        let blocked = blocked(&["private"]);
        for address in [
            "0.0.0.0",
            "10.1.1.1",
            "100.64.1.1",
            "127.0.0.1",
            "169.254.0.1",
            "192.168.0.1",
            "::1",
            "fc00::1",
            "::ffff:10.1.1.1",
        ] {
            assert!(blocked.blocks(address.parse().unwrap()), "{address}");
        }
        assert!(!blocked.blocks("123.123.123.123".parse().unwrap()));
    }

    #[test]
    fn a_name_with_one_public_address_stays_reachable_by_it() {
        let blocked = blocked(&["private"]);
        let addresses = |text: &[&str]| text.iter().map(|address| address.parse().unwrap()).collect::<Vec<_>>();
        assert_eq!(blocked.filter(addresses(&["10.0.0.1:80", "1.1.1.1:80"])), Some(addresses(&["1.1.1.1:80"])));
        assert_eq!(blocked.filter(addresses(&["10.0.0.1:80"])), None);
        assert_eq!(blocked.filter(vec![]), Some(vec![]));
    }

    #[test]
    fn entries_that_are_no_network_are_refused() {
        assert!(BlockedNetworks::parse(&["10.0.0.0/99".to_owned()]).is_err());
        assert!(BlockedNetworks::parse(&["localhost".to_owned()]).is_err());
    }
}
