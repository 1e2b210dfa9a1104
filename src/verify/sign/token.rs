//! JSON Web Tokens, as a sender writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::{super::url::PublicUrl, SignError, Signer, draft::Draft, key::SigningKey};
use crate::scheme::{Claim, Encoding, Jwt, TokenPayload, TokenPrefix};

impl Draft {
    /// Puts in the token of a sender.
    pub(super) fn sign_token(
        &mut self,
        jwt: &Jwt,
        key: &SigningKey,
        signer: &Signer,
    ) -> Result<(), SignError> {
        let [algorithm, ..] = jwt.algorithms else {
            return Ok(());
        };
        let encoded = |json: &Value| Encoding::Base64Url.encode(json.to_string().as_bytes());
        let mut header = json!({ "alg": algorithm.name(), "typ": jwt.typ() });
        if jwt.payload == TokenPayload::RawBody {
            header["b64"] = false.into();
            header["crit"] = json!(["b64"]);
        }
        let header = encoded(&header);
        let claims =
            if jwt.is_detached() { String::new() } else { encoded(&self.claims(jwt, signer)?) };
        let payload = match jwt.payload {
            TokenPayload::Claims => claims.clone().into_bytes(),
            TokenPayload::EncodedBody => Encoding::Base64Url.encode(&self.body).into_bytes(),
            TokenPayload::RawBody => self.body.to_vec(),
        };
        let message = [header.as_bytes(), b".", &*payload].concat();
        let signature = Encoding::Base64Url.encode(&key.sign_text(*algorithm, &message)?);
        let token = format!("{header}.{claims}.{signature}");
        let shown = match jwt.prefix {
            Some(TokenPrefix::After(scheme)) => format!("{scheme} {token}"),
            Some(TokenPrefix::MaybeAfter(_)) | None => token,
        };
        self.put(jwt.at, &shown, "token")
    }

    fn claims(&self, jwt: &Jwt, signer: &Signer) -> Result<Value, SignError> {
        let mut claims = Map::new();
        claims.insert("iat".to_owned(), seconds(signer.at));
        claims.insert("jti".to_owned(), self.id.clone().into());
        if jwt.must_expire() {
            claims.insert("exp".to_owned(), seconds(signer.at + LIFETIME));
        }
        for claim in jwt.claims {
            if let Some(value) = self.claim(*claim, signer)? {
                claims.insert(claim.name().to_owned(), value);
            }
        }
        Ok(Value::Object(claims))
    }

    /// Returns the text of a claim; `None` if the sender leaves it out.
    fn claim(&self, claim: Claim, signer: &Signer) -> Result<Option<Value>, SignError> {
        let text = match claim {
            Claim::IsTrue(_) => return Ok(Some(true.into())),
            Claim::Is(_, text) => Some(text.to_owned()),
            Claim::IsSetting(_, setting) => Some(signer.settings.value(setting).to_owned()),
            Claim::IsOneOf(_, texts) => texts.first().map(|text| (*text).to_owned()),
            Claim::IsUrl(_) => Some(self.url()?),
            Claim::HashesUrl(_, hash, encoding) => {
                Some(encoding.encode(hash.digest(self.url()?.as_bytes()).as_bytes()))
            }
            Claim::HashesBody(_, hash, encoding) => {
                let body = Some(&self.body).filter(|body| !body.is_empty());
                body.map(|body| encoding.encode(hash.digest(body).as_bytes()))
            }
        };
        Ok(text.map(Into::into))
    }

    /// Returns the URL that is asked for, as the receiver knows it.
    fn url(&self) -> Result<String, SignError> {
        let uri = self.uri()?;
        let url = PublicUrl::parse(&self.origin).ok_or(SignError::BadUrl)?;
        let mut text = Vec::new();
        url.feed(&uri, &mut |part: &[u8]| text.extend_from_slice(part));
        String::from_utf8(text).map_err(|_| SignError::BadUrl)
    }
}

fn seconds(time: SystemTime) -> Value {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().into()
}

/// The lifetime of a token, as that of many senders.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
