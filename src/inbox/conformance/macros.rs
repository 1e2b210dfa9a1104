//! The tests of the contract by name, and how they become tests of another crate.

/// Tests a store: makes a module of this name, with a test of each sentence of the contract of
/// [`Store`](crate::inbox::Store).
///
/// The expression is evaluated once for each test, and gives a function that opens a storage: an
/// empty one at first, and the same one each time that it is called, also while it is open. It
/// returns a future of an `Arc<dyn Store>`. What the expression holds lives as long as the test.
///
/// Your crate needs `tokio` with the features `macros` and `rt-multi-thread`, and `hookport` with
/// the feature `testing`.
///
/// ```
/// # use std::{future::ready, sync::Arc};
/// use hookport::inbox::Store;
/// use hookport::stores::MemoryStore;
///
/// // memory::a_claim_is_exclusive, memory::done_is_final, …
/// hookport::store_conformance!(memory, {
///     let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
///     move || ready(Arc::clone(&store))
/// });
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! store_conformance {
    ($name:ident, $open:expr) => {
        mod $name {
            #[allow(unused_imports, reason = "the expression may need none")]
            use super::*;

            $crate::each_sentence_of_the_store_contract!(tests of $open);
        }
    };
}

/// The one list of them all.
#[doc(hidden)]
#[macro_export]
macro_rules! each_sentence_of_the_store_contract {
    ($($what:tt)*) => {
        $crate::sentences_of_the_store_contract! { [$($what)*]
            1 what_was_accepted_stays
            2 one_key_is_one_entry
            3 a_key_belongs_to_its_endpoint
            4 later_entries_have_higher_ids
            5 a_duplicate_revives_what_is_dead
            6 a_claim_is_exclusive
            7 no_more_than_was_asked_for_is_claimed
            8 first_come_is_first_claimed
            9 a_retry_is_not_claimed_before_it_is_due
            10 a_lease_that_ran_out_is_taken_over
            11 a_claim_carries_the_delivery_and_counts_its_attempts
            12 what_is_paused_is_not_claimed
            13 next_due_is_the_next_time_to_look
            14 an_old_lease_settles_nothing
            15 done_is_final
            16 a_failed_attempt_is_on_record
            17 dead_is_final
            18 what_is_released_can_be_claimed_at_once
            19 handlers_settle_alone
            20 routing_is_one_step
            21 a_renewed_lease_lasts_to_the_new_time
            22 one_at_a_time
            23 in_the_order_received
            24 a_failing_delivery_holds_its_followers_back
            25 a_failing_delivery_lets_its_followers_pass
            26 other_keys_go_on
            27 an_older_version_is_stale
            28 wait_wakes
            29 replay_of_what_failed
            30 replay_of_all
            31 an_entry_without_runs_is_routed_again
            32 cancelled_is_called_off
            33 pruning_is_bounded
            34 usage_outlives_entries
            35 the_quarantine_is_apart_and_bounded
            36 a_release_is_one_step
            37 a_listing_is_filtered
            38 pages_are_stable
            39 a_record_is_whole
            40 the_overview_counts
            41 a_renamed_handler_is_one_handler
            42 a_renamed_handler_is_run_once_for_an_entry
            43 a_renaming_changes_no_turn
            44 a_name_can_be_given_anew
            45 a_replay_routes_again
            46 closing_loses_nothing
            47 a_dead_run_stops_its_key
            48 a_stopped_key_is_resumed_or_called_off
            49 a_run_out_of_the_order_neither_waits_nor_holds_back
            50 what_a_wrong_clock_has_set_is_over
            51 an_accept_and_a_claim_can_be_one_step
            52 a_key_is_free_again
            53 a_batch_is_one_step
            54 items_go_their_own_ways
            55 dead_runs_are_listed_with_their_errors
            56 the_newest_entry_of_each_event_is_known
            57 a_replay_makes_due_at_once_what_waits
            58 an_endpoint_without_handlers_replays_nothing
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! sentences_of_the_store_contract {
    ([table] $($number:literal $test:ident)*) => {
        &[$(($number, stringify!($test))),*]
    };
    ([tests of $open:expr] $($number:literal $test:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $test() {
            let storage = $crate::inbox::conformance::Storage::new($open);
            $crate::inbox::conformance::$test(&storage).await;
        }
    )*};
}
