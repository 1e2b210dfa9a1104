//! A disk: what it has synced, and what a power cut leaves of the rest.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use fastrand::Rng;

use super::record::{Entry, Operation};

/// The file into which the process writes the numbers of deliveries that have heard 2xx.
pub(super) const MARKS: &str = "marks";

/// The files of a folder.
#[derive(Default)]
pub(super) struct Disk {
    files: Vec<File>,
    /// The names as the process sees them.
    names: BTreeMap<String, usize>,
    /// The names that are synced.
    synced_names: BTreeMap<String, usize>,
    /// The changes of names since.
    renamings: Vec<(String, Option<usize>)>,
    open: HashMap<i32, Open>,
    accepted: BTreeSet<u64>,
}

#[derive(Clone, Copy)]
enum Open {
    Folder,
    Marks,
    File(usize),
}

#[derive(Default)]
struct File {
    synced: Vec<u8>,
    /// The writes since.
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Bytes(u64, Vec<u8>),
    Length(u64),
}

/// The part that is left of writes that were not synced.
#[derive(Clone, Copy, Debug)]
enum Left {
    Nothing,
    All,
    /// Some writes, in any order.
    Some,
    /// Of each write some sectors.
    Torn,
}

impl Disk {
    pub(super) fn apply(&mut self, entry: &Entry) {
        let open = self.open.get(&entry.file).copied();
        match (&entry.operation, open) {
            (Operation::Open(name), _) => self.open(name, entry.file),
            (Operation::Remove(name), _) => {
                self.names.remove(name);
                self.renamings.push((name.clone(), None));
            }
            (Operation::Write(_, number), Some(Open::Marks)) => {
                self.accepted.insert(std::str::from_utf8(number).unwrap().parse().unwrap());
            }
            (Operation::Write(at, bytes), Some(Open::File(file))) => {
                self.files[file].pending.push(Change::Bytes(*at, bytes.clone()));
            }
            (Operation::Truncate(length), Some(Open::File(file))) => {
                self.files[file].pending.push(Change::Length(*length));
            }
            (Operation::Sync, Some(Open::File(file))) => self.files[file].sync(),
            (Operation::Sync, Some(Open::Folder)) => {
                self.renamings.clear();
                self.synced_names.clone_from(&self.names);
            }
            (_, _) => {}
        }
    }

    /// The deliveries that have heard 2xx by now.
    pub(super) const fn accepted(&self) -> &BTreeSet<u64> {
        &self.accepted
    }

    /// Returns the files as a power cut may leave them.
    pub(super) fn cut(&self, random: &mut Rng) -> BTreeMap<String, Vec<u8>> {
        let mut names = self.synced_names.clone();
        // What becomes of names is kept in order.
        for (name, file) in &self.renamings[..random.usize(..=self.renamings.len())] {
            match file {
                Some(file) => drop(names.insert(name.clone(), *file)),
                None => drop(names.remove(name)),
            }
        }
        names.into_iter().map(|(name, file)| (name, self.files[file].cut(random))).collect()
    }

    fn open(&mut self, name: &str, number: i32) {
        let open = match name {
            "" => Open::Folder,
            MARKS => Open::Marks,
            _ => Open::File(self.named(name)),
        };
        self.open.insert(number, open);
    }

    fn named(&mut self, name: &str) -> usize {
        if let Some(file) = self.names.get(name) {
            return *file;
        }
        let file = self.files.len();
        self.files.push(File::default());
        self.names.insert(name.to_owned(), file);
        self.renamings.push((name.to_owned(), Some(file)));
        file
    }
}

impl File {
    fn sync(&mut self) {
        for change in self.pending.drain(..) {
            change.apply(&mut self.synced);
        }
    }

    fn cut(&self, random: &mut Rng) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        let mut pending = self.pending.clone();
        match [Left::Nothing, Left::All, Left::Some, Left::Torn][random.usize(..4)] {
            Left::Nothing => pending.clear(),
            Left::All => {}
            Left::Some => {
                pending.retain(|_| random.bool());
                random.shuffle(&mut pending);
            }
            Left::Torn => {
                pending = pending.iter().flat_map(Change::sectors).collect();
                pending.retain(|_| random.bool());
            }
        }
        for change in pending {
            change.apply(&mut bytes);
        }
        bytes
    }
}

impl Change {
    fn apply(&self, file: &mut Vec<u8>) {
        match self {
            Self::Bytes(at, bytes) => {
                let at = usize::try_from(*at).unwrap();
                let end = at + bytes.len();
                file.resize(file.len().max(end), 0);
                file[at..end].copy_from_slice(bytes);
            }
            Self::Length(length) => file.resize(usize::try_from(*length).unwrap(), 0),
        }
    }

    /// Cuts a write where sectors end.
    fn sectors(&self) -> Vec<Self> {
        let Self::Bytes(at, bytes) = self else {
            return vec![self.clone()];
        };
        let (mut at, mut rest) = (*at, bytes.as_slice());
        let mut sectors = Vec::new();
        while !rest.is_empty() {
            let to_the_end = usize::try_from(SECTOR - at % SECTOR).unwrap().min(rest.len());
            let (sector, behind) = rest.split_at(to_the_end);
            sectors.push(Self::Bytes(at, sector.to_vec()));
            at += sector.len() as u64;
            rest = behind;
        }
        sectors
    }
}

const SECTOR: u64 = 512;
