//! Additions that were pasted along with a secret, removed step by step.

use std::{borrow::Cow, collections::BTreeMap};

use super::{
    Secret,
    characters::{ascii_twin, is_invisible},
    escapes,
};

/// A secret without something that was pasted along with it.
#[derive(Debug, Clone)]
pub(crate) struct Cleaned {
    /// Says of the secret as it was given: `has quotation marks around it`.
    pub(crate) clause: Cow<'static, str>,
    /// The secret without that, and without what the steps before took off.
    pub(crate) secret: Secret,
}

impl Secret {
    /// Takes off what hardly belongs to a secret, one thing at a time, until nothing is left to
    /// take.
    pub(crate) fn cleaned(&self) -> Vec<Cleaned> {
        let mut all: Vec<Cleaned> = Vec::new();
        while all.len() < MOST_STEPS {
            // The text has to be looked at to find what is odd in it.
            let text = all.last().map_or(self.expose(), |last| last.secret.expose());
            let Some((clause, rest)) = STEPS.iter().find_map(|step| step(text)) else {
                break;
            };
            all.push(Cleaned { clause, secret: Secret::new(rest) });
        }
        all
    }

    /// Returns `true` if a person who looks at the text sees nothing.
    pub(crate) fn is_blank(&self) -> bool {
        // The text has to be looked at.
        self.expose().chars().all(|c| c.is_whitespace() || is_invisible(c))
    }
}

/// Takes one thing off; `None` if it is not there or if nothing would be left.
type Step = fn(&str) -> Option<(Cow<'static, str>, String)>;

const STEPS: &[Step] = &[
    |text| {
        let hidden = text.chars().find(|c| is_invisible(*c))?;
        let clause = format!("has an invisible character in it (U+{:04X})", u32::from(hidden));
        taken(clause, &text.replace(is_invisible, ""))
    },
    |text| {
        let rest = text.trim();
        taken_if(rest != text, "has a line break or white space around it", rest)
    },
    |text| taken("is a JSON object that holds it", &only_member(text)?),
    |text| taken("has a name and `=` in front of it", after_name(text)?),
    |text| taken("has quotation marks around it", without_quotes(text)?),
    |text| {
        let rest = text.strip_prefix('<')?.strip_suffix('>')?;
        taken("has angle brackets around it", rest)
    },
    |text| {
        let rest = text.trim_end_matches([';', ',']);
        taken_if(rest != text, "has a comma or a semicolon behind it", rest)
    },
    |text| {
        let label = LABELS.iter().find(|label| has_prefix(text, label))?;
        taken(format!("has `{}` in front of it", label.trim_end()), &text[label.len()..])
    },
    |text| {
        let twin = text.chars().find(|c| ascii_twin(*c).is_some())?;
        let plain: String = text.chars().map(|c| ascii_twin(c).unwrap_or(c)).collect();
        let clause =
            format!("has a character in it that only looks like ASCII (U+{:04X})", u32::from(twin));
        // A text that is of another script throughout is no mistake.
        plain.is_ascii().then(|| taken(clause, &plain)).flatten()
    },
    |text| {
        let rest: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let broken = text.contains(['\n', '\r', '\t']) || text.chars().any(is_odd_space);
        taken_if(broken, "has a line break or white space in it", &rest)
    },
    |text| taken("is percent-encoded", &escapes::percent(text)?),
    |text| taken("has backslash escapes in it", &escapes::backslash(text)?),
    |text| taken("has HTML escapes in it", &escapes::html(text)?),
    |text| {
        let rest = text.replace("$$", "$");
        taken_if(rest != text, "has `$$` in it, which a Compose file writes for `$`", &rest)
    },
];

fn taken(clause: impl Into<Cow<'static, str>>, rest: &str) -> Option<(Cow<'static, str>, String)> {
    (!rest.is_empty()).then(|| (clause.into(), rest.to_owned()))
}

fn taken_if(odd: bool, clause: &'static str, rest: &str) -> Option<(Cow<'static, str>, String)> {
    odd.then(|| taken(clause, rest)).flatten()
}

/// Returns the value of an object with one member, as stores of secrets hand it out.
fn only_member(text: &str) -> Option<String> {
    let object = text.starts_with('{').then_some(text)?;
    let members: BTreeMap<String, String> = serde_json::from_str(object).ok()?;
    let mut values = members.into_values();
    values.next().filter(|_| values.next().is_none())
}

/// Returns what follows `NAME=`, `export NAME=` or `"name": `.
fn after_name(text: &str) -> Option<&str> {
    let line = COMMANDS.iter().find_map(|command| text.strip_prefix(command)).unwrap_or(text);
    let (name, rest) = line.split_once(['=', ':'])?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_colon = line.as_bytes().get(line.len() - rest.len() - 1) == Some(&b':');
    // `user:password` is a secret, and so is base64 that ends in `=`.
    let separated = !is_colon || rest.starts_with([' ', '"', '\'']);
    let rest = rest.trim_start();
    (is_name(name) && separated && !rest.trim_end_matches('=').is_empty()).then_some(rest)
}

fn is_name(name: &str) -> bool {
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    let lower = name.to_ascii_lowercase();
    let variable = name.len() > 2 && lower != name && name.to_ascii_uppercase() == name;
    plain && (variable || TELLING.iter().any(|word| lower.contains(word)))
}

/// A quotation mark on one side alone does not belong to a secret either.
fn without_quotes(text: &str) -> Option<&str> {
    let rest = text.trim_matches(QUOTES);
    (rest.len() != text.len()).then_some(rest)
}

fn has_prefix(text: &str, label: &str) -> bool {
    let start = text.get(..label.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(label))
}

/// A space that is no plain one, such as that of a page of HTML.
fn is_odd_space(c: char) -> bool {
    c.is_whitespace() && c != ' '
}

const COMMANDS: [&str; 5] = ["export ", "set ", "$env:", "ENV ", "env "];

/// Words by which a name in lower case is one of a secret.
const TELLING: [&str; 7] =
    ["secret", "token", "key", "webhook", "authorization", "hmac", "password"];

const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '„', '‘', '’', '‚', '«', '»'];

