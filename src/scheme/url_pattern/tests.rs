use super::*;

const SNS: UrlPattern =
    UrlPattern::new("https://sns.{region}.amazonaws.com/SimpleNotificationService-*.pem");
const ALEXA: UrlPattern = UrlPattern::new("https://s3.amazonaws.com/echo.api/*");

#[test]
fn a_url_of_the_pattern_is_admitted_as_it_is_written() {
    for region in ["us-east-1", "eu-central-2", "ap-southeast-3", "us-gov-west-1", "us-iso-east-1"]
    {
        let url = format!("https://sns.{region}.amazonaws.com/SimpleNotificationService-0a.pem");
        assert_eq!(SNS.admits(&url).map(|it| it.to_string()), Some(url));
    }
    let url = ALEXA.admits("https://s3.amazonaws.com:443/echo.api/echo-api-cert-12.pem");
    assert_eq!(url.unwrap().as_str(), "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem");
}

#[test]
fn no_other_host_is_admitted() {
    let file = "SimpleNotificationService-0a.pem";
    for host in [
        "evil.example",
        "sns.eu-west-1.amazonaws.com.evil.example",
        "evilsns.eu-west-1.amazonaws.com",
        "sns.s3-eu-west-1.amazonaws.com",
        "sns.s3.amazonaws.com",
        "sns.s3.eu-west-1.amazonaws.com",
        "sns..amazonaws.com",
        "sns.eu-west-.amazonaws.com",
        "sns.-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws.com.",
        "SNS.eu-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws.com@evil.example",
        "evil.example@sns.eu-west-1.amazonaws.com",
        "user:password@sns.eu-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws.com:8443",
        "sns.eu-west-1.amazonaws.com:",
        "sns.eu-west-1.amazonaws.com:443:443",
        "sns.eu-west-1.amazonaws.com\\@evil.example",
        "evil.example\\.sns.eu-west-1.amazonaws.com",
        "evil.example#.sns.eu-west-1.amazonaws.com",
        "evil.example?.sns.eu-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws\u{3002}com",
        "sns.eu-west-1.amazonaw\u{17f}.com",
        "xn--sns-.eu-west-1.amazonaws.com",
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "localhost",
        "",
        " sns.eu-west-1.amazonaws.com",
        "sns.eu-west-1.amazonaws.com\t",
        "sns.eu-west-1.amazonaws.com%2eevil.example",
    ] {
        assert_eq!(SNS.admits(&format!("https://{host}/{file}")), None, "{host}");
    }
}

#[test]
fn no_other_scheme_and_no_other_path_is_admitted() {
    for url in [
        "http://s3.amazonaws.com/echo.api/a.pem",
        "HTTPS://s3.amazonaws.com/echo.api/a.pem",
        "https:/s3.amazonaws.com/echo.api/a.pem",
        "https:\\\\s3.amazonaws.com\\echo.api\\a.pem",
        "//s3.amazonaws.com/echo.api/a.pem",
        "https://s3.amazonaws.com",
        "https://s3.amazonaws.com/",
        "https://s3.amazonaws.com/echo.api/",
        "https://s3.amazonaws.com/Echo.api/a.pem",
        "https://s3.amazonaws.com/bucket/a.pem",
        "https://s3.amazonaws.com//echo.api/a.pem",
        "https://s3.amazonaws.com/echo.api//a.pem",
        "https://s3.amazonaws.com/echo.api/b/a.pem",
        "https://s3.amazonaws.com/echo.api/..",
        "https://s3.amazonaws.com/echo.api/.",
        "https://s3.amazonaws.com/echo.api/../bucket/a.pem",
        "https://s3.amazonaws.com/echo.api/%2e%2e/bucket/a.pem",
        "https://s3.amazonaws.com/echo.api/..%2fbucket%2fa.pem",
        "https://s3.amazonaws.com/echo.api/..\\bucket\\a.pem",
        "https://s3.amazonaws.com/echo.api/a.pem?x=.pem",
        "https://s3.amazonaws.com/echo.api/a.pem#x",
        "https://s3.amazonaws.com/echo.api/a.pem;x",
        "https://s3.amazonaws.com/echo.api/a.pem\n",
        "https://s3.amazonaws.com/echo.api/\u{e9}.pem",
        "https://s3.amazonaws.com/echo.api/a.pem\0",
    ] {
        assert_eq!(ALEXA.admits(url), None, "{url:?}");
    }
    let long = format!("https://s3.amazonaws.com/echo.api/{}", "a".repeat(1024));
    assert_eq!(ALEXA.admits(&long), None);
}

