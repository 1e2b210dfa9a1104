//! The rights of roles: as few as docs/postgres.md grants, and those that are missing are named.

use std::{
    any::TypeId,
    ops::RangeInclusive,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use hookport::{
    Batch, Delivery, Item,
    inbox::{
        Accepted, Change, ClaimRequest, Claims, Cursor, Day, DeadRun, Duty, EntryId, Filter,
        HandlerNames, Lease, Listing, NewEntry, Newest, Overview, Page, Quarantined, Record,
        Settled, Settlement, Store, StoreError, StoreFuture, Tally, Usage,
    },
    stores::{
        PostgresStore,
        postgres::{
            PostgresOptions,
            sqlx::{Connection, Executor, PgConnection},
        },
    },
};
use http::{Extensions, Request};

use super::{HOUR, delivery};
use crate::kit::Postgres;

#[tokio::test]
async fn a_role_that_may_not_look_at_the_tables_is_told_what_comes_first() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let role = format!("nobody_{schema}");
    db.execute(&*format!("CREATE ROLE {role} LOGIN")).await.unwrap();
    let url = server.url().replace("tests@", &format!("{role}@"));
    let open = || PostgresOptions::at(&*url).schema(&*schema).open();

    for there in ["no schema", "a schema"] {
        let refused = format!("{:?}", open().await.expect_err(there));
        assert!(refused.contains("start a process of their owner's role first"), "{refused}");
        assert!(refused.contains("permission denied"), "{refused}");
        PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    }
}

#[tokio::test]
async fn who_only_accepts_needs_few_rights_and_reads_no_payload() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let owner = PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let (role, url) = role(&mut db, "receiver", &schema).await;

    let receiver = PostgresOptions::at(url).schema(&*schema).open().await.unwrap();
    let accepted = receiver.accept(delivery("a")).await.unwrap();
    assert!(receiver.accept(delivery("a")).await.unwrap().id() == accepted.id(), "a duplicate");
    let again = receiver.accept(long_after(delivery("a"))).await.unwrap();
    assert!(again.id() > accepted.id(), "its key belongs to a later one now");
    assert!(receiver.read(accepted.id()).await.is_err(), "it may not read what was kept");
    assert!(owner.read(accepted.id()).await.unwrap().is_some());

    let kept = receiver.accept_batch(batch(["b", "c"])).await.unwrap();
    let again = receiver.accept_batch(batch(["b", "c"])).await.unwrap();
    let ids = |all: Vec<Accepted>| all.into_iter().map(Accepted::id).collect::<Vec<_>>();
    let kept = ids(kept);
    assert_eq!(kept, ids(again), "duplicates");
    assert!(owner.read(kept[1]).await.unwrap().is_some());

    let unproved = || Change::Quarantine { unproved: unproved(), at_most: 1 };
    assert_eq!(receiver.change(unproved()).await.unwrap(), 1);
    assert_eq!(receiver.change(unproved()).await.unwrap(), 0, "it is full");
    let read = receiver.quarantined("shop", 9, None).await;
    assert!(read.is_err(), "it may not read what was not proved");
    let mut tally = Tally::default();
    tally.limited = 3;
    for change in [
        Change::Count { day: Day::from_number(1), endpoint: "shop".into(), tally },
        Change::NameHandlers {
            endpoint: "shop".into(),
            handlers: vec![HandlerNames::new("ship".into(), Vec::new())],
            at: SystemTime::now(),
        },
        Change::Probe,
    ] {
        receiver.change(change).await.unwrap();
    }
    let all_days = || Day::from_number(0)..=Day::from_number(99_999);
    let told = receiver.overview(all_days()).await.unwrap();
    assert_eq!(told, owner.overview(all_days()).await.unwrap(), "its health page shows all");
    receiver.load().await.unwrap();

    let verifies = format!("GRANT SELECT, DELETE ON {schema}.quarantine TO {role}");
    db.execute(&*verifies).await.unwrap();
    let number = receiver.quarantined("shop", 9, None).await.unwrap()[0].0;
    let leave = Change::LeaveQuarantine { number, entries: vec![delivery("d")] };
    assert_eq!(receiver.change(leave).await.unwrap(), 1);
    assert_eq!(owner.list(Filter::new(), Page::first(9)).await.unwrap().entries.len(), 5);
}

