//! The results of actions as sentences.

use crate::console::data::Action;

/// Says what an action has changed.
pub(super) fn sentence(action: Action, changed: u64) -> String {
    let runs = if changed == 1 { "1 run".to_owned() } else { format!("{changed} runs") };
    match (action, changed) {
        (Action::Replay, 0) => NOTHING_TO_REPLAY.into(),
        (Action::Replay, _) => format!("{runs} will run again."),
        (Action::Cancel, 0) => "Nothing was cancelled: nothing was open.".into(),
        (Action::Cancel, 1) => "1 run was cancelled.".into(),
        (Action::Cancel, _) => format!("{runs} were cancelled."),
        (Action::ResumeKeys, 0) => "No ordering key was stopped by it.".into(),
        (Action::ResumeKeys, _) => format!("What waited behind {runs} goes on."),
        (action, _) => format!("Done: {action}."),
    }
}

const NOTHING_TO_REPLAY: &str = "Nothing was replayed: no run is dead or cancelled, or waits for its next attempt; \
     or the endpoint only keeps its deliveries.";
