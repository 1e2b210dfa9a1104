//! The claims of a token, held against what they must say.

use std::time::{Duration, SystemTime};

use super::{
    super::{
        VerifyError,
        freshness::{self, Window},
        keyed_hash::Tag,
    },
    ClaimedBody, JwtCheck,
    members::Members,
};
use crate::{
    request,
    scheme::{Claim, Encoding},
};

impl JwtCheck<'_> {
    /// Checks that the token is valid now, and returns when it was signed.
    pub(super) fn check_times(
        &self,
        claims: &Members<'_>,
        now: SystemTime,
    ) -> Result<Option<SystemTime>, VerifyError> {
        let leeway = self.jwt.leeway();
        let end = claims.time("exp")?;
        match end.map(|end| now.duration_since(end)) {
            Some(Ok(by)) if by >= leeway => return Err(VerifyError::Expired { by }),
            Some(Err(left)) => self.check_life(left.duration())?,
            None if self.jwt.must_expire() || self.jwt.longest_life.is_some() => {
                return Err(VerifyError::MissingClaim { claim: "exp" });
            }
            _ => {}
        }
        if let Some(Ok(by)) = claims.time("nbf")?.map(|start| start.duration_since(now))
            && by > leeway
        {
            return Err(VerifyError::NotYetValid { by });
        }
        let (claim, unit) = self.jwt.signing_time();
        let sent_at = claims.time_in(claim, unit)?;
        if let Some(Ok(by)) = sent_at.map(|sent_at| sent_at.duration_since(now)) {
            let allowed = self.tolerance.unwrap_or(leeway).max(MOST_AHEAD);
            (by <= allowed).then_some(()).ok_or(VerifyError::Future { by, allowed })?;
        }
        match (sent_at, self.tolerance.or(self.jwt.tolerance)) {
            (Some(sent_at), Some(tolerance)) => {
                freshness::check(sent_at, now, Window { tolerance, ahead: tolerance })?;
            }
            (None, _) if self.jwt.tolerance.is_some() => {
                return Err(VerifyError::MissingClaim { claim });
            }
            _ => {}
        }
        Ok(sent_at)
    }

    fn check_life(&self, left: Duration) -> Result<(), VerifyError> {
        match self.jwt.longest_life {
            Some(allowed) if left > allowed => Err(VerifyError::LivesTooLong { left, allowed }),
            _ => Ok(()),
        }
    }

    /// Checks the claims that say something other than a time or the body.
    pub(super) fn check_claims(&self, text: &str, claims: &Members<'_>) -> Result<(), VerifyError> {
        self.jwt.claims.iter().try_for_each(|claim| match claim {
            Claim::Is(name, text) => {
                says(claims, name, &|shown| shown == *text, || format!("`{text}`"))
            }
            Claim::IsOneOf(name, texts) => {
                says(claims, name, &|shown| texts.contains(&shown), || {
                    format!("`{}`", texts.join("` and `"))
                })
            }
            Claim::IsSetting(name, setting) => {
                let wanted = self.settings.value(setting);
                let is_right = |shown: &str| !wanted.is_empty() && shown == wanted;
                says(claims, name, &is_right, || format!("the setting `{setting}`"))
            }
            Claim::IsTrue(name) => is_true(claims, name),
            Claim::IsPresent(name) if claims.has_value(name) => Ok(()),
            Claim::IsPresent(claim) => Err(VerifyError::MissingClaim { claim }),
            Claim::IsAbsent(claim) if claims.has(claim) => {
                Err(VerifyError::ClaimMismatch { claim, expected: "a token without it".into() })
            }
            Claim::IsSettingAt(pointers, setting) => self.check_deep(text, pointers, setting),
            Claim::IsUrl(name) => {
                says(claims, name, &|shown| self.is_url(shown.as_bytes()), || {
                    "the URL that was asked for".to_owned()
                })
            }
            Claim::HashesUrl(name, hash, encoding) => {
                let is_hash = |shown: &str| {
                    let shown = Tag::decode(*encoding, shown, hash.digest_len());
                    shown.is_some_and(|shown| {
                        self.has_url(|url| shown.ct_eq(&hash.digest(url)).into())
                    })
                };
                says(claims, name, &is_hash, || "the hash of the URL that was asked for".to_owned())
            }
            Claim::IsAbsent(_) | Claim::HashesBody(..) => Ok(()),
        })
    }

    /// Checks that one of these pointers leads to the setting, and none to another value.
    fn check_deep(
        &self,
        claims: &str,
        pointers: &'static [&'static str],
        setting: &'static str,
    ) -> Result<(), VerifyError> {
        let wanted = self.settings.value(setting);
        let claim = pointers.first().copied().unwrap_or_default();
        let mut found = false;
        for pointer in pointers {
            let Some(shown) = request::text_at(claims, pointer)? else { continue };
            if wanted.is_empty() || shown != wanted {
                let expected = format!("the setting `{setting}`").into();
                return Err(VerifyError::ClaimMismatch { claim: pointer, expected });
            }
            found = true;
        }
        found.then_some(()).ok_or(VerifyError::MissingClaim { claim })
    }

    /// Returns what the token claims of the body.
    pub(super) fn claimed_body(&self, claims: &Members<'_>) -> Result<ClaimedBody, VerifyError> {
        if self.jwt.is_document() {
            return Ok(ClaimedBody::Document);
        }
        let Some((claim, hash, encoding)) = self.jwt.body_hash() else {
            return Ok(ClaimedBody::Uncovered);
        };
        let Some(text) = claims.text(claim)? else {
            return Ok(ClaimedBody::Absent(claim));
        };
        let tag = Tag::decode(encoding, unpadded(encoding, &text), hash.digest_len());
        let expected = "the hash of the body";
        let tag = tag.ok_or(VerifyError::MalformedClaim { claim, expected })?;
        Ok(ClaimedBody::Hashed(hash, tag))
    }

    fn is_url(&self, shown: &[u8]) -> bool {
        self.has_url(|url| url == shown)
    }

    /// Returns whether such a URL is one that the sender may have asked for.
    fn has_url(&self, is_such: impl Fn(&[u8]) -> bool) -> bool {
        let uri = self.lookup.received.uri;
        self.urls.iter().filter(|url| url.fits(uri)).any(|url| {
            let mut text = Vec::new();
            url.feed(uri, &mut |part: &[u8]| text.extend_from_slice(part));
            is_such(&text)
        })
    }
}