/// Two items of one request, of which the last one lies in it in another coding.
fn batch(keys: [&str; 2]) -> Vec<NewEntry> {
    let whole = Batch::new(Bytes::from_static(b"[1,2]"));
    let items = [
        Item::new(whole.clone(), 0, 1..2).unwrap(),
        Item::decoded(whole, 1, Bytes::from_static(b"two")),
    ];
    let entries = keys.into_iter().zip(items).map(|(key, item)| {
        let mut entry = delivery(key);
        let mut parts = entry.delivery.parts().clone();
        parts.item = Some(item);
        entry.delivery = Delivery::from_parts(parts, Extensions::new());
        entry
    });
    entries.collect()
}

fn unproved() -> Quarantined {
    let request = Request::post("/shop").body(Bytes::from_static(b"secret")).unwrap();
    Quarantined::new("shop".into(), "wrong_signature".to_owned(), SystemTime::now(), request)
}

/// The same delivery, at a time at which the first one is no duplicate any more.
fn long_after(mut entry: NewEntry) -> NewEntry {
    let mut parts = entry.delivery.parts().clone();
    parts.received_at += HOUR;
    entry.delivery = Delivery::from_parts(parts, Extensions::new());
    NewEntry { duplicate_within: Some(Duration::from_secs(60)), ..entry }
}

/// Makes a role with the grants of the page. Returns its name, and the URL of the database for it.
async fn role(db: &mut PgConnection, of: &str, schema: &str) -> (String, String) {
    let name = format!("{of}_{schema}");
    let grants = Postgres::grants(of, &name, schema);
    db.execute(&*format!("CREATE ROLE {name} LOGIN; {grants}")).await.unwrap();
    let url = Postgres::shared().url().replace("tests@", &format!("{name}@"));
    (name, url)
}

#[tokio::test]
async fn each_right_that_the_page_grants_is_asked_for_and_its_lack_is_named() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let owner = PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    let all = [Duty::Accept, Duty::Quarantine, Duty::Work, Duty::FindSecrets, Duty::KeepSecrets];
    assert_eq!(owner.missing_rights(&all).await.unwrap(), None);
    for (of, duties) in
        [("receiver", &[Duty::Accept, Duty::Quarantine][..]), ("worker", &[Duty::Work])]
    {
        let (name, url) = role(&mut db, of, &schema).await;
        let options = PostgresOptions::at(url).schema(&*schema).connections(2);
        let direct = options.clone().open().await.unwrap();
        let shared = options.without_listening().open().await.unwrap();
        assert_eq!(direct.missing_rights(duties).await.unwrap(), None, "{of}");

        let grants = Postgres::grants(of, &name, &schema);
        for grant in grants.split(";\n").filter(|it| !it.is_empty() && !it.contains(" SCHEMA ")) {
            let revoke = grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ");
            db.execute(&*revoke).await.unwrap();
            let missing = shared.missing_rights(duties).await.unwrap().expect(grant);
            db.execute(grant).await.unwrap();

            assert_eq!(missing.role, name);
            let [rights] = &missing.rights[..] else { panic!("{missing}") };
            for table in grant.split([' ', ',']).filter(|word| word.contains('.')) {
                assert!(rights.contains(table), "{table}: {missing}");
            }
        }
        assert_eq!(shared.missing_rights(duties).await.unwrap(), None, "{of}");
        let others = direct.missing_rights(&all).await.unwrap().unwrap().to_string();
        let secrets = format!("UPDATE on {schema}.account_secrets");
        assert!(others.contains(&secrets), "{others}");
    }
}

