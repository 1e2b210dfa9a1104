//! HTTP message signatures (RFC 9421), and the draft before them.

use std::time::Duration;

use super::{Algorithm, Curve, EcdsaForm, Hash, KeyForm, KeyLocation, Signature, is_header_name};
use crate::Field;

/// A signature that names the parts of the request that it covers: an HTTP message signature (RFC 9421),
/// or one in the form of the draft before it, `draft-cavage-http-signatures`.
///
/// Starts with the algorithm. By default it is in the form of RFC 9421, in the headers `Signature-Input`
/// and `Signature`. [`covering`](Self::covering) says what it must cover, and a provider that does not say it
/// is refused at start-up. A signature that leaves one of these out is refused, since its sender may be somebody who has recorded a
/// signature over less. What it covers besides is checked too.
///
/// The body is covered by a digest: `content-digest` (RFC 9530) or `digest` (RFC 3230), with SHA-256 or
/// SHA-512. It is compared with the body whenever it is covered. A signature that covers no digest makes a
/// delivery that is [signed in part](crate::Trust::SignedInPart).
///
/// The key is of one algorithm, the configured one. A signature that names another one is refused, and so is
/// one that has expired by its own word.
///
/// Of the parameters that a component can have, `name` of `"@query-param"` is known alone: a signature with
/// `sf`, `bs`, `key`, `tr` or `req` is refused, and a request cannot cover another request by `req`. A `nonce` is
/// signed, and is not remembered: the same request passes again within its window, so deliveries that must be
/// handled once are for the inbox.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use hookport::{
///     Provider, RawRequest, Trust, Verdict, VerifyError, scheme::HttpSignature, testing::Signer,
/// };
///
/// const ACME: Provider = Provider::new("acme").http_signed_with(
///     HttpSignature::hmac_sha256()
///         .covering(&["@method", "@target-uri", "content-digest"])
///         .fresh_within(Duration::from_secs(5 * 60)),
/// );
///
/// let now = UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// let sent = Signer::new(ACME, "made-up").url("https://shop.example.com/in").at(now).sign("{}")?;
/// assert_eq!(
///     sent.headers()["signature-input"],
///     r#"sig=("@method" "@target-uri" "content-digest");created=1700000000;alg="hmac-sha256""#,
/// );
///
/// let acme = ACME.secret("made-up").public_url("https://shop.example.com").verifier()?;
/// let Verdict::Delivery(verified) = acme.verify(&RawRequest::from(&sent), now)? else {
///     panic!("there is no handshake");
/// };
/// assert_eq!((verified.trust(), verified.sent_at()), (Trust::Signed, Some(now)));
///
/// let other_body = RawRequest { body: &"[]".into(), ..RawRequest::from(&sent) };
/// assert_eq!(acme.verify(&other_body, now).err(), Some(VerifyError::BodyHashMismatch));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(bound(
        deserialize = "Algorithm: serde::Deserialize<'static>, HttpSignatureForm: serde::Deserialize<'static>, KeyForm: serde::Deserialize<'static>, KeyLocation: serde::Deserialize<'static>"
    )),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct HttpSignature {
    pub(crate) algorithm: Algorithm,
    #[cfg_attr(feature = "provider-file", serde(rename = "written-as", default))]
    pub(crate) form: HttpSignatureForm,
    #[cfg_attr(feature = "provider-file", serde(rename = "labelled"))]
    pub(crate) label: Option<&'static str>,
    #[cfg_attr(feature = "provider-file", serde(rename = "tagged"))]
    pub(crate) tag: Option<&'static str>,
    #[cfg_attr(
        feature = "provider-file",
        serde(default, deserialize_with = "crate::toml_forms::list")
    )]
    pub(crate) covering: &'static [&'static str],
    #[cfg_attr(feature = "provider-file", serde(default))]
    pub(crate) key: KeyForm,
    pub(crate) key_at: Option<KeyLocation>,
    #[cfg_attr(
        feature = "provider-file",
        serde(rename = "fresh-within", default, with = "crate::toml_forms::duration")
    )]
    pub(crate) tolerance: Option<Duration>,
}

