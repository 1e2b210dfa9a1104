//! Secrets that were pasted with something, of another form, or other credentials.

use data_encoding::{BASE64, HEXLOWER};
use hookport::{
    Provider, Secret,
    diagnosis::Place,
    providers,
    scheme::{Encoding, KeyForm, Scheme, Signature},
    testing::Signer,
};

use super::kit::{ORIGIN, SIGNING, URL, diagnosed, is_at, is_proved, now, says, secrets, signer};

#[test]
fn what_was_pasted_along_is_named() {
    let pasted: &[(&str, &str, &str)] = &[
        ("", "\n", "a line break or white space around it"),
        ("", "\r\n", "a line break or white space around it"),
        (" ", " ", "a line break or white space around it"),
        ("\u{A0}", "", "a line break or white space around it"),
        ("\"", "\"", "quotation marks around it"),
        ("'", "'", "quotation marks around it"),
        ("`", "`", "quotation marks around it"),
        ("“", "”", "quotation marks around it"),
        ("\"", "", "quotation marks around it"),
        ("HOOK_SECRET=", "", "a name and `=` in front of it"),
        ("export HOOK_SECRET=\"", "\"", "a name and `=` in front of it and has quotation marks"),
        ("webhook_secret: ", "", "a name and `=` in front of it"),
        ("\u{FEFF}", "", "invisible character in it (U+FEFF)"),
        ("", "\u{200B}", "invisible character in it (U+200B)"),
        ("\u{2066}", "\u{2069}", "invisible character in it (U+2066)"),
        ("{\"S\":\"", "\"}", "a JSON object that holds it"),
        ("<", ">", "angle brackets around it"),
        ("", ";", "a comma or a semicolon behind it"),
        ("", "\\n", "backslash escapes in it"),
        ("Bearer ", "", "`bearer` in front of it"),
        ("v1,", "", "`v1,` in front of it"),
        ("sha256=", "", "`sha256=` in front of it"),
    ];
    for provider in SIGNING {
        for (before, after, words) in pasted {
            let secret = format!("{before}{}{after}", secrets(provider).1);
            let source = provider.secret(secret.clone()).public_url(ORIGIN);
            let told = diagnosed(source, &signer(*provider).sign("{\"a\":1}").unwrap());
            let case = format!("{} {secret:?}", provider.name());
            is_proved(&told, "secret_pasted", &[words, "without that, it matches"], &case);
            is_at(&told, Place::Secret);
        }
    }
}

#[test]
fn look_alikes_and_escapes_in_a_secret_are_named() {
    let rows = [
        ("whsec_xabc+/1", "whsec_\u{445}abc+/1", "only looks like ASCII (U+0445)"),
        ("made-up", "made\u{2013}up", "only looks like ASCII (U+2013)"),
        ("made_up", "ｍade_up", "only looks like ASCII (U+FF4D)"),
        ("a+b/c=", "a%2Bb%2Fc%3D", "percent-encoded"),
        ("a+b/c", "a+b\\/c", "backslash escapes"),
        ("a&b", "a&amp;b", "HTML escapes"),
        ("madeup", "made\nup", "line break or white space in it"),
        ("made$up", "made$$up", "`$$` in it"),
    ];
    for provider in [providers::GITHUB, providers::SLACK, providers::STRIPE] {
        for (right, given, words) in rows {
            let told = told_of(provider, right, given);
            is_proved(&told, "secret_pasted", &[words], given);
        }
    }
}

#[test]
fn a_beginning_that_was_left_off_or_added_is_told() {
    let told = told_of(providers::STRIPE, "whsec_madeup", "madeup");
    is_proved(&told, "secret_beginning", &["lacks `whsec_`"], "left off");
    for provider in [providers::GITHUB, providers::SLACK, providers::ZOOM] {
        let told = told_of(provider, "madeup", "whsec_madeup");
        is_proved(&told, "secret_beginning", &["has `whsec_` in front"], provider.name());
    }
}

