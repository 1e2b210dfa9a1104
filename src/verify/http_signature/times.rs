//! The times that a signature says.

use std::time::SystemTime;

use super::{
    super::{
        VerifyError,
        freshness::{self, Window},
    },
    HttpSignatureCheck, INPUT,
    shown::Shown,
    structured::Bare,
};
use crate::{Field, scheme::TimeUnit};

impl HttpSignatureCheck<'_> {
    /// Checks that the signature is valid now, and returns when it was made.
    pub(super) fn check_times(
        &self,
        shown: &Shown,
        now: SystemTime,
    ) -> Result<Option<SystemTime>, VerifyError> {
        let end = self.param(shown, "expires")?;
        if let Some(Ok(by)) = end.map(|end| now.duration_since(end))
            && !by.is_zero()
        {
            return Err(VerifyError::Expired { by });
        }
        let made = self.param(shown, "created")?.filter(|_| self.signs(shown, "(created)"));
        let sent_at = match made {
            None if shown.covers("date") && self.base.scheme.is_draft() => Some(self.date()?),
            made => made,
        };
        match (sent_at, self.tolerance) {
            (Some(sent_at), Some(tolerance)) => {
                freshness::check(sent_at, now, Window { tolerance, ahead: tolerance })?;
            }
            (None, _) if self.base.scheme.tolerance.is_some() => {
                let expected = "a signature that says when it was made".into();
                return Err(VerifyError::Malformed { at: self.place(), expected });
            }
            _ => {}
        }
        Ok(sent_at)
    }

    /// A parameter of RFC 9421 is always signed. One of the draft is if the signature covers it.
    fn signs(&self, shown: &Shown, component: &str) -> bool {
        !self.base.scheme.is_draft() || shown.covers(component)
    }

    /// Reads a time among the parameters. One that cannot be read is an error: it would pass for an absent one.
    fn param(&self, shown: &Shown, name: &str) -> Result<Option<SystemTime>, VerifyError> {
        let Some(value) = shown.params.find(name) else {
            return Ok(None);
        };
        let time = match value {
            Bare::Integer(seconds) => TimeUnit::Seconds.parse(&seconds.to_string()),
            _ => None,
        };
        let expected = || format!("{} in `{name}`", TimeUnit::Seconds.expected()).into();
        let malformed = || VerifyError::Malformed { at: self.place(), expected: expected() };
        time.map(Some).ok_or_else(malformed)
    }

    fn date(&self) -> Result<SystemTime, VerifyError> {
        let at = Field::Header("date");
        let unit = TimeUnit::HttpDate;
        let expected = unit.expected().into();
        unit.parse(&self.text(at)?).ok_or(VerifyError::Malformed { at, expected })
    }

    const fn place(&self) -> Field {
        if self.base.scheme.is_draft() { self.base.scheme.place() } else { INPUT }
    }
}
