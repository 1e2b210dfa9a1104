//! Settings of a provider from the command line.

/// Settings that are no secrets.
#[derive(Debug, clap::Args)]
pub(crate) struct Settings {
    /// A setting that the provider needs besides the secret; may be repeated. `hookport providers NAME`
    /// lists them.
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    all: Vec<(String, String)>,
}

impl Settings {
    /// Returns the settings, in their order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|(name, value)| (&**name, &**value))
    }
}

fn setting(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("expected `NAME=VALUE`")?;
    Ok((name.to_owned(), value.to_owned()))
}
