//! The promises of the inbox, each kept by a whole receiver on each store: HTTP in, handlers run, rows on
//! disk. `src/inbox/promises.md` lists them.

#[cfg(all(feature = "postgres", unix))]
mod database;
mod file;
mod keeping;
mod kit;
mod looking;
mod ordering;
mod running;

/// Makes a module with a test of each promise on one store. This is the list of them all.
macro_rules! promises {
    ($store:ident, $on:path) => {
        promises! { $store, $on:
            keeping::a_2xx_means_it_is_on_disk,
            keeping::one_delivery_key_is_kept_once on 2 threads,
            keeping::a_store_that_cannot_take_it_is_answered_503,
            keeping::nobody_waits_for_memory,
            looking::what_failed_verification_can_be_kept_apart_and_run_again,
            looking::retention_removes_what_is_done_and_keeps_the_counters,
            ordering::one_ordering_key_runs_in_order_and_one_at_a_time,
            ordering::no_handler_starts_on_a_delivery_while_an_earlier_one_of_its_key_is_not_finished,
            ordering::a_dead_letter_stops_its_key_until_a_person_lets_it_go_on,
            ordering::an_older_event_than_what_was_handled_is_skipped_or_marked,
            ordering::a_renamed_handler_goes_on_in_its_order,
            running::each_handler_runs_until_it_is_done_or_used_up,
            running::what_a_handler_writes_with_tx_and_its_done_are_one_commit,
            running::a_lease_that_runs_out_is_taken_over,
            running::a_late_worker_cannot_overwrite_the_result_of_the_next_one,
            running::a_poison_delivery_stops_nothing_and_can_be_replayed,
            running::shutdown_drains_and_a_restart_goes_on,
        }
    };
    ($store:ident, $on:path: $($topic:ident::$promise:ident $(on $threads:tt threads)?,)*) => {
        mod $store {
            use super::kit::On;
            $(
                #[tokio::test $((flavor = "multi_thread", worker_threads = $threads))?]
                async fn $promise() {
                    Box::pin(super::$topic::$promise($on)).await;
                }
            )*
        }
    };
}

promises!(sqlite, On::Sqlite);
#[cfg(all(feature = "postgres", unix))]
promises!(postgres, On::Postgres);
