//! Copies of the file, and what is put in its place.

use std::{fs, path::Path};

use bytes::Bytes;
use hookport::{
    Delivery,
    inbox::{Accepted, Filter, NewEntry, Page, Store, StoreError},
    stores::{SqliteStore, sqlite::rusqlite::Connection},
};
use http::Extensions;

use super::kit::{Shop, entry};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_one_whole_file_and_deliveries_are_accepted_meanwhile() {
    const BEFORE: usize = 300;
    let shop = Shop::open().await;
    for number in 0..BEFORE {
        shop.store.accept(large(&format!("before {number}"))).await.unwrap();
    }
    let copy = shop.folder.path().join("copy.db");
    let backup = tokio::spawn({
        let (store, copy) = (shop.store.clone(), copy.clone());
        async move { store.backup(copy).await }
    });
    let mut meanwhile = 0;
    while !backup.is_finished() {
        shop.accept(&format!("meanwhile {meanwhile}")).await;
        meanwhile += 1;
    }
    backup.await.unwrap().unwrap();

    assert!(meanwhile > 1, "deliveries wait for the backup");
    let beside = fs::read_dir(shop.folder.path()).unwrap();
    let names: Vec<_> = beside.map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.iter().filter(|name| name.to_string_lossy().contains("copy")).count(), 1);
    assert_sound(&copy);
    let kept = SqliteStore::open(copy).await.unwrap();
    for number in 0..BEFORE {
        let known = kept.accept(entry(&format!("before {number}"))).await.unwrap();
        assert!(matches!(known, Accepted::Duplicate(_)), "{number} is not in the copy");
    }
}

#[tokio::test]
async fn a_backup_replaces_a_former_one_and_has_the_permissions_of_the_inbox() {
    let shop = Shop::open().await;
    let copy = shop.folder.path().join("copy.db");
    shop.store.backup(&copy).await.unwrap();
    let id = shop.accept("a").await;
    open_to_group(&shop.folder.path().join("inbox.db"));
    shop.store.backup(&copy).await.unwrap();

    assert!(is_open_to_group(&copy));
    let kept = SqliteStore::open(copy).await.unwrap();
    assert!(Store::read(&kept, id).await.unwrap().is_some());
}

#[tokio::test]
async fn copies_at_one_moment_and_what_a_dead_process_left_do_not_disturb_a_copy() {
    let shop = Shop::open().await;
    let id = shop.accept("a").await;
    let folder = shop.folder.path();
    // In a container, the process that was killed had the same number.
    let left = |number: usize| format!("copy.db.partial-{}-{number}", std::process::id());
    for number in 0..100 {
        fs::write(folder.join(left(number)), "half of a copy").unwrap();
    }

    let (one, other) = (shop.store.clone(), shop.store.clone());
    let copy = folder.join("copy.db");
    let (one, other) = tokio::join!(one.backup(&copy), other.backup(&copy));

    one.unwrap();
    other.unwrap();
    assert_sound(&copy);
    let kept = SqliteStore::open(&copy).await.unwrap();
    assert!(Store::read(&kept, id).await.unwrap().is_some());
    assert_eq!(fs::read(folder.join(left(50))).unwrap(), b"half of a copy");
}

#[tokio::test]
async fn a_backup_is_put_neither_on_the_inbox_nor_beside_a_wal_nor_into_no_folder() {
    let shop = Shop::open().await;
    let id = shop.accept("a").await;
    let folder = shop.folder.path();
    fs::write(folder.join("used.db"), "a former copy").unwrap();
    fs::write(folder.join("used.db-wal"), "and its -wal").unwrap();
    fs::hard_link(folder.join("inbox.db"), folder.join("other name.db")).unwrap();

    let places =
        ["inbox.db", "inbox.db-wal", "inbox.db-shm", "other name.db", "used.db", "none/copy.db"];
    for place in places {
        let refused = shop.store.backup(folder.join(place)).await;
        assert!(refused.is_err(), "{place}");
    }
    assert_eq!(fs::read(folder.join("used.db")).unwrap(), b"a former copy");
    assert!(Store::read(&shop.store, id).await.unwrap().is_some());
    assert_eq!(shop.store.accept(entry("a")).await.unwrap(), Accepted::Duplicate(id));
}

