use serde::{Deserialize, Serialize};

/// A driver. A part to compose with, and to answer with.
///
/// A missing field is not written, so that an answer has no `null` that Rabbot could take over into
/// its records. In an example of the help centre, a driver is found by the e-mail address, so
/// compare addresses without regard to upper and lower case.
///
/// ```
/// use hookport::event_types::rabbot::Driver;
///
/// let driver: Driver = serde_json::from_str(r#"{"email": "Motorista@example.com"}"#)?;
///
/// assert_eq!(driver.name, None);
/// let email = driver.email.as_deref().unwrap_or_default();
/// assert!(email.eq_ignore_ascii_case("motorista@example.com"));
///
/// let answer = Driver { name: Some("Joao Lima".to_owned()), email: None };
/// assert_eq!(serde_json::to_string(&answer)?, r#"{"name":"Joao Lima"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Driver {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address, by which the help centre's example finds a driver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The answer to the question for the driver of a car. A template.
///
/// Rabbot asks by `GET`, with the same token as in its other calls, before it notifies the driver
/// of a fine. A [`ReceiveLayer`](crate::ReceiveLayer) checks the token, and an axum handler
/// answers. The form of the answer is not published: see in Rabbot which fields its automation
/// found.
///
/// ```
/// use axum::{Json, Router, extract::Query, routing::get};
/// use hookport::event_types::rabbot::{CurrentDriver, Driver};
/// use hookport::testing::{Signer, deliver};
/// use hookport::{ReceiveLayer, providers};
///
/// #[derive(serde::Deserialize)]
/// struct Question {
///     plate: String,
/// }
///
/// async fn current_driver(Query(question): Query<Question>) -> Json<CurrentDriver> {
///     let driver = (question.plate == "ABC1D23")
///         .then(|| Driver { name: Some("Joao Lima".to_owned()), email: None });
///     Json(CurrentDriver { plate: question.plate, driver })
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let app = Router::new()
///     .route("/rabbot/drivers/current", get(current_driver))
///     .layer(ReceiveLayer::new(providers::RABBOT.secret("made-up")));
///
/// let ask = |token, plate| {
///     let url = format!("http://localhost/rabbot/drivers/current?plate={plate}");
///     Signer::new(providers::RABBOT, token).method(http::Method::GET).url(url).sign("")
/// };
///
/// let answer = deliver(&app, ask("made-up", "ABC1D23")?).await;
/// assert_eq!(answer.body(), r#"{"plate":"ABC1D23","driver":{"name":"Joao Lima"}}"#);
///
/// let answer = deliver(&app, ask("made-up", "XYZ9Z99")?).await;
/// assert_eq!(answer.body(), r#"{"plate":"XYZ9Z99","driver":null}"#);
///
/// assert_eq!(deliver(&app, ask("guessed", "ABC1D23")?).await.status(), 401);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrentDriver {
    /// The number plate that was asked for.
    pub plate: String,
    /// The driver; `null` if there is none.
    pub driver: Option<Driver>,
}
