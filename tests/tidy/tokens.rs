//! The names of other modules in a file, read from its tokens: so braces over several lines, paths in
//! macros and comments are no trouble.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The names of other modules and of public items in a file.
#[derive(Debug, Default)]
pub(crate) struct Named {
    /// The paths of `use` trees, and all others that begin with `crate`, `super` or `self`.
    pub(crate) paths: Vec<Path>,
    pub(crate) imports: Vec<Import>,
    pub(crate) modules: Vec<Declared>,
    /// The names of the items that are `pub`.
    pub(crate) items: Vec<String>,
}

/// The segments of a path.
pub(crate) type Path = Vec<String>;

/// A name that a `use` brings into a module.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) path: Path,
    /// The name; `*` for all that the path holds.
    pub(crate) name: String,
    pub(crate) is_public: bool,
}

/// A module that is declared in its parent.
#[derive(Debug)]
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) is_public: bool,
    pub(crate) is_test: bool,
}

/// The words before an item.
#[derive(Default)]
struct Before {
    is_test: bool,
    is_hidden: bool,
    is_public: bool,
}

impl Named {
    pub(crate) fn in_text(text: &str) -> Self {
        let mut named = Self::default();
        named.read(&tokens(text.parse().unwrap()), true);
        named
    }

    /// Reads tokens. `declares` is false inside of blocks, whose items are of no interest.
    fn read(&mut self, all: &[TokenTree], declares: bool) {
        let mut before = Before::default();
        let mut rest = all;
        while let [token, after @ ..] = rest {
            rest = match (token, after) {
                (TokenTree::Punct(sign), [TokenTree::Group(attribute), after @ ..])
                    if sign.as_char() == '#' =>
                {
                    before.note(attribute.stream());
                    rest = after;
                    continue;
                }
                (TokenTree::Ident(word), _) if word == "pub" => {
                    rest = before.read_pub(after);
                    if declares && before.is_public {
                        self.items.extend(item_name(rest));
                    }
                    continue;
                }
                (TokenTree::Ident(word), _) if word == "use" => {
                    let end = after.iter().position(|token| is_punct(token, ';'));
                    let (tree, after) = after.split_at(end.unwrap_or(after.len()));
                    self.read_use(tree, declares && before.is_public);
                    after
                }
                (TokenTree::Ident(word), [TokenTree::Ident(name), after @ ..]) if word == "mod" => {
                    let Before { is_public, is_test, .. } = before;
                    self.modules.push(Declared { name: name.to_string(), is_public, is_test });
                    // A test module may bring together whatever it likes.
                    if is_test { after.get(1..).unwrap_or_default() } else { after }
                }
                (TokenTree::Ident(word), _)
                    if ["crate", "super", "self"].iter().any(|w| word == w) =>
                {
                    self.read_path(word.to_string(), after)
                }
                (TokenTree::Group(group), _) => {
                    // Items that a macro gets are declared by it.
                    let is_of_macro = is_macro_before(&all[..all.len() - rest.len()]);
                    self.read(&tokens(group.stream()), declares && is_of_macro);
                    after
                }
                _ => after,
            };
            before = Before::default();
        }
    }

    fn read_use(&mut self, tree: &[TokenTree], is_public: bool) {
        for (path, name) in expand(tree) {
            self.paths.push(path.clone());
            self.imports.push(Import { path, name, is_public });
        }
    }

    fn read_path<'t>(&mut self, first: String, mut rest: &'t [TokenTree]) -> &'t [TokenTree] {
        let mut path = vec![first];
        while let [colon, second, TokenTree::Ident(name), after @ ..] = rest
            && is_punct(colon, ':')
            && is_punct(second, ':')
        {
            path.push(name.to_string());
            rest = after;
        }
        if path.len() > 1 {
            self.paths.push(path);
        }
        rest
    }
}

impl Before {
    fn note(&mut self, attribute: TokenStream) {
        let text = attribute.to_string().replace(' ', "");
        self.is_test |= text.starts_with("cfg(") && has_word(attribute, "test");
        self.is_hidden |= text == "doc(hidden)";
    }

    /// Reads what stands behind `pub`; `pub(crate)` and the like are not public.
    fn read_pub<'t>(&mut self, after: &'t [TokenTree]) -> &'t [TokenTree] {
        match after {
            [TokenTree::Group(group), after @ ..]
                if group.delimiter() == Delimiter::Parenthesis =>
            {
                after
            }
            _ => {
                self.is_public = !self.is_hidden;
                after
            }
        }
    }
}

/// Returns the name of the item that is declared here; `None` for a `use` or a `mod`.
fn item_name(declaration: &[TokenTree]) -> Option<String> {
    let words = declaration.iter().map_while(|token| match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    let mut names = words.skip_while(|word| BEFORE_A_NAME.contains(&word.as_str()));
    names.next().filter(|name| !["use", "mod"].contains(&name.as_str()))
}

/// Expands a `use` tree into its paths, each with the name that it brings in.
fn expand(tree: &[TokenTree]) -> Vec<(Path, String)> {
    let mut path = Path::new();
    for (at, token) in tree.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "as" => {
                return vec![(path, tree[at + 1].to_string())];
            }
            TokenTree::Ident(word) => path.push(word.to_string()),
            TokenTree::Punct(sign) if sign.as_char() == '*' => path.push("*".to_owned()),
            TokenTree::Group(group) => {
                let inside = tokens(group.stream());
                let branches = inside.split(|token| is_punct(token, ',')).flat_map(expand);
                return branches.map(|(below, name)| join(&path, below, name)).collect();
            }
            _ => {}
        }
    }
    let name = path.last().cloned();
    name.map(|name| (path, name)).into_iter().collect()
}

/// Joins a path and a branch below it; the branch `self` is the path itself.
fn join(path: &Path, below: Path, name: String) -> (Path, String) {
    if below != ["self"] {
        return ([path.clone(), below].concat(), name);
    }
    let own = path.last().cloned().unwrap_or_default();
    (path.clone(), if name == "self" { own } else { name })
}

fn tokens(stream: TokenStream) -> Vec<TokenTree> {
    stream.into_iter().collect()
}

fn has_word(stream: TokenStream, wanted: &str) -> bool {
    stream.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == wanted,
        TokenTree::Group(group) => has_word(group.stream(), wanted),
        _ => false,
    })
}

fn is_macro_before(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(_), sign] if is_punct(sign, '!'))
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(sign) if sign.as_char() == wanted)
}

const BEFORE_A_NAME: &[&str] =
    &["async", "const", "enum", "fn", "static", "struct", "trait", "type", "union", "unsafe"];
