//! A copy that is put in the place of the file, and files that are opened as they are.

use std::{
    fs::{self, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::Path,
};

use hookport::{
    inbox::{Accepted, Store, StoreError},
    stores::{
        SqliteStore,
        sqlite::{RestoreError, SqliteOptions, rusqlite::Connection},
    },
};

use super::kit::{Shop, entry};

#[tokio::test]
async fn a_copy_is_put_where_no_inbox_is_and_keeps_its_deliveries() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a", "b"]).await;
    let path = shop.folder.path().join("elsewhere.db");

    SqliteStore::restore(&copy, &path).await.unwrap();

    assert_eq!(known(&path, &["a", "b", "c"]).await, ["a", "b"]);
    let again = SqliteStore::restore(&copy, &path).await;
    assert!(matches!(again, Err(RestoreError::Exists { .. })), "{again:?}");
    assert_eq!(known(&copy, &["a", "b"]).await, ["a", "b"], "the copy is left as it is");
}

#[tokio::test]
async fn an_inbox_in_use_is_not_replaced() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    shop.accept("b").await;

    let refused = SqliteStore::restore_over(&copy, shop.path()).await;
    assert!(matches!(refused, Err(RestoreError::InUse { .. })), "{refused:?}");
    shop.accept("c").await;

    shop.store.close().await;
    SqliteStore::restore_over(&copy, shop.path()).await.unwrap();
    assert_eq!(known(&shop.path(), &["a", "b", "c"]).await, ["a"]);
    assert_eq!(partial_files(shop.folder.path()), 0);
}

#[tokio::test]
async fn what_cannot_be_locked_is_not_replaced() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    let path = shop.folder.path().join("a folder");
    fs::create_dir(&path).unwrap();

    let failed = SqliteStore::restore_over(&copy, &path).await;

    assert!(matches!(failed, Err(RestoreError::Failed { .. })), "{failed:?}");
    assert!(path.is_dir());
    assert_eq!(partial_files(shop.folder.path()), 0);
}

#[tokio::test]
async fn what_a_dead_process_left_beside_the_inbox_is_not_played_into_the_copy() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    shop.accept("b").await;
    // As after a kill: the file and its `-wal`, and nobody has them open.
    let killed = shop.folder.path().join("killed.db");
    fs::copy(shop.path(), &killed).unwrap();
    fs::copy(shop.path().with_extension("db-wal"), killed.with_extension("db-wal")).unwrap();

    SqliteStore::restore_over(&copy, &killed).await.unwrap();

    assert_eq!(known(&killed, &["a", "b"]).await, ["a"]);
}

#[tokio::test]
async fn a_wal_without_its_file_counts_as_an_inbox() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    let path = shop.folder.path().join("lost.db");
    fs::write(path.with_extension("db-wal"), "of another file").unwrap();

    let refused = SqliteStore::restore(&copy, &path).await;
    assert!(matches!(refused, Err(RestoreError::Exists { .. })), "{refused:?}");
    SqliteStore::restore_over(&copy, &path).await.unwrap();
    assert_eq!(known(&path, &["a"]).await, ["a"]);
}

#[tokio::test]
async fn a_damaged_inbox_is_replaced_and_a_damaged_copy_replaces_nothing() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    let (path, damaged) = (shop.path(), shop.folder.path().join("damaged.db"));
    shop.store.close().await;
    fs::copy(&copy, &damaged).unwrap();
    overwrite(&damaged, 4096 * 3);

    let refused = SqliteStore::restore_over(&damaged, &path).await;
    assert!(matches!(refused, Err(RestoreError::Damaged { .. })), "{refused:?}");
    assert_eq!(known(&path, &["a"]).await, ["a"], "it is as it was");

    overwrite(&path, 0);
    SqliteStore::restore_over(&copy, &path).await.unwrap();
    assert_eq!(known(&path, &["a"]).await, ["a"]);
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_file_is_replaced_neither_by_a_backup_nor_by_a_copy() {
    let shop = Shop::open().await;
    let copy = copy_of(&shop, &["a"]).await;
    let (link, socket) = (shop.folder.path().join("link"), shop.folder.path().join("socket"));
    std::os::unix::fs::symlink("nothing", &link).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();

    for place in [link, socket] {
        let before = fs::symlink_metadata(&place).unwrap().file_type();
        assert!(shop.store.backup(&place).await.is_err());
        let refused = SqliteStore::restore_over(&copy, &place).await;
        assert!(matches!(refused, Err(RestoreError::Failed { .. })), "{refused:?}");
        assert_eq!(fs::symlink_metadata(&place).unwrap().file_type(), before);
    }
}

#[tokio::test]
async fn what_is_no_inbox_is_not_restored() {
    let shop = Shop::open().await;
    let (other, path) = (shop.folder.path().join("other.db"), shop.folder.path().join("new.db"));
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (id INTEGER)").unwrap();

    for copy in [&other, &shop.folder.path().join("missing.db")] {
        let refused = SqliteStore::restore(copy, &path).await;
        assert!(matches!(refused, Err(RestoreError::Damaged { .. })), "{refused:?}");
        assert!(!path.exists());
    }
}

#[tokio::test]
async fn a_file_that_is_opened_as_it_is_has_to_be_an_inbox_of_this_version() {
    let shop = Shop::open().await;
    let folder = shop.folder.path().to_owned();
    let other = folder.join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE mine (id INTEGER)").unwrap();
    let before = fs::read(&other).unwrap();
    shop.accept("a").await;
    shop.store.close().await;
    let older = folder.join("older.db");
    fs::copy(shop.path(), &older).unwrap();
    let forget = "DELETE FROM hookport_migrations WHERE number > 1";
    Connection::open(&older).unwrap().execute(forget, ()).unwrap();

    let found = as_it_is(&shop.path()).await.unwrap();
    found.close().await;
    let said = [
        (folder.join("missing.db"), "there is no such file"),
        (other.clone(), "holds no inbox"),
        (older, "is of an older version: 1"),
    ];
    for (path, said) in said {
        let refused = format!("{:?}", as_it_is(&path).await.unwrap_err());
        assert!(refused.contains(said), "{refused}");
    }
    assert!(!folder.join("missing.db").exists());
    assert_eq!(fs::read(&other).unwrap(), before, "nothing is changed in it");
}

async fn as_it_is(path: &Path) -> Result<SqliteStore, StoreError> {
    SqliteOptions::at(path).as_it_is().open().await
}

async fn copy_of(shop: &Shop, deliveries: &[&str]) -> std::path::PathBuf {
    for delivery in deliveries {
        shop.accept(delivery).await;
    }
    let copy = shop.folder.path().join("copy.db");
    shop.store.backup(&copy).await.unwrap();
    copy
}

/// Returns the deliveries that the inbox at `path` knows.
async fn known<'a>(path: &Path, deliveries: &[&'a str]) -> Vec<&'a str> {
    let store = SqliteStore::open(path).await.unwrap();
    let mut known = Vec::new();
    for delivery in deliveries {
        if let Accepted::Duplicate(_) = store.accept(entry(delivery)).await.unwrap() {
            known.push(*delivery);
        }
    }
    store.close().await;
    known
}

fn overwrite(path: &Path, at: u64) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[0x55; 4096]).unwrap();
}

fn partial_files(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().contains("partial")).count()
}
