//! Whole requests without a socket: hookport's endpoint inside an axum router, against the same
//! endpoint written by hand on axum.

use std::convert::Infallible;

use axum::{Router, body::Body, response::Response};
use hookport::{Endpoint, WebhookEvent};
use hookport_benches::{
    bench::Case, delivery::Delivery, endpoint, frames::Frames, hand, options::Options,
};
use http::{Method, Request, StatusCode};
use tokio::runtime::{Builder, Runtime};
use tower::{Service, ServiceExt};

fn main() {
    let options = Options::from_args();
    let runtime = &Builder::new_current_thread().enable_all().build().expect("a runtime");
    let taken = Bench { runtime, options: &options, expected: StatusCode::OK };
    let refused = Bench { expected: StatusCode::UNAUTHORIZED, ..taken };
    taken.standard("standard-300", &Delivery::invoice());
    taken.stripe("stripe-3k", &Delivery::payment());
    taken.github("github-10k", &Delivery::push(1));
    taken.github("github-25k", &Delivery::push(18));
    refused.stripe("stale-stripe-3k", &Delivery::stale_payment());
    refused.github("forged-github-256k", &Delivery::push(295).forged());
}

#[derive(Clone, Copy)]
struct Bench<'a> {
    runtime: &'a Runtime,
    options: &'a Options,
    expected: StatusCode,
}

impl Bench<'_> {
    fn standard(self, case: &'static str, delivery: &Delivery) {
        let hand = hand::endpoint::standard(delivery.secret);
        self.compare(case, delivery, hand, &endpoint::standard(delivery));
    }

    fn stripe(self, case: &'static str, delivery: &Delivery) {
        let hand = hand::endpoint::stripe(delivery.secret);
        self.compare(case, delivery, hand, &endpoint::stripe(delivery));
    }

    fn github(self, case: &'static str, delivery: &Delivery) {
        let hand = hand::endpoint::github(delivery.secret);
        self.compare(case, delivery, hand, &endpoint::github(delivery));
    }

    fn compare<E: WebhookEvent>(
        self,
        case: &'static str,
        delivery: &Delivery,
        hand: Router,
        endpoint: &Endpoint<E>,
    ) {
        let nested = Router::new().nest_service("/hook", endpoint.clone());
        let routed = Router::new().route_service("/hook", endpoint.clone());
        Case::new(case)
            .against_batch("by hand", self.serve(delivery, hand))
            .add_batch("hookport", self.serve(delivery, nested))
            .add_batch("hookport, route_service", self.serve(delivery, routed))
            .add_batch("hookport without axum", self.serve(delivery, endpoint.clone()))
            .run(self.options);
    }

    /// Sends `delivery` to `service` the given number of times.
    fn serve<S, B>(self, delivery: &Delivery, service: S) -> impl FnMut(u64) + Clone
    where
        S: Service<Request<Body>, Response = Response<B>, Error = Infallible> + Clone,
    {
        move |times| {
            self.runtime.block_on(async {
                for _ in 0..times {
                    let response = service.clone().oneshot(request(delivery)).await;
                    let Ok(response) = response;
                    assert_eq!(response.status(), self.expected);
                }
            });
        }
    }
}

fn request(delivery: &Delivery) -> Request<Body> {
    let mut request = Request::new(Body::new(Frames::new(delivery.body.clone())));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Delivery::uri();
    *request.headers_mut() = delivery.headers.clone();
    request
}
