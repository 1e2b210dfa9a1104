//! Secrets of accounts, for all receivers of a fleet.

use std::{
    fmt,
    sync::{Arc, OnceLock},
    time::Duration,
};

use sqlx::{PgPool, postgres::PgConnectOptions};

use super::{
    held::Held,
    open,
    options::PostgresOptions,
    patience::Patience,
    sql::Schema,
    text::{read, stored},
};
use crate::{
    BoxError, Secret,
    inbox::StoreError,
    secrets::{SecretStore, check_length},
};

/// Secrets of the accounts of one endpoint, in the database of the inbox: what one receiver or a tool changes
/// is known to all receivers.
///
/// A receiver asks when a request of an account comes, and keeps the answer: see
/// [`Accounts::keep_known`](crate::secrets::Accounts::keep_known). So another receiver knows a change within
/// a minute, by default. A secret that its sender brings (Asana, Notion) to one receiver is kept for all.
///
/// The tables are those that a [`PostgresStore`](crate::stores::PostgresStore) makes when it is opened. They
/// hold the secrets in the open: who may read them is up to the roles of the database, and a dump of it
/// has them too. Each clone uses the same connections, two at most, which are opened when they are needed.
///
/// ```no_run
/// use hookport::{
///     Secret, providers,
///     secrets::Accounts,
///     stores::postgres::{PostgresOptions, PostgresSecrets},
/// };
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = PostgresOptions::at("postgres://shop@localhost/shop");
/// let secrets = PostgresSecrets::of_endpoint("shopify", &options)?;
/// let shops = Accounts::by_path(providers::SHOPIFY.source(), "/shopify/{account}", secrets.clone());
///
/// shops.check_name("acme")?; // whether a path can have this name
/// secrets.add("acme", Secret::new("made-up")).await?; // while receivers run: a new shop
/// secrets.add("acme", Secret::new("made-up-too")).await?; // its second secret: both prove a delivery
/// secrets.remove_older("acme").await?; // the rotation has ended
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PostgresSecrets {
    endpoint: Arc<str>,
    schema: Schema,
    connect: PgConnectOptions,
    patience: Patience,
    pool: Arc<OnceLock<PgPool>>,
}

impl PostgresSecrets {
    /// Finds the accounts of an endpoint in the schema of an inbox. It connects to nothing yet.
    ///
    /// Any name will do, if all receivers give the same one; `hookport serve` gives that of the endpoint.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the URL or the name of the schema makes no sense.
    pub fn of_endpoint(
        endpoint: impl Into<Arc<str>>,
        options: &PostgresOptions,
    ) -> Result<Self, StoreError> {
        let (schema, connect) = options.parts()?;
        let patience = Patience::new(options.patience);
        Ok(Self { endpoint: endpoint.into(), schema, connect, patience, pool: Arc::default() })
    }

    /// Adds a secret to an account, as its newest. An account that is not there is made. Returns false if the
    /// account had this secret: then it is its newest, and there once.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unexpected`], caused by [`UnusableAccount`](crate::secrets::UnusableAccount), if the name is longer than any request can have
    /// it: see [`Accounts::check_name`](crate::secrets::Accounts::check_name). [`StoreError::Unavailable`]: it is not
    /// known whether the secret was added.
    pub async fn add(&self, account: &str, secret: Secret) -> Result<bool, StoreError> {
        check_name(account)?;
        let add = self.schema.scalar(ADD).bind(stored(&self.endpoint)).bind(stored(account));
        // The database has to hold the text.
        let add = add.bind(stored(secret.expose()));
        let added = self.patience.wait_for(async {
            let mut db = self.hold().await?;
            let added = add.fetch_one(&mut *db).await?;
            db.keep().await?;
            Ok(added)
        });
        added.await
    }

    /// Adds an account without a secret, which takes the first one that its sender brings. Returns false if
    /// there is one of this name.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unexpected`], caused by [`UnusableAccount`](crate::secrets::UnusableAccount), as for [`add`](Self::add).
    /// [`StoreError::Unavailable`]: it is not known whether the account was added.
    pub async fn add_account(&self, account: &str) -> Result<bool, StoreError> {
        check_name(account)?;
        self.change(ADD_ACCOUNT, account, None).await
    }

    /// Removes all secrets of an account but the newest. Returns false if there was no other one.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`]: it is not known whether they were removed.
    pub async fn remove_older(&self, account: &str) -> Result<bool, StoreError> {
        self.change(REMOVE_OLDER, account, None).await
    }

    /// Removes an account with its secrets. Returns false if there is none of this name.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`]: it is not known whether the account was removed.
    pub async fn remove_account(&self, account: &str) -> Result<bool, StoreError> {
        self.change(REMOVE, account, None).await
    }

    /// Returns the names of the accounts, in the order of their bytes, each with the number of its secrets.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the database gives no answer.
    pub async fn accounts(&self) -> Result<Vec<(String, usize)>, StoreError> {
        let accounts = self.schema.tuple::<(String, i32)>(ACCOUNTS).bind(stored(&self.endpoint));
        let found = self.patience.wait_for(async {
            let mut db = self.hold().await?;
            Ok(accounts.fetch_all(&mut *db).await?)
        });
        let counted = |(name, count)| (read(name), usize::try_from(count).unwrap_or_default());
        Ok(found.await?.into_iter().map(counted).collect())
    }

