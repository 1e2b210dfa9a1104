//! Serving: from the file to a receiver that runs, and again when the file has changed.

mod announce;
mod error;
mod hangup;
mod options;
mod reload;
mod socket;
mod telemetry;

use std::sync::Arc;

pub use self::{error::ServeError, options::Options};
use self::{hangup::Hangup, reload::Reloading};
use super::{
    build::{self, Built, Measured, Opening, PassedOn},
    check::{Programs, values},
    config::Config,
    secrets::Values,
    shown::shown_inbox,
};
use crate::{receiver, worker::Drained};

/// Serves as a configuration file says, until the process gets SIGTERM or ctrl-c.
///
/// The file is checked first, and the inbox is opened after that. See `hookport serve --help` for signals.
///
/// # Errors
///
/// Fails if the file has mistakes, if the address cannot be listened on, if the inbox cannot be opened, or if
/// the worker ends.
pub async fn run(options: Options) -> Result<Drained, ServeError> {
    let hangup = Hangup::new().map_err(ServeError::Signals)?;
    let config = options.read()?;
    let values = values(&config, Programs::Run).await;
    let (telemetry, measured) = telemetry::start(&config, &values).await?;
    let ended = serve(options, config, hangup, &values, measured).await;
    telemetry::end(telemetry).await;
    ended
}

async fn serve(
    options: Options,
    config: Config,
    hangup: Hangup,
    values: &Values,
    measured: Measured,
) -> Result<Drained, ServeError> {
    let opening = Opening::All { measured: &measured, before: &PassedOn::default() };
    let Built { receiver, endpoints, warnings, passed_on } =
        build::built(&config, values, opening)?;
    let stop = receiver::stop_signal().map_err(ServeError::Signals)?;
    let url = build::inbox_url(&config, values)?;
    let listener = socket::listener(config.listen()).await?;
    let inbox = shown_inbox(url.expose());
    announce::starting(config.role(), &inbox);
    let opened = receiver::open(url.expose()).await;
    let store = opened.map_err(|error| ServeError::inbox(inbox, error))?;
    let receiver = receiver.on(Arc::clone(&store));
    receiver.check_rights().await?;
    announce::started(&listener, &endpoints, &warnings);
    let (reloads, replacements) = receiver::reloads();
    let reloading =
        Reloading { options, store, started: config, hangup, reloads, measured, passed_on };
    let stop = async {
        stop.await;
        announce::stopping();
    };
    let drained = tokio::select! {
        drained = receiver.serve_checked(listener, stop, replacements) => drained?,
        never = reloading.run() => match never {},
    };
    announce::stopped(&drained);
    Ok(drained)
}
