//! Accounts: each has secrets of its own, which are found when a request comes.

use std::{
    borrow::Cow,
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use super::{
    SecretStore, SecretUsage, UnavailableSecrets, UnusableAccount,
    cache::{Cache, Limits, Wanted},
    place::Place,
    prepared::Prepared,
    stand_in,
    store::AnyStore,
    usage,
};
use crate::{ConfigError, Field, Provider, RawRequest, Secret, Source, Verifier};

/// Accounts (tenants, shops) at one sender, each with secrets of its own, which are found when a request
/// comes.
///
/// A request names its account in its path, a header, the query or its body. The [`SecretStore`] that
/// you give is asked for the secrets of that account, once the head gives no reason to refuse the request
/// and its body is there. Nothing but the name is taken from the request before it is proved, and a
/// secret that its sender [brings](Self::one): the secrets of one account open that account only.
///
/// * What was found is kept for [a minute](Self::keep_known), and so is
///   [that there is nothing](Self::keep_unknown), for [ten thousand](Self::at_most) accounts at least.
/// * Requests of one account that come at the same time wait for one call.
/// * An unknown account gets 401 as a wrong signature does, after a check with one random secret. Only the
///   time may tell it from another one: of an account with several secrets, or while the store is asked.
/// * The log line of a refusal names the account, and so does [`Refusal::account`](crate::Refusal::account).
/// * If the store fails, or takes longer than [five seconds](Self::time_to_find), the sender gets 503 and
///   tries again. The store is asked for that account again a second after that.
///
/// ```
/// use std::{collections::HashMap, convert::Infallible, sync::Arc};
/// use bytes::Bytes;
/// use http_body_util::Full;
/// use hookport::{ReceiveLayer, Secret, providers, secrets::Accounts, testing::{Signer, deliver}};
/// use tower::{Layer, service_fn};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let table = Arc::new(HashMap::from([("acme".to_owned(), "made-up-acme")])); // a database
/// let find = move |shop: String| {
///     let table = Arc::clone(&table);
///     async move { Ok::<_, Infallible>(table.get(&shop).map(|text| Secret::from(*text)).into_iter().collect()) }
/// };
/// let shops = Accounts::by_path(providers::SHOPIFY.source(), "/shopify/{account}", find);
/// let service = ReceiveLayer::new(shops).layer(service_fn(async |_: http::Request<Full<Bytes>>| {
///     Ok::<_, Infallible>(http::Response::new(Full::<Bytes>::default()))
/// }));
///
/// let signer = |url: &str| Signer::new(providers::SHOPIFY, "made-up-acme").url(url);
/// let acme = signer("https://hooks.example/shopify/acme").sign("{}")?;
/// assert_eq!(deliver(&service, acme).await.status(), 200);
/// let unknown = signer("https://hooks.example/shopify/globex").sign("{}")?;
/// assert_eq!(deliver(&service, unknown).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use]
pub struct Accounts {
    source: Source,
    place: Place,
    store: Arc<dyn AnyStore>,
    limits: Limits,
    /// The same for all clones.
    cache: Arc<Cache>,
    /// Nobody knows it.
    seed: [u8; 32],
}

impl Accounts {
    /// Finds the account in the path. One segment of it is `{account}`: `/stripe/{account}`. It is the
    /// path that the sender asked for, also below a nested router, and its text as it came.
    ///
    /// The source has the provider and the settings that all accounts share. Secrets of it are not used.
    pub fn by_path(source: Source, path: impl Into<String>, store: impl SecretStore) -> Self {
        Self::new(source, Place::Path(path.into()), store)
    }

    /// Finds the account in a field: a header, the query, or the body, of which nothing is proved yet.
    ///
    /// ```
    /// use hookport::{Field, Secret, providers, secrets::Accounts};
    ///
    /// # async fn find(_: String) -> Result<Vec<Secret>, std::io::Error> { Ok(Vec::new()) }
    /// let apps = Accounts::by_field(providers::SLACK.source(), Field::Json("/api_app_id"), find);
    /// # drop(apps);
    /// ```
    pub fn by_field(source: Source, at: Field, store: impl SecretStore) -> Self {
        Self::new(source, Place::Field(at), store)
    }

    /// Has one account, whose name is empty: for a secret that is only in a store, or that the sender
    /// brings.
    ///
    /// Asana and Notion bring the secret in their first request ([`Provider::brought_secrets`]). It is kept
    /// in the store if the account has none: the first one who comes sets it, so register the webhook as
    /// soon as the endpoint can be reached. Afterwards such a request gets 401, until you
    /// [expect](Self::expect_secret) another one.
    ///
    /// [`Provider::brought_secrets`]: crate::Provider::brought_secrets
    ///
    /// ```
    /// use http_body_util::Full;
    /// use hookport::{ReceiveLayer, providers, secrets::{Accounts, MemorySecrets}, testing::{Signer, deliver}};
    /// use tower::{Layer, service_fn};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = MemorySecrets::new(); // a `FileSecrets`, or your database, in production
    /// let layer = ReceiveLayer::new(Accounts::one(providers::ASANA.source(), store));
    /// let service = layer.layer(service_fn(async |_: http::Request<Full<bytes::Bytes>>| {
    ///     Ok::<_, std::convert::Infallible>(http::Response::new(Full::<bytes::Bytes>::default()))
    /// }));
    /// let first = |secret| http::Request::post("/asana").header("x-hook-secret", secret).body("".into());
    ///
    /// let answer = deliver(&service, first("made-up-by-asana")?).await;
    /// assert_eq!((answer.status().as_u16(), &answer.headers()["x-hook-secret"]), (200, &"made-up-by-asana".parse()?));
    ///
    /// let delivery = Signer::new(providers::ASANA, "made-up-by-asana").sign(r#"{"events":[]}"#)?;
    /// assert_eq!(deliver(&service, delivery).await.status(), 200);
    /// assert_eq!(deliver(&service, first("made-up-by-a-stranger")?).await.status(), 401);
    /// # Ok(())
    /// # }
    /// ```
    pub fn one(source: Source, store: impl SecretStore) -> Self {
        Self::new(source, Place::Only, store)
    }

    fn new(source: Source, place: Place, store: impl SecretStore) -> Self {
        let limits = Limits {
            keep_known: Duration::from_secs(60),
            keep_unknown: Duration::from_secs(60),
            time_to_find: Duration::from_secs(5),
        };
        let cache = Arc::new(Cache::new(AT_MOST));
        Self { source, place, store: Arc::new(store), limits, cache, seed: stand_in::random() }
    }

    /// Sets how many accounts stay in memory, and how many names of unknown ones. The default is 10,000.
    /// The ones that were used last stay. Up to twice as many are kept for a while. It is one number for
    /// all clones.
    pub fn at_most(self, accounts: usize) -> Self {
        self.cache.keep_at_most(accounts);
        self
    }

    /// Sets how long the secrets of an account are used before the store is asked again. The default is
    /// one minute. A secret that is removed from the store proves deliveries for as long.
    pub fn keep_known(mut self, time: Duration) -> Self {
        self.limits.keep_known = time;
        self
    }

    /// Sets how long an account stays unknown before the store is asked again. The default is one
    /// minute. The deliveries of a new account are refused for as long, and so is a secret that its sender
    /// brings, if one came before it was in the store: see [`forget`](Self::forget).
    pub fn keep_unknown(mut self, time: Duration) -> Self {
        self.limits.keep_unknown = time;
        self
    }

    /// Sets how long the store may take. The default is five seconds.
    pub fn time_to_find(mut self, time: Duration) -> Self {
        self.limits.time_to_find = time;
        self
    }

    /// Checks the name of an account before it is added to the store: whether a request can have it in its place.
    ///
    /// A name in the path is one segment of it, as it comes. A name has 1 to 256 bytes; that of the [only
    /// account](Self::one) is empty.
    ///
    /// # Errors
    ///
    /// Fails if no request can have this name, so that the account would get none.
    ///
    /// ```
    /// use hookport::{providers, secrets::{Accounts, MemorySecrets}};
    ///
    /// let shops = MemorySecrets::new();
    /// let shops = Accounts::by_path(providers::SHOPIFY.source(), "/shopify/{account}", shops);
    ///
    /// assert!(shops.check_name("acme.myshopify.com").is_ok());
    /// assert!(shops.check_name("acme/shop").is_err());
    /// ```
    pub fn check_name(&self, account: &str) -> Result<(), UnusableAccount> {
        self.place.check_name(account)
    }

    /// Makes the next request of an account ask the store. Call it on a clone after the secrets of an
    /// account were changed, so that the change counts at once in this process.
    pub fn forget(&self, account: &str) {
        self.cache.forget(account);
    }

    /// Returns the uses of the secrets of an account by this process, as far as they are in memory.
    pub fn usage(&self, account: &str) -> Vec<SecretUsage> {
        self.cache.last(account).map(|prepared| prepared.usage()).unwrap_or_default()
    }

    /// Returns the secrets of an account that can go at the time `now`, as
    /// [`Secrets::retirable`](super::Secrets::retirable) does.
    ///
    /// ```
    /// # use hookport::{Secret, providers, secrets::Accounts};
    /// use std::time::{Duration, SystemTime};
    ///
    /// # async fn find(_: String) -> Result<Vec<Secret>, std::io::Error> { Ok(Vec::new()) }
    /// # let accounts = Accounts::by_path(providers::STRIPE.source(), "/stripe/{account}", find);
    /// let (now, three_days) = (SystemTime::now(), Duration::from_secs(3 * 24 * 60 * 60));
    /// for account in accounts.in_memory() {
    ///     for secret in accounts.retirable(&account, now, three_days) {
    ///         println!("{} of {account} can go", secret.label());
    ///     }
    /// }
    /// # assert!(accounts.in_memory().is_empty());
    /// ```
    pub fn retirable(&self, account: &str, now: SystemTime, quiet: Duration) -> Vec<SecretUsage> {
        usage::retirable(self.usage(account), now, quiet)
    }

    /// Returns the names of the accounts whose secrets are in memory, in alphabetical order.
    pub fn in_memory(&self) -> Vec<Arc<str>> {
        self.cache.names()
    }

    /// Checks the place and the settings. Returns a verifier for the accounts that are unknown.
    pub(super) fn stand_in(&self) -> Result<Verifier, ConfigError> {
        self.place.check(self.source.provider())?;
        stand_in::verifier(&self.source)
    }

    /// Returns secrets for an unknown account alone, by which strangers see nothing in common with
    /// another one. They stay the same in this process.
    pub(crate) fn stand_in_of(&self, received: &RawRequest<'_>) -> Option<Arc<Prepared>> {
        let account = self.account(received)?;
        let verifier = stand_in::verifier_for(&self.source, self.seed, &account).ok()?;
        Some(Arc::new(Prepared::new(verifier)))
    }

    /// Returns the name of the account of a request.
    pub(crate) fn account<'a>(&self, received: &RawRequest<'a>) -> Option<Cow<'a, str>> {
        self.place.find(self.provider(), received)
    }

    pub(super) fn provider(&self) -> &Provider {
        self.source.provider()
    }

    pub(super) fn store(&self) -> &dyn AnyStore {
        &*self.store
    }

    pub(super) fn cache(&self) -> &Cache {
        &self.cache
    }

    pub(super) const fn source(&self) -> &Source {
        &self.source
    }

    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    pub(super) const fn wanted<'a>(&self, account: &'a str, now: SystemTime) -> Wanted<'a> {
        Wanted { account, now, limits: self.limits }
    }

    /// Returns whether a secret is of the form that the provider wants.
    pub(crate) fn can_use(&self, secret: &Secret) -> bool {
        let source = self.source.clone().with_only(secret.clone());
        Source { unauthenticated: false, ..source }.verifier().is_ok()
    }

    /// Returns the secrets of the account of a request; `None` if it is unknown.
    pub(crate) async fn find(
        &self,
        received: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Option<Arc<Prepared>>, UnavailableSecrets> {
        let Some(account) = self.account(received) else {
            return Ok(None);
        };
        self.cache.find(&*self.store, &self.source, self.wanted(&account, now)).await
    }
}

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accounts")
            .field("provider", &self.source.provider().name())
            .field("place", &self.place)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// The accounts that stay in memory, if nothing else is said.
const AT_MOST: usize = 10_000;