/// The form of an [`HttpSignature`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum HttpSignatureForm {
    /// That of RFC 9421: the headers `Signature-Input` and `Signature`.
    #[default]
    Rfc9421,
    /// That of `draft-cavage-http-signatures`: `keyId="…",headers="…",signature="…"` in this header. In
    /// `authorization` the scheme `Signature` and a space are in front.
    Draft(&'static str),
}

impl HttpSignature {
    /// Starts a signature that is made with HMAC-SHA-256. The key is the secret's text.
    pub const fn hmac_sha256() -> Self {
        Self::new(Algorithm::Hmac(Hash::Sha256), KeyForm::Text)
    }

    /// Starts a signature that is made with Ed25519. The secret is the sender's public key, as PEM. Needs
    /// the feature `ed25519`.
    pub const fn ed25519() -> Self {
        Self::new(Algorithm::Ed25519, KeyForm::PublicKey)
    }

    /// Starts a signature that is made with ECDSA on the curve P-256; its two numbers are one after the
    /// other. The secret is the sender's public key, as PEM. Needs the feature `public-keys`.
    pub const fn ecdsa_p256() -> Self {
        Self::new(Algorithm::Ecdsa(Curve::P256, EcdsaForm::Fixed), KeyForm::PublicKey)
    }

    /// Starts a signature that is made with RSA, the padding of PKCS#1 v1.5 and SHA-256. The secret is the
    /// sender's public key, as PEM. Needs the feature `public-keys`.
    pub const fn rsa_sha256() -> Self {
        Self::new(Algorithm::RsaPkcs1(Hash::Sha256), KeyForm::PublicKey)
    }

    /// Starts a signature that is made with RSA, the padding PSS and SHA-512. The secret is the sender's
    /// public key, as PEM. Needs the feature `public-keys`.
    pub const fn rsa_pss_sha512() -> Self {
        Self::new(Algorithm::RsaPss(Hash::Sha512), KeyForm::PublicKey)
    }

    const fn new(algorithm: Algorithm, key: KeyForm) -> Self {
        Self {
            algorithm,
            form: HttpSignatureForm::Rfc9421,
            label: None,
            tag: None,
            covering: &[],
            key,
            key_at: None,
            tolerance: None,
        }
    }

    /// Sets the algorithm, for one without a constructor of its own.
    ///
    /// # Panics
    ///
    /// Panics if no such signature is made with it, as a plain hash: a constant does not compile then.
    ///
    /// ```
    /// use hookport::scheme::{Algorithm, Hash, HttpSignature};
    ///
    /// const ACME: HttpSignature =
    ///     HttpSignature::hmac_sha256().computed_with(Algorithm::Hmac(Hash::Sha512));
    ///
    /// assert_eq!(ACME.algorithm(), Algorithm::Hmac(Hash::Sha512));
    /// ```
    #[track_caller]
    pub const fn computed_with(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = algorithm;
        assert!(self.problem().is_none(), "no HTTP signature is made with this algorithm");
        self
    }