#[cfg(feature = "public-keys")]
#[test]
fn a_setting_is_a_part_of_the_host_and_nothing_else() {
    let keys = UrlPattern::new("https://{setting:tenant}.acme.example/.well-known/jwks.json");
    let whole = UrlPattern::new("https://{setting:domain}/.well-known/jwks.json");
    let url = |pattern: UrlPattern, value| {
        pattern.with_settings(|_| Some(value)).map(|urls| urls.only().unwrap().to_string())
    };

    assert_eq!(url(keys, "shop"), Ok("https://shop.acme.example/.well-known/jwks.json".into()));
    assert_eq!(url(whole, "shop.example"), Ok("https://shop.example/.well-known/jwks.json".into()));
    for value in
        ["", "a/b", "evil.example/", "a@b", "A", "a b", "-", "evil.example#", "\u{e9}", ".."]
    {
        assert_eq!(url(keys, value), Err("tenant"), "{value}");
        assert_eq!(url(whole, value), Err("domain"), "{value}");
    }
    for value in ["localhost", "127.0.0.1", "[::1]", "acme.example:80", "acme.example.", "acme.1"] {
        assert_eq!(url(whole, value), Err("domain"), "{value}");
    }
    assert_eq!(whole.with_settings(|_| None).err(), Some("domain"));
    assert_eq!(whole.admits("https://shop.example/.well-known/jwks.json"), None);
}

#[test]
fn a_text_that_is_no_pattern_is_refused() {
    for text in [
        "",
        "https://",
        "https:///keys",
        "https://acme.example",
        "http://acme.example/keys",
        "https://Acme.example/keys",
        "https://acme/keys",
        "https://acme.example:443/keys",
        "https://user@acme.example/keys",
        "https://*.acme.example/keys",
        "https://{tenant}.acme.example/keys",
        "https://{setting:domain/keys",
        "https://1.2.3.4/keys",
        "https://[::1]/keys",
        "https://acme.example/keys?id=*",
        "https://acme.example/../keys",
        "https://acme.example//keys",
        "https://acme.example/{id}",
        "https://acme.example/{key-id}",
        "https://acme.example/keys/..",
        "https://acme.example/keys/.",
        "https://acme.example/./keys",
        "https://acme.example/keys/*-*.pem",
        "https://acme.example/**",
        "https://acme.example/a b",
        "https://acme.example./keys",
        "https://-acme.example/keys",
        "https://acme-.example/keys",
    ] {
        assert!(UrlPattern::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_query_is_admitted_where_the_pattern_says_so() {
    const CONFIRM: UrlPattern = UrlPattern::new("https://sns.{region}.amazonaws.com/?{query}");
    let admits = |rest: &str| CONFIRM.admits(&format!("https://sns.eu-west-1.amazonaws.com{rest}"));

    for rest in
        ["/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:1:a&Token=0a", "/?a=%2F"]
    {
        assert_eq!(admits(rest).unwrap().path(), rest);
    }
    for rest in
        ["/", "/?", "/path?a=1", "//?a=1", "/?a=1#b", "/?a=1?b", "/?a b", "/?a=\n", "/?a=/", "?a=1"]
    {
        assert_eq!(admits(rest), None, "{rest}");
    }
    assert_eq!(CONFIRM.admits("https://evil.example/?sns.eu-west-1.amazonaws.com/"), None);
    assert!(UrlPattern::parse("https://acme.example/?{query}/keys").is_err());
    assert!(UrlPattern::parse("https://acme.example/?a=1").is_err());
    let keys = UrlPattern::new("https://acme.example/keys/*");
    assert_eq!(keys.admits("https://acme.example/keys/1?a=1"), None);
}
