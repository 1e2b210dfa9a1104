//! The headers of every answer.

use http::{StatusCode, header};

use super::kit::{Browser, FULL, console};

#[tokio::test]
async fn every_answer_forbids_all_that_is_not_of_the_console() {
    let mut browser = Browser::of_nothing(console()).await;
    let before = [browser.get("/").await, browser.get("/log-in").await];
    browser.log_in(FULL).await;
    let after =
        [browser.get("/").await, browser.get("/nothing").await, browser.post("/", &[]).await];

    for answer in before.iter().chain(&after) {
        let headers = answer.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"));
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn files_have_names_of_their_content_and_may_be_kept() {
    let browser = Browser::of_nothing(console()).await;
    let page = browser.page("/log-in").await;

    let links = page.split('"').filter(|part| part.starts_with("/console/assets/"));
    let links: Vec<_> = links.map(|link| link.split('#').next().unwrap()).collect();
    assert!(links.len() >= 3, "{page}");
    for link in links {
        let answer = browser.get(link.strip_prefix("/console").unwrap()).await;
        assert_eq!(answer.status(), StatusCode::OK, "{link}");
        let kept = answer.headers()[header::CACHE_CONTROL].to_str().unwrap();
        assert!(kept.contains("immutable"), "{kept}");
    }
}

#[tokio::test]
async fn a_page_holds_no_script_and_no_style_of_its_own() {
    let mut browser = Browser::of_nothing(console()).await;
    browser.log_in(FULL).await;

    let page = browser.page("/").await;
    for inline in ["<style", " style=", "javascript:", " onclick", " onload", "http://", "https://"]
    {
        assert!(!page.contains(inline), "{inline}: {page}");
    }
    assert_eq!(page.matches("<script").count(), 1, "{page}");
}
