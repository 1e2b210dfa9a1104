//! Orders that wait for each other, by an ordering key.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    os::{
        linux::net::SocketAddrExt,
        unix::net::{SocketAddr, UnixListener},
    },
    path::{Path, PathBuf},
    time::Duration,
};

use hookport::{Delivery, InboxEndpoint, extract::State, inbox::OrderingKey};
use tokio::time::sleep;

use crate::{
    acme::{Order, Shop},
    shop::{self, LEASE, Orders, SOON},
};

pub(crate) const PATH: &str = "/lines";

/// The path of an order: every fourth one waits for others.
pub(crate) const fn path(order: u64) -> &'static str {
    if order.is_multiple_of(4) { PATH } else { "/shop" }
}

/// An endpoint whose orders have one of some ordering keys.
pub(crate) fn endpoint(orders: Orders, folder: &Path) -> InboxEndpoint {
    let by_line = OrderingKey::by(|delivery: &Delivery| {
        let order: u64 = delivery.id()?.trim_start_matches('d').parse().ok()?;
        Some(line(order).to_string())
    });
    let orders = orders.on(Shop::PAID, shop::report).on(Shop::PAID, be_alone);
    orders.for_inbox(folder.join("reports")).retries(SOON).ordered_by(by_line)
}

const fn line(order: u64) -> u64 {
    order / 4 % 32
}

/// Notes it if another process is at work on an order of the same key. Some few orders take longer than a
/// lease.
async fn be_alone(order: Order, State(reports): State<PathBuf>) -> io::Result<()> {
    // Its name is free again when the process that has it is gone.
    let name = format!("{} {}", reports.display(), line(order.id));
    let Ok(_alone) = UnixListener::bind_addr(&SocketAddr::from_abstract_name(name)?) else {
        return note_meeting(&reports, order.id);
    };
    let takes_long = fastrand::u8(0..100) == 0;
    sleep(if takes_long { LEASE.mul_f32(1.2) } else { Duration::from_millis(1) }).await;
    Ok(())
}

fn note_meeting(reports: &Path, order: u64) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(meetings(reports))?;
    writeln!(file, "order {order}")
}

/// Checks that no two orders of a key were handled at a time.
pub(crate) fn assert_nobody_met(folder: &Path) {
    let meetings = std::fs::read_to_string(meetings(&folder.join("reports")));
    assert!(meetings.is_err(), "two orders of a key at a time: {meetings:?}");
}

fn meetings(reports: &Path) -> PathBuf {
    reports.with_file_name("meetings")
}
