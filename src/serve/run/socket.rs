//! The socket to listen on: one that systemd passes, or a new one.

use std::io;

use listenfd::ListenFd;
use tokio::net::TcpListener;

use super::ServeError;

/// Returns the first socket that systemd passes, or else one at the address.
pub(super) async fn listener(address: &str) -> Result<TcpListener, ServeError> {
    let opened = match passed() {
        Ok(Some(listener)) => Ok(listener),
        Ok(None) => TcpListener::bind(address).await,
        Err(error) => Err(error),
    };
    opened.map_err(|cause| ServeError::Listen { address: address.to_owned(), cause })
}

fn passed() -> io::Result<Option<TcpListener>> {
    let Some(listener) = ListenFd::from_env().take_tcp_listener(0)? else { return Ok(None) };
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener).map(Some)
}
