//! How often somebody may try something: by account and by network, in this process's memory.

use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
};
use governor::{
    Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware, state::keyed::DashMapStateStore,
};

use crate::{app::Clock, error::Failure};

/// Where a request comes from, as far as limits care: an IPv4 address, or the /64 network of an IPv6 one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Network(u64);

impl Network {
    /// The network of the one who asks. With `proxies` of the operator's own in front, that is the address which the first
    /// of them saw; what stands before it in the header was made up by whoever liked to.
    pub(super) fn of(peer: Option<SocketAddr>, headers: &HeaderMap, proxies: usize) -> Self {
        let told = (proxies > 0).then(|| forwarded(headers, proxies)).flatten();
        told.or_else(|| peer.map(|peer| peer.ip())).map_or(Self(0), Self::prefix)
    }

    fn prefix(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(u64::from(address.to_bits())),
            IpAddr::V6(address) => Self((address.to_bits() >> 64) as u64),
        }
    }
}

/// The front puts the network into every request that reaches a handler.
impl<S: Sync> FromRequestParts<S> for Network {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().copied().ok_or(Failure::Internal)
    }
}

fn forwarded(headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let told = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let all: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
    all.iter().rev().nth(proxies - 1)?.parse().ok()
}

/// Tries after which keys are forgotten whose tries were all given back.
const TIDY_EVERY: u64 = 1000;

/// So many tries in so much time for each key; unused ones are given back one by one.
#[derive(Debug)]
pub struct Limit<K: Clone + std::hash::Hash + Eq> {
    counts: Option<Counts<K>>,
    tries: AtomicU64,
}

type Counts<K> = RateLimiter<K, DashMapStateStore<K>, Ticks, NoOpMiddleware<Duration>>;

/// The site's clock, as the counting of tries reads it.
#[derive(Clone, Debug)]
struct Ticks(Clock);

impl governor::clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.steady()
    }
}

impl<K: Clone + std::hash::Hash + Eq> Limit<K> {
    /// A limit; 0 tries is none.
    pub fn new(tries: u64, within: Duration, clock: &Clock) -> Self {
        let tries = u32::try_from(tries).ok().and_then(NonZeroU32::new);
        let quota = tries
            .and_then(|tries| Some(Quota::with_period(within.checked_div(tries.get())?)?.allow_burst(tries)));
        let counts = quota.map(|quota| RateLimiter::dashmap_with_clock(quota, Ticks(clock.clone())));
        Self { counts, tries: AtomicU64::new(0) }
    }

    /// Counts a try.
    ///
    /// # Errors
    /// [`Failure::TooMany`] with the seconds to wait.
    pub fn count(&self, key: &K) -> Result<(), Failure> {
        let Some(limiter) = &self.counts else { return Ok(()) };
        if self.tries.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        limiter
            .check_key(key)
            .map_err(|early| Failure::TooMany(early.wait_time_from(limiter.clock().now()).as_secs() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(peer: &str, header: Option<&'static str>, proxies: usize) -> Network {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            headers.insert("x-forwarded-for", header.parse().unwrap());
        }
        Network::of(Some(SocketAddr::new(peer.parse().unwrap(), 1)), &headers, proxies)
    }

    #[test]
    fn who_asks_is_told_by_the_operators_own_proxy_alone() {
        let ann = network("203.0.113.7", None, 0);
        assert_eq!(network("203.0.113.7", Some("198.51.100.9"), 0), ann, "nobody's word without a proxy");
        assert_eq!(network("127.0.0.1", Some("203.0.113.7"), 1), ann);
        assert_eq!(
            network("127.0.0.1", Some("198.51.100.9, 203.0.113.7"), 1),
            ann,
            "the last one is the proxy's"
        );
        assert_eq!(network("127.0.0.1", Some("203.0.113.7, 198.51.100.9"), 2), ann);
        assert_eq!(network("203.0.113.7", Some("nonsense"), 1), ann);
        assert_eq!(network("::ffff:203.0.113.7", None, 0), ann);
        assert_eq!(network("2001:db8:1:2::1", None, 0), network("2001:db8:1:2:ffff::9", None, 0));
        assert_ne!(network("2001:db8:1:2::1", None, 0), network("2001:db8:1:3::1", None, 0));
    }

    #[test]
    fn tries_run_out_for_each_key() {
        let clock = Clock::fixed(1_000);
        let limit = Limit::new(2, Duration::from_secs(3600), &clock);
        assert!(limit.count(&1).is_ok() && limit.count(&1).is_ok() && limit.count(&2).is_ok());
        assert!(matches!(limit.count(&1), Err(Failure::TooMany(wait)) if (1700..=1801).contains(&wait)));
        clock.set(1_000 + 1_800);
        assert!(limit.count(&1).is_ok() && limit.count(&1).is_err(), "one is given back in half of the time");
        assert!((0..100).all(|_| Limit::new(0, Duration::from_secs(1), &clock).count(&1).is_ok()));
    }
}
