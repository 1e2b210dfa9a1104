//! The address of the client.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

use crate::receiver::ClientAddress;

/// Returns the address of the client, if the receiver or the app has noted it.
pub(crate) fn of(parts: &Parts) -> Option<IpAddr> {
    let noted = parts.extensions.get::<ClientAddress>().map(|client| client.ip());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    noted.or_else(|| peer.map(|ConnectInfo(peer)| peer.ip()))
}
