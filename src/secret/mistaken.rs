//! Texts that are given in place of a signing secret: API keys, ids, addresses, placeholders.

use super::Secret;

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
        let shape = SHAPES.iter().find(|(is_such, _)| is_such(text));
        shape.map(|(_, what)| (*what).to_owned())
    }
}

type Shape = fn(&str) -> bool;

/// Texts without a beginning of their own.
const SHAPES: &[(Shape, &str)] = &[
    (is_masked, "is masked: the sender's page shows the whole of it on request"),
    (is_placeholder, "is a placeholder or a variable that was not filled in"),
    (|text| is_sid(text, "AC"), "is the SID of an account at Twilio, not its auth token"),
    (|text| is_sid(text, "SK"), "is the SID of an API key at Twilio, not the auth token"),
    (is_telegram_bot, "is the token of a Telegram bot, not the `secret_token` of its webhook"),
];

fn is_masked(text: &str) -> bool {
    text.contains(['•', '●', '…']) || text.contains("***") || text.ends_with("...")
}

fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let unfilled = ["${", "$(", "{{", "process.env", "os.environ", "your_", "your-", "<your"];
    let variable = text.strip_prefix('$').is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
    });
    let nothing = ["undefined", "null", "none", "nil", "changeme", "todo", "[object object]"];
    variable || unfilled.iter().any(|word| lower.starts_with(word)) || nothing.contains(&&*lower)
}

fn is_sid(text: &str, kind: &str) -> bool {
    let digits = text.strip_prefix(kind);
    digits.is_some_and(|digits| {
        digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_telegram_bot(text: &str) -> bool {
    text.split_once(':').is_some_and(|(id, rest)| {
        (6..=12).contains(&id.len())
            && id.bytes().all(|byte| byte.is_ascii_digit())
            && rest.len() == 35
    })
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
        ] {
            assert!(Secret::new(text).mistaken().is_some(), "{text}");
        }
        for text in ["whsec_madeup", "shpss_0123", "made up", "8f742231b10e8888abcd99yyyzzz85a5"] {
            assert_eq!(Secret::new(text).mistaken(), None, "{text}");
        }
    }
}
