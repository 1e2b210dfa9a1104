//! Encrypted bodies: the cipher, the place of the ciphertext, and the place of what it says.

use crate::Field;

/// The encryption of a body, or of a value in it.
///
/// The signature is checked first, so a provider that encrypts has to sign the ciphertext. Only a body of at
/// most 1 KiB is decrypted without a signature: it may be a handshake, and has no other effect. Then the plain text takes the place of the body, or of [one value](Self::in_place_of) in it:
/// it is what handlers get and what an inbox keeps. Names, ids and payloads are found in it.
///
/// ```
/// # #[cfg(feature = "encrypted-bodies")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::SystemTime;
/// use hookport::{
///     Field, Provider, RawRequest, Trust, Verdict, scheme::{Encryption, Signature}, testing::Signer,
/// };
///
/// /// `{"encrypt":"<base64>"}`, whose key is the SHA-256 of the signing secret.
/// const ACME: Provider = Provider::new("acme")
///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
///     .encrypted(&Encryption::cbc_with_secret(Field::Json("/encrypt")))
///     .names_event_in(&[Field::Json("/type")]);
///
/// let sent = Signer::new(ACME, "made-up").sign(r#"{"type":"order.paid"}"#)?;
/// assert!(sent.body().starts_with(br#"{"encrypt":""#));
///
/// let verifier = ACME.secret("made-up").verifier()?;
/// let Verdict::Delivery(verified) = verifier.verify(&RawRequest::from(&sent), SystemTime::now())? else {
///     panic!("it is no handshake");
/// };
/// assert_eq!(verified.body(), r#"{"type":"order.paid"}"#);
/// assert_eq!(verified.trust(), Trust::Signed);
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "encrypted-bodies"))] fn main() {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case", deny_unknown_fields)
)]
#[must_use]
pub struct Encryption {
    pub(crate) cipher: Cipher,
    #[cfg_attr(feature = "provider-file", serde(rename = "found-in"))]
    pub(crate) at: Field,
    #[cfg_attr(feature = "provider-file", serde(rename = "in-place-of", default))]
    pub(crate) replaced: &'static str,
    #[cfg_attr(feature = "provider-file", serde(rename = "named-in"))]
    pub(crate) named: Option<(Field, &'static str)>,
}

/// A cipher, with the form of its key and of what it encrypts.
///
/// ```
/// use hookport::{Field, scheme::{Cipher, Encryption}};
///
/// const FEISHU: Encryption = Encryption::cbc_with_secret(Field::Json("/encrypt"));
///
/// assert_eq!(FEISHU.cipher(), Cipher::CbcWithSecret);
/// assert!(!FEISHU.cipher().has_key_of_its_own());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "provider-file",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Cipher {
    /// AES-256 in CBC mode with the padding of PKCS#7, in blocks of 16 bytes. The key is the SHA-256 of the
    /// signing secret, and the first 16 bytes are the initialization vector (Feishu).
    CbcWithSecret,
    /// AES-256 in CBC mode with the padding of PKCS#7, in blocks of 32 bytes, as `WeChat` has it. The key has
    /// 43 characters of base64, and its first 16 bytes are the initialization vector. 16 random bytes, the
    /// length of the message in 4 bytes, the message and the name of its receiver are encrypted.
    CbcForReceiver {
        /// The [setting](crate::Source::setting) that the name of the receiver must equal: the id of an app.
        receiver: &'static str,
    },
    /// AES-256 in GCM mode, whose tag of 16 bytes follows the ciphertext. The key is a text of 32 bytes
    /// (`WeChat` Pay).
    Gcm {
        /// The place of the nonce, a text of 12 bytes.
        nonce: Field,
        /// The place of the text that is authenticated with the ciphertext; it may be absent.
        associated_data: Field,
    },
}

impl Encryption {
    /// Makes the [encryption](Cipher::CbcWithSecret) whose key is made of the signing secret. The ciphertext
    /// lies at `at`, in base64, and holds the whole document.
    pub const fn cbc_with_secret(at: Field) -> Self {
        Self::new(Cipher::CbcWithSecret, at)
    }

    /// Makes the [encryption](Cipher::CbcForReceiver) that names its receiver, which must be the setting of
    /// this name. The ciphertext lies at `at`, in base64, and holds the whole document. The source has a
    /// [key](crate::Source::decryption_key) for it.
    ///
    /// ```
    /// # #[cfg(feature = "encrypted-bodies")]
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use hookport::{Field, Provider, scheme::{Encryption, Signature}};
    ///
    /// const ACME: Provider = Provider::new("acme")
    ///     .signed_with(Signature::hmac_sha256("x-acme-signature"))
    ///     .needs_settings(&[("app-id", "the id of your app")])
    ///     .encrypted(&Encryption::cbc_for_receiver(Field::Json("/encrypt"), "app-id"));
    ///
    /// let acme = ACME
    ///     .secret("made-up-token")
    ///     .decryption_key("bWFkZS11cC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcyE")
    ///     .setting("app-id", "made-up-app");
    /// assert!(acme.verifier().is_ok());
    /// # Ok(())
    /// # }
    /// # #[cfg(not(feature = "encrypted-bodies"))] fn main() {}
    /// ```
    pub const fn cbc_for_receiver(at: Field, receiver: &'static str) -> Self {
        Self::new(Cipher::CbcForReceiver { receiver }, at)
    }

