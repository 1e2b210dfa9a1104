//! nginx, Cloudflare or ngrok stands in front of your receiver.
//!
//! A signature covers the bytes that the sender sent. A proxy may add headers; it must pass on the
//! body as it came.
//!
//! | the proxy | what to do |
//! |---|---|
//! | decompresses or compresses request bodies | turn that off for the endpoint |
//! | rewrites JSON, or decodes forms | turn that off for the endpoint |
//! | limits the body | allow what the provider sends: `hookport providers NAME` shows it |
//! | changes scheme, host or path | only matters where the sender signs its URL: set [`public_url`](crate::Source::public_url) |
//! | answers instead of your receiver (bot check, login page) | exclude the path |
//!
//! # The URL as the sender knows it
//!
//! Twilio and Square sign the URL. It is configured, and never read from `Host` or `X-Forwarded-*`,
//! which anybody can send.
//!
//! ```
//! use hookport::providers;
//!
//! // The proxy passes the path on as it came:
//! let twilio = providers::TWILIO.secret("made-up").public_url("https://sms.example.com");
//! assert!(twilio.verifier().is_ok());
//!
//! // The proxy rewrites https://sms.example.com/in/twilio to http://127.0.0.1:8080/twilio:
//! let twilio = providers::TWILIO.secret("made-up").public_url("https://sms.example.com/in/twilio");
//! assert!(twilio.verifier().is_ok());
//! ```
//!
//! If a delivery is refused, the diagnosis says which URL was tried, and which one would match.
//!
//! # nginx
//!
//! ```text
//! location /hooks/ {
//!     proxy_pass http://127.0.0.1:8080;   # no path behind the port: the path is passed on as it came
//!     proxy_http_version 1.1;
//!     client_max_body_size 25m;           # GitHub sends up to 25 MB
//!     proxy_request_buffering on;         # slow senders then wait at nginx, not at your process
//!     proxy_read_timeout 30s;
//! }
//! ```
//!
//! # Cloudflare
//!
//! Exclude the path from "Bot Fight Mode", managed challenges and caching (a WAF rule with the action
//! *Skip*). Cloudflare does not change request bodies. The free plan limits them to 100 MB.
//!
//! # ngrok and other tunnels
//!
//! A tunnel gives the receiver a new host each time. For a sender that signs its URL, set `public_url`
//! to the URL that the tunnel prints. `ngrok http 8080` passes body and path on as they came.
//!
//! # Tokens in the path
//!
//! Where a path segment holds a token ([`Token::path_segment`](crate::scheme::Token::path_segment)), the
//! proxy's access log holds it too. Leave that path out of the log, or log the host only.
