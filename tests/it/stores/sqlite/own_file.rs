//! A file that is not what was opened any more: its bytes, its names, its companions, its version.

use std::{
    fs::{self, File},
    os::unix::fs::symlink,
    path::PathBuf,
};

use hookport::{
    inbox::{Accepted, Change, Store, StoreError},
    stores::{
        SqliteStore,
        sqlite::rusqlite::{Connection, backup::Backup},
    },
};

use super::kit::{Shop, entry};

/// The ways in which the file can get other bytes while it stays the same file.
#[derive(Debug, Clone, Copy)]
enum Overwriting {
    /// By `cp` of a copy that `.backup` of the shell has made.
    Backup,
    VacuumInto,
    /// By `cp` of what was copied while nobody had the file open.
    ClosedCopy,
    CutToHalf,
    Emptied,
}

#[tokio::test]
async fn bytes_that_are_written_into_the_open_file_are_noticed_before_anything_is_written() {
    use Overwriting::{Backup, ClosedCopy, CutToHalf, Emptied, VacuumInto};
    for overwriting in [Backup, VacuumInto, ClosedCopy, CutToHalf, Emptied] {
        let shop = reopened().await;
        shop.accept("first").await;
        checkpoint(&shop);
        shop.accept("before").await;
        make_copy(&shop, overwriting);
        shop.accept("after").await;
        overwrite(&shop, overwriting);
        let (file, wal) = (read(&shop, "inbox.db"), read(&shop, "inbox.db-wal"));

        for key in ["a", "b"] {
            let told = unavailable(shop.store.accept(entry(key)).await);
            assert!(told.starts_with("other bytes were written"), "{overwriting:?}: {told}");
        }
        shop.store.close().await;
        assert!(read(&shop, "inbox.db") == file, "{overwriting:?}: the file is changed");
        assert!(read(&shop, "inbox.db-wal") == wal, "{overwriting:?}: the -wal is changed");
    }
}

#[tokio::test]
async fn the_copy_of_a_closed_file_beside_a_later_wal_is_refused() {
    let shop = reopened().await;
    shop.accept("first").await;
    checkpoint(&shop);
    shop.accept("second").await;
    // The process is killed here, as far as the file can tell.
    overwrite(&shop, Overwriting::ClosedCopy);

    let told = unavailable(SqliteStore::open(path(&shop, "inbox.db")).await);
    assert!(told.contains("do not belong together"), "{told}");
}

/// A checkpoint writes whole pages, of which a power cut may leave some sectors.
#[tokio::test]
async fn a_file_that_a_power_cut_has_torn_in_a_checkpoint_is_opened_beside_its_own_wal() {
    let shop = Shop::open().await;
    shop.accept("first").await;
    checkpoint(&shop);
    // The second generation takes one byte more, so the row begins at another place.
    shop.accept("second").await;
    let (mut file, wal) = (read(&shop, "inbox.db"), read(&shop, "inbox.db-wal"));
    tear_what_is_remembered(&shop, &mut file, &wal);
    shop.store.close().await;
    for (name, bytes) in [("inbox.db", file), ("inbox.db-wal", wal)] {
        fs::write(path(&shop, name), bytes).unwrap();
    }

    let store = SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
    let again = store.accept(entry("first")).await;
    assert!(matches!(again, Ok(Accepted::Duplicate(_))), "{again:?}");
}

/// Writes the last sector of the page of `hookport_file` that is in the `-wal` into the file.
fn tear_what_is_remembered(shop: &Shop, file: &mut [u8], wal: &[u8]) {
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'hookport_file'";
    let page: u32 = shop.connection().query_row(sql, [], |row| row.get(0)).unwrap();
    let (head, frames) = wal.split_at(32);
    let is_newest =
        |frame: &&[u8]| frame[..4] == page.to_be_bytes() && frame[8..16] == head[16..24];
    let frame = frames.chunks_exact(24 + 4096).rfind(is_newest).expect("it is in the `-wal`");
    let end = page as usize * 4096;
    assert_ne!(file[end - 512..end], frame[frame.len() - 512..], "the file has an older row");
    file[end - 512..end].copy_from_slice(&frame[frame.len() - 512..]);
}

#[tokio::test]
async fn what_sqlite_writes_to_the_file_itself_is_its_own() {
    let shop = Shop::open().await;
    let other = SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
    let connection = shop.connection();
    for number in 0..20 {
        let writes = if number % 2 == 0 { &shop.store } else { &other };
        let accepted = writes.accept(entry(&number.to_string())).await;
        assert!(matches!(accepted, Ok(Accepted::New(_))), "{number}: {accepted:?}");
        match number % 4 {
            0 => checkpoint(&shop),
            1 => connection.execute_batch("VACUUM").unwrap(),
            2 => connection.execute_batch("CREATE TABLE IF NOT EXISTS own (id)").unwrap(),
            _ => {}
        }
    }
    checkpoint(&shop);
    shop.store.close().await;
    other.close().await;
    SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_stores_that_write_and_checkpoint_at_once_take_neither_for_foreign() {
    let shop = Shop::open().await;
    let other = SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
    let writes = |store: SqliteStore, name: &'static str, connection: Connection| async move {
        for number in 0..500 {
            let accepted = store.accept(entry(&format!("{name} {number}"))).await;
            assert!(matches!(accepted, Ok(Accepted::New(_))), "{name} {number}: {accepted:?}");
            _ = connection.execute_batch("PRAGMA wal_checkpoint");
        }
    };
    let one = tokio::spawn(writes(shop.store.clone(), "one", shop.connection()));
    let two = tokio::spawn(writes(other, "two", shop.connection()));
    one.await.unwrap();
    two.await.unwrap();
}