    /// Makes the [encryption](Cipher::Gcm) that authenticates what it encrypts. The ciphertext lies at `at`,
    /// in base64. The source has a [key](crate::Source::decryption_key) for it.
    ///
    /// ```
    /// use hookport::{Field, scheme::Encryption};
    ///
    /// /// `WeChat` Pay: `{"id":"…","resource":{"ciphertext":"…","nonce":"…","associated_data":"…"}}`.
    /// const RESOURCE: Encryption = Encryption::gcm(
    ///     Field::Json("/resource/ciphertext"),
    ///     Field::Json("/resource/nonce"),
    ///     Field::Json("/resource/associated_data"),
    /// )
    /// .in_place_of("/resource");
    ///
    /// assert_eq!(RESOURCE.replaced(), "/resource");
    /// ```
    pub const fn gcm(at: Field, nonce: Field, associated_data: Field) -> Self {
        Self::new(Cipher::Gcm { nonce, associated_data }, at)
    }

    const fn new(cipher: Cipher, at: Field) -> Self {
        Self { cipher, at, replaced: "", named: None }
    }

    /// Says that the sender names the cipher in this field. A request that names another one is refused
    /// with [`VerifyError::UnsupportedAlgorithm`](crate::VerifyError::UnsupportedAlgorithm).
    ///
    /// ```
    /// use hookport::{Field, scheme::Encryption};
    ///
    /// const NAMED: Encryption = Encryption::cbc_with_secret(Field::Json("/encrypt"))
    ///     .named_in(Field::Json("/cipher"), "aes-256-cbc");
    ///
    /// assert_eq!(NAMED.named(), Some((Field::Json("/cipher"), "aes-256-cbc")));
    /// ```
    pub const fn named_in(mut self, at: Field, name: &'static str) -> Self {
        self.named = Some((at, name));
        self
    }

    /// Says that the plain text is JSON and takes the place of the value at this pointer. The rest of the
    /// body stays as it came, and must be signed too.
    ///
    /// # Panics
    ///
    /// Panics if the pointer does not begin with `/`; in a constant that is an error of the compiler.
    #[track_caller]
    pub const fn in_place_of(mut self, pointer: &'static str) -> Self {
        assert!(
            matches!(pointer.as_bytes(), [b'/', ..]),
            "a pointer to a value in a body begins with `/`"
        );
        self.replaced = pointer;
        self
    }

    /// Returns the places of all values that are decrypted or used for it.
    pub(crate) fn places(&self) -> impl Iterator<Item = Field> + use<> {
        let others = match self.cipher {
            Cipher::Gcm { nonce, associated_data } => Some([nonce, associated_data]),
            Cipher::CbcWithSecret | Cipher::CbcForReceiver { .. } => None,
        };
        let named = self.named.map(|(at, _)| at);
        [self.at].into_iter().chain(named).chain(others.into_iter().flatten())
    }

    /// Returns the setting that the receiver is compared with.
    pub(crate) const fn setting(&self) -> Option<&'static str> {
        match self.cipher {
            Cipher::CbcForReceiver { receiver } => Some(receiver),
            Cipher::CbcWithSecret | Cipher::Gcm { .. } => None,
        }
    }

    /// Returns the cipher.
    pub const fn cipher(&self) -> Cipher {
        self.cipher
    }

    /// Returns the place of the ciphertext.
    pub const fn place(&self) -> Field {
        self.at
    }

    /// Returns the place where the sender names the cipher, and the name.
    pub const fn named(&self) -> Option<(Field, &'static str)> {
        self.named
    }

    /// Returns the pointer to the value whose place the plain text takes; `""` if that is the whole body.
    pub const fn replaced(&self) -> &'static str {
        self.replaced
    }
}

impl Cipher {
    /// Returns whether the source needs a [key](crate::Source::decryption_key) besides the secret.
    pub const fn has_key_of_its_own(&self) -> bool {
        !matches!(self, Self::CbcWithSecret)
    }

    /// Returns the form of that key.
    #[cfg(feature = "encrypted-bodies")]
    pub(crate) const fn expected_key(&self) -> &'static str {
        match self {
            Self::CbcWithSecret => "none: it is made of the secret",
            Self::CbcForReceiver { .. } => "43 characters of base64",
            Self::Gcm { .. } => "a text of 32 bytes",
        }
    }
}
