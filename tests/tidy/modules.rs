//! The modules of a crate: which ones each of them uses, and under which paths an item is public.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    files::{root, sources},
    tokens::{Named, Path},
};

/// The modules of one crate, by their paths; the root is the empty path.
pub(crate) struct Modules(BTreeMap<Path, Named>);

/// A module, and the item in it that a path names, if it names one.
type Place = (Path, Option<String>);

impl Modules {
    /// Reads the modules below the folder of a crate's root.
    pub(crate) fn of(folder: &str) -> Self {
        let mut modules = BTreeMap::new();
        for (file, text) in sources(folder) {
            let inside = file.strip_prefix(root().join(folder)).unwrap().with_extension("");
            let mut path: Path = inside.iter().map(|part| part.display().to_string()).collect();
            // A binary in the folder of a library is a crate of its own.
            if path[0] != "bin" {
                path.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
                modules.insert(path, Named::in_text(&text));
            }
        }
        let tests = tests(&modules);
        modules.retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        Self(modules)
    }

    /// Returns the names of the modules right below the root.
    pub(crate) fn stages(&self) -> BTreeSet<String> {
        self.0.keys().filter_map(|path| path.first().cloned()).collect()
    }

    /// Returns each pair of modules of which the first uses the second. A module may use what lies
    /// above or below it.
    pub(crate) fn uses(&self) -> BTreeSet<(Path, Path)> {
        let mut uses = BTreeSet::new();
        for (module, named) in &self.0 {
            let places = named.paths.iter().filter_map(|path| self.resolve(module, path));
            let beside = places
                .map(|(other, _)| other)
                .filter(|other| !other.starts_with(module) && !module.starts_with(other));
            uses.extend(beside.map(|other| (module.clone(), other)));
        }
        uses
    }

    /// Returns the public paths of each public item.
    pub(crate) fn public_paths(&self) -> BTreeMap<(Path, String), BTreeSet<String>> {
        let mut paths = BTreeMap::<_, BTreeSet<String>>::new();
        let mut public = vec![Path::new()];
        while let Some(module) = public.pop() {
            // A module inside of a file is of no interest here.
            let Some(named) = self.0.get(&module) else { continue };
            for (item, name) in self.public_items(&module) {
                paths.entry(item).or_default().insert(below(&module, &name).join("::"));
            }
            let shown =
                named.modules.iter().filter(|declared| declared.is_public && !declared.is_test);
            public.extend(shown.map(|declared| below(&module, &declared.name)));
        }
        paths
    }

    /// Returns the public items of a module, each with the name that it has there.
    fn public_items(&self, module: &Path) -> Vec<((Path, String), String)> {
        let Some(named) = self.0.get(module) else { return Vec::new() };
        let own = named.items.iter().map(|item| ((module.clone(), item.clone()), item.clone()));
        let mut items: Vec<_> = own.collect();
        for import in named.imports.iter().filter(|import| import.is_public) {
            match self.resolve(module, &import.path) {
                Some((from, Some(item))) if item == "*" => items.extend(self.public_items(&from)),
                Some((from, Some(item))) => items.push(((from, item), import.name.clone())),
                // A module under another path, or something of another crate.
                Some((_, None)) | None => {}
            }
        }
        items
    }

    /// Follows a path from a module. `None` if it leads into another crate.
    fn resolve(&self, module: &Path, path: &[String]) -> Option<Place> {
        let up = path.iter().take_while(|segment| *segment == "super").count();
        match path.first()?.as_str() {
            "crate" => self.follow(Path::new(), &path[1..]),
            "self" => self.follow(module.clone(), &path[1..]),
            "super" => self.follow(module[..module.len().checked_sub(up)?].to_vec(), &path[up..]),
            first if self.0.contains_key(&below(module, first)) => {
                self.follow(module.clone(), path)
            }
            _ => None,
        }
    }

    fn follow(&self, module: Path, path: &[String]) -> Option<Place> {
        let Some((segment, rest)) = path.split_first() else {
            return Some((module, None));
        };
        let inside = below(&module, segment);
        if self.0.contains_key(&inside) {
            return self.follow(inside, rest);
        }
        let mut imports = self.0.get(&module)?.imports.iter();
        match imports.find(|import| import.name == *segment) {
            Some(import) => match self.resolve(&module, &import.path)? {
                (module, None) => self.follow(module, rest),
                item => Some(item),
            },
            None => Some((module, Some(segment.clone()))),
        }
    }
}

/// Returns the groups of modules that use each other, directly or by way of others.
pub(crate) fn circles(uses: &BTreeSet<(Path, Path)>) -> Vec<BTreeSet<Path>> {
    let mut next = BTreeMap::<_, Vec<_>>::new();
    for (user, used) in uses {
        next.entry(user).or_default().push(used);
    }
    let reached: BTreeMap<_, _> =
        next.keys().map(|module| (*module, reach(module, &next))).collect();
    let mut circles = Vec::new();
    for (module, found) in &reached {
        let back = found
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|found| found.contains(*module)));
        let circle: BTreeSet<Path> = back.map(|other| (*other).clone()).collect();
        if circle.len() > 1 && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

/// Returns all that a module uses, directly or by way of others.
fn reach<'p>(module: &Path, next: &BTreeMap<&'p Path, Vec<&'p Path>>) -> BTreeSet<&'p Path> {
    let mut found = BTreeSet::new();
    let mut open = next.get(module).cloned().unwrap_or_default();
    while let Some(module) = open.pop() {
        if found.insert(module) {
            open.extend(next.get(module).into_iter().flatten());
        }
    }
    found
}

/// Returns the paths of the modules that are only there for tests.
fn tests(modules: &BTreeMap<Path, Named>) -> Vec<Path> {
    let declared = modules.iter().flat_map(|(path, named)| {
        let tests = named.modules.iter().filter(|declared| declared.is_test);
        tests.map(|declared| below(path, &declared.name))
    });
    declared.collect()
}

fn below(module: &Path, name: &str) -> Path {
    [module.clone(), vec![name.to_owned()]].concat()
}