#[tokio::test]
async fn a_file_with_a_second_name_is_not_opened() {
    let shop = Shop::open().await;
    let second = path(&shop, "second.db");
    fs::hard_link(path(&shop, "inbox.db"), &second).unwrap();

    let told = unavailable(SqliteStore::open(&second).await);
    assert!(told.starts_with("the file has a second name"), "{told}");
    assert!(!path(&shop, "second.db-wal").exists());
    shop.accept("a").await;
}

#[tokio::test]
async fn a_link_to_a_file_that_is_gone_is_not_opened_beside_its_wal() {
    let shop = Shop::open().await;
    shop.accept("a").await;
    let folder = tempfile::tempdir_in(shop.folder.path()).unwrap();
    let link = folder.path().join("link.db");
    symlink("../inbox.db", &link).unwrap();
    fs::remove_file(path(&shop, "inbox.db")).unwrap();
    let wal = read(&shop, "inbox.db-wal");

    let told = unavailable(SqliteStore::open(&link).await);
    assert!(told.contains("do not belong together"), "{told}");
    assert!(read(&shop, "inbox.db-wal") == wal, "the -wal is changed");
    assert!(!link.exists(), "the file is made anew");
}

#[tokio::test]
async fn without_its_shm_a_file_is_not_written_to() {
    let shop = Shop::open().await;
    let before = shop.accept("before").await;
    fs::remove_file(path(&shop, "inbox.db-shm")).unwrap();
    let told = unavailable(shop.store.accept(entry("after")).await);
    assert!(told.contains("`-shm` of the file was removed"), "{told}");

    let second = SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
    let told = unavailable(shop.store.accept(entry("after")).await);
    assert!(told.contains("`-shm` of the file was removed"), "{told}");
    shop.store.close().await;
    assert!(matches!(second.accept(entry("after")).await, Ok(Accepted::New(_))));
    assert_eq!(second.accept(entry("before")).await.unwrap(), Accepted::Duplicate(before));
}

#[tokio::test]
async fn a_file_that_a_newer_version_migrates_meanwhile_is_not_written_to() {
    let shop = Shop::open().await;
    let newer = "INSERT INTO hookport_migrations VALUES (99)";
    shop.connection().execute_batch(newer).unwrap();

    let told = unavailable(shop.store.change(Change::Probe).await);
    assert_eq!(told, "the file is of a newer version of hookport: 99, this one knows 3");
}

/// An inbox that was closed, of which a copy was made then, and that is open again.
async fn reopened() -> Shop {
    let mut shop = Shop::open().await;
    for number in 0..50 {
        shop.accept(&format!("closed {number}")).await;
    }
    shop.store.close().await;
    fs::copy(path(&shop, "inbox.db"), path(&shop, "closed.db")).unwrap();
    shop.store = SqliteStore::open(path(&shop, "inbox.db")).await.unwrap();
    shop
}

fn make_copy(shop: &Shop, overwriting: Overwriting) {
    let db = shop.connection();
    match overwriting {
        Overwriting::Backup => {
            let mut copy = Connection::open(path(shop, "copy.db")).unwrap();
            Backup::new(&db, &mut copy).unwrap().step(-1).unwrap();
        }
        Overwriting::VacuumInto => {
            let copy = format!("VACUUM INTO '{}'", path(shop, "copy.db").display());
            db.execute_batch(&copy).unwrap();
        }
        Overwriting::ClosedCopy | Overwriting::CutToHalf | Overwriting::Emptied => {}
    }
}

fn overwrite(shop: &Shop, overwriting: Overwriting) {
    let inbox = path(shop, "inbox.db");
    let copy = match overwriting {
        Overwriting::Backup | Overwriting::VacuumInto => "copy.db",
        Overwriting::ClosedCopy => "closed.db",
        Overwriting::CutToHalf | Overwriting::Emptied => {
            let file = File::options().write(true).open(&inbox).unwrap();
            let length = file.metadata().unwrap().len();
            let is_emptied = matches!(overwriting, Overwriting::Emptied);
            return file.set_len(if is_emptied { 0 } else { length / 2 }).unwrap();
        }
    };
    fs::copy(path(shop, copy), inbox).unwrap();
}

/// Has another program move all of the `-wal` into the file.
fn checkpoint(shop: &Shop) {
    shop.connection().execute_batch("PRAGMA wal_checkpoint").unwrap();
}

fn path(shop: &Shop, name: &str) -> PathBuf {
    shop.folder.path().join(name)
}

fn read(shop: &Shop, name: &str) -> Vec<u8> {
    fs::read(path(shop, name)).unwrap()
}

/// The reason why a call was not done.
fn unavailable<T>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Unavailable(error)) => error.to_string(),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was done"),
    }
}
