//! The HTTP client of a destination.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{
    Client, Url,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use rustls::ClientConfig;

use super::ForwardError;
use crate::{
    BoxError, destinations::authority::certificates, public_address::is_public, tls_client,
};

/// The settings of the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ClientSettings {
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    /// Certificates of own authorities, as PEM.
    pub(super) authorities: Vec<Vec<u8>>,
    pub(super) is_public_only: bool,
}

/// Makes a client that follows no redirect and uses no proxy.
pub(super) fn client(settings: &ClientSettings) -> Result<Client, ForwardError> {
    let builder = Client::builder()
        .tls_backend_preconfigured(tls(&settings.authorities)?)
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .user_agent(concat!("hookport/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(settings.connect_timeout)
        .timeout(settings.timeout)
        .pool_idle_timeout(IDLE)
        .retry(reqwest::retry::never());
    let builder =
        if settings.is_public_only { builder.dns_resolver(Arc::new(PublicOnly)) } else { builder };
    builder.build().map_err(ForwardError::Client)
}

fn tls(authorities: &[Vec<u8>]) -> Result<ClientConfig, ForwardError> {
    let mut roots = tls_client::public_roots();
    for pem in authorities {
        for certificate in certificates(pem).ok_or(ForwardError::Authority)? {
            roots.add(certificate).map_err(|_| ForwardError::Authority)?;
        }
    }
    tls_client::trusting(roots).map_err(ForwardError::Tls)
}

/// Returns whether the host of a URL is an address that is not public. It is connected to as it is, and no
/// name is resolved for it.
pub(super) fn is_own_address(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.is_ok_and(|address| !is_public(address))
}

/// Finds the public addresses of a name. They are the ones that are connected to.
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|found| is_public(found.ip())).collect();
            if public.is_empty() {
                return Err(BoxError::from(NotPublic));
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// The host is in a network of our own, or does not exist there.
#[derive(Debug, thiserror::Error)]
#[error("host has no public address")]
struct NotPublic;

/// Shorter than what most servers keep a connection for, so that fewer are closed while a request is sent.
const IDLE: Duration = Duration::from_secs(20);
