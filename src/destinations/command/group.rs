//! The group of processes that a command starts.

use tokio::process::{Child, Command};

/// The group of a command. It is killed if the command is given up before it has ended.
pub(super) struct Group(Option<u32>);

/// Starts the command in a group of its own.
#[cfg(unix)]
pub(super) fn separate(command: &mut Command) {
    command.process_group(0);
}

#[cfg(not(unix))]
pub(super) const fn separate(_: &mut Command) {}

impl Group {
    pub(super) fn of(child: &Child) -> Self {
        Self(child.id())
    }

    /// Notes that the command was waited for: its number may be that of another process from now on.
    pub(super) const fn has_ended(&mut self) {
        self.0 = None;
    }

    /// Kills all processes of the group.
    pub(super) fn kill(&mut self) {
        if let Some(leader) = self.0.take() {
            kill(leader);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(unix)]
fn kill(leader: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};

    let leader = i32::try_from(leader).ok().and_then(Pid::from_raw);
    // It may have ended by itself.
    let _ = leader.map(|leader| kill_process_group(leader, Signal::KILL));
}

/// The command itself is killed when it is dropped.
#[cfg(not(unix))]
const fn kill(_: u32) {}
