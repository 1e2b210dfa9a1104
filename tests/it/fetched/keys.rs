//! Two pairs of RFC 8032, section 7.1, as the key of a signer and as a published one.

pub(super) const PAIRS: [(&str, &str); 2] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw",
    ),
];

/// Writes a key set.
pub(super) fn set(keys: &[(&str, &str)]) -> String {
    let key = |(id, x)| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{id}","x":"{x}"}}"#);
    format!(r#"{{"keys":[{}]}}"#, keys.iter().copied().map(key).collect::<Vec<_>>().join(","))
}