#[test]
fn another_form_of_the_secret_is_told() {
    let bytes = b"\x00\xFFmade-up-bytes\x80";
    let (base64, hex) = (BASE64.encode(bytes), HEXLOWER.encode(bytes));
    let signature = Signature::hmac_sha256("x-own");
    let decodes = Provider::new("own").signed_with(signature.key(KeyForm::Encoded(Encoding::Hex)));
    let takes_text = decodes.signed_with(signature);

    let told = diagnosed(takes_text.secret(hex.as_str()), &signed(decodes, &hex));
    is_proved(&told, "secret_form", &["the secret is hex"], "hex for text");
    let told = diagnosed(decodes.secret(hex.as_str()), &signed(takes_text, &hex));
    is_proved(&told, "secret_form", &["text of the secret itself"], "text for hex");
    let told = diagnosed(decodes.secret(base64.as_str()), &signed(decodes, &hex));
    is_proved(&told, "secret_form", &["the secret is base64"], "base64 for hex");

    let text = BASE64.encode(b"really-just-text-here-24");
    let whsec = format!("whsec_{text}");
    for provider in [providers::STANDARD_WEBHOOKS, providers::SVIX, providers::GITLAB] {
        let told = diagnosed(provider.secret(whsec.as_str()), &signed_as_text(provider, &whsec));
        is_proved(&told, "secret_form", &["text of the secret itself is the key"], provider.name());
    }
}

#[test]
fn a_secret_of_another_notation_is_told() {
    let told = told_of(providers::GITHUB, "made-up-secret", &BASE64.encode(b"made-up-secret\n"));
    is_proved(&told, "secret_form", &["Kubernetes"], "base64 of the secret");
    let svix = BASE64.encode(b"whsec_bWFkZS11cC1zZWNyZXQ=");
    let told = told_of(providers::SVIX, "whsec_bWFkZS11cC1zZWNyZXQ=", &svix);
    is_proved(&told, "secret_form", &["Kubernetes"], "base64 of whsec_");
    let told = told_of(providers::SLACK, "8f742231b10e8888abcd", "8F742231B10E8888ABCD");
    is_proved(&told, "secret_form", &["lower case"], "upper case");
    let source = providers::META.secret("the-verify-token").verify_token("app-secret");
    let told = diagnosed(source, &signed(providers::META, "app-secret"));
    is_proved(&told, "secret_form", &["swapped"], "verify token");
}

#[test]
fn base64_in_the_alphabet_of_urls_is_told() {
    let bytes = b"\xFB\xEF\xBEmade-up-secret\xFF\xFF\xFE";
    let (right, given) = (BASE64.encode(bytes), data_encoding::BASE64URL.encode(bytes));
    for provider in [providers::SVIX, providers::STANDARD_WEBHOOKS] {
        let told = told_of(provider, &format!("whsec_{right}"), &format!("whsec_{given}"));
        is_proved(&told, "secret_form", &["alphabet of URLs"], provider.name());
    }
}

#[cfg(feature = "ed25519")]
#[test]
fn a_public_key_in_another_notation_and_a_private_one_are_told() {
    let (private, public) = secrets(&providers::DISCORD);
    let bytes = HEXLOWER.decode(public.as_bytes()).unwrap();
    let request = signer(providers::DISCORD).sign("{}").unwrap();
    for other in [BASE64.encode(&bytes), format!("whpk_{}", BASE64.encode(&bytes))] {
        let told = diagnosed(providers::DISCORD.secret(other.as_str()), &request);
        is_proved(&told, "secret_form", &["another notation"], &other);
    }
    let told = diagnosed(providers::DISCORD.secret(private), &request);
    is_proved(&told, "secret_form", &["is the private key"], private);
}