/// Checks what a claim says. Of the audience, one text of a list is enough (RFC 7519, section 4.1.3).
fn says(
    claims: &Members<'_>,
    claim: &'static str,
    is_right: &dyn Fn(&str) -> bool,
    expected: impl FnOnce() -> String,
) -> Result<(), VerifyError> {
    let shown = match claim {
        "aud" => claims.texts(claim)?,
        _ => claims.text(claim)?.into_iter().collect(),
    };
    match shown.iter().any(|text| is_right(text)) {
        true => Ok(()),
        false if shown.is_empty() => Err(VerifyError::MissingClaim { claim }),
        false => Err(VerifyError::ClaimMismatch { claim, expected: expected().into() }),
    }
}

fn is_true(claims: &Members<'_>, claim: &'static str) -> Result<(), VerifyError> {
    match claims.has(claim) {
        true if claims.is_written_as(claim, "true") => Ok(()),
        true => Err(VerifyError::ClaimMismatch { claim, expected: "`true`".into() }),
        false => Err(VerifyError::MissingClaim { claim }),
    }
}

/// Leaves out the padding that some senders write.
fn unpadded(encoding: Encoding, text: &str) -> &str {
    match encoding {
        Encoding::Base64Url if text.len().is_multiple_of(4) => text.trim_end_matches('='),
        _ => text,
    }
}

/// A sender's clock may be ahead of this one, but hardly more than this.
const MOST_AHEAD: Duration = Duration::from_secs(5 * 60);
