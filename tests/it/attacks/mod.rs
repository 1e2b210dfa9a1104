//! The hostile suite: what a forger sends is refused by every built-in provider.
//!
//! Each test takes genuine requests, sees them accepted, spoils them in one way, and demands a typed
//! refusal. An attack that applies to many providers is a row of a table; see [`target::TARGETS`]
//! for the accounts that are attacked.
//!
//! The attacks are those of a list that was made before the suite. Each has a number there. Most tests take
//! their senders from [`hookport::providers::ALL`].
//!
//! | number | attack | tests |
//! |---|---|---|
//! | 1 | empty, blank and zero secrets | `attacks::configuration::a_blank_secret_is_refused_by_every_provider`, `attacks::configuration::a_secret_of_zeros_is_refused_by_every_provider` |
//! | 2 | switches that turn the proof off | `attacks::bypasses::no_variable_and_no_kind_of_build_turns_the_proof_off`, `attacks::bypasses::one_word_alone_takes_deliveries_without_a_proof`, `attacks::bypasses::no_word_of_a_provider_file_turns_the_proof_off` |
//! | 3 | key material of the wrong kind | `attacks::configuration::a_public_or_private_key_is_no_hmac_secret`, `attacks::public_keys::a_key_of_another_kind_is_refused_at_start_up_by_every_provider` |
//! | 4 | no credential, or an empty one | `attacks::credentials::a_request_without_its_credential_is_refused_by_every_provider`, `attacks::credentials::an_empty_signature_is_refused_by_every_provider` |
//! | 5 | truncated and over-long signatures | `attacks::credentials::a_truncated_or_extended_signature_is_refused_by_every_provider` |
//! | 6 | credentials that come twice | `attacks::credentials::a_credential_in_two_headers_is_refused_in_both_orders`, `attacks::credentials::each_signed_header_must_be_there_and_be_alone` |
//! | 7 | odd bytes, encodings and long lists | `attacks::credentials::bytes_that_are_no_ascii_are_refused_by_every_provider`, `attacks::encodings::base64_has_one_spelling_only`, `attacks::lists::more_signatures_than_any_rotation_needs_are_refused` |
//! | 8 | `alg`, `crit`, `b64`, other serialisations | `attacks::json_web_tokens::no_algorithm_in_any_spelling_is_accepted`, `attacks::json_web_tokens::a_header_that_asks_for_an_extension_is_refused`, `attacks::public_tokens::a_public_key_is_never_the_secret_of_a_mac` |
//! | 9 | `kid`, `jku`, `x5u`, `jwk`, bad chains | `fetched::other_hosts::a_key_that_a_token_names_leads_to_no_other_host`, `fetched::certificates::a_certificate_that_nothing_vouches_for_is_refused` |
//! | 10 | key sets with secret, other or many keys | `fetched::by_hand::only_four_keys_are_tried_for_a_request_that_names_none` |
//! | 11 | downgrades to an older scheme | `attacks::downgrades::the_older_sha1_header_never_replaces_a_missing_signature`, `attacks::downgrades::a_receiver_with_a_public_key_takes_no_hmac`, `attacks::sns::sha1_is_refused_where_version_2_is_asked_for` |
//! | 12 | genuine tokens of another purpose or account | `attacks::json_web_tokens::a_token_of_another_type_is_refused`, `attacks::settings::a_setting_is_signed_and_the_one_of_another_account_is_refused` |
//! | 13 | claims of another type | `attacks::json_web_tokens::a_time_that_is_no_plain_number_is_refused`, `attacks::json_web_tokens::a_claim_of_another_kind_or_text_is_refused` |
//! | 14 | audiences and issuers that are nearly right | `attacks::json_web_tokens::one_of_several_audiences_is_enough_and_a_list_of_anything_else_is_not` |
//! | 15 | ECDSA numbers and forms | `attacks::public_keys::numbers_that_fit_every_message_are_refused`, `attacks::signed_requests::numbers_on_p521_that_fit_every_message_are_refused`, `attacks::public_keys::a_signature_in_the_other_form_of_ecdsa_is_refused` |
//! | 16 | Ed25519 points of small order, large S | `attacks::ed25519::zeros_and_points_of_small_order_are_no_signature`, `attacks::ed25519::a_second_spelling_of_s_is_refused` |
//! | 17 | RSA keys and lengths | `attacks::public_keys::a_short_rsa_key_is_refused_unless_the_sender_has_one`, `attacks::public_keys::a_signature_of_another_length_is_refused` |
//! | 18 | another hash | `attacks::downgrades::another_hash_under_the_right_header_and_label_is_refused` |
//! | 19 | changed bodies | `attacks::tampering::every_changed_byte_of_a_body_is_refused`, `attacks::tampering::json_that_means_the_same_is_refused` |
//! | 20 | shifted borders | `attacks::shifting::timestamp_and_body_of_discord_have_one_boundary`, `attacks::sns::a_value_of_two_lines_cannot_stand_for_two_values` |
//! | 21 | values that are not signed | `attacks::coverage::what_is_not_signed_is_said_not_to_be_covered`, `attacks::coverage::every_header_that_is_said_to_be_covered_cannot_be_changed` |
//! | 22 | hashes of the body that are missing or of another one | `attacks::tampering::a_body_without_the_hash_that_covers_it_is_refused`, `attacks::tampering::a_hash_of_another_body_under_a_fresh_signature_is_refused` |
//! | 23 | checksums in place of the body | `attacks::plain_hashes::a_signed_checksum_does_not_cover_the_body` |
//! | 24 | method, path, query and host | `attacks::spoofing::another_path_or_query_is_refused_where_the_url_is_signed`, `attacks::spoofing::host_and_forwarding_headers_have_no_effect_on_any_provider` |
//! | 25 | old, early and odd times | `attacks::timestamps::what_is_older_than_the_tolerance_is_stale`, `attacks::timestamps::a_signed_time_that_is_no_unix_time_is_malformed` |
//! | 26 | replays with unsigned ids | `attacks::replays::an_id_of_the_other_header_family_is_refused_beside_a_genuine_signature` |
//! | 27 | repeats where no time is signed | `attacks::repeats::a_recorded_delivery_that_comes_again_is_kept_once` |
//! | 28–30 | URLs of keys | `fetched::other_hosts::a_url_in_a_request_leads_to_no_other_host`, `fetched::certificates::a_request_cannot_name_a_certificate_elsewhere`, `fetched::over_the_network::a_redirect_is_not_followed` |
//! | 31 | URLs that a handshake has called | `fetched::confirmations::a_confirmation_of_a_built_in_sender_calls_no_other_host`, `attacks::effects::a_url_that_its_request_does_not_prove_is_never_called` |
//! | 32 | floods of key ids and URLs, bad key servers | `fetched::over_the_network::invented_key_ids_make_one_fetch_a_minute`, `fetched::over_the_network::invented_urls_of_one_sender_do_not_keep_another_one_from_its_keys`, `fetched::over_the_network::an_answer_that_is_no_key_set_is_a_503_and_the_next_one_is_asked_for_later` |
//! | 33 | keys after a rotation | `fetched::over_the_network::a_new_key_is_found_after_a_rotation_and_the_old_one_goes`, `fetched::certificates::a_certificate_is_judged_at_the_time_of_the_request` |
//! | 34 | handshakes as signing oracles | `attacks::unproved_handshakes::no_handshake_signs_a_chosen_text_that_verifies_as_a_delivery`, `attacks::oracles::a_challenge_that_its_request_does_not_prove_is_never_signed` |
//! | 35 | handshakes without their proof | `attacks::handshakes::an_unsigned_handshake_is_not_answered` |
//! | 36 | events that look like handshakes | `attacks::handshakes::a_real_event_that_looks_like_a_handshake_is_delivered` |
//! | 37 | reflected markup | `attacks::unproved_handshakes::no_handshake_reflects_markup_or_an_answer_that_a_browser_takes_for_a_page` |
//! | 38 | another secret in place of the first one | `secrets::brought::a_second_secret_is_refused_by_every_sender_that_brings_one`, `secrets::brought::a_stranger_cannot_replace_the_secret` |
//! | 39 | another topic | `attacks::sns::a_message_of_another_topic_is_refused_although_amazon_has_signed_it` |
//! | 40 | other methods | `attacks::methods::a_genuine_request_under_another_method_is_refused_before_anything_else`, `attacks::endpoints::another_method_reaches_no_handler` |
//! | 41 | changed, cut and foreign ciphertexts | `encrypted::refusals::a_ciphertext_of_every_other_length_is_refused_in_one_way`, `encrypted::refusals::a_message_for_another_receiver_is_refused`, `encrypted::refusals::whatever_is_wrong_the_sender_gets_the_same_answer` |
//! | 43 | entities and document types of XML | `xml_documents::a_document_that_is_proved_and_malformed_is_a_422_and_no_handler_runs` |
//! | 44 | comparison that takes more or less time | `attacks::bypasses::nothing_that_is_secret_or_expected_is_compared_but_in_constant_time` |
//! | 45 | what a refusal tells | `attacks::endpoints::every_refusal_is_the_same_to_the_byte_and_no_handler_runs`, `attacks::secrecy::a_refusal_says_nothing_of_what_was_sent_or_expected` |
//! | 46 | a verification that is left out | `attacks::bypasses::only_a_verifier_makes_a_verified` |
//! | 47 | state that requests share | `attacks::bypasses::a_verifier_remembers_nothing_of_other_requests` |
//! | 48 | panics | `attacks::handshakes::deep_or_broken_json_is_no_handshake_and_no_panic` |
//! | 49 | another reading after the proof | `attacks::in_the_body::what_lies_beside_the_token_is_no_part_of_the_document` |
//! | 50 | events that are read before the proof | `attacks::endpoints::every_refusal_is_the_same_to_the_byte_and_no_handler_runs` |
//! | | senders of one's own whose words fit together badly | `attacks::own_constants::a_hash_of_the_body_that_is_not_signed_is_refused_at_start_up`, `attacks::own_constants::a_query_that_is_not_signed_is_no_signed_document`, `attacks::effects::an_item_that_is_signed_does_not_prove_the_request_around_it` |
//!
//! 42 has no row: no built-in sender brings a key of its own for its ciphertext.
//!
//! Of number 2, development keys that a vendor publishes are taken as any other secret: local development
//! needs them. Of number 27, a delivery that comes again after the inbox has forgotten the first one is
//! handled again. Of number 31, a name that resolves to a private address, at once or at a second question,
//! is a unit test beside the client: a name is asked for once, and the address that is connected to is looked at.

