//! Servers that take mails.

use std::{fmt, net::IpAddr, time::Duration};

use lettre::transport::smtp::{
    authentication::Credentials,
    client::{Certificate, Tls, TlsParameters},
};

use super::{MailError, client::Client};
use crate::{Secret, destinations::authority::certificates};

/// A server that takes mails, by SMTP.
///
/// ```
/// use hookport::{Secret, destinations::MailServer};
///
/// let server = MailServer::starttls("mail.example").user("hooks", Secret::new("made-up"));
/// let own = MailServer::plain("localhost").port(2525);
/// # drop((server, own));
/// ```
#[derive(Clone)]
#[must_use]
pub struct MailServer {
    host: String,
    security: Security,
    port: Option<u16>,
    user: Option<(String, Secret)>,
    authorities: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Security {
    Tls,
    StartTls,
    Plain,
}

impl MailServer {
    /// Speaks TLS from the beginning, at port 465 by default.
    pub fn tls(host: impl Into<String>) -> Self {
        Self::new(host.into(), Security::Tls)
    }

    /// Changes to TLS by `STARTTLS`, and sends nothing without it; at port 587 by default.
    pub fn starttls(host: impl Into<String>) -> Self {
        Self::new(host.into(), Security::StartTls)
    }

    /// Speaks without TLS, at port 25 by default: only to a server on the same machine.
    pub fn plain(host: impl Into<String>) -> Self {
        Self::new(host.into(), Security::Plain)
    }

    const fn new(host: String, security: Security) -> Self {
        Self { host, security, port: None, user: None, authorities: Vec::new() }
    }

    /// Sets the port.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Sets the user and the password.
    pub fn user(mut self, name: impl Into<String>, password: Secret) -> Self {
        self.user = Some((name.into(), password));
        self
    }

    /// Trusts the certificates of this authority too, which are PEM. The default is the roots of Mozilla.
    pub fn trusting(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authorities.push(pem.into());
        self
    }

    pub(super) fn client(self, timeout: Duration) -> Result<Client, MailError> {
        if self.host.trim().is_empty() {
            return Err(MailError::NoHost);
        }
        let (tls, port) = match self.security {
            Security::Tls => (Tls::Wrapper(self.tls_parameters()?), 465),
            Security::StartTls => (Tls::Required(self.tls_parameters()?), 587),
            Security::Plain if is_this_machine(&self.host) => (Tls::None, 25),
            Security::Plain => return Err(MailError::NotEncrypted { host: self.host }),
        };
        if self.port == Some(0) {
            return Err(MailError::NoPort);
        }
        let user =
            self.user.map(|(name, password)| Credentials::new(name, password.expose().to_owned()));
        let port = self.port.unwrap_or(port);
        Ok(Client { host: self.host, port, tls, user, timeout })
    }

    fn tls_parameters(&self) -> Result<TlsParameters, MailError> {
        let mut builder = TlsParameters::builder(self.host.clone());
        for pem in &self.authorities {
            for certificate in certificates(pem).ok_or(MailError::Authority)? {
                let read = Certificate::from_der(certificate.to_vec());
                builder = builder.add_root_certificate(read.map_err(|_| MailError::Authority)?);
            }
        }
        builder.build().map_err(|source| MailError::Tls { host: self.host.clone(), source })
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailServer")
            .field("host", &self.host)
            .field("security", &self.security)
            .finish_non_exhaustive()
    }
}