#[tokio::test]
async fn a_backup_that_is_moved_in_while_the_store_is_open_is_opened_when_the_old_wal_is_gone() {
    let shop = Shop::open().await;
    let folder = shop.folder.path();
    let id = shop.accept("a").await;
    shop.store.backup(folder.join("copy.db")).await.unwrap();
    shop.accept("b").await;
    fs::rename(folder.join("copy.db"), folder.join("inbox.db")).unwrap();
    let before = fs::read(folder.join("inbox.db")).unwrap();

    for _ in 0..2 {
        let refused = shop.store.accept(entry("c")).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
        let unread = shop.store.list(Filter::default(), Page::first(9)).await;
        assert!(matches!(unread, Err(StoreError::Unavailable(_))), "{unread:?}");
    }
    assert!(fs::read(folder.join("inbox.db")).unwrap() == before, "it is changed");
    for companion in ["inbox.db-wal", "inbox.db-shm"] {
        fs::remove_file(folder.join(companion)).unwrap();
    }

    assert_eq!(shop.store.accept(entry("a")).await.unwrap(), Accepted::Duplicate(id));
    assert!(matches!(shop.store.accept(entry("b")).await, Ok(Accepted::New(_))), "as the copy");
    assert_eq!(shop.store.list(Filter::default(), Page::first(9)).await.unwrap().entries.len(), 2);
    shop.store.close().await;
    assert_sound(&folder.join("inbox.db"));
}

#[tokio::test]
async fn a_wal_that_was_replaced_is_neither_written_to_nor_removed() {
    let shop = Shop::open().await;
    let wal = shop.folder.path().join("inbox.db-wal");
    shop.accept("a").await;
    fs::rename(&wal, shop.folder.path().join("away")).unwrap();
    fs::write(&wal, "another").unwrap();

    for _ in 0..2 {
        let refused = shop.store.accept(entry("b")).await;
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    }
    shop.store.close().await;
    assert_eq!(fs::read(&wal).unwrap(), b"another");
}

#[tokio::test]
async fn a_file_and_its_wal_that_were_copied_together_are_joined_by_a_person_first() {
    let shop = Shop::open().await;
    let id = shop.accept("a").await;
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["inbox.db", "inbox.db-wal"] {
        fs::copy(shop.folder.path().join(name), elsewhere.path().join(name)).unwrap();
    }
    let copy = elsewhere.path().join("inbox.db");

    let refused = SqliteStore::open(&copy).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let join = "PRAGMA wal_checkpoint(TRUNCATE)";
    Connection::open(&copy).unwrap().query_row(join, [], |_| Ok(())).unwrap();
    let joined = SqliteStore::open(&copy).await.unwrap();
    assert!(Store::read(&joined, id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_wal_without_its_file_is_not_taken_for_an_empty_inbox() {
    let shop = Shop::open().await;
    shop.accept("a").await;
    let elsewhere = tempfile::tempdir().unwrap();
    let (wal, copy) = ("inbox.db-wal", elsewhere.path().join("inbox.db-wal"));
    fs::copy(shop.folder.path().join(wal), &copy).unwrap();
    let before = fs::read(&copy).unwrap();

    let refused = SqliteStore::open(elsewhere.path().join("inbox.db")).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    assert!(fs::read(&copy).unwrap() == before, "it is changed");
}

/// A delivery of 20 kilobytes.
fn large(key: &str) -> NewEntry {
    let mut entry = entry(key);
    let mut parts = entry.delivery.parts().clone();
    parts.body = Bytes::from(vec![b'.'; 20_000]);
    entry.delivery = Delivery::from_parts(parts, Extensions::new());
    entry
}

fn assert_sound(file: &Path) {
    let db = Connection::open(file).unwrap();
    let check = "PRAGMA integrity_check";
    assert_eq!(db.query_row(check, [], |row| row.get::<_, String>(0)).unwrap(), "ok");
}

#[cfg(unix)]
fn open_to_group(file: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o640)).unwrap();
}

#[cfg(unix)]
fn is_open_to_group(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).unwrap().permissions().mode() & 0o777 == 0o640
}
