//! Lines for another terminal, each with a delivery that was not sent yet.

use std::{error::Error, fmt::Write, fs, path::Path};

use bytes::Bytes;
use hookport::providers::STRIPE;
use http::{Request, header::HOST};

use crate::deliveries::{Deliveries, secret};

/// A push of GitHub's, signed already, for a program that everybody has.
pub(crate) fn curl(deliveries: &Deliveries<'_>) -> Result<String, Box<dyn Error>> {
    as_curl(&deliveries.another_push()?)
}

/// A payment of Stripe's, which is signed when it is sent: its signature ends after minutes.
pub(crate) fn send(
    deliveries: &Deliveries<'_>,
    origin: &str,
    folder: &Path,
) -> Result<String, Box<dyn Error>> {
    let file = folder.join("payment.json");
    fs::write(&file, deliveries.another_payment())?;
    let (name, secret) = (STRIPE.name(), secret(STRIPE.name()));
    Ok(format!(
        "cargo run -q --no-default-features --features cli-http -- send --provider {name} \\\n  \
         --secret {secret} --url {origin}/{name} {}",
        file.display()
    ))
}

fn as_curl(request: &Request<Bytes>) -> Result<String, Box<dyn Error>> {
    let mut line = format!("curl -i {}", request.uri());
    for (name, value) in request.headers().iter().filter(|(name, _)| *name != HOST) {
        write!(line, " \\\n  -H '{name}: {}'", value.to_str()?)?;
    }
    write!(line, " \\\n  -d '{}'", str::from_utf8(request.body())?)?;
    Ok(line)
}
