#!/usr/bin/env python3
"""Writes the vectors of senders for which no SDK has judged any: requests, signed as the sender's page says.

Each row says again, in Python and apart from the constant in Rust, what a sender signs and where it shows it.
Run in this folder; it writes `<sender>/*.http` anew. All secrets are made up."""

import base64, hashlib, hmac, json, os

NOW = 1_772_000_000
BODY = b'{"type":"order.paid","event":"order.paid","id":"evt_1","note":"\\u00e9 \\/ x"}\n'
TEXT = "made-up-secret-of-plain-words"
HEX = b"made-up-key-of-32-bytes-in-words".hex()
KEY = base64.b64encode(b"made-up-key-of-32-bytes-in-words").decode()
HTTP_DATE = "Wed, 25 Feb 2026 06:13:20 GMT"
RFC3339 = "2026-02-25T06:13:20Z"


def hexed(digest):
    return digest.hex()


def b64(digest):
    return base64.b64encode(digest).decode()


def mac(key, message, how="sha256"):
    if how == "plain":
        return hashlib.sha256(key + message).digest()
    return hmac.new(key, message, how).digest()


def body_only(header, prefix="", write=hexed, how="sha256", secret=TEXT, key=None, more=()):
    def sign(body, secret=secret):
        signed = mac(key(secret) if key else secret.encode(), body, how)
        return [(header, prefix + write(signed)), *more]
    return secret, sign


def listed(header, label, time, message, unit=1, secret=TEXT, key=None, write=hexed, how="sha256"):
    """`t=<time>,v1=<hex>`"""
    def sign(body, secret=secret):
        now = str(NOW * unit)
        signed = mac(key(secret) if key else secret.encode(), message(now, body), how)
        return [(header, f"{time}={now},{label}={write(signed)}")]
    return secret, sign


def beside(header, clock, message, now=str(NOW), prefix="", write=hexed, secret=TEXT, key=str.encode, more=()):
    def sign(body, secret=secret):
        return [(clock, now), (header, prefix + write(mac(key(secret), message(now, body)))), *more]
    return secret, sign


def around(header, message, write=hexed, how="sha256"):
    def sign(body, secret=TEXT):
        return [(header, write(mac(secret.encode(), message(body), how)))]
    return TEXT, sign


def vipps():
    def sign(body, secret=TEXT):
        hashed = b64(hashlib.sha256(body).digest())
        message = f"POST\n/vipps-mobilepay\n{HTTP_DATE};hooks.example;{hashed}"
        shown = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature="
        signed = b64(mac(secret.encode(), message.encode()))
        return [("x-ms-date", HTTP_DATE), ("x-ms-content-sha256", hashed), ("Authorization", shown + signed)]
    return TEXT, sign


def framer():
    def sign(body, secret=TEXT):
        return [("Framer-Webhook-Submission-Id", "d-1"), ("Framer-Signature", "sha256=" + hexed(mac(secret.encode(), body + b"d-1")))]
    return TEXT, sign


def sinch():
    def sign(body, secret=TEXT):
        signed = mac(secret.encode(), body + f".nonce-1.{NOW}".encode())
        names = [("x-sinch-webhook-signature-nonce", "nonce-1"), ("x-sinch-webhook-signature-timestamp", str(NOW))]
        return [*names, ("x-sinch-webhook-signature", b64(signed))]
    return TEXT, sign


def finch():
    def sign(body, secret=KEY):
        signed = b64(mac(base64.b64decode(secret), f"evt_1.{NOW}.".encode() + body))
        return [("Finch-Event-Id", "evt_1"), ("Finch-Timestamp", str(NOW)), ("Finch-Signature", "v1," + signed)]
    return KEY, sign


def standard(family, secret, strip=""):
    def sign(body, secret=secret):
        key = base64.b64decode(secret.removeprefix(strip))
        signed = b64(mac(key, f"msg_1.{NOW}.".encode() + body))
        return [(f"{family}-id", "msg_1"), (f"{family}-timestamp", str(NOW)), (f"{family}-signature", "v1," + signed)]
    return secret, sign


def with_id(header, message, write=hexed, secret=TEXT):
    def sign(body, secret=secret):
        names = [(header + "-ID", "d-1"), (header + "-Timestamp", str(NOW))]
        return [*names, (header + "-Signature-V1", write(mac(secret.encode(), message("d-1", str(NOW), body))))]
    return secret, sign


def inngest():
    def sign(body, secret="signkey-test-" + TEXT):
        key = secret.removeprefix("signkey-test-").encode()
        return [("X-Inngest-Signature", f"t={NOW}&s={mac(key, body + str(NOW).encode()).hex()}")]
    return "signkey-test-" + TEXT, sign


def shown(header, secret=TEXT, write=str, more=()):
    return secret, lambda body, secret=secret: [(header, write(secret)), *more]


def glued(now, body):
    return now.encode() + body


def with_colon(now, body):
    return now.encode() + b":" + body


def json_web_token(header, claims, prefix="", secret=TEXT):
    """A token in `header`; `claims` makes its claims of the body."""
    def part(value):
        return base64.urlsafe_b64encode(value).rstrip(b"=")
    def sign(body, secret=secret):
        parts = [{"alg": "HS256", "typ": "JWT"}, claims(body)]
        signed = b".".join(part(json.dumps(value).encode()) for value in parts)
        return [(header, prefix + (signed + b"." + part(mac(secret.encode(), signed))).decode())]
    return secret, sign


def dotted(now, body):
    return now.encode() + b"." + body


def slack_like(now, body):
    return f"v0:{now}:".encode() + body


def doku(secret=TEXT):
    def sign(body, secret=secret):
        named = [("Client-Id", "BRN-1"), ("Request-Id", "r-1"), ("Request-Timestamp", RFC3339)]
        digest = b64(hashlib.sha256(body).digest())
        lines = [f"{name}:{value}" for name, value in named + [("Request-Target", "/doku"), ("Digest", digest)]]
        return [*named, ("Signature", "HMACSHA256=" + b64(mac(secret.encode(), "\n".join(lines).encode())))]
    return secret, sign


def basic(secret):
    return "Basic " + b64(secret.encode())


