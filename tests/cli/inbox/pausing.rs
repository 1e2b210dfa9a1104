//! `hookport pause` and `hookport resume`.

use super::kit::Kept;

#[test]
fn a_pause_lasts_until_it_is_resumed() {
    for kept in Kept::everywhere() {
        kept.transcript(
            "pause",
            &["pause stripe", "pause stripe", "pause strip", "pause stripe --json"],
        );
        kept.transcript(
            "resume",
            &[
                "resume stripe",
                "resume strip",
                "resume --key 2",
                "resume --key 5",
                "resume shop --keys",
                "resume --key 4711",
                "resume",
                "resume stripe --json",
                "resume shop --keys --json",
            ],
        );
    }
}
