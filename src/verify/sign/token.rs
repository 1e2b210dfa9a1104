//! JSON Web Tokens, as a sender writes them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use super::{super::url::PublicUrl, SignError, Signer, draft::Draft, key::SigningKey};
use crate::{
    Field, request,
    scheme::{Claim, Encoding, Jwt, TokenPayload, TokenPrefix},
};

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
        for (name, text) in jwt.parameters {
            header[*name] = (*text).into();
        }
        let lines = self.signed_lines(jwt, signer)?;
        if let Some(member) = jwt.lists_headers_in() {
            let names: Vec<_> = lines.iter().map(|(name, _)| *name).collect();
            header[member] = names.join(",").into();
        }
        let header = encoded(&header);
        let claims =
            if jwt.is_detached() { String::new() } else { encoded(&self.claims(jwt, signer)?) };
        let payload = match jwt.payload {
            TokenPayload::Claims | TokenPayload::Document => claims.clone().into_bytes(),
            TokenPayload::EncodedBody => Encoding::Base64Url.encode(&self.body).into_bytes(),
            TokenPayload::RawBody => self.body.to_vec(),
            TokenPayload::Request(_) => {
                let (uri, method) = (self.uri()?, &self.method);
                let mut head = format!("{method} {}\n", request::path_and_query(&uri));
                for (name, value) in &lines {
                    head.extend([*name, ": ", value, "\n"]);
                }
                Encoding::Base64Url.encode(&[head.as_bytes(), &*self.body].concat()).into_bytes()
            }
        };
        let message = [header.as_bytes(), b".", &*payload].concat();
        let signature =
            Encoding::Base64Url.encode(&key.sign_text(algorithm.algorithm(), &message)?);
        let token = format!("{header}.{claims}.{signature}");
        let shown = match jwt.prefix {
            Some(TokenPrefix::After(scheme)) => format!("{scheme} {token}"),
            Some(TokenPrefix::MaybeAfter(_)) | None => token,
        };
        if jwt.is_document() {
            return self.put_document(jwt.at, shown);
        }
        self.put(jwt.at, &shown, "token")
    }

    /// Puts in the header with the time of a signed request, and returns the headers that are signed.
    fn signed_lines(
        &mut self,
        jwt: &Jwt,
        signer: &Signer,
    ) -> Result<Vec<(&'static str, String)>, SignError> {
        let Some((name, unit)) = jwt.time_header() else {
            return Ok(Vec::new());
        };
        let text = unit.write(signer.at);
        self.set(name, &text)?;
        Ok(vec![(name, text)])
    }

    /// Replaces the body, whose members are the claims of the token, by the token.
    fn put_document(&mut self, at: Field, token: String) -> Result<(), SignError> {
        let what = "token";
        self.body = match at {
            Field::Body => token.into(),
            Field::Json(pointer) => {
                let name = pointer.strip_prefix('/').filter(|name| !name.contains('/'));
                let name = name.ok_or(SignError::NotSettable { at, what })?;
                json!({ name: token }).to_string().into()
            }
            at => return self.put(at, &token, what),
        };
        Ok(())
    }

    fn claims(&self, jwt: &Jwt, signer: &Signer) -> Result<Value, SignError> {
        let mut claims = if jwt.is_document() {
            serde_json::from_slice(&self.body).map_err(|_| SignError::NoClaims)?
        } else {
            Map::new()
        };
        let (claim, unit) = jwt.signing_time();
        let text = unit.write(signer.at);
        let number = text.parse::<u64>().ok().filter(|_| unit.is_number());
        claims.insert(claim.to_owned(), number.map_or_else(|| text.into(), Value::from));
        claims.entry("jti").or_insert_with(|| self.id.clone().into());
        if jwt.must_expire() {
            claims.insert("exp".to_owned(), seconds(signer.at + LIFETIME));
        }
        for claim in jwt.claims {
            if let Claim::IsPresent(name) = claim {
                claims.entry(*name).or_insert_with(|| "made-up".into());
            } else if let Some(value) = self.claim(*claim, signer)? {
                insert(&mut claims, claim.name(), value);
            }
        }
        Ok(Value::Object(claims))
    }

    /// Returns the text of a claim; `None` if the sender leaves it out.
    fn claim(&self, claim: Claim, signer: &Signer) -> Result<Option<Value>, SignError> {
        let text = match claim {
            Claim::IsTrue(_) => return Ok(Some(true.into())),
            Claim::IsPresent(_) | Claim::IsAbsent(_) => None,
            Claim::Is(_, text) => Some(text.to_owned()),
            Claim::IsSetting(_, setting) | Claim::IsSettingAt(_, setting) => {
                Some(signer.settings.value(setting).to_owned())
            }
            Claim::IsOneOf(_, texts) => texts.first().map(|text| (*text).to_owned()),
            Claim::IsUrl(_) => Some(self.url()?),
            Claim::HashesUrl(_, hash, encoding) => {
                Some(encoding.encode(hash.digest(self.url()?.as_bytes()).as_bytes()))
            }
            Claim::HashesBody(_, hash, encoding) => {
                Some(encoding.encode(hash.digest(&self.body).as_bytes()))
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

/// Adds a claim by its name, or by a JSON pointer of a few steps.
fn insert(claims: &mut Map<String, Value>, name: &str, value: Value) {
    let Some((outer, inner)) = name.strip_prefix('/').and_then(|rest| rest.split_once('/')) else {
        claims.insert(name.to_owned(), value);
        return;
    };
    let member = claims.entry(outer).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(members) = member {
        let inner = if inner.contains('/') { format!("/{inner}") } else { inner.to_owned() };
        insert(members, &inner, value);
    }
}

fn seconds(time: SystemTime) -> Value {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().into()
}

/// The lifetime of a token, as that of many senders.
const LIFETIME: Duration = Duration::from_secs(5 * 60);