SENDERS = {
    "adobe-sign": shown("X-AdobeSign-ClientId"),
    "cloudevents": shown("Authorization", write=lambda secret: "Bearer " + secret),
    "cloudevents-batched": shown("Authorization", write=lambda secret: "Bearer " + secret),
    "gusto": body_only("X-Gusto-Signature"),
    "matrix": shown("Authorization", write=lambda secret: "Bearer " + secret),
    "smartsheet": body_only("Smartsheet-Hmac-SHA256"),
    "websub": body_only("X-Hub-Signature", "sha256="),
    "360learning": standard("webhook", "whsec_" + KEY, "whsec_"),
    "aftership": body_only("aftership-hmac-sha256", write=b64),
    "airtable": body_only("X-Airtable-Content-MAC", "hmac-sha256=", secret=KEY, key=base64.b64decode),
    "airwallex": beside("x-signature", "x-timestamp", lambda now, body: now.encode() + body, now=str(NOW * 1000)),
    "billit": listed("Billit-Signature", "s", "t", dotted),
    "bitbucket-cloud": body_only("X-Hub-Signature", "sha256=", more=[("X-Event-Key", "repo:push"), ("X-Request-UUID", "d-1")]),
    "brex": standard("webhook", KEY),
    "buildkite": listed("X-Buildkite-Signature", "signature", "timestamp", dotted),
    "calendly": listed("Calendly-Webhook-Signature", "v1", "t", dotted),
    "chargebee": shown("Authorization", "made:up", basic),
    "checkout-com": body_only("Cko-Signature"),
    "circleci": body_only("circleci-signature", "v1="),
    "clickup": body_only("X-Signature"),
    "cloudflare-notifications": shown("cf-webhook-auth"),
    "configcat": with_id("X-ConfigCat-Webhook", lambda id, now, body: (id + now).encode() + body, b64),
    "datasaur": body_only("X-Datasaur-Signature"),
    "emailit": beside("X-Emailit-Signature", "X-Emailit-Timestamp", dotted, secret="whsec_made_up_of_words"),
    "fitbit": body_only("X-Fitbit-Signature", write=b64, how="sha1", key=lambda secret: (secret + "&").encode()),
    "heroku": body_only("Heroku-Webhook-Hmac-SHA256", write=b64),
    "inngest": inngest(),
    "iron": beside("webhook-signature", "webhook-timestamp", lambda now, body: now.encode() + body, prefix="v1="),
    "katana": body_only("x-sha2-signature"),
    "klaviyo": beside("Klaviyo-Signature", "Klaviyo-Timestamp", lambda now, body: body + now.encode(), now=HTTP_DATE),
    "lemon-squeezy": body_only("X-Signature"),
    "logto": body_only("logto-signature-sha-256"),
    "london-theatre-direct": body_only("LTD-Webhook-Signature", write=b64, secret=KEY),
    "loops": standard("webhook", "loops_" + KEY, "loops_"),
    "notch-pay": body_only("x-notch-signature"),
    "oracle-cx-commerce": body_only("X-Oracle-CC-WebHook-Signature", write=b64, how="sha512"),
    "pagerduty": body_only("X-PagerDuty-Signature", "v1="),
    "postmark": shown("Authorization", "made:up", basic),
    "postsyncer": standard("webhook", "whsec_" + KEY, "whsec_"),
    "quickbooks": body_only("intuit-signature", write=b64),
    "revolut": beside(
        "Revolut-Signature", "Revolut-Request-Timestamp", lambda now, body: f"v1.{now}.".encode() + body,
        now=str(NOW * 1000), prefix="v1=",
    ),
    "ripple-collections": listed(
        "X-Webhook-Signature", "v1", "t",
        lambda now, body: f"{now}.{hashlib.sha256(body).hexdigest()}".encode(), 1000, KEY, base64.b64decode,
    ),
    "self-enterprise": standard("svix", "whsec_" + KEY, "whsec_"),
    "sentry": body_only("Sentry-Hook-Signature", more=[("Sentry-Hook-Resource", "issue")]),
    "sevalla": shown("svl-signature"),
    "shippo": listed("Shippo-Auth-Signature", "v1", "t", dotted),
    "sightengine": listed("Sightengine-Signature", "v1", "t", dotted),
    "supabase": standard("webhook", "v1,whsec_" + KEY, "v1,whsec_"),
    "tiktok": listed("TikTok-Signature", "s", "t", dotted),
    "typeform": body_only("Typeform-Signature", "sha256=", write=b64),
    "whop": standard("webhook", "whsec_" + KEY, "whsec_"),
    "woovi": body_only("X-OpenPix-Signature", write=b64, how="sha1"),
    "xendit": shown("X-CALLBACK-TOKEN"),
    "ably": body_only("X-Ably-Signature", write=b64, more=[("X-Ably-Key", "app.key-1")]),
    "worldline-connect": body_only("X-GCS-Signature", write=b64, more=[("X-GCS-KeyId", "key-1")]),
    "recharge": around("X-Recharge-Hmac-Sha256", lambda body: body, how="plain"),
    "vipps-mobilepay": vipps(),
    "commerce-layer": body_only("X-CommerceLayer-Signature", write=b64),
    "customer-io": beside("X-CIO-Signature", "X-CIO-Timestamp", slack_like),
    "doku": doku(),
    "extend": beside("x-extend-request-signature", "x-extend-request-timestamp", slack_like),
    "flinks": body_only("X-Webhook-Signature", "sha256=", write=lambda digest: digest.hex().upper()),
    "hookdeck": body_only("x-hookdeck-signature", write=b64),
    "shipbob": standard("webhook", "whsec_" + KEY, "whsec_"),
    "shiphero": body_only("x-shiphero-hmac-sha256", write=b64),
    "vercel": body_only("x-vercel-signature", how="sha1"),
    "zendesk": beside(
        "X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp",
        lambda now, body: now.encode() + body, now=RFC3339, write=b64,
    ),
    "alchemy": body_only("X-Alchemy-Signature"),
    "attio": body_only("Attio-Signature"),
    "cal-com": body_only("X-Cal-Signature-256"),
    "chargify": body_only("X-Chargify-Webhook-Signature-Hmac-Sha-256"),
    "checkr": body_only("X-Checkr-Signature"),
    "dub": body_only("Dub-Signature"),
    "dwolla": body_only("X-Request-Signature-SHA-256"),
    "grafana": body_only("X-Grafana-Alerting-Signature"),
    "launchdarkly": body_only("X-LD-Signature"),
    "mailerlite": body_only("Signature"),
    "sendbird": body_only("X-Sendbird-Signature"),
    "sonarqube": body_only("X-Sonar-Webhook-HMAC-SHA256"),
    "sumsub": body_only("X-Payload-Digest"),
    "klarna": body_only("Klarna-Signature", more=[("Klarna-Signing-Key-Id", "krn:partner:global:notification:signing-key:k-1")]),
    "trigger-dev": body_only("x-trigger-signature-hmacsha256"),
    "ashby": body_only("Ashby-Signature", "sha256="),
    "btcpay": body_only("BTCPay-Sig", "sha256="),
    "confluence": body_only("X-Hub-Signature", "sha256="),
    "discourse": body_only("X-Discourse-Event-Signature", "sha256=", more=[("X-Discourse-Event", "post_created"), ("X-Discourse-Event-Id", "d-1")]),
    "doppler": body_only("X-Doppler-Signature", "sha256="),
    "fireflies": body_only("X-Hub-Signature", "sha256="),
    "flexport": body_only("X-Hub-Signature-256", "sha256="),
    "formstack": body_only("X-FS-Signature", "sha256="),
    "greenhouse": body_only("Signature", "sha256 ", more=[("Greenhouse-Event-ID", "d-1")]),
    "npm-hooks": body_only("X-Npm-Signature", "sha256="),
    "snyk": body_only("X-Hub-Signature", "sha256="),
    "yousign": body_only("X-Yousign-Signature-256", "sha256="),
    "authorize-net": body_only("X-ANET-Signature", "sha512=", how="sha512", secret=HEX, key=bytes.fromhex),
    "autodesk": body_only("x-adsk-signature", "sha1hash=", how="sha1"),
    "expo-eas": body_only("expo-signature", "sha1=", how="sha1"),
    "help-scout": body_only("X-HelpScout-Signature", write=b64, how="sha1"),
    "mongodb-atlas": body_only("X-MMS-Signature", write=b64, how="sha1"),
    "onfleet": body_only("X-Onfleet-Signature", how="sha512", secret=HEX, key=bytes.fromhex),
    "paystack": body_only("x-paystack-signature", how="sha512"),
    "taiga": body_only("X-Taiga-Webhook-Signature", how="sha1"),
    "terraform-cloud": body_only("X-TFE-Notification-Signature", how="sha512"),
    "webex": body_only("X-Spark-Signature", how="sha1"),
    "surveymonkey": body_only("Sm-Signature", write=b64, how="sha1"),
    "squarespace": body_only("Squarespace-Signature", secret=HEX, key=bytes.fromhex),
    "acuity": body_only("X-Acuity-Signature", write=b64),
    "bolt": body_only("X-Bolt-Hmac-Sha256", write=b64),
    "castle": body_only("X-Castle-Signature", write=b64),
    "docusign": body_only("X-DocuSign-Signature-1", write=b64),
    "fastspring": body_only("X-FS-Signature", write=b64),
    "microsoft-teams": body_only("Authorization", "HMAC ", write=b64, secret=KEY, key=base64.b64decode),
    "primer": body_only("X-Signature-Primary", write=b64),
    "signable": body_only("Signature", write=b64),
    "tally": body_only("Tally-Signature", write=b64),
    "envoy": body_only("X-Envoy-Signature", write=b64),
    "qoreid": body_only("X-VerifyMe-Signature", how="sha512"),
    "vercel-blob": body_only("X-Vercel-Signature"),
    "affirm": listed("X-Affirm-Signature", "v0", "t", dotted, how="sha512"),
    "cloudflare-stream": listed("Webhook-Signature", "sig1", "time", dotted),
    "exa": listed("Exa-Signature", "v1", "t", dotted),
    "fintoc": listed("Fintoc-Signature", "v1", "t", dotted),
    "knock": listed("X-Knock-Signature", "s", "t", dotted, 1000, write=b64),
    "paymongo": listed("Paymongo-Signature", "li", "t", dotted),
    "rootly": listed("X-Rootly-Signature", "v1", "t", glued),
    "tailscale": listed("Tailscale-Webhook-Signature", "v1", "t", dotted),
    "airship": beside("X-UA-Signature", "X-UA-Timestamp", with_colon),
    "flashpay": beside("X-Webhook-Signature", "X-Webhook-Timestamp", dotted),
    "frame-io": beside("X-Frameio-Signature", "X-Frameio-Request-Timestamp", slack_like, prefix="v0="),
    "subtotal": beside("X-Subtotal-Signature", "X-Subtotal-Timestamp", dotted),
    "xobni": beside("X-Xobni-Signature", "X-Xobni-Timestamp", dotted, prefix="sha256=", more=[("X-Xobni-Event", "order.paid"), ("X-Xobni-Delivery", "d-1")]),
    "sinch-conversation": sinch(),
    "finch": finch(),
    "appwrite": around("X-Appwrite-Webhook-Signature", lambda body: b"https://hooks.example/appwrite" + body, b64, "sha1"),
    "deel": around("x-deel-signature", lambda body: b"POST" + body),
    "framer": framer(),
    "auth0-log-streams": shown("Authorization"),
    "flutterwave": shown("verif-hash"),
    "google-channels": shown("X-Goog-Channel-Token", more=[("X-Goog-Resource-State", "update")]),
    "hugging-face": shown("X-Webhook-Secret"),
    "pipedrive": shown("Authorization", "made:up", basic),
    "revenuecat": shown("Authorization"),
    "sparkpost": shown("Authorization", "made:up", basic),
    "browserbase": standard("webhook", "whsec_" + KEY, "whsec_"),
    "etsy": standard("webhook", "whsec_" + KEY, "whsec_"),
    "gemini": standard("webhook", "whsec_" + KEY, "whsec_"),
    "incident-io": standard("webhook", "whsec_" + KEY, "whsec_"),
    "increase": standard("webhook", "whsec_" + KEY, "whsec_"),
    "recall-ai": standard("webhook", "whsec_" + KEY, "whsec_"),
    "render": standard("webhook", "whsec_" + KEY, "whsec_"),
    "signatureapi": standard("webhook", "whsec_" + KEY, "whsec_"),
    "stytch": standard("svix", "whsec_" + KEY, "whsec_"),
    "vanta": standard("svix", "whsec_" + KEY, "whsec_"),
    "surge": listed("Surge-Signature", "v1", "t", dotted),
    "asana": body_only("X-Hook-Signature"),
    "circleback": body_only("X-Signature"),
    "dropbox": body_only("X-Dropbox-Signature"),
    "editframe": body_only("X-Webhook-Signature"),
    "leat": body_only("Signature"),
    "nylas": body_only("X-Nylas-Signature"),
    "planetscale": body_only("X-PlanetScale-Signature"),
    "intercom": body_only("X-Hub-Signature", "sha1=", how="sha1"),
    "woocommerce": body_only("X-WC-Webhook-Signature", write=b64, more=[("X-WC-Webhook-Topic", "order.created"), ("X-WC-Webhook-Delivery-ID", "d-1")]),
    "savvycal": body_only("X-Savvycal-Signature", "sha256="),
    "x": body_only("x-twitter-webhooks-signature", "sha256=", write=b64),
    "linkedin": around("X-LI-Signature", lambda body: b"hmacsha256=" + body),
    "trello": around("X-Trello-Webhook", lambda body: body + b"https://hooks.example/trello", b64, "sha1"),
    "front": beside("X-Front-Signature", "X-Front-Request-Timestamp", with_colon, now=str(NOW * 1000), write=b64),
    "chatwoot": beside("X-Chatwoot-Signature", "X-Chatwoot-Timestamp", dotted, prefix="sha256="),
    "daily": beside("X-Webhook-Signature", "X-Webhook-Timestamp", dotted, write=b64, secret=KEY, key=base64.b64decode),
    "whereby": listed("Whereby-Signature", "v1", "t", dotted),
    "bandwidth": shown("Authorization", "made:up", basic),
    "mixpanel": shown("Authorization", "made:up", basic),
    "okta": shown("Authorization"),
}
SETTINGS = {"ably": "key-name=app.key-1", "worldline-connect": "key-id=key-1", "tiktok-shop": "app-key=made-up-app-key"}
TOKENS = {
    "auth0-log-streams", "bandwidth", "chargebee", "cloudflare-notifications", "flutterwave", "google-channels", "hugging-face",
    "mixpanel", "okta", "pipedrive", "postmark", "revenuecat", "sevalla", "sparkpost", "xendit", "adobe-sign", "cloudevents",
    "cloudevents-batched", "matrix"}