    /// Says that the signature has the form of the draft, in this header. What it must cover is said after
    /// that, in the words of the draft.
    ///
    /// # Panics
    ///
    /// Panics if it has a label or a tag, or must cover what the draft does not know: a constant does not
    /// compile then.
    ///
    /// ```
    /// use hookport::{Provider, scheme::HttpSignature, testing::Signer};
    ///
    /// const ACME: Provider = Provider::new("acme").http_signed_with(
    ///     HttpSignature::hmac_sha256()
    ///         .in_draft_form("authorization")
    ///         .covering(&["(request-target)", "host", "date", "digest"]),
    /// );
    ///
    /// let sent = Signer::new(ACME, "made-up").sign("{}")?;
    /// let shown = sent.headers()["authorization"].to_str()?;
    /// assert!(shown.contains(r#"headers="(request-target) host date digest""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub const fn in_draft_form(mut self, header: &'static str) -> Self {
        self.form = HttpSignatureForm::Draft(header);
        self.covering(self.covering)
    }

    /// Sets what a signature must cover: names of headers in lower case, and the parts that RFC 9421 calls
    /// `@method`, `@target-uri`, `@authority`, `@scheme`, `@request-target`, `@path` and `@query`, or
    /// the draft `(request-target)`, `(created)` and `(expires)`.
    ///
    /// The host, and the path if one is configured, are those of
    /// [`public_url`](crate::Source::public_url): a signature that must cover `@target-uri`, `@authority`,
    /// `@scheme` or the header `host` needs it.
    ///
    /// # Panics
    ///
    /// Panics if one of them is no such name: a constant does not compile then.
    ///
    /// ```
    /// use hookport::{Provider, RawRequest, VerifyError, scheme::HttpSignature, testing::Signer};
    ///
    /// const LESS: HttpSignature = HttpSignature::hmac_sha256().covering(&["@method"]);
    /// const MORE: HttpSignature = LESS.covering(&["@method", "content-digest"]);
    ///
    /// let sent = Signer::new(Provider::new("acme").http_signed_with(LESS), "made-up").sign("{}")?;
    /// let acme = Provider::new("acme").http_signed_with(MORE).secret("made-up").verifier()?;
    /// let error = acme.verify(&RawRequest::from(&sent), std::time::SystemTime::now()).unwrap_err();
    /// assert_eq!(error, VerifyError::NotCovered { component: "content-digest" });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[track_caller]
    pub const fn covering(mut self, components: &'static [&'static str]) -> Self {
        self.covering = components;
        assert!(self.problem().is_none(), "no signature of this form covers such a component");
        self
    }

    /// Sets the label of the signature that counts: `sig1`. Others in the same headers, as a proxy adds
    /// them, are not looked at. Without it up to four signatures are tried, and one has to be right.
    ///
    /// # Panics
    ///
    /// Panics if the signature has the form of the draft, which has no labels: a constant does not compile
    /// then.
    #[track_caller]
    pub const fn labelled(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        assert!(self.problem().is_none(), "{}", NO_LABEL);
        self
    }

    /// Sets the parameter `tag` that the signature must have, which keeps it apart from signatures that the
    /// same key makes for another purpose.
    ///
    /// # Panics
    ///
    /// Panics if the signature has the form of the draft, which has no tags: a constant does not compile
    /// then.
    #[track_caller]
    pub const fn tagged(mut self, tag: &'static str) -> Self {
        self.tag = Some(tag);
        assert!(self.problem().is_none(), "{}", NO_LABEL);
        self
    }

    /// Sets the form of the secret. The default is its text, or a public key as PEM.
    pub const fn key(mut self, form: KeyForm) -> Self {
        self.key = form;
        self
    }

    /// Sets the place that the sender's public keys are fetched from: the parameter `keyid` of a signature
    /// names one of them. A key that is given as a secret all the same takes the place of those that are
    /// published, and nothing is fetched.
    ///
    /// ```
    /// use hookport::{Provider, scheme::{HttpSignature, KeyLocation}};
    ///
    /// const ACME: Provider = Provider::new("acme").http_signed_with(
    ///     HttpSignature::ed25519()
    ///         .covering(&["@method", "content-digest"])
    ///         .key_at(KeyLocation::jwks("https://acme.example/.well-known/jwks.json")),
    /// );
    ///
    /// assert!(ACME.source().verifier().is_ok(), "no secret is needed");
    /// ```
    pub const fn key_at(mut self, location: KeyLocation) -> Self {
        self.key_at = Some(location);
        self
    }

    /// Refuses a signature that was made more than `tolerance` ago, or more than `tolerance` in the future.
    ///
    /// Its time is the parameter `created`. In the form of the draft it is `created` if the signature covers
    /// `(created)`, and else the header `date`. A signature without its time is refused.
    /// [`Source::tolerance`](crate::Source::tolerance) replaces it for one account.
    pub const fn fresh_within(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }
}

