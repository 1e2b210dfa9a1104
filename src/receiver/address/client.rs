//! The address of a client.

use std::{
    convert::Infallible,
    fmt,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, OptionalFromRequestParts},
    response::{IntoResponse, Response},
};
use http::{Extensions, StatusCode, request::Parts};
use ipnet::IpNet;

/// The address from which a request comes: that of the client, also where [trusted
/// proxies](crate::Receiver::trusted_proxies) stand between. An IPv4-mapped address is one of IPv4.
///
/// It is an extension of each request whose address is known, so that
/// [pages](crate::Receiver::merge) can take it as an argument. It is known where the receiver serves
/// itself. Who [takes it apart](crate::Receiver::into_parts) serves the app with axum's
/// `into_make_service_with_connect_info::<SocketAddr>()`, or puts a `ClientAddress` among the
/// extensions of the request. It is not known if a trusted proxy tells none that can be read.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use axum::{Router, routing::get};
/// use hookport::{Receiver, receiver::ClientAddress, testing::deliver};
///
/// async fn whoami(address: ClientAddress) -> String {
///     address.ip().to_string()
/// }
///
/// let pages = Router::new().route("/whoami", get(whoami));
/// let app = Receiver::open("memory:").await?.merge(pages).into_parts().app;
/// let request = || http::Request::get("/whoami").body(bytes::Bytes::new());
///
/// let mut known = request()?;
/// known.extensions_mut().insert(ClientAddress::new("::ffff:192.0.2.1".parse()?));
/// assert_eq!(deliver(&app, known).await.body(), "192.0.2.1");
///
/// assert_eq!(deliver(&app, request()?).await.status(), 403, "its address is not known");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientAddress(IpAddr);

impl ClientAddress {
    /// Takes an address; an IPv4-mapped one as one of IPv4.
    pub const fn new(address: IpAddr) -> Self {
        Self(address.to_canonical())
    }

    /// Returns the address.
    pub const fn ip(self) -> IpAddr {
        self.0
    }

    /// Returns true if the address lies in one of the networks.
    ///
    /// ```
    /// use hookport::receiver::ClientAddress;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let internal = ["10.0.0.0/8".parse()?, "fd00::/8".parse()?];
    ///
    /// assert!(ClientAddress::new("10.1.2.3".parse()?).is_in(internal));
    /// assert!(!ClientAddress::new("192.0.2.1".parse()?).is_in(internal));
    /// # Ok(())
    /// # }
    /// ```
    pub fn is_in(self, networks: impl IntoIterator<Item = IpNet>) -> bool {
        networks.into_iter().any(|network| super::networks::holds(network, self.0))
    }

    /// Returns the address of the connection, as axum or another layer of the app has noted it.
    pub(super) fn of_peer(extensions: &Extensions) -> Option<Self> {
        let connected = extensions.get().map(|ConnectInfo(peer): &ConnectInfo<SocketAddr>| peer);
        connected.map(|peer| Self::new(peer.ip())).or_else(|| extensions.get().copied())
    }
}

impl fmt::Display for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Takes the address of the client. The client gets 403 if it is not known.
impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = AddressUnknown;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AddressUnknown> {
        parts.extensions.get().copied().ok_or(AddressUnknown)
    }
}

/// Takes the address of the client, if it is known.
impl<S: Sync> OptionalFromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get().copied())
    }
}

/// The address of the client is not known, as [`ClientAddress`] tells of.
///
/// ```
/// use axum::response::IntoResponse;
/// use hookport::receiver::AddressUnknown;
///
/// assert_eq!(AddressUnknown.into_response().status(), 403);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("address of the client is not known")]
pub struct AddressUnknown;

impl IntoResponse for AddressUnknown {
    fn into_response(self) -> Response {
        StatusCode::FORBIDDEN.into_response()
    }
}