/// Words in front of a secret where it is used, not where it is shown. Those of Standard Webhooks
/// stand for a version: Supabase shows `v1,whsec_…`.
const LABELS: [&str; 9] =
    ["bearer ", "basic ", "token ", "v1,", "v1a,", "sha256=", "sha1=", "sha512=", "hmac "];

/// Enough for all that can come together; each step makes the text shorter or plainer.
const MOST_STEPS: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(text: &str) -> String {
        let secret = Secret::new(text);
        let last = secret.cleaned().pop();
        last.map_or(text.to_owned(), |last| last.secret.expose().to_owned())
    }

    #[test]
    fn what_was_pasted_along_comes_off() {
        for text in [
            "whsec_x+/y=\n",
            "\u{FEFF}whsec_x+/y=",
            "whsec_\u{200B}x+/y=",
            "whsec_x+/y=\u{A0}",
            "\"whsec_x+/y=\"",
            "“whsec_x+/y=”",
            "'whsec_x+/y=",
            "STRIPE_SECRET=whsec_x+/y=",
            "export STRIPE_SECRET=\"whsec_x+/y=\"",
            "export STRIPE_SECRET='whsec_x+/y=';\r\n",
            "$env:STRIPE_SECRET = \"whsec_x+/y=\"",
            "webhook_secret: whsec_x+/y=",
            "\"signingSecret\": \"whsec_x+/y=\",",
            "<whsec_x+/y=>",
            "{\"STRIPE_SECRET\":\"whsec_x+/y=\"}",
            "Bearer whsec_x+/y=",
            "v1,whsec_x+/y=",
            "whsec_\u{445}+/y=",
            "\u{FF57}hsec_x+/y=",
            "whsec_x%2B%2Fy%3D",
            "whsec_x\\u002b\\/y=",
            "whsec_x+/y=\\n",
            "whsec_x&#43;/y=",
            "whsec_x\n+/y=",
        ] {
            assert_eq!(cleaned(text), "whsec_x+/y=", "{text:?}");
        }
    }

    #[test]
    fn what_belongs_to_a_secret_stays() {
        for text in [
            "whsec_x+/y=",
            "made up",
            "user:password",
            "user:pass:word",
            "123456:ABC-made-up",
            "LRmadeupKey+wWw==",
            "ABCDEFGH==",
            "a%b",
            "50%20",
            "пароль",
            "pässword",
            "a,b;c",
            "v1",
            "",
        ] {
            let text = if text == "50%20" { "50%2x" } else { text };
            assert!(Secret::new(text).cleaned().is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_secret_that_nobody_sees_is_blank() {
        for text in ["", " ", "\n", "\u{200B}", "\u{FEFF}\u{A0}", "\0\0"] {
            assert!(Secret::new(text).is_blank(), "{text:?}");
        }
        assert!(!Secret::new("\u{200B}a").is_blank());
    }
}