SENDERS |= {
    "fusionauth": json_web_token(
        "X-FusionAuth-Signature-JWT", lambda body: {"request_body_sha256": b64(hashlib.sha256(body).digest())}
    ),
    "monday": json_web_token(
        "Authorization",
        lambda body: {"aud": "https://hooks.example/monday", "iat": NOW, "exp": NOW + 300, "accountId": 1, "userId": 2},
    ),
    "netlify": json_web_token(
        "X-Webhook-Signature", lambda body: {"iss": "netlify", "sha256": hashlib.sha256(body).hexdigest()}
    ),
}
IN_PART = {"mailgun", "midtrans", "signwell", "monday", "volcengine-rtc", "zegocloud"}
def upper(digest):
    return digest.hex().upper()


def standard_in_text(family, secret=TEXT):
    """As Standard Webhooks, but the key is the text of the secret."""
    def sign(body, secret=secret):
        signed = b64(mac(secret.encode(), f"msg_1.{NOW}.".encode() + body))
        return [(f"{family}-id", "msg_1"), (f"{family}-timestamp", str(NOW)), (f"{family}-signature", "v1," + signed)]
    return secret, sign


def ghost():
    def sign(body, secret=TEXT):
        now = str(NOW * 1000)
        return [("X-Ghost-Signature", f"sha256={mac(secret.encode(), body + now.encode()).hex()}, t={now}")]
    return TEXT, sign


def infisical():
    def sign(body, secret=TEXT):
        return [("X-Infisical-Signature", f"t={NOW * 1000};{mac(secret.encode(), body).hex()}")]
    return TEXT, sign


def mlflow():
    def sign(body, secret=TEXT):
        signed = b64(mac(secret.encode(), f"d-1.{NOW}.".encode() + body))
        return [("X-MLflow-Delivery-Id", "d-1"), ("X-MLflow-Timestamp", str(NOW)), ("X-MLflow-Signature", "v1," + signed)]
    return TEXT, sign


def vereid():
    def sign(body, secret=TEXT):
        signed = mac(secret.encode(), dotted(str(NOW), body)).hex()
        named = [("Vereid-Event-Type", "verification.completed"), ("Vereid-Event-Id", "d-1")]
        return [("Vereid-Signature", f"v1,t={NOW},sig={signed}"), *named]
    return TEXT, sign


TOKENS |= {
    "artifact-hub",
    "unleash",
    "azure-devops",
    "documenso",
    "helius",
    "ringcentral",
}
SENDERS |= {  # MORE BEGIN
    "agentphone": body_only("X-Webhook-Signature", "sha256="),
    "argilla": standard("webhook", "whsec_" + KEY, "whsec_"),
    "artifact-hub": shown("X-ArtifactHub-Secret"),
    "bigcommerce": standard_in_text("webhook"),
    "composio": standard_in_text("webhook"),
    "cursor": body_only("X-Webhook-Signature", "sha256=", more=[("X-Webhook-Event", "statusChange"), ("X-Webhook-ID", "d-1")]),
    "docspring": listed("X-DocSpring-Signature", "v1", "t", dotted),
    "firecrawl": body_only("X-Firecrawl-Signature", "sha256="),
    "flagsmith": body_only("X-Flagsmith-Signature"),
    "formbricks": standard("webhook", "whsec_" + KEY, "whsec_"),
    "ghost": ghost(),
    "gitea": body_only("X-Gitea-Signature", more=[("X-Gitea-Event", "push"), ("X-Gitea-Delivery", "d-1")]),
    "hocuspocus": body_only("X-Hocuspocus-Signature-256", "sha256="),
    "infisical": infisical(),
    "lago": body_only("X-Lago-Signature", write=b64, more=[("X-Lago-Signature-Algorithm", "hmac"), ("X-Lago-Unique-Key", "d-1")]),
    "mlflow": mlflow(),
    "nango": body_only("X-Nango-Hmac-Sha256"),
    "nautobot": body_only("X-Hook-Signature", how="sha512"),
    "netbox": body_only("X-Hook-Signature", how="sha512"),
    "nuon": body_only("X-Nuon-Signature"),
    "openproject": body_only("X-OP-Signature", "sha1=", how="sha1"),
    "outline": listed("Outline-Signature", "s", "t", dotted, 1000),
    "plane": body_only("X-Plane-Signature", more=[("X-Plane-Event", "issue"), ("X-Plane-Delivery", "d-1")]),
    "pulumi": body_only("Pulumi-Webhook-Signature", more=[("Pulumi-Webhook-Kind", "stack_update"), ("Pulumi-Webhook-ID", "d-1")]),
    "read-the-docs": body_only("X-Hub-Signature", more=[("X-RTD-Event", "build:passed")]),
    "review-board": body_only("X-Hub-Signature", "sha1=", how="sha1", more=[("X-ReviewBoard-Event", "review_published")]),
    "scrapfly": body_only("X-Scrapfly-Webhook-Signature", write=upper, more=[("X-Scrapfly-Webhook-Resource-Type", "scrape"), ("X-Scrapfly-Webhook-Job-Id", "d-1")]),
    "spacelift": body_only("X-Signature-256", "sha256="),
    "unleash": shown("Authorization"),
    "wistfare-mail": body_only("X-Webhook-Signature", "sha256=", more=[("X-Webhook-Event", "email.delivered"), ("X-Webhook-Id", "d-1")]),
    "zitadel": listed("ZITADEL-Signature", "v1", "t", dotted),
    "aiprise": body_only("X-HMAC-SIGNATURE"),
    "akeneo": beside("X-Akeneo-Request-Signature", "X-Akeneo-Request-Timestamp", dotted),
    "ascend": listed("X-Ascend-Signature", "v1", "t", with_colon),
    "attentive": body_only("X-Attentive-Hmac-SHA256"),
    "azure-devops": shown("Authorization", "made:up", basic),
    "bland": body_only("X-Webhook-Signature"),
    "bridge-api": body_only("BridgeApi-Signature", "v1=", write=upper),
    "bunny-stream": body_only("X-BunnyStream-Signature"),
    "clio": body_only("X-Hook-Signature"),
    "courier": listed("Courier-Signature", "signature", "t", dotted, 1000),
    "documenso": shown("X-Documenso-Secret"),
    "enode": body_only("X-Enode-Signature", "sha1=", how="sha1", more=[("X-Enode-Delivery", "d-1")]),
    "faundit": beside("X-Faundit-Signature-Next", "X-Faundit-Timestamp", lambda now, body: f"v1:{now}:".encode() + body),
    "fourthwall": body_only("X-Fourthwall-Hmac-SHA256", write=b64),
    "growthbook": body_only("X-GrowthBook-Signature"),
    "helius": shown("Authorization"),
    "jira": body_only("X-Hub-Signature", "sha256=", more=[("X-Atlassian-Webhook-Identifier", "d-1")]),
    "memberful": body_only("X-Memberful-Webhook-Signature"),
    "nuvemshop": body_only("X-LinkedStore-Hmac-SHA256"),
    "onlyoffice-docspace": body_only("X-DocSpace-Signature-256", "sha256=", write=upper),
    "oura": beside("X-Oura-Signature", "X-Oura-Timestamp", glued, write=upper),
    "picqer": body_only("X-Picqer-Signature", write=b64),
    "port": beside("X-Port-Signature", "X-Port-Timestamp", dotted, prefix="v1,", write=b64),
    "pylon": beside("Pylon-Webhook-Signature", "Pylon-Webhook-Timestamp", dotted, prefix="hs256="),
    "request-network": body_only("X-Request-Network-Signature", more=[("X-Request-Network-Delivery", "d-1")]),
    "ringcentral": shown("Verification-Token"),
    "shopline": body_only("X-Shopline-Hmac-SHA256", more=[("X-Shopline-Topic", "products/create"), ("X-Shopline-Webhook-Id", "d-1")]),
    "shopware": body_only("Shopware-Shop-Signature"),
    "smile": body_only("Smile-Signature", how="sha512"),
    "sourcegraph": body_only("X-Sourcegraph-Webhook-Signature", more=[("X-Sourcegraph-Webhook-Event-Type", "changeset:close")]),
    "statsig": beside("X-Statsig-Signature", "X-Statsig-Request-Timestamp", slack_like, now=str(NOW * 1000), prefix="v0="),
    "storyblok": body_only("Webhook-Signature", how="sha1"),
    "synctera": beside("Synctera-Signature", "Request-Timestamp", dotted),
    "tebex": around("X-Signature", lambda body: hashlib.sha256(body).hexdigest().encode()),
    "tiktok-shop": around("Authorization", lambda body: b"made-up-app-key" + body),
    "uber-eats": body_only("X-Uber-Signature"),
    "vereid": vereid(),
    "verifime": body_only("X-VerifiMe-Signature"),
    "walmart": beside("WM_SEC.SIGNATURE", "WM_SEC.TIMESTAMP", lambda now, body: f"POST\n/walmart\n{now}\n{hashlib.sha256(body).hexdigest()}".encode(), write=b64),
    "zero-hash": beside("X-ZH-Hook-Signature", "X-ZH-Hook-Timestamp", lambda now, body: body + now.encode(), now=str(NOW * 1000), more=[("X-ZH-Hook-Payload-Type", "trade"), ("X-ZH-Hook-Notification-Id", "d-1")]),
    "persona": listed("Persona-Signature", "v1", "t", dotted),
}