#[test]
fn another_credential_is_named() {
    const ROWS: &[(Provider, &str, &str)] = &[
        (providers::STRIPE, "sk_test_madeup", "`sk_test_`"),
        (providers::STRIPE, "pk_live_madeup", "publishable"),
        (providers::STRIPE, "rk_live_madeup", "restricted"),
        (providers::STRIPE, "we_1MadeUp", "id of an endpoint"),
        (providers::GITHUB, "ghp_madeup", "personal access token"),
        (providers::GITHUB, "github_pat_madeup", "personal access token"),
        (providers::SLACK, "xoxb-1-2-madeup", "bot token"),
        (providers::SLACK, "xapp-1-madeup", "app-level"),
        (providers::SHOPIFY, "shpat_madeup", "access token of Shopify"),
        (providers::SQUARE, "sq0atp-madeup", "access token of Square"),
        (providers::GITLAB, "glpat-madeup", "personal access token of GitLab"),
        (providers::META, "EAAGmadeup", "access token of Meta"),
        (providers::TWILIO, "AC0123456789abcdef0123456789abcdef", "SID of an account"),
        (providers::TWILIO, "SK0123456789abcdef0123456789abcdef", "SID of an API key"),
        (providers::ZOOM, "eyJhbGciOi.madeup.x", "JSON web token"),
        (providers::SHOPIFY, "shpss_****", "masked"),
        (providers::SHOPIFY, "${SHOPIFY_SECRET}", "variable"),
        (providers::SLACK, "undefined", "placeholder"),
        (providers::SVIX, "https://hooks.example", "a URL"),
        (providers::SVIX, "sk_live_madeup!", "`sk_live_`"),
        (providers::STANDARD_WEBHOOKS, "whsk_AQEB-made-up", "private key"),
        (providers::DISCORD, "-----BEGIN PUBLIC KEY-----", "PEM"),
        (providers::DISCORD, "100000000000000001", "a number, as ids"),
        (providers::META, "1234567890123456", "a number, as ids"),
        (providers::SLACK, "SLACK_SIGNING_SECRET", "name of a variable"),
        (providers::ZOOM, "/run/secrets/zoom", "path of a file"),
        (providers::SQUARE, "sandbox-sq0idb-madeup", "Square's sandbox"),
        (providers::TWITCH, "arn:aws:secretsmanager:madeup", "not its value"),
    ];
    for (provider, given, words) in ROWS {
        let mut request = signer(*provider).sign("{\"a\":1}").unwrap();
        if provider.name() == "gitlab" {
            request = Signer::new(*provider, "the-right-token").sign("{}").unwrap();
        }
        let told = diagnosed(provider.secret(*given).public_url(ORIGIN), &request);
        assert!(told.to_string().contains(words), "{} {given}: {told}", provider.name());
        is_at(&told, Place::Secret);
        assert!(!told.to_string().contains("madeup"), "{told}");
    }
}

#[test]
fn of_several_secrets_the_odd_one_is_named_by_its_number() {
    let sources = providers::STRIPE.secret("whsec_other").secret("whsec_right\n");
    let told = diagnosed(sources, &signed(providers::STRIPE, "whsec_right"));
    is_proved(&told, "secret_pasted", &["secret 2 has a line break"], "rotation");

    let body = "{\n  \"a\": 1\n}";
    let mut request = Signer::new(providers::GITHUB, "old").sign(body).unwrap();
    *request.body_mut() = "{\"a\":1}".into();
    let told = diagnosed(providers::GITHUB.secret("new").secret("old"), &request);
    is_proved(&told, "json_rewritten", &["two spaces"], "the second secret signed");
}

#[test]
fn a_blank_secret_is_refused_also_where_it_holds_invisible_characters() {
    for blank in ["", " ", "\u{200B}", "\u{FEFF}\n", "\u{A0}\u{2060}", "\0"] {
        let source = providers::STRIPE.secret(blank);
        let error = source.clone().verifier().unwrap_err();
        assert_eq!(error.to_string(), "secret 1 of provider `stripe` is blank", "{blank:?}");
        let told = diagnosed(source, &signed(providers::STRIPE, "whsec_x"));
        says(&told, "secret_blank", &["nothing that can be seen"], blank);
    }
}

/// A request of a sender that takes the text of its secret as the key.
fn signed_as_text(provider: Provider, secret: &str) -> http::Request<bytes::Bytes> {
    let Scheme::Signature(signature) = provider.schemes()[0] else { panic!("a token") };
    signed(Provider::new("text").signed_with(signature.key(KeyForm::Text)), secret)
}

/// The diagnosis where the sender signs with one secret, and another one is configured.
fn told_of(provider: Provider, right: &str, given: &str) -> hookport::diagnosis::Diagnosis {
    diagnosed(provider.secret(given).public_url(ORIGIN), &signed(provider, right))
}

fn signed(provider: Provider, secret: &str) -> http::Request<bytes::Bytes> {
    Signer::new(provider, Secret::new(secret)).url(URL).at(now()).sign("{\"a\":1}").unwrap()
}
