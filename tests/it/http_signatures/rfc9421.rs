//! The examples of RFC 9421, appendix B.2, with the keys of appendix B.1, which are public.

use bytes::Bytes;
use hookport::{
    Source, Trust, VerifyError,
    scheme::{Encoding, HttpSignature, KeyForm},
};
use http::Request;

use super::{acme, judge};

const RSA_PSS: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----";
const ED25519: &str = "MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=";
const SHARED: &str =
    "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

const PSS: HttpSignature = HttpSignature::rsa_pss_sha512();

struct Example {
    scheme: HttpSignature,
    key: &'static str,
    input: &'static str,
    signature: &'static str,
    trust: Trust,
}

const EXAMPLES: &[Example] = &[
    Example {
        scheme: PSS.covering(&["@authority", "content-digest"]).tagged("header-example"),
        key: RSA_PSS,
        input: r#"sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example""#,
        signature: "sig-b22=:LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==:",
        trust: Trust::Signed,
    },
    Example {
        scheme: PSS.covering(&["@method", "@path", "@query", "@authority", "content-digest"]),
        key: RSA_PSS,
        input: r#"sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss""#,
        signature: "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:",
        trust: Trust::Signed,
    },
    Example {
        scheme: HttpSignature::hmac_sha256()
            .key(KeyForm::Encoded(Encoding::Base64))
            .covering(&["@authority", "date"]),
        key: SHARED,
        input: r#"sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret""#,
        signature: "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
        trust: Trust::SignedInPart,
    },
    Example {
        scheme: HttpSignature::ed25519().covering(&["@method", "@path", "@authority"]),
        key: ED25519,
        input: r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
        signature: "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
        trust: Trust::SignedInPart,
    },
];

/// Example B.2.1: whoever has recorded it can send it with any other request.
const OVER_NOTHING: Example = Example {
    scheme: PSS.covering(&["content-digest"]),
    key: RSA_PSS,
    input: r#"sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd""#,
    signature: "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:",
    trust: Trust::Signed,
};

impl Example {
    fn source(&self) -> Source {
        acme(self.scheme).secret(self.key).public_url("https://example.com")
    }

    fn request(&self, target: &str) -> Request<Bytes> {
        let request = Request::post(target)
            .header("host", "example.com")
            .header("date", "Tue, 20 Apr 2021 02:07:55 GMT")
            .header("content-type", "application/json")
            .header("content-digest", "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:")
            .header("content-length", "18")
            .header("signature-input", self.input)
            .header("signature", self.signature);
        request.body(Bytes::from_static(br#"{"hello": "world"}"#)).unwrap()
    }
}

#[test]
fn every_example_of_the_rfc_is_accepted() {
    for example in EXAMPLES {
        let judged = judge(example.source(), &example.request("/foo?param=Value&Pet=dog"));
        assert_eq!(judged.map(|it| it.trust()), Ok(example.trust), "{}", example.input);
    }
}

#[test]
fn an_example_is_refused_with_any_component_of_it_changed() {
    for example in EXAMPLES {
        let mut changed = Vec::new();
        for name in ["date", "content-type", "content-digest", "content-length"] {
            if example.input.contains(&format!("\"{name}\"")) {
                let mut request = example.request("/foo?param=Value&Pet=dog");
                request.headers_mut().append(name, "made-up".parse().unwrap());
                changed.push(request);
            }
        }
        if example.input.contains("@path") {
            changed.push(example.request("/bar?param=Value&Pet=dog"));
        }
        if example.input.contains("@query") {
            changed.push(example.request("/foo?param=Value&Pet=cat"));
            changed.push(example.request("/foo?param=Value"));
        }
        if example.input.contains("@query-param") {
            changed.push(example.request("/foo?Pet=dog&Pet=dog"));
        }
        if example.input.contains("@method") {
            let mut request = example.request("/foo?param=Value&Pet=dog");
            *request.method_mut() = http::Method::PUT;
            changed.push(request);
        }
        for request in changed {
            let judged = judge(example.source(), &request);
            assert!(judged.is_err(), "{} {request:?}", example.input);
        }
    }
}

#[test]
fn an_example_is_refused_with_its_parameters_changed() {
    for example in EXAMPLES {
        for (from, to) in [
            ("created=1618884473", "created=1618884474"),
            (";created=1618884473", ""),
            (";keyid=", ";tag=\"x\";keyid="),
            ("test-", "other-"),
        ] {
            let mut request = example.request("/foo?param=Value&Pet=dog");
            let input = example.input.replacen(from, to, 1);
            request.headers_mut().insert("signature-input", input.parse().unwrap());
            assert!(judge(example.source(), &request).is_err(), "{input}");
        }
    }
}

#[test]
fn the_example_over_nothing_is_refused() {
    let request = OVER_NOTHING.request("/foo?param=Value&Pet=dog");
    let judged = judge(OVER_NOTHING.source(), &request);
    assert_eq!(judged.err(), Some(VerifyError::NotCovered { component: "content-digest" }));
}

#[test]
fn white_space_in_the_headers_is_not_signed() {
    for example in EXAMPLES {
        let mut request = example.request("/foo?param=Value&Pet=dog");
        let input = example.input.replace(' ', "   ").replace(';', "; ").replace('(', "(  ");
        request.headers_mut().insert("signature-input", input.parse().unwrap());
        assert!(judge(example.source(), &request).is_ok(), "{input}");
    }
}