mod target;
mod tries;

mod bypasses;
mod configuration;
mod coverage;
mod credentials;
mod downgrades;
mod ed25519;
mod effects;
mod encodings;
mod endpoints;
mod handshakes;
mod header_entries;
mod heads;
#[cfg(feature = "xml")]
mod in_a_form;
#[cfg(feature = "public-keys")]
mod in_the_body;
mod json_web_tokens;
mod listed_headers;
mod lists;
mod methods;
mod optional_parts;
mod oracles;
mod own_constants;
mod plain_hashes;
mod probes;
mod public_keys;
#[cfg(feature = "public-keys")]
mod public_tokens;
#[cfg(feature = "inbox")]
mod repeats;
mod replays;
mod secrecy;
mod settings;
mod several_places;
mod shifting;
mod signed_items;
#[cfg(feature = "p521")]
mod signed_requests;
mod signed_values;
#[cfg(feature = "public-keys")]
mod sns;
mod spoofing;
mod tampering;
mod timestamps;
mod tokens;
mod unproved_handshakes;

#[test]
fn every_test_of_the_table_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let page = std::fs::read_to_string(root.join("attacks/mod.rs")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("//! | "));
    let quoted = rows.flat_map(|row| row.split('`').skip(1).step_by(2));
    let names: Vec<_> = quoted.filter_map(|name| name.rsplit_once("::")).collect();
    assert!(names.len() > 50, "{}", names.len());
    for (module, test) in names {
        let file = root.join(module.replace("::", "/")).with_extension("rs");
        let source = std::fs::read_to_string(file).unwrap_or_default();
        assert!(source.contains(&format!("fn {test}()")), "{module}::{test}");
    }
}