impl HttpSignature {
    /// Returns the algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Returns the form.
    pub const fn form(&self) -> HttpSignatureForm {
        self.form
    }

    /// Returns the header that holds the signature.
    pub const fn place(&self) -> Field {
        match self.form {
            HttpSignatureForm::Rfc9421 => Field::Header("signature"),
            HttpSignatureForm::Draft(header) => Field::Header(header),
        }
    }

    /// Returns what a signature must cover.
    pub const fn covered(&self) -> &'static [&'static str] {
        self.covering
    }

    /// Returns whether a signature must cover a digest of the body.
    pub const fn covers_body(&self) -> bool {
        self.must_cover(b"content-digest") || self.must_cover(b"digest")
    }

    /// Returns the label of the signature that counts; `None` if it is any one.
    pub const fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// Returns the parameter `tag` that the signature must have.
    pub const fn tag(&self) -> Option<&'static str> {
        self.tag
    }

    /// Returns the form of the secret.
    pub const fn key_form(&self) -> KeyForm {
        self.key
    }

    /// Returns the place that the sender's public keys are fetched from; `None` if they are given as secrets.
    pub const fn key_location(&self) -> Option<KeyLocation> {
        self.key_at
    }

    /// Returns the longest allowed distance of the time of signing from now; `None` if any is allowed.
    pub const fn tolerance(&self) -> Option<Duration> {
        self.tolerance
    }
}

impl HttpSignature {
    pub(crate) const fn is_draft(&self) -> bool {
        matches!(self.form, HttpSignatureForm::Draft(_))
    }

    /// Returns whether the URL has to be configured.
    pub(crate) fn signs_url(&self) -> bool {
        let of_url = ["@target-uri", "@authority", "@scheme", "host"];
        self.covering.iter().any(|component| of_url.contains(component))
    }

    /// Returns whether a signature that covers all that it must says when it was made.
    pub(crate) const fn has_time(&self) -> bool {
        !self.is_draft() || self.must_cover(b"(created)") || self.must_cover(b"date")
    }

    /// Returns a signature with the same algorithm and key.
    pub(crate) const fn with_same_key(&self) -> Signature {
        let mut signature = Signature::hmac_sha256("signature").key(self.key);
        signature.algorithm = self.algorithm;
        signature
    }

    /// Returns the mistake of this description; `None` if it has none.
    pub(crate) const fn problem(&self) -> Option<&'static str> {
        if matches!(self.algorithm, Algorithm::HmacNamed { .. } | Algorithm::Plain(_)) {
            return Some("no HTTP signature is made with this algorithm");
        }
        if self.is_draft() && (self.label.is_some() || self.tag.is_some()) {
            return Some(NO_LABEL);
        }
        let mut nth = 0;
        while nth < self.covering.len() {
            if !is_component(self.covering[nth], self.is_draft()) {
                return Some("no signature of this form covers such a component");
            }
            nth += 1;
        }
        None
    }

    const fn must_cover(&self, component: &[u8]) -> bool {
        let mut nth = 0;
        while nth < self.covering.len() {
            if is_same(self.covering[nth].as_bytes(), component) {
                return true;
            }
            nth += 1;
        }
        false
    }
}

const NO_LABEL: &str = "a signature in the form of the draft has neither label nor tag";

const fn is_component(name: &str, is_draft: bool) -> bool {
    match name.as_bytes() {
        b"(request-target)" | b"(created)" | b"(expires)" => is_draft,
        b"@method" | b"@target-uri" | b"@authority" | b"@scheme" | b"@request-target"
        | b"@path" | b"@query" => !is_draft,
        _ => is_header_name(name) && is_lower_case(name.as_bytes()),
    }
}

const fn is_lower_case(name: &[u8]) -> bool {
    let mut nth = 0;
    while nth < name.len() {
        if name[nth].is_ascii_uppercase() {
            return false;
        }
        nth += 1;
    }
    true
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut nth = 0;
    while nth < one.len() {
        if one[nth] != other[nth] {
            return false;
        }
        nth += 1;
    }
    true
}
