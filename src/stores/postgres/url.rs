//! The URL of a database: the parameters of the store are told apart from those of the connection.

use std::{str::FromStr, time::Duration};

use sqlx::postgres::PgSslMode;

use super::{error::Mistake, options::PostgresOptions};

impl PostgresOptions {
    /// Takes the settings of the store out of the URL.
    pub(super) fn of_url(mut self) -> Self {
        if let Some(mistake) = mistake_in(&self.url) {
            self.note(mistake);
        }
        let Some((start, query)) = self.url.split_once('?') else { return self };
        let (start, query) = (start.to_owned(), query.to_owned());
        let (mut others, mut names) = (Vec::new(), Vec::new());
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let set = self.set(name, value);
            if set != Ok(false) || is_of_connection(name) {
                if names.contains(&usual(name)) {
                    self.note(Mistake::Twice(usual(name).to_owned()));
                }
                names.push(usual(name));
            }
            if name == "port" && value.parse() == Ok(0_u16) {
                self.note(PORT_OF_NOTHING);
            }
            if ["host", "hostaddr", "port"].contains(&name) && value.contains(',') {
                self.note(Mistake::Hosts);
            }
            match set {
                Ok(true) => {}
                Ok(false) if is_of_connection(name) => others.push(parameter),
                Ok(false) => self.note(unknown(name, &query)),
                Err(mistake) => self.note(mistake),
            }
        }
        self.url = if others.is_empty() { start } else { format!("{start}?{}", others.join("&")) };
        self
    }

    /// Sets what a parameter says. Returns false if it is one of the connection.
    fn set(&mut self, name: &str, value: &str) -> Result<bool, Mistake> {
        match name {
            "schema" => value.clone_into(&mut self.schema),
            "connections" => self.connections = number("connections", value)?,
            "transactions" => self.transactions = number("transactions", value)?,
            "patience" => {
                self.patience = Duration::from_secs(number("patience", value)?.into());
            }
            "listen" => self.listens = truth("listen", value)?,
            "sslmode" | "ssl-mode" => return ssl_mode(value).map(|()| false),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The first mistake is told.
    fn note(&mut self, mistake: Mistake) {
        self.mistake.get_or_insert(mistake);
    }
}

/// Finds a mistake in what stands before the parameters.
fn mistake_in(url: &str) -> Option<Mistake> {
    let (_, rest) = url.split_once("://")?;
    if rest.contains('#') {
        return Some(Mistake::Unescaped { sign: '#', as_code: "%23" });
    }
    let (start, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (server, database) = start.split_once('/').unwrap_or((start, ""));
    if database.contains('@') {
        return Some(Mistake::Unescaped { sign: '/', as_code: "%2F" });
    }
    let (user, host) = server.rsplit_once('@').unwrap_or(("", server));
    let port = host.rsplit_once(':').filter(|(_, port)| !port.ends_with(']'));
    let (name, port) = port.unwrap_or((host, ""));
    if query.contains('@') && !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Mistake::Unescaped { sign: '?', as_code: "%3F" });
    }
    if port.parse() == Ok(0_u16) {
        return Some(PORT_OF_NOTHING);
    }
    if name.is_empty() && !(user.is_empty() && port.is_empty()) {
        return Some(Mistake::NoHost);
    }
    host.contains(',').then_some(Mistake::Hosts)
}

/// Returns the name by which libpq knows a parameter.
fn usual(name: &str) -> &str {
    match name {
        "ssl-mode" => "sslmode",
        "ssl-ca" | "ssl-root-cert" => "sslrootcert",
        "ssl-cert" => "sslcert",
        "ssl-key" => "sslkey",
        other => other,
    }
}

fn number(name: &'static str, value: &str) -> Result<u32, Mistake> {
    let number = u32::from_str(value).ok().filter(|number| *number > 0);
    number.ok_or(Mistake::Value { name, expected: "a whole number from 1" })
}

fn truth(name: &'static str, value: &str) -> Result<bool, Mistake> {
    value.parse().map_err(|_| Mistake::Value { name, expected: "`true` or `false`" })
}

/// `sqlx` would tell the value, which may be anything.
fn ssl_mode(value: &str) -> Result<(), Mistake> {
    let expected = "`disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`";
    PgSslMode::from_str(value).map(drop).map_err(|_| Mistake::Value { name: "sslmode", expected })
}

/// Returns the mistake of a name that is unknown. The text behind a `?` may be the end of a password.
fn unknown(name: &str, query: &str) -> Mistake {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if query.contains('@') {
        return Mistake::Unescaped { sign: '?', as_code: "%3F" };
    }
    if name.len() > LONGEST || !name.bytes().all(is_word) {
        return Mistake::Unnamed;
    }
    Mistake::Unknown(name.to_owned())
}

