//! The URL of an inbox, as it is shown.

/// Shows the URL of an inbox without its user, its password and its parameters, but for the schema.
///
/// ```
/// use hookport::serve::shown_inbox;
///
/// let url = "postgres://shop:made-up@db.internal:5432/shop?schema=webhooks&sslmode=require";
/// assert_eq!(shown_inbox(url), "postgres://db.internal:5432/shop?schema=webhooks");
/// assert_eq!(shown_inbox("sqlite:hookport.db"), "sqlite:hookport.db");
/// ```
pub fn shown_inbox(url: &str) -> String {
    if url == "memory:" || url.starts_with("sqlite:") {
        let has_password =
            |rest: &str| rest.split_once('@').is_some_and(|(at, _)| at.contains(':'));
        let shown =
            if url.strip_prefix("sqlite://").is_some_and(has_password) { "sqlite://" } else { url };
        return shown.to_owned();
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", ""));
    let (start, parameters) = rest.split_once('?').unwrap_or((rest, ""));
    let place = start.rsplit_once('@').map_or(start, |(_, place)| place);
    let (host, database) = place.split_once('/').unwrap_or((place, ""));
    let (_, port) = host.rsplit_once(':').unwrap_or((host, ""));
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:[]%".contains(&byte);
    // A password with a `?` or a `/` in it may be cut in the middle.
    if parameters.contains('@')
        || !port.bytes().all(|byte| byte.is_ascii_digit())
        || !host.bytes().chain(database.bytes()).all(is_plain)
    {
        return format!("{scheme}://");
    }
    match schema(parameters) {
        Some(name) => format!("{scheme}://{place}?schema={name}"),
        None => format!("{scheme}://{place}"),
    }
}

/// Finds the schema among parameters, if it can be the name of one.
fn schema(parameters: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let schema = parameters.split('&').find_map(|parameter| parameter.strip_prefix("schema="))?;
    schema.bytes().all(is_plain).then_some(schema)
}

#[cfg(test)]
mod tests {
    use super::shown_inbox;

    #[test]
    fn a_password_is_not_shown() {
        for (url, place) in [
            (
                "postgres://shop:hidden@db.internal:5432/shop?a=b",
                "postgres://db.internal:5432/shop",
            ),
            ("postgres:///shop?host=/run/postgresql&password=hidden", "postgres:///shop"),
            ("postgres:///shop?password=hidden&schema=a_1", "postgres:///shop?schema=a_1"),
            ("postgres:///shop?schema=hid%64en", "postgres:///shop"),
            ("postgres://shop:hid?den@db/shop", "postgres://"),
            ("postgres://shop:hid?schema=den@db/shop", "postgres://"),
            ("postgres://shop:hid/den@db/shop", "postgres://db/shop"),
            ("postgres://shop:hidden/a", "postgres://"),
            ("sqlite://shop:hidden@db/shop", "sqlite://"),
            ("sqlite:///var/a@b.db", "sqlite:///var/a@b.db"),
        ] {
            assert_eq!(shown_inbox(url), place);
        }
    }
}
