//! Texts that are given in place of a signing secret: API keys, ids, addresses, placeholders.

use super::{Secret, shapes};

impl Secret {
    /// Says what is odd about the text, as clauses that follow "the secret".
    pub(crate) fn oddities(&self) -> Vec<String> {
        let cleaned = self.cleaned();
        let mistaken = cleaned.last().map_or(self, |last| &last.secret).mistaken();
        cleaned.iter().map(|step| step.clause.clone().into_owned()).chain(mistaken).collect()
    }

    /// Says what the text is if it is no signing secret: "begins with … like an API key".
    pub(crate) fn mistaken(&self) -> Option<String> {
        // How the text begins has to be looked at.
        let text = self.expose();
        let known = BEGINNINGS.iter().find(|(start, _)| text.starts_with(start));
        if let Some((start, what)) = known {
            return Some(format!("begins with `{start}` like {what}"));
        }
        shapes::of(text).map(str::to_owned)
    }
}

/// The beginnings of other credentials, from the pages of their senders:
/// [GitHub], [Stripe], [Slack], [Shopify], [GitLab], [Square], [Standard Webhooks].
///
/// [GitHub]: https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
/// [Stripe]: https://docs.stripe.com/keys
/// [Slack]: https://docs.slack.dev/authentication/tokens
/// [Shopify]: https://shopify.dev/changelog/app-secret-key-length-has-increased
/// [GitLab]: https://docs.gitlab.com/security/tokens/#token-prefixes
/// [Square]: https://developer.squareup.com/docs/build-basics/access-tokens
/// [Standard Webhooks]: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
const BEGINNINGS: &[(&str, &str)] = &[
    ("sk_live_", API_KEY),
    ("sk_test_", API_KEY),
    ("rk_live_", "a restricted API key"),
    ("rk_test_", "a restricted API key"),
    ("pk_live_", "a publishable API key"),
    ("pk_test_", "a publishable API key"),
    ("we_", "the id of an endpoint at Stripe"),
    ("evt_", "the id of an event"),
    ("acct_", "the id of an account at Stripe"),
    ("ghp_", "a personal access token of GitHub"),
    ("github_pat_", "a personal access token of GitHub"),
    ("gho_", "an access token of GitHub"),
    ("ghu_", "an access token of GitHub"),
    ("ghs_", "an access token of GitHub"),
    ("ghr_", "a refresh token of GitHub"),
    ("glpat-", "a personal access token of GitLab"),
    ("gldt-", "a deploy token of GitLab"),
    ("glptt-", "a trigger token of GitLab"),
    ("xoxb-", "a bot token of Slack, not its signing secret"),
    ("xoxp-", "a user token of Slack, not its signing secret"),
    ("xapp-", "an app-level token of Slack, not its signing secret"),
    ("xoxe", "a configuration token of Slack, not its signing secret"),
    ("https://hooks.slack.com", "the address of an incoming webhook of Slack"),
    ("shpat_", "an access token of Shopify, not the app's client secret"),
    ("shpca_", "an access token of Shopify, not the app's client secret"),
    ("shppa_", "an access token of Shopify, not the app's client secret"),
    ("shpua_", "an access token of Shopify, not the app's client secret"),
    ("sq0atp-", "an access token of Square, not the signature key of the webhook"),
    ("sq0csp-", "an application secret of Square, not the signature key of the webhook"),
    ("sq0idp-", "an application id of Square"),
    ("EAAA", "an access token of Square or Meta"),
    ("EAA", "an access token of Meta, not the app secret"),
    ("SG.", "an API key of SendGrid"),
    ("re_", "an API key of Resend"),
    ("sk-", API_KEY),
    ("key-", API_KEY),
    ("sb_secret_", "an API key of Supabase"),
    ("sbp_", "an access token of Supabase"),
    ("sandbox-sq0", "a credential of Square's sandbox, not the signature key of the webhook"),
    ("glsoat-", "an access token of GitLab"),
    ("gloas-", "an application secret of GitLab"),
    ("glrt-", "a runner token of GitLab"),
    ("Iv1.", "the client id of a GitHub App"),
    ("Iv23", "the client id of a GitHub App"),
    ("oauth:", "an access token of Twitch"),
    ("arn:", "the name of a secret in a store of AWS, not its value"),
    ("op://", "the name of a secret in 1Password, not its value"),
    ("vault:", "the name of a secret in a vault, not its value"),
    ("projects/", "the name of a secret in a store of Google, not its value"),
    ("@Microsoft.KeyVault", "the name of a secret in a vault of Azure, not its value"),
    ("AKIA", "an access key of AWS"),
    ("AIza", "an API key of Google"),
    ("whsk_", "a private key, which only the sender has: the public one begins with `whpk_`"),
    ("eyJ", "a JSON web token"),
    ("ssh-", "an SSH key"),
    ("-----BEGIN", "a PEM file: the key alone is wanted"),
    ("https://", "a URL"),
    ("http://", "a URL"),
];

const API_KEY: &str = "an API key";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_in_place_of_a_secret_is_known() {
        for text in [
            "sk_live_51MadeUp",
            "ghp_madeup",
            "xoxb-1-made-up",
            "AC00000000000000000000000000000000",
            "whsec_••••••",
            "shpss_****",
            "${STRIPE_SECRET}",
            "$STRIPE_SECRET",
            "undefined",
            "https://example.com",
            "123456789:AAmadeupmadeupmadeupmadeupmadeupmad",
            "MTAwMDAwMDAwMDAwMDAwMDAx.made.up",
            "100000000000000001",
            "1234567890.1234567890123",
            "STRIPE_WEBHOOK_SECRET",
            "/run/secrets/stripe",
        ] {
            assert!(Secret::new(text).mistaken().is_some(), "{text}");
        }
        for text in [
            "whsec_madeup",
            "shpss_0123",
            "made up",
            "8f742231b10e8888abcd99yyyzzz85a5",
            "12345",
            "MADE_UP",
            "/made+up/base64==",
        ] {
            assert_eq!(Secret::new(text).mistaken(), None, "{text}");
        }
    }
}
