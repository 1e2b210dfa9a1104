use std::time::SystemTime;

use actix_web::{App, test as client, web};
use bytes::Bytes;
use hookport::{
    Verifier, providers,
    testing::{Signer, deliver},
};
use http::{Request, StatusCode};
use lambda_http::Body;

use crate::{actix, async_stripe, lambda, octocrab};

#[tokio::test]
async fn a_push_decodes_into_the_type_of_octocrab() {
    let endpoint = octocrab::endpoint("made-up".into());
    let signer = Signer::new(providers::GITHUB, "made-up").event("push");
    let push = signer.sign(include_str!("push.json")).expect("it can be signed");

    assert_eq!(deliver(&endpoint, push).await.status(), StatusCode::OK);
    assert_eq!(endpoint.counts().handled, 1);
}

#[tokio::test]
async fn a_payment_intent_decodes_into_the_type_of_async_stripe() {
    let endpoint = async_stripe::endpoint("whsec_made_up".into());
    let paid = signed_by_stripe(include_str!("payment_intent.json"));

    assert_eq!(deliver(&endpoint, paid).await.status(), StatusCode::OK);
    assert_eq!(endpoint.counts().handled, 1);
}

#[test]
fn lambda_proves_a_request_with_its_path_and_body() {
    let genuine = signed_by_stripe("{}").map(|body| Body::Binary(body.to_vec()));
    let mut forged = genuine.clone();
    *forged.body_mut() = Body::Text(r#"{"amount":1}"#.to_owned());

    let receive = |request| lambda::receive(&verifier(), &request, SystemTime::now()).status();
    assert_eq!(receive(genuine), StatusCode::OK);
    assert_eq!(receive(forged), StatusCode::UNAUTHORIZED);
}

#[actix_web::test]
async fn actix_proves_a_request_and_refuses_a_forged_one() {
    let verifier = web::Data::new(verifier());
    let app = App::new().configure(|config| actix::routes(config, verifier));
    let app = client::init_service(app).await;
    let genuine = signed_by_stripe("{}");
    let signature = genuine.headers()["stripe-signature"].to_str().expect("ASCII");

    for (body, status) in [("{}", 200), ("[]", 401)] {
        let request = client::TestRequest::post()
            .uri("/stripe")
            .insert_header(("stripe-signature", signature))
            .set_payload(body)
            .to_request();
        let response = client::call_service(&app, request).await;
        assert_eq!(response.status().as_u16(), status, "{body}");
    }
}

fn verifier() -> Verifier {
    providers::STRIPE.secret("whsec_made_up").verifier().expect("a usable secret")
}

fn signed_by_stripe(body: &'static str) -> Request<Bytes> {
    let signer = Signer::new(providers::STRIPE, "whsec_made_up").url("http://localhost/stripe");
    signer.sign(body).expect("it can be signed")
}
