//! The open file.

use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    time::SystemTime,
};

use time::Date;

use super::rotation::{Rotation, day_of, folder};
use crate::own_file::for_its_owner;

/// A file to which lines are appended. It is opened anew if another process has rotated it.
pub(super) struct Lines {
    path: PathBuf,
    rotation: Rotation,
    file: File,
    /// The day of the last line.
    day: Date,
    /// True if a write ended within a line.
    is_torn: bool,
}

impl Lines {
    pub(super) fn open(path: &Path, rotation: Rotation, now: SystemTime) -> io::Result<Self> {
        let file = open(path)?;
        let day = last_day(&file, now)?;
        let is_torn = ends_within_a_line(path)?;
        let mut lines = Self { path: path.to_owned(), rotation, file, day, is_torn };
        lines.close_off()?;
        Ok(lines)
    }

    /// Appends a line in one write. It is written once more if it has become the end of a line that another
    /// writer, as the receiver before a reload, has not ended.
    pub(super) fn append(&mut self, line: &[u8], now: SystemTime) -> io::Result<()> {
        self.reopen_if_moved(now)?;
        let about = self.file.metadata()?;
        if self.rotation.is_due(about.len(), line.len(), self.day, now) {
            self.sync()?;
            self.begin_next(now)?;
        }
        self.close_off()?;
        self.day = day_of(now);
        self.write(line)?;
        // Before the write, what is at the end may be a line that another writer has not written to its end yet.
        if about.is_file() && !is_whole_line(&self.file, line.len())? {
            self.write(line)?;
            if !is_whole_line(&self.file, line.len())? {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
        Ok(())
    }

    /// Rotates the file. The next one can be read by those who could read it.
    fn begin_next(&mut self, now: SystemTime) -> io::Result<()> {
        let permissions = self.file.metadata()?.permissions();
        self.rotation.rotate(&self.path, now)?;
        *self = Self::open(&self.path, self.rotation, now)?;
        self.file.set_permissions(permissions)
    }

    /// Waits until all lines are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Ends a line that a crash or a full disk has cut off.
    fn close_off(&mut self) -> io::Result<()> {
        if self.is_torn {
            self.file.write_all(b"\n")?;
            self.is_torn = false;
        }
        Ok(())
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        let written = loop {
            match self.file.write(line) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => break written?,
            }
        };
        if written < line.len() {
            // A second write could put the rest behind a line of another process.
            self.is_torn = true;
            return Err(io::ErrorKind::WriteZero.into());
        }
        Ok(())
    }

    fn reopen_if_moved(&mut self, now: SystemTime) -> io::Result<()> {
        if !is_same(&self.file, &self.path)? {
            self.sync()?;
            *self = Self::open(&self.path, self.rotation, now)?;
        }
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<File> {
    // A pipe that its writer can read never waits for a reader.
    let can_be_read = fs::metadata(path).map_or(true, |about| about.is_file());
    let file = for_its_owner().read(can_be_read).append(true).create(true).open(path)?;
    // The file itself is on the disk only once its folder is.
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
    Ok(file)
}

/// Returns the day of the last line, by the time at which the file was changed.
fn last_day(file: &File, now: SystemTime) -> io::Result<Date> {
    let about = file.metadata()?;
    Ok(day_of(if about.len() == 0 { now } else { about.modified()? }))
}

fn ends_within_a_line(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

/// Returns whether what was just appended, of so many bytes, begins a line.
#[cfg(unix)]
fn is_whole_line(mut file: &File, length: usize) -> io::Result<bool> {
    use std::os::unix::fs::FileExt;

    let Some(before) = file.stream_position()?.checked_sub(length as u64 + 1) else {
        return Ok(true);
    };
    let mut last = [0];
    file.read_exact_at(&mut last, before)?;
    Ok(last == *b"\n")
}

/// Elsewhere the place of an append is not known.
#[cfg(not(unix))]
fn is_whole_line(_: &File, _: usize) -> io::Result<bool> {
    Ok(true)
}

/// Returns whether the open file is the one at the path.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let open = file.metadata()?;
    match fs::metadata(path) {
        Ok(there) => Ok((open.dev(), open.ino()) == (there.dev(), there.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Elsewhere a file that is open cannot be renamed.
#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> io::Result<bool> {
    fs::exists(path)
}
