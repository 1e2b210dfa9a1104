//! The parts of a receiver that go on in the one that takes its place.

use std::{collections::HashMap, fmt, sync::Arc};

use super::{Building, Opening};
use crate::{
    console::Access,
    destinations::{Forward, ForwardError, ForwardTo},
    log::log,
};

/// The parts of a receiver that go on in the one that takes its place, if their configuration is the same.
#[derive(Clone, Default)]
pub(in crate::serve) struct PassedOn {
    /// Those that forward, with the settings that they were made of.
    forwards: HashMap<Name, (ForwardTo, Arc<Forward>)>,
    access: Option<Arc<Access>>,
}

/// The name of an endpoint, and that of a destination.
pub(super) type Name = (String, String);

impl PassedOn {
    /// Ends the pauses of destinations: the next delivery of each is a probe.
    pub(in crate::serve) fn end_pauses(&self) {
        for ((endpoint, destination), (_, forward)) in &self.forwards {
            if forward.end_pause() {
                log!(
                    INFO,
                    "a reload has ended the pause of a destination: the next delivery that is due is a probe",
                    endpoint = &**endpoint,
                    destination = &**destination,
                );
            }
        }
    }
}

impl Building<'_> {
    /// Makes a destination that forwards, or goes on with the one of the same settings: with its pause, its rate and
    /// its connections.
    pub(super) fn forwarding(
        &mut self,
        name: Name,
        settings: ForwardTo,
    ) -> Result<Arc<Forward>, ForwardError> {
        let before = self.before().and_then(|before| before.forwards.get(&name));
        let made = match before.filter(|(made_of, _)| made_of.is_same(&settings)) {
            Some((_, before)) => Arc::clone(before),
            None => Arc::new(settings.clone().build()?),
        };
        self.passed_on.forwards.insert(name, (settings, Arc::clone(&made)));
        Ok(made)
    }

    /// Returns the keeper of the console's tokens, with the sessions of one that has the same tokens.
    pub(super) fn access(&mut self, console: &crate::console::Console) -> Arc<Access> {
        let before = self.before().and_then(|before| before.access.as_ref());
        let access = console.access_after(before);
        self.passed_on.access = Some(Arc::clone(&access));
        access
    }

    const fn before(&self) -> Option<&PassedOn> {
        match self.opening {
            Opening::All { before, .. } => Some(before),
            Opening::Nothing => None,
        }
    }
}

impl fmt::Debug for PassedOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PassedOn").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::serve::{
        build::{Measured, built},
        config::Config,
        secrets::Values,
    };

    const CONFIG: &str = "
        inbox = 'memory:'
        console.token = { file = 'token' }
        [[endpoints]]
        path = '/shop'
        provider = 'github'
        secrets = [{ file = 'secret' }]
        destinations = [
            { name = 'app', forward = { url = 'http://127.0.0.1:1', rate-limit = '5/s' } },
            { name = 'archive', forward = { url = 'http://127.0.0.1:1', secrets = [{ file = 'key' }] } },
        ]
    ";

    fn passed_on(folder: &Path, config: &str, before: &PassedOn) -> PassedOn {
        let config = Config::parse(config, folder.join("hookport.toml")).unwrap();
        let values = Values::without_programs(folder.to_owned());
        let opening = Opening::All { measured: &Measured::default(), before };
        built(&config, &values, opening).unwrap().passed_on
    }

    fn key(number: u8) -> String {
        format!("whsec_{}", data_encoding::BASE64.encode(&[number; 24]))
    }

    #[test]
    fn what_has_the_same_configuration_goes_on_and_all_else_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        put("token", "a-long-token-made-up");
        put("secret", "made-up");
        put("key", &key(1));
        let first = passed_on(folder.path(), CONFIG, &PassedOn::default());
        let name = |destination: &str| ("shop".to_owned(), destination.to_owned());
        let goes_on = |next: &PassedOn, destination| {
            let of = |it: &PassedOn| Arc::clone(&it.forwards[&name(destination)].1);
            Arc::ptr_eq(&of(&first), &of(next))
        };
        let is_same_console = |next: &PassedOn| {
            Arc::ptr_eq(first.access.as_ref().unwrap(), next.access.as_ref().unwrap())
        };

        let same = passed_on(folder.path(), CONFIG, &first);
        assert!(goes_on(&same, "app") && goes_on(&same, "archive") && is_same_console(&same));

        let other = passed_on(folder.path(), &CONFIG.replace("5/s", "6/s"), &first);
        assert!(!goes_on(&other, "app") && goes_on(&other, "archive"));

        put("key", &key(2));
        let other = passed_on(folder.path(), CONFIG, &first);
        assert!(goes_on(&other, "app") && !goes_on(&other, "archive"), "a file has changed");

        put("token", "another-token-made-up");
        assert!(!is_same_console(&passed_on(folder.path(), CONFIG, &first)));
    }
}