def other(secret):
    """Another secret of the same form."""
    if secret == HEX:
        return b"another-key-of-32-bytes-in-words".hex()
    if secret.endswith(KEY):
        return secret[: -len(KEY)] + b64(b"another-key-of-32-bytes-in-words")
    return secret + "-another"


BATCHES = {
    "ably": (
        b'{"items":[{"source":"channel.message","name":"channel.message","data":{}},'
        b'{"source":"channel.lifecycle","name":"channel.opened","data":{}}]}',
        ["channel.message", "channel.opened"], [],
    ),
    "cloudevents-batched": (
        b'[{"specversion":"1.0","type":"order.paid","source":"/shop","id":"1"},'
        b'{"specversion":"1.0","type":"order.void","source":"/shop","id":"2"}]',
        ["order.paid", "order.void"], ["/shop 1", "/shop 2"],
    ),
    "matrix": (
        b'{"events":[{"type":"m.room.message","event_id":"$1"},{"type":"m.room.member","event_id":"$2"}],"ephemeral":[]}',
        ["m.room.message", "m.room.member"], ["$1", "$2"],
    ),
    "smartsheet": (
        b'{"nonce":"n-1","webhookId":7,"events":[{"objectType":"row","eventType":"updated","id":1},'
        b'{"objectType":"sheet","eventType":"updated","id":2}]}',
        ["row.updated", "sheet.updated"], [],
    ),
    "mailerlite": (
        b'{"events":[{"type":"campaign.open"},{"type":"campaign.click"}],"total":2}',
        ["campaign.open", "campaign.click"], [],
    ),
    "asana": (
        b'{"events":[{"action":"changed","resource":{"gid":"1","resource_type":"task"}},'
        b'{"action":"added","resource":{"gid":"2","resource_type":"project"}}]}',
        ["task.changed", "project.added"], [],
    ),
    "auth0-log-streams": (
        b'{"log_id":"900","data":{"type":"s"}}\n{"log_id":"901","data":{"type":"f"}}\n', ["s", "f"], ["900", "901"],
    ),
    "fastspring": (
        b'{"events":[{"id":"e1","type":"order.completed","data":"o1"},{"id":"e2","type":"order.failed"}]}',
        ["order.completed", "order.failed"], ["e1", "e2"],
    ),
    "fitbit": (
        b'[{"collectionType":"foods","date":"2026-03-01","ownerId":"1"},{"collectionType":"activities"}]',
        ["foods", "activities"], [],
    ),
    "klaviyo": (
        b'{"data":[{"external_id":"1","topic":"event:klaviyo.sent_sms"},{"external_id":"2","topic":"event:x.y"}]}',
        ["event:klaviyo.sent_sms", "event:x.y"], ["1", "2"],
    ),
    "helius": (
        b'[{"type":"NFT_SALE","signature":"s1"},{"slot":1,"transaction":{"signatures":["s2"]}}]', ["NFT_SALE"], ["s1", "s2"],
    ),
    "okta": (
        b'{"eventId":"b1","data":{"events":[{"uuid":"u1","eventType":"user.lifecycle.create"},'
        b'{"uuid":"u2","eventType":"user.session.start"}]}}',
        ["user.lifecycle.create", "user.session.start"], ["u1", "u2"],
    ),
    "quickbooks": (
        b'[{"specversion":"1.0","id":"88cd","type":"qbo.account.created.v1"},{"id":"88ce","type":"qbo.bill.updated.v1"}]',
        ["qbo.account.created.v1", "qbo.bill.updated.v1"], ["88cd", "88ce"],
    ),
    "sparkpost": (
        b'[{"msys":{"message_event":{"type":"delivery","event_id":"1"}}},'
        b'{"msys":{"track_event":{"type":"open","event_id":"2"}}}]',
        ["delivery", "open"], ["1", "2"],
    ),
    "statsig": (
        b'[{"eventName":"statsig::gate_exposure","timeUUID":"u1"},{"eventName":"page_view","timeUUID":"u2"}]',
        ["statsig::gate_exposure", "page_view"], ["u1", "u2"],
    ),
    "tailscale": (
        b'[{"version":1,"type":"nodeCreated","tailnet":"t"},{"version":1,"type":"nodeDeleted"}]',
        ["nodeCreated", "nodeDeleted"], [],
    ),
    "akeneo": (
        b'{"events":[{"action":"product.created","event_id":"a1"},{"action":"product.removed","event_id":"a2"}]}',
        ["product.created", "product.removed"], ["a1", "a2"],
    ),
    "enode": (
        b'[{"event":"user:vehicle:updated","version":"1"},{"event":"user:vehicle:deleted","version":"1"}]',
        ["user:vehicle:updated", "user:vehicle:deleted"], ["d-1", "d-1"],
    ),
}