/// Returns true for the parameters that `sqlx` knows: it would log others, with their values, and go on
/// without them.
fn is_of_connection(name: &str) -> bool {
    OF_CONNECTION.contains(&name) || name.starts_with("options[") || name.starts_with("options%5B")
}

const PORT_OF_NOTHING: Mistake =
    Mistake::Value { name: "port", expected: "a number from 1 to 65535" };

const OF_CONNECTION: [&str; 18] = [
    "application_name",
    "dbname",
    "host",
    "hostaddr",
    "options",
    "password",
    "port",
    "ssl-ca",
    "ssl-cert",
    "ssl-key",
    "ssl-mode",
    "ssl-root-cert",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "statement-cache-capacity",
    "user",
];

const LONGEST: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_of_the_store_are_taken_out_of_the_url() {
        let plain = PostgresOptions::at("postgres://a/b");
        assert_eq!((&*plain.url, &*plain.schema), ("postgres://a/b", "hookport"));

        let all = "schema=c&connections=3&transactions=4&patience=7&listen=false";
        let set = PostgresOptions::at(format!("postgres://a/b?sslmode=require&{all}&host=/d"));

        assert_eq!(set.url, "postgres://a/b?sslmode=require&host=/d");
        assert_eq!((&*set.schema, set.connections, set.transactions), ("c", 3, 4));
        assert_eq!((set.patience, set.listens), (Duration::from_secs(7), false));
        assert!(set.check().is_ok());
    }

    #[test]
    fn a_sign_that_means_something_in_a_url_is_told_without_the_password() {
        for (url, words) in [
            ("postgres://shop:hid#den@a/b", "a `#` in the database URL must be written as `%23`"),
            ("postgres://shop:hid/den@a/b", "a `/` in the user or the password"),
            ("postgres://shop:hid?den@a/b", "a `?` in the user or the password"),
            ("postgres://shop:hid?user=den@a/b", "a `?` in the user or the password"),
            (
                "postgres://shop:hidden@/b?host=/d",
                "names no host behind the user or before the port",
            ),
            ("postgres://:5433/hidden", "names no host behind the user or before the port"),
            ("postgres://shop:hidden@a,c/b", "names one host"),
            ("postgres://a:1,c:2/hidden", "names one host"),
        ] {
            let error = PostgresOptions::at(url).check().expect_err(url);
            let told = std::error::Error::source(&error).map(ToString::to_string);
            let told = told.unwrap_or_default();
            assert!(told.contains(words), "{told}");
            assert!(!told.contains("hid") && !told.contains("den"), "{told}");
        }
        for url in [
            "postgres://shop:hid%23%2F%3F,den@a/b?application_name=a/b",
            "postgres://shop@a:5433/b?application_name=a@b",
            "postgres://shop@[::1]:5433/b",
            "postgres://shop@[::1]/b?application_name=a@b",
            "postgres:///b?host=/d&user=shop",
        ] {
            assert!(PostgresOptions::at(url).check().is_ok(), "{url}");
        }
    }

    #[test]
    fn the_page_has_each_parameter() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/postgres.md");
        let page = std::fs::read_to_string(page).expect("the page is there");
        let rows: String = page.lines().filter(|line| line.starts_with("| `")).collect();
        let of_store = ["schema", "connections", "transactions", "patience", "listen"];
        for name in OF_CONNECTION.iter().chain(&of_store) {
            assert!(rows.contains(&format!("`{name}`")), "{name}");
        }
    }

    #[test]
    fn a_mistake_in_the_url_is_told_without_its_value() {
        let refused = |query: &str| {
            let url = format!("postgres://shop:hidden@a/b?{query}");
            let told = PostgresOptions::at(url).check().map_err(|error| {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                format!("{error}: {}", cause.unwrap_or_default())
            });
            let told = told.expect_err(query);
            assert!(!told.contains("hidden"), "{told}");
            told
        };

        assert!(refused("sslmod=hidden").contains("unknown parameter `sslmod`"));
        assert!(
            refused("connections=hidden").contains("`connections` of the database URL must be")
        );
        assert!(refused("transactions=0").contains("a whole number from 1"));
        assert!(refused("patience=5s").contains("a whole number from 1"));
        assert!(refused("listen=no").contains("`true` or `false`"));
        assert!(refused("sslmode=hidden").contains("`sslmode` of the database URL must be `dis"));
        assert!(refused("hidden@c").contains("`?`") && refused("hidden@c").contains("`%3F`"));
        assert!(refused("listen=false&listen=hidden").contains("`listen` is there twice"));
        assert!(refused("sslmode=require&ssl-mode=hidden").contains("`sslmode` is there twice"));
        assert!(refused("host=/hidden&host=/d").contains("`host` is there twice"));
        assert!(refused("host=hidden,d").contains("names one host"));
        assert!(refused("schema=A").contains("schema name"));
    }
}
