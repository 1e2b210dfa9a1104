//! The checks of the keys outside of all tables.

use super::Building;
use crate::{serve::config::KeyPath, verify::is_public_url};

impl Building<'_> {
    pub(super) fn check_top(&mut self) {
        if !is_address(self.config.listen()) {
            let problem =
                "is no address: expected `ADDRESS:PORT`, as `127.0.0.1:8080` or `[::]:8080`";
            self.mistake(KeyPath::key("listen"), problem);
        }
        self.inbox_url();
        if self.config.top().public_url.as_deref().is_some_and(|url| !is_public_url(url)) {
            let problem = "is no URL of a receiver: expected `http(s)://host[:port]`";
            self.mistake(KeyPath::key("public-url"), problem);
        }
        if self.config.top().endpoints.is_empty() {
            let problem = "has no table `[[endpoints]]`: nothing could be received";
            self.mistake(KeyPath::default(), problem);
        }
    }
}

fn is_address(text: &str) -> bool {
    let Some((host, port)) = text.rsplit_once(':') else { return false };
    let has_brackets = host.starts_with('[') && host.ends_with(']');
    let is_host = !host.is_empty() && (has_brackets || !host.contains([':', '/', ' ']));
    is_host && port.parse::<u16>().is_ok()
}
