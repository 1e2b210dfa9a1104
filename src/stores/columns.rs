//! Columns that are the same in each database: the tables have the same names there.

/// The columns of a delivery, in the order in which each store reads them; of the tables `d`, `k` and `p`.
macro_rules! parts_columns {
    () => {
        "k.provider, coalesce(k.event, d.event), k.event_is_signed, d.sender_id,
        k.sender_id_is_signed, k.trust, k.secret, d.sent_at, d.received_at, d.tenant,
        k.tenant_is_signed, d.trace, p.method, p.uri, p.headers, p.body"
    };
}
pub(super) use parts_columns;

/// The columns of a summary, in the order in which each store reads them; of the tables `d`, `k` and `e`.
macro_rules! summary_columns {
    () => {
        "d.id, e.name, k.provider, coalesce(k.event, d.event), d.sender_id, k.trust, d.received_at,
        d.size, d.tenant"
    };
}
pub(super) use summary_columns;

/// The number of columns of [`summary_columns`].
pub(super) const SUMMARY_COLUMNS: usize = 9;
