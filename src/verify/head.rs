//! The part of a verification that needs the head of a request only.

use std::time::SystemTime;

use super::{
    VerifyError,
    check::SignatureCheck,
    freshness::Window,
    lookup::Lookup,
    opened::{Credential, Opened, OpenedWay},
    prepare::Way,
};
use crate::{
    Field, RawHead, RawRequest, Verifier,
    scheme::{Scheme, Signature, Token},
};

impl Verifier {
    /// Checks all that the head of a request can be refused for, before its body is read.
    ///
    /// That is the method, a credential that is missing, repeated or malformed, a time that is not
    /// fresh, a signed header that is missing, and a wrong token. `Ok` proves nothing: a signature is
    /// compared once the body is there. A request that may be a handshake passes too.
    ///
    /// A [`ReceiveLayer`](crate::ReceiveLayer) and a router call it themselves. It is for a server
    /// of your own, which then need not read what it refuses.
    ///
    /// # Errors
    ///
    /// Fails if [`verify`](Self::verify) fails whatever the body is, and with the same error if there
    /// is only one reason.
    ///
    /// ```
    /// use std::time::SystemTime;
    /// use hookport::{RawHead, VerifyError, providers};
    ///
    /// let gitlab = providers::GITLAB.secret("made-up").verifier()?;
    /// let check = |token: &str| {
    ///     let (parts, ()) = http::Request::post("/").header("x-gitlab-token", token).body(())?.into_parts();
    ///     let head = RawHead { method: &parts.method, uri: &parts.uri, headers: &parts.headers };
    ///     Ok::<_, http::Error>(gitlab.check_head(&head, SystemTime::now()))
    /// };
    ///
    /// assert_eq!(check("made-up")?, Ok(()));
    /// assert_eq!(check("guessed")?, Err(VerifyError::TokenMismatch));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn check_head(&self, head: &RawHead<'_>, now: SystemTime) -> Result<(), VerifyError> {
        self.begin(head, now).map(drop)
    }

    /// Checks a head as [`check_head`](Self::check_head), and keeps what it shows.
    pub(crate) fn begin(&self, head: &RawHead<'_>, now: SystemTime) -> Result<Opened, VerifyError> {
        let opened = match self.open(head, now) {
            // Whether it can be fetched is not for the head to say.
            Err(error) if error.awaits_key() => Opened::UNREAD,
            opened => opened?,
        };
        self.require_signed(&opened, head)?;
        Ok(opened)
    }

    /// Reads the credential, as far as it lies in the head.
    pub(super) fn open(&self, head: &RawHead<'_>, now: SystemTime) -> Result<Opened, VerifyError> {
        let head = head.without_body();
        self.open_delivery(&head, now).or_else(|refusal| {
            let is_open = self.may_be_handshake(&head)?;
            is_open.then_some(Opened::UNREAD).ok_or(refusal)
        })
    }

    fn open_delivery(&self, head: &RawRequest<'_>, now: SystemTime) -> Result<Opened, VerifyError> {
        self.check_method(head.method)?;
        if self.is_unauthenticated() || !self.places().all(|at| at.is_in_head()) {
            return Ok(Opened::UNREAD);
        }
        if let [way] = self.ways() {
            return self.open_way(0, way, head, now);
        }
        let at = self.shown_at(head)?;
        let is_only = self.ways_at(at).count() == 1;
        let (mut found, mut refusal) = (None, VerifyError::Missing { at });
        for (position, way) in self.ways_at(at) {
            match self.open_way(position, way, head, now) {
                Ok(opened) if is_only => return Ok(opened),
                // Which of several ways it is, its signature tells.
                Ok(_) => found = Some(Opened::UNREAD),
                Err(_) if refusal.awaits_key() => {}
                Err(error) => refusal = error,
            }
        }
        found.ok_or(refusal)
    }

    /// Reads the credential of a way, unless it takes the body to read it.
    fn open_way(
        &self,
        position: usize,
        way: &Way,
        head: &RawRequest<'_>,
        now: SystemTime,
    ) -> Result<Opened, VerifyError> {
        let lookup = self.lookup(head);
        match &way.scheme {
            Scheme::Signature(signature) if signature.of_each_item => Ok(Opened::UNREAD),
            Scheme::Signature(signature) if !signature.is_in_head() => {
                let check = SignatureCheck { signature, way, lookup };
                check.check_form().map(|()| Opened::UNREAD)
            }
            _ => {
                let credential = self.credential(way, lookup, now)?;
                Ok(Opened(Some(OpenedWay { way: position, credential })))
            }
        }
    }

    /// Reads the credential of a way. A token is compared, a signature is not.
    fn credential<'a>(
        &'a self,
        way: &'a Way,
        lookup: Lookup<'a>,
        now: SystemTime,
    ) -> Result<Credential, VerifyError> {
        match &way.scheme {
            Scheme::Signature(signature) => {
                let check = SignatureCheck { signature, way, lookup };
                check.read(now, self.window(signature)).map(Credential::Signature)
            }
            Scheme::Jwt(jwt) => self.token_check(jwt, way, lookup).read(now).map(Credential::Jwt),
            Scheme::HttpSignature(signature) => {
                let check = self.http_signature_check(signature, way, lookup);
                check.read(now).map(Credential::HttpSignature)
            }
            Scheme::Token(token) => way.shown_token(*token, lookup).map(Credential::Token),
        }
    }

    /// Returns the window of time of a signature; that of the source, which has two equal sides, if it says
    /// one.
    pub(super) fn window(&self, signature: &Signature) -> Option<Window> {
        let own = || Some((signature.tolerance?, signature.most_ahead()?));
        let (tolerance, ahead) = self.source().tolerance.map(|both| (both, both)).or_else(own)?;
        Some(Window { tolerance, ahead })
    }

    /// Refuses a request without one of the values that its signature covers.
    pub(super) fn require_signed(
        &self,
        opened: &Opened,
        head: &RawHead<'_>,
    ) -> Result<(), VerifyError> {
        let Some(way) = opened.0.as_ref().and_then(|opened| self.way(opened.way)) else {
            return Ok(());
        };
        // An HTTP message signature has read all of them, each with its several values.
        if matches!(way.scheme, Scheme::HttpSignature(_)) {
            return Ok(());
        }
        let head = head.without_body();
        let lookup = self.lookup(&head);
        way.message().places_in_head().try_for_each(|place| lookup.required(place).map(drop))
    }

    /// Returns the place where the request shows a credential. Two places at once are refused: a
    /// forger could mix the signature of one family with the values of the other (`svix-*` beside
    /// `webhook-*`).
    pub(super) fn shown_at(&self, received: &RawRequest<'_>) -> Result<Field, VerifyError> {
        let first = self.places().next().ok_or(VerifyError::SignatureMismatch)?;
        if self.has_one_place() {
            return Ok(first);
        }
        let mut shown = None;
        for at in self.places() {
            if at.find(received, self.provider().document_in().of_credentials())?.is_none() {
                continue;
            }
            match shown {
                Some(other) if other != at => {
                    return Err(VerifyError::Conflicting { first: other, second: at });
                }
                _ => shown = Some(at),
            }
        }
        let shown = shown.unwrap_or(first);
        self.refuse_strays(shown, received)?;
        Ok(shown)
    }

    /// Refuses what only the schemes of another place sign: nothing proves it here, and an id among
    /// it would pass for the delivery's own.
    fn refuse_strays(&self, shown: Field, received: &RawRequest<'_>) -> Result<(), VerifyError> {
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            self.ways().iter().partition(|way| way.scheme.at() == shown);
        let covered = |at| here.iter().any(|way| way.coverage(false).has(at));
        for place in elsewhere.iter().flat_map(|way| way.signed_headers()) {
            if !covered(place.at) && self.lookup(received).find(place)?.is_some() {
                return Err(VerifyError::Conflicting { first: shown, second: place.at });
            }
        }
        Ok(())
    }
}

impl Way {
    /// Returns the position of the secret that the request shows.
    pub(super) fn shown_token(
        &self,
        token: Token,
        lookup: Lookup<'_>,
    ) -> Result<usize, VerifyError> {
        let shown = token.shown(lookup, &self.credential)?;
        let key = self.keys.iter().find(|key| key.key.is_token(&shown));
        key.map(|key| key.secret).ok_or(VerifyError::TokenMismatch)
    }
}
