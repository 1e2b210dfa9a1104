//! The options of the command line.

use std::path::PathBuf;

#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) help: bool,
    pub(crate) once: bool,
    pub(crate) port: u16,
    pub(crate) file: Option<PathBuf>,
}

impl Options {
    pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { help: false, once: false, port: 8080, file: None };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "-h" | "--help" => options.help = true,
                "--once" => options.once = true,
                "--port" => {
                    let port = arguments.next().and_then(|port| port.parse().ok());
                    options.port = port.ok_or("`--port` takes a number from 0 to 65535")?;
                }
                "--file" => {
                    let file = arguments.next().ok_or("`--file` takes a path")?;
                    options.file = Some(PathBuf::from(file));
                }
                other => return Err(format!("unknown option `{other}`\n\n{HELP}")),
            }
        }
        Ok(options)
    }
}

pub(crate) const HELP: &str = "\
Seven senders deliver to one receiver, which then goes on listening on 127.0.0.1.

Usage: cargo run -p quickstart [-- OPTIONS]

Options:
  --port N     listen on this port; on any free one if N is 0 [default: 8080]
  --file PATH  keep the inbox in this file, which stays; otherwise it is gone at the end
  --once       end after the deliveries that it sends to itself
  -h, --help   print this";