#[tokio::test]
async fn a_schema_that_is_gone_is_told_in_place_of_all_its_rights() {
    let server = Postgres::shared();
    let schema = server.new_schema();
    let store = PostgresOptions::at(server.url()).schema(&*schema).open().await.unwrap();
    let mut db = PgConnection::connect(server.url()).await.unwrap();
    db.execute(&*format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();

    let gone = store.missing_rights(&[Duty::Accept, Duty::Work]).await.unwrap_err();

    let told = gone.into_cause().to_string();
    assert!(told.starts_with(&format!("the schema `{schema}` of the database holds no")), "{told}");
}

// What receivers do is done by the role of one, what workers do by that of another, and the rest by the owner.
hookport::store_conformance!(conformance_of_roles, {
    let schema = Postgres::shared().new_schema();
    move || Roles::open(schema.clone())
});

/// A store that does the work of each part of a fleet by its role.
#[derive(Debug)]
struct Roles {
    owner: PostgresStore,
    receiver: PostgresStore,
    worker: PostgresStore,
}

impl Roles {
    async fn open(schema: String) -> Arc<dyn Store> {
        let url = Postgres::shared().url();
        // What one process tells the others would wake who waits here once more.
        let open = |url| {
            let options = PostgresOptions::at(url).schema(&*schema).connections(4);
            options.without_listening().open()
        };
        let owner = open(url.to_owned()).await.unwrap();
        let mut db = PgConnection::connect(url).await.unwrap();
        let mut stores = Vec::new();
        for of in ["receiver", "worker"] {
            let name = format!("{of}_{schema}");
            // The storage may have been opened before.
            let _ = db.execute(&*format!("CREATE ROLE {name} LOGIN")).await;
            db.execute(&*Postgres::grants(of, &name, &schema)).await.unwrap();
            stores.push(open(url.replace("tests@", &format!("{name}@"))).await.unwrap());
        }
        let (worker, receiver) = (stores.pop().unwrap(), stores.pop().unwrap());
        Arc::new(Self { owner, receiver, worker })
    }

    /// Tells the worker its handlers, as it does at its start.
    async fn name(&self, request: &ClaimRequest) -> Result<(), StoreError> {
        for quota in &request.quotas {
            let handlers = quota.handlers.iter();
            let handlers = handlers.map(|(name, _)| HandlerNames::new(name.clone(), Vec::new()));
            let (endpoint, handlers) = (quota.endpoint.clone(), handlers.collect());
            let name = Change::NameHandlers { endpoint, handlers, at: request.now };
            self.worker.change(name).await?;
        }
        Ok(())
    }
}

impl Store for Roles {
    fn accept(&self, entry: NewEntry) -> StoreFuture<'_, Accepted> {
        self.receiver.accept(entry)
    }

    fn accept_batch(&self, entries: Vec<NewEntry>) -> StoreFuture<'_, Vec<Accepted>> {
        self.receiver.accept_batch(entries)
    }

    fn claim(&self, request: ClaimRequest) -> StoreFuture<'_, Claims> {
        Box::pin(async move {
            self.name(&request).await?;
            self.worker.claim(request).await
        })
    }

    fn renew(
        &self,
        leases: Vec<Lease>,
        now: SystemTime,
        lease: Duration,
    ) -> StoreFuture<'_, Vec<Lease>> {
        self.worker.renew(leases, now, lease)
    }

    fn settle(&self, settlement: Settlement) -> StoreFuture<'_, Settled> {
        self.worker.settle(settlement)
    }

    fn gives(&self, what: TypeId) -> bool {
        self.worker.gives(what)
    }

    fn wait(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let waits = [&self.owner, &self.receiver, &self.worker].map(Store::wait);
        Box::pin(async move {
            let [owner, receiver, worker] = waits;
            tokio::select! {
                () = owner => {}
                () = receiver => {}
                () = worker => {}
            }
        })
    }

    fn change(&self, change: Change) -> StoreFuture<'_, u64> {
        match change {
            Change::Quarantine { .. } | Change::Count { .. } => self.receiver.change(change),
            Change::NameHandlers { .. } | Change::Prune(_) | Change::Probe => {
                self.worker.change(change)
            }
            change => self.owner.change(change),
        }
    }

    fn list(&self, filter: Filter, page: Page) -> StoreFuture<'_, Listing> {
        self.owner.list(filter, page)
    }

    fn read(&self, id: EntryId) -> StoreFuture<'_, Option<Record>> {
        self.owner.read(id)
    }

    fn overview(&self, days: RangeInclusive<Day>) -> StoreFuture<'_, (Overview, Vec<Usage>)> {
        self.worker.overview(days)
    }

    fn quarantined(
        &self,
        endpoint: &str,
        first: usize,
        after: Option<Cursor>,
    ) -> StoreFuture<'_, Vec<(u64, Quarantined)>> {
        self.owner.quarantined(endpoint, first, after)
    }

    fn dead_runs(&self, at_most: usize) -> StoreFuture<'_, Vec<DeadRun>> {
        self.owner.dead_runs(at_most)
    }

    fn newest(&self) -> StoreFuture<'_, Vec<Newest>> {
        self.owner.newest()
    }

    fn close(&self) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        Box::pin(async move {
            for store in [&self.receiver, &self.worker, &self.owner] {
                store.close().await;
            }
        })
    }
}
