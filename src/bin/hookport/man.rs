//! `hookport man`: the manual pages.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Command, CommandFactory};
use clap_mangen::{
    Man,
    roff::{Roff, roman},
};

use crate::{Cli, CliError, output};

/// The arguments of `man`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The folder for the pages of all commands. It is made if it is not there.
    directory: Option<PathBuf>,
}

/// Writes the page of `hookport` to stdout, or all pages into a folder.
pub(crate) fn run(args: &Args) -> Result<ExitCode, CliError> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    if let Some(directory) = &args.directory {
        fs::create_dir_all(directory)?;
        write_all(&command, directory)?;
    } else {
        output::bytes(&page(&command)?)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of a command, and those of the commands in it.
fn write_all(command: &Command, directory: &Path) -> io::Result<()> {
    let name = Man::new(command.clone()).get_filename();
    fs::write(directory.join(name), page(command)?)?;
    command.get_subcommands().try_for_each(|inner| write_all(inner, directory))
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let end = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut page = Vec::new();
    Man::new(command.clone().after_help(None::<&'static str>)).render(&mut page)?;
    page.extend(sections(&end).to_roff().into_bytes());
    Ok(page)
}

/// Returns the end of a help text as sections of a page. What has no heading there is in the notes.
fn sections(text: &str) -> Roff {
    let (mut roff, mut is_in_notes) = (Roff::new(), false);
    for block in text.split("\n\n") {
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        let heading = first.strip_suffix(':').filter(|it| it.split(' ').count() <= LONGEST_HEADING);
        match heading {
            Some(heading) => roff.control("SH", [&*heading.to_uppercase()]),
            None if is_in_notes => roff.control("PP", []),
            None => roff.control("SH", ["NOTES"]),
        };
        is_in_notes = heading.is_none();
        add_lines(&mut roff, if is_in_notes { block } else { rest });
    }
    roff
}

/// Adds lines. Indented ones stay as they are, the others are filled.
fn add_lines(roff: &mut Roff, text: &str) {
    let lines: Vec<_> = text.lines().collect();
    for block in lines.chunk_by(|one, next| one.starts_with(' ') == next.starts_with(' ')) {
        let is_as_it_is = block[0].starts_with(' ');
        if is_as_it_is {
            roff.control("nf", []);
        }
        for line in block {
            roff.text([roman(*line)]);
        }
        if is_as_it_is {
            roff.control("fi", []);
        }
    }
}

/// The highest number of words in a heading: `Exit codes:`.
const LONGEST_HEADING: usize = 2;

const EXAMPLES: &str = "\
Examples:
  hookport man | man -l -
  hookport man ~/.local/share/man/man1

Exit codes:
  0  written
  2  wrong usage, or a page cannot be written";
