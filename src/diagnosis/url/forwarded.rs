//! The URL as proxies note it before they change it.

use http::uri::{Authority, PathAndQuery};

use super::super::case::Case;

/// The URL that was asked for, as the headers of proxies say it.
#[derive(Debug, Default)]
pub(super) struct Forwarded<'a> {
    pub(super) https: Option<(bool, &'static str)>,
    pub(super) host: Option<(&'a str, &'static str)>,
    pub(super) port: Option<u16>,
    pub(super) prefix: Option<(&'a str, &'static str)>,
    /// Path and query, before they were rewritten.
    pub(super) target: Option<(&'a str, &'static str)>,
}

impl<'a> Forwarded<'a> {
    pub(super) fn read(case: Case<'a>) -> Self {
        let first = |names: &[&'static str]| {
            names.iter().find_map(|name| Some((first_of(case.header(name)?), *name)))
        };
        let standard = case.header("forwarded").map(first_of);
        let pair = |key: &str| Some((standard_value(standard?, key)?, "Forwarded"));
        let https = first(&PROTOCOLS).or_else(|| pair("proto"));
        let host = first(&HOSTS).or_else(|| pair("host")).or_else(|| first(&["Host"]));
        Self {
            https: https.map(|(text, name)| {
                (text.eq_ignore_ascii_case("https") || text.eq_ignore_ascii_case("on"), name)
            }),
            host: host.filter(|(host, _)| host.parse::<Authority>().is_ok()),
            port: first(&["X-Forwarded-Port"]).and_then(|(port, _)| port.parse().ok()),
            prefix: first(&PREFIXES).filter(|(prefix, _)| is_path(prefix) && prefix.len() > 1),
            target: first(&TARGETS).filter(|(target, _)| is_path(target)),
        }
    }
}

/// Of a list, each proxy on the way added one: the first is the nearest to the sender.
fn first_of(list: &str) -> &str {
    list.split(',').next().unwrap_or(list).trim()
}

/// `Forwarded: for=…;proto=https;host=a.example` (RFC 7239).
fn standard_value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let mut pairs = text.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(key))?;
    Some(value.trim().trim_matches('"'))
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.parse::<PathAndQuery>().is_ok()
}

const PROTOCOLS: [&str; 4] =
    ["X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Url-Scheme", "X-Forwarded-Ssl"];
const HOSTS: [&str; 2] = ["X-Forwarded-Host", "X-Original-Host"];
const PREFIXES: [&str; 2] = ["X-Forwarded-Prefix", "X-Script-Name"];
/// nginx's ingress, IIS, Envoy and Traefik each have one of their own.
const TARGETS: [&str; 6] = [
    "X-Original-URI",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-Forwarded-Uri",
    "X-Envoy-Original-Path",
    "X-Replaced-Path",
];
