//! Errors of the settings of a server to forward to.

/// The error of a destination that cannot forward.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ForwardError {
    /// The text is no URL that can be forwarded to.
    #[error(
        "URL cannot be forwarded to: expected `http://` or `https://` and a host, without user, fragment and port 0"
    )]
    Url,
    /// The host of the URL is an address that is not public, and only public ones are allowed.
    #[error("host of the URL is no public address")]
    NotPublic,
    /// A header cannot be chosen or set, since the connection has its own.
    #[error("header `{name}` cannot be forwarded: it belongs to the connection")]
    Header {
        /// The name of the header.
        name: http::HeaderName,
    },
    /// A header cannot be chosen or set, since each request has it with a value of hookport.
    #[error("header `{name}` cannot be forwarded: it says what hookport knows of the delivery")]
    OwnHeader {
        /// The name of the header.
        name: http::HeaderName,
    },
    /// A signing secret has another form.
    #[error("signing secret must be `whsec_` and at least 24 bytes in base64")]
    Secret,
    /// The certificates of an own authority cannot be read.
    #[error("certificates of the authority cannot be read: expected PEM")]
    Authority,
    /// A limit is zero.
    #[error("`{setting}` must not be zero")]
    Zero {
        /// The name of the setting.
        setting: &'static str,
    },
    /// TLS cannot be set up.
    #[error("TLS cannot be set up")]
    Tls(#[source] rustls::Error),
    /// The client cannot be made.
    #[error("HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
}
