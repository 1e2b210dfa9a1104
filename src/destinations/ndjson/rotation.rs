//! The rotation of a file of lines, and the removal of old rotated ones.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use time::{Date, OffsetDateTime};

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Rotation {
    /// The most bytes of a file.
    pub(super) longest: Option<u64>,
    pub(super) is_daily: bool,
    /// The number of rotated files that are kept.
    pub(super) kept: Option<usize>,
}

impl Rotation {
    /// Returns whether a file of so many bytes is rotated before `more` are appended. `day` is that of its
    /// last line.
    pub(super) fn is_due(&self, length: u64, more: usize, day: Date, now: SystemTime) -> bool {
        let is_too_long =
            self.longest.is_some_and(|longest| length.saturating_add(more as u64) > longest);
        let is_of_another_day = self.is_daily && day != day_of(now);
        length > 0 && (is_too_long || is_of_another_day)
    }

    /// Renames a file to a name that no other file has, and removes the oldest ones of that kind.
    pub(super) fn rotate(&self, path: &Path, now: SystemTime) -> io::Result<()> {
        fs::rename(path, rotated(path, now))?;
        self.remove_old(path)
    }

    fn remove_old(&self, path: &Path) -> io::Result<()> {
        let Some(kept) = self.kept else { return Ok(()) };
        let mut files: Vec<PathBuf> = Vec::new();
        for file in fs::read_dir(folder(path))? {
            let file = file?.path();
            if is_rotated(&file, path) {
                files.push(file);
            }
        }
        files.sort();
        let too_many = files.len().saturating_sub(kept);
        files.into_iter().take(too_many).try_for_each(|file| match fs::remove_file(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        })
    }
}

pub(super) fn day_of(time: SystemTime) -> Date {
    OffsetDateTime::from(time).date()
}

/// Returns the folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Returns the name of a rotated file, which sorts by time. Its end is random: two processes that rotate in
/// the same moment must not choose the same name.
fn rotated(path: &Path, now: SystemTime) -> PathBuf {
    let (date, time) = (OffsetDateTime::from(now).date(), OffsetDateTime::from(now).time());
    let date = format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second, nano) = time.as_hms_nano();
    let (stem, extension) = stem_and_extension(path);
    let random = fastrand::u64(..);
    path.with_file_name(format!(
        "{stem}.{date}T{hour:02}{minute:02}{second:02}.{nano:09}-{random:016x}{extension}"
    ))
}

/// Returns whether a file has a name that [`rotated`] has made of `path`.
fn is_rotated(file: &Path, path: &Path) -> bool {
    let (stem, extension) = stem_and_extension(path);
    let Some(name) = file.file_name().and_then(|name| name.to_str()) else { return false };
    let between =
        name.strip_prefix(&format!("{stem}.")).and_then(|name| name.strip_suffix(&extension));
    between.is_some_and(|text| {
        let is_time = |at: usize, byte: u8| match at {
            8 => byte == b'T',
            15 => byte == b'.',
            25 => byte == b'-',
            26.. => byte.is_ascii_hexdigit(),
            _ => byte.is_ascii_digit(),
        };
        text.len() == 42 && text.bytes().enumerate().all(|(at, byte)| is_time(at, byte))
    })
}

fn stem_and_extension(path: &Path) -> (String, String) {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let extension = path.extension().map(|text| format!(".{}", text.to_string_lossy()));
    (stem, extension.unwrap_or_default())
}
