#!/usr/bin/env python3
"""Writes the vectors of senders whose event is the claims of a token, in the body, as `make_tokens.py` does.

Run in this folder; it needs the package `cryptography` and the keys of `../keys`."""

import hashlib, hmac, json, os

from cryptography.hazmat.primitives import hashes, serialization

from make_tokens import KID, NOW, key_set, part, private, rsa


def ed25519_set():
    raw = private("ed25519").public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return json.dumps({"keys": [{"kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": KID, "x": part(raw)}]})


def pem():
    with open("../keys/rsa.pub.pem") as file:
        return file.read()


def token(claims, alg="RS256", key="rsa", header={}):
    shown = {"alg": alg, "typ": "JWT", "kid": KID} | header
    text = ".".join(part(json.dumps(value).encode()) for value in (shown, claims))
    if shown["alg"] == "none":
        return f"{text}."
    if shown["alg"] == "HS256":
        return f"{text}.{part(hmac.new(pem().encode(), text.encode(), hashlib.sha256).digest())}"
    if alg == "EdDSA":
        return f"{text}.{part(private(key).sign(text.encode()))}"
    return f"{text}.{rsa(text.encode(), hashes.SHA256)}"


class Sender:
    def __init__(self, name, claims, event, id=None, url=None, setting=None, alg="RS256", header={}, wrap=None, kind="text/plain", secret=None, timed=True):
        self.__dict__.update(locals())

    def keys(self):
        return ed25519_set() if self.alg == "EdDSA" else key_set("RS256")

    def body(self, token):
        return json.dumps({self.wrap: token, "event": "order.void"}) if self.wrap else token

    def token(self, header={}, **changed):
        claims = {name: value for name, value in (self.claims | changed).items() if value is not None}
        return token(claims, self.alg, "rsa" if self.alg == "RS256" else "ed25519", self.header | header)

    def write(self, name, body, reason=None):
        lines = [f"# expect: {'reject' if reason else 'accept'}"]
        lines += [f"# reason: {reason}"] if reason else []
        lines += [f"# secret: {self.secret}"] if self.secret else []
        lines += [f"# setting: {self.setting}"] if self.setting else []
        lines += [f"# fetched: {self.url} {self.keys()}"] if self.url else []
        lines += [f"# now: {NOW + 2}"]
        if not reason:
            lines += [f"# event: {self.event}"]
            lines += [f"# id: {self.id}"] if self.id else []
            lines += [f"# sent-at: {NOW}"] if self.timed else []
        lines += ["# computed: tests/vectors/make_document_tokens.py"]
        lines += [f"POST https://hooks.example/{self.name} HTTP/1.1", f"Content-Type: {self.kind}"]
        os.makedirs(self.name, exist_ok=True)
        with open(f"{self.name}/{name}.http", "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + body.encode())

    def refuse(self, name, reason, header={}, **changed):
        self.write(f"reject-{name}", self.body(self.token(header, **changed)), reason)

    def all(self):
        genuine = self.token()
        self.write("accept-token", self.body(genuine))
        self.write("accept-white-space-around", f" {self.body(genuine)}\r\n")
        head, claims, signature = genuine.split(".")
        other = part(json.dumps(self.claims | {"data": "changed"}).encode())
        self.write("reject-claims-changed", self.body(f"{head}.{other}.{signature}"), "body-tampered")
        self.write("reject-no-signature", self.body(f"{head}.{claims}."), "missing-signature")
        self.write("reject-two-parts", self.body(f"{head}.{claims}"), "malformed-signature")
        self.write("reject-claims-alone", json.dumps(self.claims), "missing-signature")
        self.write("reject-empty", "", "missing-signature")
        self.refuse("alg-none", "unsupported-algorithm", {"alg": "none"})
        self.refuse("public-key-as-secret", "unsupported-algorithm", {"alg": "HS256"})
        self.refuse("unknown-crit", "unsupported-algorithm", {"crit": ["made-up"], "made-up": 1})
        if self.url:
            self.refuse("unknown-key-id", "wrong-key-id", {"kid": "../other"})
        if "exp" in self.claims:
            self.refuse("expired", "stale-timestamp", exp=NOW - 1000)
            self.refuse("without-end", "missing-timestamp", exp=None)
        for name in ["iss", "aud", "sub"]:
            if name in self.claims:
                self.refuse(f"other-{name}", "issuer-mismatch" if name == "iss" else "audience-mismatch", **{name: "another"})


iat, exp = {"iat": NOW}, {"exp": NOW + 300}

canva = Sender("canva", iat | exp | {"id": "n-1", "content": {"type": "comment"}}, "comment", "n-1",
    "https://api.canva.com/rest/v1/connect/keys", alg="EdDSA")
canva.all()
canva.refuse("token-of-another-kind", "identity-mismatch", content=None)

events = {"https://schemas.openid.net/secevent/risc/event-type/account-disabled": {"reason": "hijacking"}}
risc = Sender("google-risc", iat | {"iss": "https://accounts.google.com/", "aud": "made-up.apps", "jti": "j-1", "events": events},
    *events, "j-1", "https://www.googleapis.com/oauth2/v3/certs", "client-id=made-up.apps",
    header={"typ": "secevent+jwt"}, kind="application/secevent+jwt")
risc.all()
risc.refuse("id-token", "identity-mismatch", {"typ": "JWT"})
risc.refuse("token-without-events", "identity-mismatch", events=None)

hanko = Sender("hanko", iat | exp | {"sub": "hanko webhooks", "evt": "user.create", "data": {"id": "u-1"}, "aud": "a"},
    "user.create", url="https://made-up.hanko.io/.well-known/jwks.json", setting="domain=made-up.hanko.io", wrap="token",
    kind="application/json")
hanko.claims.pop("aud")
hanko.all()

kinde = Sender("kinde", {"type": "user.created", "event_id": "event_1", "source": "admin", "timestamp": "2026-02-25T06:13:20Z", "data": {}},
    "user.created", "event_1", "https://made-up.kinde.com/.well-known/jwks", "domain=made-up.kinde.com",
    kind="application/jwt", timed=False)
kinde.all()
kinde.refuse("token-of-a-user", "identity-mismatch", event_id=None)

said = json.dumps({"type": "consent-revoked", "sub": "u-1", "event_time": NOW * 1000})
apple = Sender("sign-in-with-apple", iat | exp | {"iss": "https://appleid.apple.com", "aud": "com.example.shop", "jti": "j-1", "events": said},
    "consent-revoked", "j-1", "https://appleid.apple.com/auth/keys", "client-id=com.example.shop", wrap="payload",
    kind="application/json")
apple.all()
apple.refuse("id-token", "identity-mismatch", events=None)
apple.refuse("id-token-with-events", "identity-mismatch", nonce="n-1")

data = json.dumps({"eventType": "wix.order", "instanceId": "i-1", "data": "{\"id\":\"o-1\"}"})
wix = Sender("wix", iat | exp | {"data": data}, "wix.order", secret=pem().replace("\n", "\\n"))
wix.all()