    /// Returns the names of the endpoints that a receiver or a worker has served in this inbox, in the order of their
    /// bytes.
    ///
    /// # Errors
    ///
    /// [`StoreError::Unavailable`] if the database gives no answer.
    pub async fn endpoints(&self) -> Result<Vec<String>, StoreError> {
        let endpoints = self.schema.scalar::<String>(ENDPOINTS);
        let found = self.patience.wait_for(async {
            let mut db = self.hold().await?;
            Ok(endpoints.fetch_all(&mut *db).await?)
        });
        Ok(found.await?.into_iter().map(read).collect())
    }

    /// Returns true if a row was changed.
    async fn change(
        &self,
        sql: &'static str,
        account: &str,
        secret: Option<&Secret>,
    ) -> Result<bool, StoreError> {
        let mut change = self.schema.query(sql);
        change = change.bind(stored(&self.endpoint)).bind(stored(account));
        if let Some(secret) = secret {
            // The database has to hold the text.
            change = change.bind(stored(secret.expose()));
        }
        let done = self.patience.wait_for(async {
            let mut db = self.hold().await?;
            let done = change.execute(&mut *db).await?;
            db.keep().await?;
            Ok(done)
        });
        Ok(done.await?.rows_affected() > 0)
    }

    async fn hold(&self) -> Result<Held, StoreError> {
        Ok(Held::of(self.pool(), self.schema).await?)
    }

    fn pool(&self) -> &PgPool {
        self.pool.get_or_init(|| {
            let pool = open::pool(CONNECTIONS, &self.patience, self.schema).idle_timeout(IDLE);
            pool.connect_lazy_with(self.connect.clone())
        })
    }
}

impl SecretStore for PostgresSecrets {
    async fn find(&self, account: &str) -> Result<Vec<Secret>, BoxError> {
        let find = self.schema.scalar::<Vec<String>>(FIND);
        let find = find.bind(stored(&self.endpoint)).bind(stored(account));
        let found = self.patience.wait_for(async {
            let mut db = self.hold().await?;
            Ok(find.fetch_optional(&mut *db).await?)
        });
        Ok(found.await?.unwrap_or_default().into_iter().map(read).map(Secret::from).collect())
    }

    async fn keep_first(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        Ok(self.change(KEEP_FIRST, account, Some(&secret)).await?)
    }

    async fn keep_next(&self, account: &str, secret: Secret) -> Result<bool, BoxError> {
        Ok(self.change(KEEP_NEXT, account, Some(&secret)).await?)
    }
}

impl fmt::Debug for PostgresSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresSecrets")
            .field("endpoint", &self.endpoint)
            .field("schema", &self.schema.name())
            .finish_non_exhaustive()
    }
}

fn check_name(account: &str) -> Result<(), StoreError> {
    check_length(account).map_err(|error| StoreError::Unexpected(error.into()))
}

const FIND: &str = "SELECT secrets FROM hookport.account_secrets WHERE endpoint = $1 AND name = $2";

const ACCOUNTS: &str = "
    SELECT name, cardinality(secrets) FROM hookport.account_secrets WHERE endpoint = $1 ORDER BY name";

const ENDPOINTS: &str = "SELECT name FROM hookport.endpoints ORDER BY name";

/// The part behind `RETURNING` looks at the row as it was before.
const ADD: &str = "
    INSERT INTO hookport.account_secrets AS a VALUES ($1, $2, ARRAY[$3])
    ON CONFLICT (endpoint, name) DO UPDATE SET secrets = excluded.secrets || array_remove(a.secrets, $3)
    RETURNING NOT EXISTS (
        SELECT 1 FROM hookport.account_secrets WHERE endpoint = $1 AND name = $2 AND $3 = ANY (secrets))";

const ADD_ACCOUNT: &str =
    "INSERT INTO hookport.account_secrets VALUES ($1, $2, '{}') ON CONFLICT DO NOTHING";

const KEEP_FIRST: &str = "
    UPDATE hookport.account_secrets SET secrets = ARRAY[$3]
    WHERE endpoint = $1 AND name = $2 AND secrets = '{}'";

const KEEP_NEXT: &str = "
    UPDATE hookport.account_secrets SET secrets = ARRAY[$3] || array_remove(secrets, $3)
    WHERE endpoint = $1 AND name = $2";

const REMOVE_OLDER: &str = "
    UPDATE hookport.account_secrets SET secrets = secrets[1:1]
    WHERE endpoint = $1 AND name = $2 AND cardinality(secrets) > 1";

const REMOVE: &str = "DELETE FROM hookport.account_secrets WHERE endpoint = $1 AND name = $2";

const CONNECTIONS: u32 = 2;

/// An account is asked for once in a minute.
const IDLE: Duration = Duration::from_secs(120);
