"""Senders whose SDK is a package of PyPI. Each function has the name of its sender.

A function refuses by returning `False` or by raising. Its request is a dictionary: `body` in bytes, `headers`
with names in lower case, `url`, `secret`, `settings`, and `privateKey` where the sender signs with one."""

import datetime
from urllib.parse import parse_qsl


def mollie(request):
    from mollie.utils.webhooks import SignatureValidator

    signature = request["headers"]["x-mollie-signature"]
    return SignatureValidator(request["secret"]).validate_payload(request["body"].decode(), signature)


def viber(request):
    from viberbot import Api, BotConfiguration

    api = Api(BotConfiguration(name="made-up", avatar="", auth_token=request["secret"]))
    return api.verify_signature(request["body"], request["headers"]["x-viber-content-signature"])


def twilio_shared_key(request):
    from multidict import MultiDict
    from twilio.request_validator import RequestValidator, get_signature_algorithm

    headers = request["headers"]
    form = MultiDict(parse_qsl(request["body"].decode(), keep_blank_values=True))
    algorithm = get_signature_algorithm(headers["x-twilio-webhooks-signature-settings"])
    validator = RequestValidator(request["secret"])
    return validator.validate(request["url"], form, headers["x-twilio-signature"], algorithm)


def paypal(request):
    from paypalrestsdk.notifications import WebhookEvent

    # In place of a certificate that PayPal shows, and of DigiCert's that the SDK trusts.
    certificate, store = certificate_of(request["privateKey"], "messages.paypal.com")
    WebhookEvent._get_cert = staticmethod(lambda url: certificate)
    WebhookEvent._get_certificate_store = classmethod(lambda cls: store)
    headers = request["headers"]
    return WebhookEvent.verify(
        headers["paypal-transmission-id"],
        headers["paypal-transmission-time"],
        request["settings"]["webhook-id"],
        request["body"].decode(),
        "https://api.paypal.com/v1/notifications/certs/made-up",
        headers["paypal-transmission-sig"],
        headers["paypal-auth-algo"],
    )


def certificate_of(pem, name):
    """Returns a certificate that a key signs for itself, and a store that trusts it."""
    from OpenSSL import crypto
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import NameOID

    key = serialization.load_pem_private_key(pem.encode(), None)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now, day = datetime.datetime.utcnow(), datetime.timedelta(days=1)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - day).not_valid_after(now + day)
    certificate = crypto.X509.from_cryptography(builder.sign(key, hashes.SHA256()))
    store = crypto.X509Store()
    store.add_cert(certificate)
    return certificate, store
