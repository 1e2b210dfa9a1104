//! The report of a request.

use serde::Serialize;

use super::delivery::Told;
use crate::{
    CliError,
    output::{self, Rows, plain},
    verify::{self, VerdictJson},
    words,
};

/// A request as one JSON object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Json<'a> {
    number: u64,
    at: String,
    method: &'a str,
    target: String,
    endpoint: Option<&'a str>,
    provider: Option<&'a str>,
    size: usize,
    status: u16,
    judgement: Option<VerdictJson<'a>>,
    file: Option<&'a str>,
    error: Option<&'a str>,
}

/// Writes what is told of a request.
pub(super) fn write(told: &Told<'_>, as_json: bool) -> Result<(), CliError> {
    if as_json { output::json(&json(told)) } else { output::bytes(text(told).as_bytes()) }
}

fn json<'a>(told: &'a Told<'_>) -> Json<'a> {
    let (delivery, judged) = (told.delivery, told.judged.as_ref());
    Json {
        number: delivery.number,
        at: words::time(delivery.at),
        method: delivery.request.method.as_str(),
        target: told.target(),
        endpoint: judged.map(|(endpoint, ..)| &*endpoint.path),
        provider: judged.map(|(endpoint, ..)| endpoint.source.provider().name()),
        size: delivery.request.body.len(),
        status: told.status().as_u16(),
        judgement: judged.map(|(.., judgement)| verify::json_of(judgement)),
        file: told.file.as_deref(),
        error: told.error.as_deref(),
    }
}

/// One line with the answer, and below it the judgement.
fn text(told: &Told<'_>) -> String {
    let delivery = told.delivery;
    let size = delivery.request.body.len();
    let head = format!(
        "#{} {} {} {}, {size} bytes: {}\n",
        delivery.number,
        words::time(delivery.at),
        delivery.request.method,
        plain(&told.target()),
        told.status(),
    );
    let mut more = Rows::default();
    if let Some(file) = &told.file {
        more.add("file", plain(file));
    }
    if let Some(error) = &told.error {
        more.add("error", plain(error));
    }
    let judged = told.judged.as_ref();
    let judgement = judged.map(|(_, question, judgement)| verify::text_of(question, judgement));
    let rows = judgement.unwrap_or_default() + &more.text();
    let indented: String = rows.lines().flat_map(|line| ["  ", line, "\n"]).collect();
    format!("{head}{indented}\n")
}
