//! Keys to decrypt with from the command line.

use hookport::Secret;

use crate::CliError;

/// Keys besides the secret, for a sender that encrypts with another one than it signs with.
#[derive(Debug, clap::Args)]
pub(crate) struct DecryptionKeys {
    /// The key that the sender encrypts with, if it is not made of the secret; may be repeated.
    ///
    /// Other users of this machine can see arguments: prefer `--decryption-key-env`.
    #[arg(long = "decryption-key", value_name = "KEY", allow_hyphen_values = true)]
    keys: Vec<Secret>,
    /// The environment variable that holds such a key; may be repeated.
    #[arg(long = "decryption-key-env", value_name = "NAME")]
    variables: Vec<String>,
}

impl DecryptionKeys {
    /// Returns the keys.
    pub(crate) fn all(&self) -> Result<Vec<Secret>, CliError> {
        let read = |name: &String| Secret::from_env(name).map_err(CliError::DecryptionKeyEnv);
        let in_env = self.variables.iter().map(read);
        self.keys.iter().cloned().map(Ok).chain(in_env).collect()
    }
}