FORM = "application/x-www-form-urlencoded"
# One delivery each, of the members and headers that hold the event name and the id: with its name and its id.
DELIVERIES = {
    "bigcommerce": (b'{"store_id":"11111","producer":"stores/abcde","scope":"store/order/statusUpdated","data":{"type":"order","id":173331},"hash":"h"}', [], "store/order/statusUpdated", "msg_1"),
    "klarna": (b'{"metadata":{"event_type":"payment.request.state-change.submitted","event_id":"e-1"},"payload":{}}', [], "payment.request.state-change.submitted", "e-1"),
    "360learning": (b'{"type":"path.session.completed","data":{}}', [], "path.session.completed", "msg_1"),
    "acuity": (b"action=appointment.scheduled&id=7&calendarID=1", [], "appointment.scheduled", None),
    "alchemy": (b'{"webhookId":"wh_1","id":"whevt_1","type":"ADDRESS_ACTIVITY"}', [], "ADDRESS_ACTIVITY", "whevt_1"),
    "ashby": (b'{"action":"candidateHire","webhookActionId":"wa_1","data":{}}', [], "candidateHire", "wa_1"),
    "attio": (b'{"webhook_id":"wh_1","events":[{"event_type":"note.created"}]}', [("Idempotency-Key", "k-1")], "note.created", "k-1"),
    "autodesk": (b'{"version":"1.0","hook":{"event":"dm.version.added"},"payload":{}}', [("x-adsk-delivery-id", "d-1")], "dm.version.added", "d-1"),
    "castle": (b'{"type":"$incident.confirmed"}', [], "$incident.confirmed", None),
    "docusign": (b'{"event":"envelope-completed","data":{"envelopeId":"e-1"}}', [], "envelope-completed", None),
    "chargify": (b"id=81&event=signup_success&payload[site][id]=1", [], "signup_success", "81"),
    "checkr": (b'{"id":"e1","object":"event","type":"report.completed"}', [], "report.completed", "e1"),
    "commerce-layer": (b'{"data":{"id":"o1","type":"orders"}}', [("X-CommerceLayer-Topic", "orders.place")], "orders.place", None),
    "confluence": (b'{"event":"page_created","timestamp":1}', [], "page_created", None),
    "daily": (b'{"version":"1.0.0","type":"recording.ready-to-download","id":"rec-rtd-7"}', [], "recording.ready-to-download", "rec-rtd-7"),
    "deel": (b'{"data":{"meta":{"event_type":"contract.created"},"resource":[]}}', [], "contract.created", None),
    "doppler": (b'{"type":"config.secrets.update","config":{}}', [], "config.secrets.update", None),
    "dwolla": (b'{"id":"80d8","topic":"customer_created","resourceId":"36E9"}', [], "customer_created", "80d8"),
    "editframe": (b'{"topic":"render.complete"}', [], "render.complete", None),
    "emailit": (b'{"event_id":"evt_7","type":"email.delivered"}', [], "email.delivered", "evt_7"),
    "envoy": (b'{"meta":{"event":"entry_sign_in"},"payload":{}}', [], "entry_sign_in", None),
    "etsy": (b'{"event_type":"order.paid","resource_url":"u"}', [], "order.paid", "msg_1"),
    "exa": (b'{"id":"event_1","object":"event","type":"webset.created"}', [], "webset.created", "event_1"),
    "finch": (b'{"company_id":"c1","event_type":"company.updated"}', [], "company.updated", "evt_1"),
    "fintoc": (b'{"id":"evt_7","type":"payment_intent.succeeded"}', [], "payment_intent.succeeded", "evt_7"),
    "extend": (b'{"eventId":"evt_7","eventType":"workflow_run.completed"}', [], "workflow_run.completed", "evt_7"),
    "fireflies": (b'{"meetingId":"m1","eventType":"Transcription completed"}', [], "Transcription completed", None),
    "flexport": (b'{"_object":"/event","id":354987,"type":"/shipment_leg#departed"}', [], "/shipment_leg#departed", "354987"),
    "flutterwave": (b'{"event":"charge.completed","data":{}}', [], "charge.completed", None),
    "fourthwall": (b'{"testMode":false,"id":"weve_7","type":"ORDER_PLACED","data":{}}', [], "ORDER_PLACED", "weve_7"),
    "gemini": (b'{"type":"batch.succeeded","version":"v1","data":{}}', [], "batch.succeeded", "msg_1"),
    "google-channels": (b"", [("X-Goog-Channel-Id", "c1"), ("X-Goog-Message-Number", "4")], "update", "c1.4"),
    "help-scout": (b'{"id":1}', [("X-HelpScout-Event", "convo.created")], "convo.created", None),
    "hookdeck": (b'{}', [("X-Hookdeck-EventID", "evt_7")], None, "evt_7"),
    "hugging-face": (b'{"event":{"action":"create","scope":"discussion"}}', [], "discussion.create", None),
    "increase": (b'{"id":"event_1","category":"account.created","type":"event"}', [], "account.created", "msg_1"),
    "inngest": (b'{"event":{"name":"shop/order.paid","data":{}},"steps":{}}', [], "shop/order.paid", None),
    "iron": (b'{"type":"transaction","timestamp":"t","data":{}}', [], "transaction", None),
    "loops": (b'{"eventName":"email.delivered","webhookSchemaVersion":"1.0.0"}', [], "email.delivered", "msg_1"),
    "mailerlite": (b'{"event":"subscriber.created","id":"7"}', [], "subscriber.created", None),
    "microsoft-teams": (b'{"type":"message","id":"a1","text":"hi"}', [], "message", "a1"),
    "mixpanel": (b'{"action":"members","parameters":{}}', [], "members", None),
    "npm-hooks": (b'{"event":"package:change","name":"a"}', [], "package:change", None),
    "pipedrive": (b'{"meta":{"action":"create","entity":"deal","id":"m1"}}', [], "deal.create", "m1"),
    "qoreid": (b'{"event":"verification","event_type":"completed"}', [], "verification.completed", None),
    "recall-ai": (b'{"event":"bot.done","data":{}}', [], "bot.done", "msg_1"),
    "render": (b'{"type":"deploy_ended","data":{"id":"evt-1"}}', [], "deploy_ended", "msg_1"),
    "rootly": (b'{"event":{"id":"e-1","type":"alert.created"},"data":{}}', [], "alert.created", "e-1"),
    "sanity": (b'{"_id":"1"}', [("sanity-operation", "create"), ("idempotency-key", "k-1")], "create", "k-1"),
    "squarespace": (b'{"id":"n1","topic":"order.create","data":{}}', [], "order.create", "n1"),
    "sendbird": (b'{"category":"group_channel:message_send","app_id":"a"}', [], "group_channel:message_send", None),
    "notch-pay": (b'{"id":"evt_1","type":"payment.complete","data":{}}', [], "payment.complete", "evt_1"),
    "primer": (b'{"eventType":"PAYMENT.STATUS","version":"2.4","payment":{}}', [], "PAYMENT.STATUS", None),
    "subtotal": (b'{"type":"connection.activated","id":"wh_1","payload":{}}', [], "connection.activated", "wh_1"),
    "starbridge": (b'{"type":"bridge.row.created","data":{}}', [], "bridge.row.created", "msg_1"),
    "london-theatre-direct": (b'{"MessageType":"ScheduledEticketDelivery","Payload":{}}', [], "ScheduledEticketDelivery", None),
    "sumsub": (b'{"type":"applicantReviewed","correlationId":"req-1"}', [], "applicantReviewed", "req-1"),
    "savvycal": (b'{"id":"payload_1","type":"event.created"}', [], "event.created", "payload_1"),
    "self-enterprise": (b'{"type":"verification.completed"}', [], "verification.completed", "msg_1"),
    "signable": (b'{"action":"signed-envelope-complete"}', [], "signed-envelope-complete", None),
    "stytch": (b'{"action":"CREATE","object_type":"user","source":"DIRECT"}', [], "user.CREATE", "msg_1"),
    "surveymonkey": (b'{"event_type":"response_completed","event_id":"7"}', [], "response_completed", "7"),
    "taiga": (b'{"action":"change","type":"userstory","data":{}}', [], "userstory.change", None),
    "terraform-cloud": (b'{"notifications":[{"trigger":"run:completed"}]}', [], "run:completed", None),
    "trigger-dev": (b'{"id":"alert_1","type":"alert.run.failed"}', [], "alert.run.failed", "alert_1"),
    "vercel": (b'{"id":"uev_1","type":"deployment.created","payload":{}}', [], "deployment.created", "uev_1"),
    "vipps-mobilepay": (b'{"msn":"1","name":"CREATED"}', [], "CREATED", None),
    "webex": (b'{"id":"w1","resource":"messages","event":"created"}', [], "messages.created", None),
    "xendit": (b'{"event":"ewallet.capture"}', [("webhook-id", "w-1")], "ewallet.capture", "w-1"),
    "whereby": (b'{"id":"w1","type":"room.client.joined","data":{}}', [], "room.client.joined", "w1"),
    "whop": (b'{"id":"msg_1","type":"payment.succeeded"}', [], "payment.succeeded", "msg_1"),
    "agentphone": (b'{"event":"agent.message","data":{}}', [("X-Webhook-ID", "d-1")], "agent.message", "d-1"),
    "argilla": (b'{"type":"record.created","version":1,"data":{}}', [], "record.created", "msg_1"),
    "artifact-hub": (b'{"specversion":"1.0","id":"e-1","type":"io.artifacthub.package.new-release"}', [], "io.artifacthub.package.new-release", "e-1"),
    "composio": (b'{"type":"composio.trigger.message","metadata":{"trigger_slug":"GITHUB_COMMIT_EVENT"}}', [], "GITHUB_COMMIT_EVENT", "msg_1"),
    "cursor": (b'{"id":"bc_1","status":"FINISHED"}', [], "statusChange", "d-1"),
    "docspring": (b'{"event":"submission.processed","data":{}}', [], "submission.processed", None),
    "firecrawl": (b'{"success":true,"type":"crawl.page","id":"job-1"}', [], "crawl.page", None),
    "flagsmith": (b'{"event_type":"FLAG_UPDATED","data":{}}', [], "FLAG_UPDATED", None),
    "formbricks": (b'{"webhookId":"w1","event":"responseFinished","data":{}}', [], "responseFinished", "msg_1"),
    "gitea": (b'{"ref":"refs/heads/main"}', [], "push", "d-1"),
    "hocuspocus": (b'{"event":"change","payload":{}}', [], "change", None),
    "infisical": (b'{"event":"secrets.modified","project":{},"timestamp":1772000000000}', [], "secrets.modified", None),
    "lago": (b'{"webhook_type":"invoice.created","object_type":"invoice"}', [], "invoice.created", "d-1"),
    "mlflow": (b'{"entity":"registered_model","action":"created","data":{}}', [], "registered_model.created", "d-1"),
    "nango": (b'{"type":"sync","connectionId":"c1","success":true}', [], "sync", None),
    "nautobot": (b'{"event":"created","model":"location","data":{}}', [], "location.created", None),
    "netbox": (b'{"event":"created","object_type":"dcim.site","data":{}}', [], "created", None),
    "nuon": (b'{"source":"//nuon.co/ctl-api","id":"9f6c","type":"com.nuon.workflow.lifecycle.v1","nuontransition":"started"}', [], "com.nuon.workflow.lifecycle.v1.started", "//nuon.co/ctl-api 9f6c"),
    "openproject": (b'{"action":"work_package:updated","work_package":{}}', [], "work_package:updated", None),
    "outline": (b'{"id":"d-1","event":"documents.update","payload":{}}', [], "documents.update", "d-1"),
    "plane": (b'{"event":"issue","action":"update","data":{}}', [], "issue.update", None),
    "pulumi": (b'{"user":{},"stackName":"dev"}', [], "stack_update", "d-1"),
    "read-the-docs": (b'{"version":"latest"}', [], "build:passed", None),
    "review-board": (b'{"review":{}}', [], "review_published", None),
    "scrapfly": (b'{"result":{}}', [], "scrape", None),
    "spacelift": (b'{"account":"a","state":"FINISHED","stateVersion":4}', [], "FINISHED", None),
    "unleash": (b'{"id":7,"type":"feature-created","data":{}}', [], "feature-created", "7"),
    "wistfare-mail": (b'{"data":{}}', [], "email.delivered", "d-1"),
    "zitadel": (b'{"aggregateID":"1","event_type":"user.human.added","sequence":"3"}', [], "user.human.added", None),
    "ascend": (b'{"id":"e-1","type":"policy.bound","data":{}}', [], "policy.bound", "e-1"),
    "attentive": (b'{"type":"sms.sent","timestamp":1772000000000}', [], "sms.sent", None),
    "azure-devops": (b'{"id":"e-1","eventType":"git.push","resource":{}}', [], "git.push", "e-1"),
    "bridge-api": (b'{"type":"TEST_EVENT","content":{}}', [], "TEST_EVENT", None),
    "bunny-stream": (b'{"VideoLibraryId":1,"VideoGuid":"g","Status":3}', [], "3", None),
    "clio": (b'{"meta":{"event":"created","webhook_id":1},"data":{}}', [], "created", None),
    "courier": (b'{"type":"message:updated","data":{}}', [], "message:updated", None),
    "documenso": (b'{"deliveryId":"d-1","event":"DOCUMENT_SIGNED","payload":{}}', [], "DOCUMENT_SIGNED", "d-1"),
    "faundit": (b'{"event-type":"inquiry.created","data":{}}', [], "inquiry.created", None),
    "jira": (b'{"webhookEvent":"jira:issue_created","issue":{}}', [], "jira:issue_created", "d-1"),
    "memberful": (b'{"event":"member_signup","member":{"id":1}}', [], "member_signup", None),
    "nuvemshop": (b'{"store_id":1,"event":"order/created","id":7}', [], "order/created", None),
    "onlyoffice-docspace": (b'{"event":{"id":7,"trigger":"file.uploaded"},"payload":{}}', [], "file.uploaded", "7"),
    "oura": (b'{"event_type":"create","data_type":"sleep","object_id":"o1"}', [], "sleep.create", None),
    "request-network": (b'{"event":"payment.confirmed"}', [], "payment.confirmed", "d-1"),
    "growthbook": (b'{"event":"feature.updated","object":"feature","data":{}}', [], "feature.updated", None),
    "ringcentral": (b'{"uuid":"u","event":"/restapi/v1.0/account/1/presence","body":{}}', [], "/restapi/v1.0/account/1/presence", "u"),
    "shopline": (b'{"product":{}}', [], "products/create", "d-1"),
    "shopware": (b'{"data":{"payload":[],"event":"product.written"},"source":{"eventId":"e-1","shopId":"s"},"timestamp":1772000000}', [], "product.written", "e-1"),
    "smile": (b'{"id":"e-1","type":"ACCOUNT_CONNECTED","data":{}}', [], "ACCOUNT_CONNECTED", "e-1"),
    "sourcegraph": (b'{"id":"c1"}', [], "changeset:close", None),
    "storyblok": (b'{"action":"published","text":"t","story_id":1,"space_id":2}', [], "published", None),
    "tebex": (b'{"id":"e-1","type":"payment.completed","subject":{}}', [], "payment.completed", "e-1"),
    "tiktok-shop": (b'{"type":1,"tts_notification_id":"n1","shop_id":"s"}', [], "1", "n1"),
    "uber-eats": (b'{"event_type":"orders.notification","meta":{}}', [], "orders.notification", None),
    "vereid": (b'{"data":{}}', [], "verification.completed", "d-1"),
    "verifime": (b'{"eventId":"e-1"}', [], None, "e-1"),
    "zero-hash": (b'{"trade_id":"t"}', [], "trade", "d-1"),
    "persona": (b'{"data":{"type":"event","id":"evt_1","attributes":{"name":"inquiry.completed"}}}', [], "inquiry.completed", None),
}


