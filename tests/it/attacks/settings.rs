//! Settings beside the secret: a source has all that its provider needs, and a request cannot choose one.

use hookport::{
    ConfigError, Field, Provider, VerifyError, providers,
    scheme::{Requirement, Signature},
    testing::{SignError, Signer},
};

use super::{
    target::{ORIGIN, TARGETS, now, received},
    tries::{Try, all_are_refused_because},
};
use crate::kit::secrets;

const VERSION: Field = Field::Header("x-acme-version");
const ACME: Provider = Provider::new("acme")
    .needs_settings(&[("webhook-id", "the webhook's id in the dashboard")])
    .signed_with(
        Signature::hmac_sha256("x-acme-signature")
            .over("{setting:webhook-id}.{body}")
            .requires(&[Requirement::Is(VERSION, "1")]),
    );

fn needs(provider: &Provider, name: &str, meaning: &str) -> String {
    format!("provider `{}` needs the setting `{name}`: {meaning}", provider.name())
}

#[test]
fn a_source_without_a_setting_is_refused_by_name() {
    for provider in providers::ALL.iter().filter(|provider| !provider.settings().is_empty()) {
        for (name, meaning) in provider.settings() {
            let blank = secrets::source(provider, secrets::of(provider).1).setting(*name, " ");
            let error = blank.public_url(ORIGIN).verifier().unwrap_err().to_string();
            assert_eq!(error, needs(provider, name, meaning));
        }
        let without = provider.secret(secrets::of(provider).1).public_url(ORIGIN);
        let error = without.verifier().unwrap_err().to_string();
        let (name, meaning) = provider.settings()[0];
        assert_eq!(error, needs(provider, name, meaning));
    }
}

#[test]
fn a_setting_that_the_provider_does_not_know_is_refused_by_name() {
    for provider in providers::ALL {
        let source = secrets::source(provider, secrets::SECRET).setting("web-hook-id", "1");
        let unverified = provider.accept_without_verifying().setting("web-hook-id", "1");

        assert!(source.public_url(ORIGIN).verifier().is_err(), "{}", provider.name());
        let error = unverified.verifier().unwrap_err();
        assert!(matches!(error, ConfigError::UnknownSetting { name, .. } if name == "web-hook-id"));
    }
}

#[test]
fn a_signature_over_a_setting_that_its_provider_does_not_declare_is_refused() {
    let over = Signature::hmac_sha256("x-acme-signature").over("{setting:app-key}{body}");
    let required = Signature::hmac_sha256("x-acme-signature")
        .requires(&[Requirement::IsSetting(VERSION, "app-key")]);
    for signature in [over, required] {
        let error = ACME.signed_with(signature).secret("made-up").setting("webhook-id", "1");
        let error = error.verifier().unwrap_err();
        assert!(matches!(error, ConfigError::UnknownSetting { name, .. } if name == "app-key"));
    }
}

#[test]
fn a_setting_is_signed_and_the_one_of_another_account_is_refused() {
    let signed =
        |id: &str| Signer::new(ACME, "made-up").setting("webhook-id", id).sign("{}").unwrap();
    let verifier = ACME.secret("made-up").setting("webhook-id", "wh-1").verifier().unwrap();
    let judge = |id| verifier.verify(&received(&signed(id)), now());

    assert!(judge("wh-1").is_ok());
    assert_eq!(judge("wh-2").unwrap_err(), VerifyError::SignatureMismatch);
    assert_eq!(judge("wh-1.").unwrap_err(), VerifyError::SignatureMismatch);
}

#[test]
fn a_required_value_is_compared_before_the_body_is_there() {
    let signed = Signer::new(ACME, "made-up").setting("webhook-id", "wh-1").sign("{}").unwrap();
    let verifier = ACME.secret("made-up").setting("webhook-id", "wh-1").verifier().unwrap();
    let judge = |version: Option<&'static str>| {
        let mut sent = signed.clone();
        sent.headers_mut().remove("x-acme-version");
        if let Some(version) = version {
            sent.headers_mut().insert("x-acme-version", version.parse().unwrap());
        }
        let head = verifier.check_head(&received(&sent).head(), now());
        assert_eq!(verifier.verify(&received(&sent), now()).err(), head.clone().err());
        head
    };

    assert_eq!(judge(Some("1")), Ok(()));
    for wrong in ["2", "11", "1 1", "01"] {
        assert_eq!(
            judge(Some(wrong)),
            Err(VerifyError::UnexpectedValue { at: VERSION }),
            "{wrong}"
        );
    }
    assert_eq!(judge(None), Err(VerifyError::Missing { at: VERSION }));
}

#[test]
fn a_key_id_of_another_account_is_refused_for_every_provider() {
    let tries = TARGETS.iter().flat_map(|target| {
        let required = target.signature().into_iter().flat_map(Signature::requirements);
        required.filter_map(|required| match required {
            Requirement::Is(Field::Header(name), _)
            | Requirement::IsSetting(Field::Header(name), _) => {
                let mut request = target.genuine();
                request.headers_mut().insert(*name, "of-another".parse().unwrap());
                Some(Try::new(target, *name, request))
            }
            _ => None,
        })
    });
    all_are_refused_because(tries, |error| matches!(error, VerifyError::UnexpectedValue { .. }));
}

#[test]
fn a_signer_needs_the_same_settings() {
    let signer = Signer::new(ACME, "made-up");

    assert!(matches!(
        signer.sign("{}"),
        Err(SignError::Setting(ConfigError::NoSetting { name: "webhook-id", .. }))
    ));
    assert!(matches!(
        signer.setting("webhook-id", "1").setting("app-key", "1").sign("{}"),
        Err(SignError::Setting(ConfigError::UnknownSetting { .. }))
    ));
}
