//! The permissions of the files: they hold credentials that senders have sent.

use std::{
    fs::{self, File, Permissions},
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use hookport::stores::SqliteStore;

use super::kit::Shop;

#[tokio::test]
async fn a_new_inbox_and_its_companions_can_be_read_by_their_owner_only() {
    let shop = Shop::open().await;
    shop.accept("a").await;

    for name in ["inbox.db", "inbox.db-wal", "inbox.db-shm"] {
        assert_eq!(mode(&shop.folder.path().join(name)), 0o600, "{name}");
    }
}

#[tokio::test]
async fn a_link_to_a_file_that_is_not_there_yet_leads_to_a_file_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("link.db");
    symlink("inbox.db", &link).unwrap();

    SqliteStore::open(link).await.unwrap().close().await;

    assert_eq!(mode(&folder.path().join("inbox.db")), 0o600);
}

#[tokio::test]
async fn a_file_that_is_there_keeps_its_permissions() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("inbox.db");
    File::create(&path).unwrap();
    set_mode(&path, 0o640);

    let store = SqliteStore::open(&path).await.unwrap();

    assert_eq!((mode(&path), mode(&folder.path().join("inbox.db-wal"))), (0o640, 0o640));
    store.close().await;
}

#[tokio::test]
async fn what_is_restored_has_the_permissions_of_the_file_that_it_replaces_and_else_of_a_new_one() {
    let shop = Shop::open().await;
    let [copy, new] = ["copy.db", "new.db"].map(|name| shop.folder.path().join(name));
    shop.store.backup(&copy).await.unwrap();
    shop.store.close().await;
    assert_eq!(mode(&copy), 0o600, "the copy of a new inbox");
    set_mode(&copy, 0o644);
    set_mode(&shop.path(), 0o640);

    SqliteStore::restore(&copy, &new).await.unwrap();
    SqliteStore::restore_over(&copy, shop.path()).await.unwrap();

    assert_eq!((mode(&new), mode(&shop.path())), (0o600, 0o640));
}

/// SQLite takes no path of that length.
#[tokio::test]
async fn an_inbox_that_cannot_be_opened_leaves_no_new_file_behind() {
    let folder = tempfile::tempdir().unwrap();
    let deep = ["a", "b", "c"].map(|name| name.repeat(200)).join("/");
    let path = folder.path().join(deep).join("inbox.db");
    fs::create_dir_all(path.parent().unwrap()).unwrap();

    SqliteStore::open(&path).await.unwrap_err();

    assert!(!path.exists());
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