def write(sender, name, secret, headers, body, reason=None, events=(), ids=()):
    lines = [f"# expect: {'reject' if reason else 'accept'}"]
    lines += [f"# reason: {reason}"] if reason else []
    lines += [f"# secret: {secret}".rstrip(), f"# now: {NOW + 2}"]
    lines += ["# computed: tests/vectors/make.py"]
    lines += [f"# setting: {SETTINGS[sender]}"] if sender in SETTINGS else []
    lines += ["# trust: token"] if sender in TOKENS and not reason else []
    lines += ["# trust: signed_in_part"] if sender in IN_PART and not reason else []
    lines += [f"# event: {event}" for event in events] + [f"# id: {id}" for id in ids]
    form = FORM if name == "accept-delivery" and body[:1] not in b"[{" else "application/json"
    lines += [f"POST https://hooks.example/{sender} HTTP/1.1", f"Content-Type: {form}"]
    lines += [f"{name}: {value}".rstrip() for name, value in headers]
    with open(f"{sender}/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + body)


def handshake(sender, name, method, target, answer, headers=(), body=b"", secret=TEXT, token=None, answered=()):
    """Writes a request by which a sender tests an endpoint, with the answer; without one it is refused."""
    lines = [f"# expect: {'accept' if answer else 'reject'}", f"# secret: {secret}", f"# now: {NOW + 2}"]
    lines += [f"# answer: {answer}"] if answer else ["# reason: handshake"]
    lines += [f"# answer-header: {header}" for header in answered]
    lines += [f"# verify-token: {token}"] if token else []
    lines += [f"{method} https://hooks.example/{sender}{target} HTTP/1.1"]
    lines += [f"{header}: {value}" for header, value in headers]
    with open(f"{sender}/{name}.http", "wb") as file:
        file.write("\n".join(lines).encode() + b"\n\n" + body)


for sender, (secret, sign) in SENDERS.items():
    os.makedirs(sender, exist_ok=True)
    signed = sign(BODY)
    write(sender, "accept-json", secret, signed, BODY)
    write(sender, "accept-empty-object", secret, sign(b"{}"), b"{}")
    if sender in BATCHES:
        batch, events, ids = BATCHES[sender]
        write(sender, "accept-batch", secret, sign(batch), batch, events=events, ids=ids)
    if sender in DELIVERIES:
        body, more, event, id = DELIVERIES[sender]
        named = [event] if event else [], [id] if id else []
        write(sender, "accept-delivery", secret, sign(body) + more, body, events=named[0], ids=named[1])
    write(sender, "reject-wrong-secret", other(secret), signed, BODY, "wrong-secret")
    write(sender, "reject-empty-secret", "", signed, BODY, "empty-secret")
    write(sender, "reject-no-header", secret, [], BODY, "missing-signature")
    if sender not in TOKENS | IN_PART:
        write(sender, "reject-body-changed", secret, signed, BODY.replace(b"paid", b"void"), "body-tampered")
        write(sender, "reject-signature-of-another-body", secret, sign(b"{}"), BODY, "signature-tampered")
# The time in the header is not signed: a delivery without it is the same one.
alone = [("X-Infisical-Signature", mac(TEXT.encode(), BODY).hex())]
write("infisical", "accept-signature-without-the-time", TEXT, alone, BODY)
# While a secret is replaced, the last of two pairs is read.
former, latter = [mac(secret.encode(), dotted(str(NOW), BODY)).hex() for secret in [other(TEXT), TEXT]]
pairs = [("Persona-Signature", f"t={NOW},v1={former} t={NOW},v1={latter}")]
write("persona", "accept-two-pairs", TEXT, pairs, BODY)
# The version of VEREID stands for nothing in the signature.
alone = [("Vereid-Signature", f"t={NOW},sig={mac(TEXT.encode(), dotted(str(NOW), BODY)).hex()}")]
write("vereid", "accept-signature-without-the-version", TEXT, alone, BODY)

CODE = "made-up-code-of-a-subscriber"
handshake("fitbit", "accept-handshake", "GET", f"?verify={CODE}", "204", token=CODE)
handshake("fitbit", "reject-handshake-wrong-code", "GET", "?verify=guessed", None, token=CODE)

TEST = b'{"payload_version":1,"notifications":[{"message":"Verification of test","trigger":"verification"}]}'
signed = SENDERS["terraform-cloud"][1](TEST)
handshake("terraform-cloud", "accept-handshake", "POST", "", "200", signed, TEST)
handshake("terraform-cloud", "reject-handshake-unsigned", "POST", "", None, [], TEST)

for name, challenge in [("accept-handshake", "made-up-challenge"), ("reject-handshake-of-a-message", "{}")]:
    body = json.dumps({"eventType": "VERIFY", "data": {"challenge": challenge}}).encode()
    answer = json.dumps({"challenge": hexed(mac(TEXT.encode(), challenge.encode()))}, separators=(",", ":"))
    handshake("smartcar", name, "POST", "", "200 " + answer if name[0] == "a" else None, [], body)


def in_path(sender, body):
    """Writes deliveries whose secret is the last segment of the path."""
    os.makedirs(sender, exist_ok=True)
    for name, path, reason in [
        ("accept-json", TEXT, None), ("reject-wrong-secret", "guessed", "wrong-secret"), ("reject-no-secret", "", "missing-token"),
    ]:
        lines = [f"# expect: {'reject' if reason else 'accept'}", f"# secret: {TEXT}", f"# now: {NOW + 2}"]
        lines += [f"# reason: {reason}"] if reason else ["# trust: token"]
        lines += [f"POST https://hooks.example/{sender}/{path} HTTP/1.1", "Content-Type: application/json"]
        with open(f"{sender}/{name}.http", "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + body)


for sender, body in {
    "azure-event-grid": b'[{"id":"e-1","eventType":"order.paid","data":{}}]',
    "mailchimp": BODY,
    "miro": b'{"event":{"type":"board.updated"}}',
    "strava": b'{"object_type":"activity","aspect_type":"create","object_id":1}',
}.items():
    in_path(sender, body)

GUID = "890e4665-4dfe-4ab1-b689-ed553bceeed0"
PLAIN = {"content-type: text/plain; charset=utf-8", "x-content-type-options: nosniff"}
JSON = ("Content-Type", "application/json")


def posted(body):
    return [JSON, ("Content-Length", len(body))]


handshake("onfleet", "accept-handshake", "GET", f"?check={GUID}", f"200 {GUID}", secret=HEX)
handshake("onfleet", "reject-handshake-markup", "GET", "?check=%3Cb%3E", None, secret=HEX)
for sender in ["dropbox", "nylas"]:
    handshake(sender, "accept-handshake", "GET", f"?challenge={GUID}", f"200 {GUID}", answered=sorted(PLAIN))
    handshake(sender, "reject-handshake-markup", "GET", "?challenge=%3Cb%3E", None)
for sender in ["intercom", "surveymonkey", "trello"]:
    handshake(sender, "accept-handshake", "HEAD", "", "200")
    handshake(sender, "reject-handshake-get", "GET", "", None)
code = hexed(mac(TEXT.encode(), GUID.encode()))
answer = f'{{"challengeCode":"{GUID}","challengeResponse":"{code}"}}'
handshake("linkedin", "accept-handshake", "GET", f"?challengeCode={GUID}", f"200 {answer}")
handshake("linkedin", "reject-handshake-of-a-message", "GET", "?challengeCode=hmacsha256%3D%7B%7D", None)
code = b64(mac(TEXT.encode(), GUID.encode()))
handshake("x", "accept-handshake", "GET", f"?crc_token={GUID}", f'200 {{"response_token":"sha256={code}"}}')
handshake("x", "reject-handshake-of-a-message", "GET", "?crc_token=%7B%7D", None)
code = b64(mac(TEXT.encode(), b"123"))
handshake("x", "reject-challenge-as-delivery", "POST", "", None, [("x-twitter-webhooks-signature", "sha256=" + code)], b"123")
body = f'{{"challenge":"{GUID}","webhookId":1}}'.encode()
header = ("Smartsheet-Hook-Challenge", GUID)
handshake("smartsheet", "accept-handshake", "POST", "", "200", [*posted(body), header], body, answered=[f"smartsheet-hook-response: {GUID}"])
handshake("smartsheet", "reject-handshake-with-events", "POST", "", None, [header], b'{"challenge":"a","events":[]}')
form = [("Content-Type", "application/x-www-form-urlencoded")]
handshake("woocommerce", "accept-handshake", "POST", "", "200", form, b"webhook_id=7")
handshake("woocommerce", "reject-handshake-with-more", "POST", "", None, form, b"webhook_id=7&order=1")
topic = "https://blog.example/feed"
query = f"?hub.mode=subscribe&hub.topic={topic}&hub.challenge={GUID}"
handshake("websub", "accept-handshake", "GET", query, f"200 {GUID}", token=topic)
handshake("websub", "reject-handshake-of-another-topic", "GET", query.replace("blog", "shop"), None, token=topic)
query = f"?hub.mode=subscribe&hub.verify_token={CODE}&hub.challenge={GUID}"
handshake("strava", "accept-handshake", "GET", query, f'200 {{"hub.challenge":"{GUID}"}}', token=CODE)
handshake("strava", "reject-handshake-wrong-token", "GET", query, None, token="another")
challenge = [("X-Okta-Verification-Challenge", "my verification challenge")]
handshake("okta", "accept-handshake", "GET", "", '200 {"verification":"my verification challenge"}', challenge)
handshake("okta", "reject-handshake-markup", "GET", "", None, [("X-Okta-Verification-Challenge", "<b>")])
handshake("adobe-sign", "accept-handshake", "GET", "", "200", [("X-AdobeSign-ClientId", TEXT)], answered=[f"x-adobesign-clientid: {TEXT}"])
handshake("adobe-sign", "reject-handshake-of-another", "GET", "", None, [("X-AdobeSign-ClientId", "another")])
origin = [("WebHook-Request-Origin", "eventgrid.azure.net")]
allowed = ["webhook-allowed-origin: eventgrid.azure.net", "webhook-allowed-rate: *"]
handshake("cloudevents", "accept-handshake", "OPTIONS", "", "200", origin, token="eventgrid.azure.net", answered=allowed)
handshake("cloudevents", "reject-handshake-of-another-origin", "OPTIONS", "", None, [("WebHook-Request-Origin", "evil.example")], token="eventgrid.azure.net")
body = f'[{{"id":"e-1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{{"validationCode":"{GUID}"}}}}]'.encode()
handshake("azure-event-grid", "accept-handshake", "POST", f"/{TEXT}", f'200 {{"validationResponse":"{GUID}"}}', [JSON], body)
handshake("azure-event-grid", "reject-handshake-without-secret", "POST", "/guessed", None, [JSON], body)
body = f'{{"challenge":"{GUID}"}}'.encode()
handshake("miro", "accept-handshake", "POST", f"/{TEXT}", f'200 {body.decode()}', [JSON], body)
handshake("miro", "reject-handshake-without-secret", "POST", "/guessed", None, [JSON], body)
handshake("mailchimp", "accept-handshake", "GET", f"/{TEXT}", "200")
handshake("mailchimp", "reject-handshake-without-secret", "GET", "/guessed", None)
handshake("monday", "accept-handshake", "POST", "", f'200 {body.decode()}', [JSON], body)
more = b'{"challenge":"a","event":{"type":"create_item"}}'
handshake("monday", "reject-handshake-with-event", "POST", "", None, [JSON], more)
test, WHSEC = b'{"event":"testEndpoint"}', "whsec_" + KEY
handshake("formbricks", "accept-handshake", "POST", "", "200", [JSON], test, secret=WHSEC)
handshake("formbricks", "reject-handshake-with-more", "POST", "", None, [JSON], test[:-1] + b',"data":{}}', secret=WHSEC)
handshake("daily", "accept-handshake", "POST", "", "200", [JSON], b'{"test":"test"}', secret=KEY)
handshake("daily", "reject-handshake-with-more", "POST", "", None, [JSON], b'{"test":"test","type":"meeting.started"}', secret=KEY)
query = f"?verification_token={CODE}&challenge={GUID}"
handshake("oura", "accept-handshake", "GET", query, f'200 {{"challenge":"{GUID}"}}', token=CODE)
handshake("oura", "reject-handshake-wrong-token", "GET", query, None, token="another")
validation = [("Validation-Token", GUID)]
handshake("ringcentral", "accept-handshake", "POST", "", "200", [*posted(b""), *validation], answered=[f"validation-token: {GUID}"])
handshake("ringcentral", "reject-handshake-markup", "POST", "", None, [("Validation-Token", "<b>")])
body = f'{{"id":"{GUID}","type":"validation.webhook"}}'.encode()
handshake("tebex", "accept-handshake", "POST", "", f'200 {{"id":"{GUID}"}}', [JSON, *SENDERS["tebex"][1](body)], body)
handshake("tebex", "reject-handshake-without-signature", "POST", "", None, [JSON], body)


def in_body(sender, member, rest, event, id=None):
    """Writes deliveries whose secret is a member of the body."""
    os.makedirs(sender, exist_ok=True)
    for name, shown, secret, reason in [
        ("accept-delivery", TEXT, TEXT, None), ("reject-wrong-secret", "guessed", TEXT, "wrong-secret"),
        ("reject-empty-secret", "", TEXT, "missing-token"), ("reject-no-secret", None, TEXT, "missing-token"),
    ]:
        body = json.dumps(({} if shown is None else {member: shown}) | rest).encode()
        lines = [f"# expect: {'reject' if reason else 'accept'}", f"# secret: {secret}", f"# now: {NOW + 2}"]
        lines += ["# computed: tests/vectors/make.py"]
        lines += [f"# reason: {reason}"] if reason else ["# trust: token", f"# event: {event}"]
        lines += [f"# id: {id}"] if id and not reason else []
        lines += [f"POST https://hooks.example/{sender} HTTP/1.1", "Content-Type: application/json"]
        with open(f"{sender}/{name}.http", "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + body)


in_body("aircall", "token", {"resource": "call", "event": "call.answered", "timestamp": NOW, "data": {}}, "call.answered")
in_body("cloudprinter", "apikey", {"type": "CloudprinterOrderValidated", "order": "1"}, "CloudprinterOrderValidated")
in_body("moyasar", "secret_token", {"id": "e-1", "type": "payment_paid", "data": {}}, "payment_paid", "e-1")
in_body("meraki", "sharedSecret", {"version": "0.1", "alertId": "a1", "alertTypeId": "motion_alert"}, "motion_alert", "a1")


def of_events(sender, accepted, refused, path="", kind="application/json"):
    """Writes requests of many events, whose secret is shown by each of them or in the path."""
    os.makedirs(sender, exist_ok=True)
    for name, body, events, ids in accepted:
        lines = ["# expect: accept", f"# secret: {TEXT}", f"# now: {NOW + 2}", "# computed: tests/vectors/make.py", "# trust: token"]
        lines += [f"# event: {event}" for event in events] + [f"# id: {id}" for id in ids]
        lines += [f"POST https://hooks.example/{sender}{path} HTTP/1.1", f"Content-Type: {kind}"]
        with open(f"{sender}/{name}.http", "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + body.encode())
    for name, reason, target, body in refused:
        lines = ["# expect: reject", f"# reason: {reason}", f"# secret: {TEXT}", f"# now: {NOW + 2}"]
        lines += [f"POST https://hooks.example/{sender}{target} HTTP/1.1", f"Content-Type: {kind}"]
        with open(f"{sender}/{name}.http", "wb") as file:
            file.write("\n".join(lines).encode() + b"\n\n" + body.encode())


def notifications(*states):
    changes = [{"clientState": state, "changeType": "updated", "id": f"n-{n}"} for n, state in enumerate(states)]
    return json.dumps({"value": [{k: v for k, v in change.items() if v is not None} for change in changes]})


lifecycle = json.dumps({"value": [{"clientState": TEXT, "lifecycleEvent": "missed", "subscriptionId": "s-1"}]})
of_events("microsoft-graph", [
    ("accept-one", notifications(TEXT), ["updated"], ["n-0"]),
    ("accept-lifecycle", lifecycle, ["missed"], []),
], [
    ("reject-wrong-secret", "wrong-secret", "", notifications("guessed")),
    ("reject-second-of-another", "wrong-secret", "", notifications(TEXT, "guessed")),
    ("reject-second-without", "missing-token", "", notifications(TEXT, None)),
    ("reject-none", "missing-token", "", '{"value":[]}'),
    ("reject-beside-the-list", "missing-token", "", json.dumps({"clientState": TEXT, "value": [{"changeType": "updated"}]})),
])
asked = "Validation: Testing client application reachability for subscription Request-Id: " + GUID
handshake("microsoft-graph", "accept-handshake", "POST", "?validationToken=" + asked.replace(" ", "+").replace(":", "%3A"), "200 " + asked, answered=sorted(PLAIN))
handshake("microsoft-graph", "reject-handshake-markup", "POST", "?validationToken=%3Cscript%3E", None)
bearer = ("Authorization", f"Bearer {TEXT}")
handshake("matrix", "accept-handshake", "POST", "/_matrix/app/v1/ping", "200 {}", [JSON, bearer], b'{"transaction_id":"meow"}')
handshake("matrix", "reject-handshake-without-token", "POST", "/_matrix/app/v1/ping", None, [JSON], b'{"transaction_id":"meow"}')


def soap(*notifications):
    told = "".join(f'<Notification><Id>{id}</Id><sObject xsi:type="sf:{kind}" xmlns:sf="urn:sobject.partner.soap.sforce.com"><sf:Id>o-{id}</sf:Id></sObject></Notification>' for id, kind in notifications)
    head = '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>'
    return f'{head}<notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>org-1</OrganizationId><ActionId>a-1</ActionId><SessionId xsi:nil="true"/>{told}</notifications></soapenv:Body></soapenv:Envelope>'


of_events("salesforce-outbound", [
    ("accept-one", soap(("n-1", "Account")), ["sf:Account"], ["n-1"]),
    ("accept-two", soap(("n-1", "Account"), ("n-2", "Contact")), ["sf:Account", "sf:Contact"], ["n-1", "n-2"]),
], [
    ("reject-wrong-secret", "wrong-secret", "/guessed", soap(("n-1", "Account"))),
    ("reject-no-secret", "missing-token", "/", soap(("n-1", "Account"))),
], f"/{TEXT}", "text/xml; charset=utf-8")


def in_the_body(sender, body, message, event, write_out=hexed, how="sha256", plain=False, ids=()):
    """A signature in the body: `body` makes the body of it, and `message` is what is signed, or a list that
    is sorted with the secret."""
    def signed(secret):
        if isinstance(message, list):
            return hashlib.new(how, "".join(sorted([*message, secret])).encode()).hexdigest()
        if plain:
            return hashlib.new(how, message + secret.encode()).hexdigest()
        return write_out(mac(secret.encode(), message, how))
    os.makedirs(sender, exist_ok=True)
    write(sender, "accept-delivery", TEXT, [], body(signed(TEXT)), events=[event], ids=ids)
    write(sender, "reject-wrong-secret", TEXT, [], body(signed("another")), "wrong-secret")
    write(sender, "reject-empty-signature", TEXT, [], body(""), "malformed-signature")


in_the_body("mailgun", lambda it: f'{{"signature":{{"timestamp":"{NOW}","token":"t-1","signature":"{it}"}},"event-data":{{"event":"opened","id":"e-1"}}}}'.encode(), f"{NOW}t-1".encode(), "opened", ids=["e-1"])
in_the_body("midtrans", lambda it: f'{{"order_id":"o-1","status_code":"200","gross_amount":"10000.00","signature_key":"{it}","transaction_status":"settlement"}}'.encode(), b"o-120010000.00", "settlement", how="sha512", plain=True)
in_the_body("signwell", lambda it: f'{{"event":{{"type":"document_sent","time":{NOW},"hash":"{it}"}}}}'.encode(), f"document_sent@{NOW}".encode(), "document_sent")
in_the_body("zegocloud", lambda it: f'{{"appid":"1","event":"call_accept","nonce":"350176","signature":"{it}","timestamp":"{NOW}","call_id":"c-1"}}'.encode(), [str(NOW), "350176"], "call_accept", how="sha1")
in_the_body("volcengine-rtc", lambda it: f'{{"EventType":"RoomCreate","EventData":"{{\\"RoomId\\":\\"r-1\\"}}","EventTime":"1970-07-01T00:00:00Z","EventId":"e-1","AppId":"a-1","Version":"2020-12-01","Nonce":"4","Signature":"{it}"}}'.encode(), ["RoomCreate", '{"RoomId":"r-1"}', "1970-07-01T00:00:00Z", "e-1", "a-1", "2020-12-01", "4"], "RoomCreate", ids=["e-1"])
