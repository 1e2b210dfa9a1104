//! A store of secrets in one file.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::{sync::Mutex, task::spawn_blocking};

use super::{SecretStore, store::add};
use crate::{BoxError, Secret, own_file::for_its_owner};

/// Secrets in a JSON file: an object with the accounts, each with a list of its secrets, the newest
/// first. It is for one process, and for a few accounts.
///
/// The file holds the secrets in the open, and is made for its owner only (mode 600). A change is written
/// beside it, synced, and put in its place. An account with an empty list is known, and takes the first
/// secret that its sender brings.
///
/// Make the file once, by [`create`](Self::create) or by hand: `{"":[]}` has the
/// [only account](super::Accounts::one), without a secret. While there is no file, as on a disk that is not
/// mounted yet, each request gets 503, and no secret is taken.
///
/// ```
/// use hookport::{providers, secrets::{Accounts, FileSecrets}};
///
/// # let folder = tempfile::tempdir()?;
/// # let file = folder.path().join("asana-secrets.json");
/// FileSecrets::create(&file)?; // once, when you set the endpoint up
///
/// let asana = Accounts::one(providers::ASANA.source(), FileSecrets::new(&file)); // at each start
/// # drop(asana);
/// assert_eq!(FileSecrets::create(&file).unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct FileSecrets {
    path: Arc<Path>,
    /// Held while the file is read and written.
    changing: Arc<Mutex<()>>,
}

type Accounts = BTreeMap<String, Vec<String>>;

impl FileSecrets {
    /// Makes the file of a new store, with the only account and no secret.
    ///
    /// # Errors
    ///
    /// Fails if there is a file of this name already, which stays as it is, or if it cannot be written.
    pub fn create(path: impl AsRef<Path>) -> io::Result<()> {
        let path = path.as_ref();
        let mut file = for_its_owner().write(true).create_new(true).open(path)?;
        file.write_all(b"{\"\":[]}\n")?;
        file.sync_all()?;
        sync_folder(path)
    }

    /// Makes a store of a file. It is read when a request comes.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into().into(), changing: Arc::default() }
    }

    async fn keep(&self, account: &str, secret: Secret, is_first: bool) -> Result<bool, BoxError> {
        let (path, account) = (Arc::clone(&self.path), account.to_owned());
        let changing = Arc::clone(&self.changing).lock_owned().await;
        // It goes on if nobody waits for it any more, and nobody else begins before it has ended.
        let keeping = spawn_blocking(move || {
            let _changing = changing;
            let mut accounts = read(&path)?;
            // The file has to hold the text.
            let text = secret.expose().to_owned();
            let is_kept = add(accounts.get_mut(&account), text, is_first);
            if is_kept {
                write(&path, &accounts)?;
            }
            Ok(is_kept)
        });
        keeping.await?
    }
}

impl SecretStore for FileSecrets {
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        let (path, account) = (Arc::clone(&self.path), account.to_owned());
        let mut accounts = spawn_blocking(move || read(&path)).await??;
        Ok(accounts.remove(&account).unwrap_or_default().into_iter().map(Secret::from).collect())
    }

    async fn keep_first(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        self.keep(account, secret, true).await
    }

    async fn keep_next(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        self.keep(account, secret, false).await
    }
}

fn read(path: &Path) -> Result<Accounts, BoxError> {
    match fs::read(path) {
        // The error of the parser might hold a secret.
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
            format!("line {} of the file of secrets is wrong", error.line()).into()
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(NO_FILE.into()),
        Err(error) => Err(error.into()),
    }
}

fn write(path: &Path, accounts: &Accounts) -> Result<(), BoxError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = for_its_owner().write(true).create(true).truncate(true).open(&beside)?;
    serde_json::to_writer_pretty(&mut file, accounts)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    Ok(sync_folder(path)?)
}

/// Only then the new name is there after a loss of power.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) {
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    Ok(())
}

const NO_FILE: &str = "the file of secrets is not there: `FileSecrets::create` makes one";
