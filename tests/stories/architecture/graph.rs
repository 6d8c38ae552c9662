//! The program's own source as functions that call each other: what a command may say or write is what the functions
//! say and write that it reaches. Calls are followed by name, so that rather too many are found than too few.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

use super::sources;

/// A place in the source by its module path, such as `office::quotes::rules`.
type Path = Vec<String>;

/// A function, a method, or a constant with what it is made of.
pub struct Function {
    /// The file it stands in.
    pub file: String,
    /// Its module.
    pub module: Path,
    /// The type whose method it is.
    pub of: Option<String>,
    /// Its name.
    pub name: String,
    /// Its parameters, without `self`.
    pub parameters: Vec<String>,
    /// What it returns, in the words of the source without blanks.
    pub gives: Gives,
    /// Its code.
    pub body: syn::Block,
}

/// What of a return type matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// `Result<_, &'static str>`: its error is a code.
    Refusal,
    /// `&'static str` or an option of it.
    Word,
    /// Anything else.
    Other,
}

impl Function {
    /// As a failing test shows it.
    pub fn shown(&self) -> String {
        let of = self.of.as_ref().map_or(String::new(), |of| format!("{of}::"));
        format!("{} {of}{}", self.file, self.name)
    }
}

/// The source of some crates.
pub struct Graph {
    /// Every function.
    pub functions: Vec<Function>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// What a module's `use` lines call things.
    uses: BTreeMap<Path, Vec<(String, Path)>>,
    modules: BTreeSet<Path>,
}

impl Graph {
    /// Reads the crates in these folders; each is known by the name of its folder.
    pub fn read(crates: &[&str]) -> Self {
        let mut graph = Self {
            functions: vec![],
            by_name: BTreeMap::new(),
            uses: BTreeMap::new(),
            modules: BTreeSet::new(),
        };
        for name in crates {
            for (file, text) in sources(&format!("crates/{name}/src"), &[".rs"]) {
                if file.ends_with("tests.rs") {
                    continue;
                }
                let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
                let module = module_of(name, &file);
                Reader { graph: &mut graph, file, module, of: None }.items(&parsed.items);
            }
        }
        for (index, function) in graph.functions.iter().enumerate() {
            graph.by_name.entry(function.name.clone()).or_default().push(index);
        }
        graph
    }

    /// The handler that a path in `module` names.
    pub fn find(&self, module: &[String], path: &[String]) -> Vec<usize> {
        let mut found = BTreeSet::new();
        for full in self.resolve(module, path, 0) {
            found.extend(self.at(&full));
        }
        found.into_iter().collect()
    }

    /// Functions at a full path: free ones of that module, or methods of that type.
    fn at(&self, full: &[String]) -> impl Iterator<Item = usize> {
        let (name, place) = full.split_last().map_or(("", full), |(name, place)| (name.as_str(), place));
        self.by_name.get(name).into_iter().flatten().copied().filter(move |index| {
            let function = &self.functions[*index];
            match &function.of {
                None => function.module == place,
                Some(of) => place.last() == Some(of),
            }
        })
    }

    /// What a path may mean in full: through `use` lines, globs and names of modules.
    fn resolve(&self, module: &[String], path: &[String], depth: usize) -> Vec<Path> {
        let Some((first, rest)) = path.split_first() else { return vec![] };
        let join = |base: &[String], rest: &[String]| [base, rest].concat();
        match first.as_str() {
            "crate" => return self.through(&join(&module[..1], rest), depth),
            "self" => return self.through(&join(module, rest), depth),
            "super" => {
                return self.resolve(
                    &module[..module.len().saturating_sub(1).max(1)],
                    &with_self(rest),
                    depth,
                );
            }
            _ => {}
        }
        let mut found = vec![];
        for (name, target) in self.uses.get(module).into_iter().flatten() {
            if name == first && depth < 6 {
                found.extend(self.through(&join(target, rest), depth + 1));
            } else if name == "*" && depth < 6 && self.modules.contains(target) {
                found.extend(self.resolve(target, path, depth + 1));
            }
        }
        found.extend(self.through(&join(module, path), depth));
        if self.modules.contains(&path[..1]) {
            found.push(path.to_vec());
        }
        found
    }

    /// A full path, and what it is a re-export of.
    fn through(&self, full: &[String], depth: usize) -> Vec<Path> {
        let mut found = vec![full.to_vec()];
        let known = (1..full.len()).rev().find(|end| self.modules.contains(&full[..*end]));
        if let (Some(end), true) = (known, depth < 6) {
            let (module, rest) = full.split_at(end);
            for (name, target) in self.uses.get(module).into_iter().flatten() {
                if *name == rest[0] {
                    found.extend(self.through(&[target, &rest[1..]].concat(), depth + 1));
                } else if name == "*" && self.modules.contains(target) {
                    found.extend(self.through(&[target, rest].concat(), depth + 1));
                }
            }
        }
        found
    }

    /// What a function calls or names.
    pub fn calls(&self, index: usize) -> BTreeSet<usize> {
        let function = &self.functions[index];
        let mut calls = Calls::default();
        calls.visit_block(&function.body);
        let mut found = BTreeSet::new();
        for path in calls.paths {
            found.extend(self.named(function, &path));
        }
        for (method, arguments, of_context) in calls.methods {
            let methods = self.methods(function, &method, arguments).into_iter();
            // `task` and `cx` are the dispatcher's, whatever else has a method of that name.
            found.extend(
                methods.filter(|index| !of_context || self.functions[*index].module[1..] == ["dispatch"]),
            );
        }
        found.remove(&index);
        // A command that runs others by name, as the demo base does, answers for itself only.
        found.retain(|callee| self.functions[*callee].module != ["office", "commands"]);
        found
    }

    /// What a path in a function names.
    pub fn named(&self, within: &Function, path: &[String]) -> Vec<usize> {
        match (&within.of, path.first().map(String::as_str)) {
            (Some(of), Some("Self")) => {
                let own = [within.module.as_slice(), std::slice::from_ref(of), &path[1..]].concat();
                self.at(&own).collect()
            }
            _ => self.find(&within.module, path),
        }
    }

    /// Methods of that name and number of arguments on a type that the function may know: of its own feature, of one
    /// that its file names, of the application's ground floor.
    pub fn methods(&self, within: &Function, name: &str, arguments: usize) -> Vec<usize> {
        let known = |other: &Function| {
            let feature = other.module.get(..2).unwrap_or(&other.module);
            within.module.starts_with(feature)
                || other.module[0] == "brazil"
                || GROUND.contains(&feature.last().map_or("", String::as_str))
                || (self.uses.get(&within.module).into_iter().flatten())
                    .any(|(_, target)| target.starts_with(feature))
        };
        let all = self.by_name.get(name).into_iter().flatten().copied();
        all.filter(|index| {
            let function = &self.functions[*index];
            function.of.is_some() && function.parameters.len() == arguments && known(function)
        })
        .collect()
    }

    /// Everything that can run once `start` does, each with who calls it.
    pub fn reach(&self, start: &[usize], calls: &[BTreeSet<usize>]) -> BTreeMap<usize, usize> {
        let mut seen: BTreeMap<usize, usize> = start.iter().map(|index| (*index, *index)).collect();
        let mut open: VecDeque<usize> = start.iter().copied().collect();
        while let Some(index) = open.pop_front() {
            for next in &calls[index] {
                if !seen.contains_key(next) {
                    seen.insert(*next, index);
                    open.push_back(*next);
                }
            }
        }
        seen
    }

    /// How a function was reached, for the message of a failing test.
    pub fn way(&self, reached: &BTreeMap<usize, usize>, mut index: usize) -> String {
        let mut names = vec![self.functions[index].shown()];
        while reached[&index] != index {
            index = reached[&index];
            names.push(self.functions[index].name.clone());
        }
        names.join(" < ")
    }
}

/// What every feature stands on, without naming it.
const GROUND: &[&str] = &["error", "dispatch", "db", "app"];

fn with_self(rest: &[String]) -> Path {
    std::iter::once("self".to_owned()).chain(rest.iter().cloned()).collect()
}

fn module_of(name: &str, file: &str) -> Path {
    let inside = file.split_once("/src/").map_or(file, |(_, inside)| inside).trim_end_matches(".rs");
    let parts = inside.split('/').filter(|part| !["mod", "lib", "main"].contains(part));
    std::iter::once(name).chain(parts).map(str::to_owned).collect()
}

/// Notes the items of one file.
struct Reader<'a> {
    graph: &'a mut Graph,
    file: String,
    module: Path,
    of: Option<String>,
}

impl Reader<'_> {
    fn items(&mut self, items: &[syn::Item]) {
        self.graph.modules.insert(self.module.clone());
        for item in items {
            match item {
                syn::Item::Fn(found) if !of_tests(&found.attrs) => self.note(&found.sig, &found.block),
                syn::Item::Const(found) => self.note_value(&found.ident, &found.expr),
                syn::Item::Static(found) => self.note_value(&found.ident, &found.expr),
                syn::Item::Impl(found) => {
                    let last = match &*found.self_ty {
                        syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                        _ => None,
                    };
                    self.of = Some(last.unwrap_or_default());
                    for item in &found.items {
                        if let syn::ImplItem::Fn(found) = item {
                            self.note(&found.sig, &found.block);
                        }
                    }
                    self.of = None;
                }
                syn::Item::Mod(found) if !of_tests(&found.attrs) => {
                    if let Some((_, items)) = &found.content {
                        self.module.push(found.ident.to_string());
                        self.items(items);
                        self.module.pop();
                    }
                }
                syn::Item::Use(found) => self.uses(&found.tree, &[]),
                _ => {}
            }
        }
    }

    fn note(&mut self, signature: &syn::Signature, body: &syn::Block) {
        let parameters = signature.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(name) => Some(name.ident.to_string()),
                _ => Some(String::new()),
            },
            syn::FnArg::Receiver(_) => None,
        });
        let function = Function {
            file: self.file.clone(),
            module: self.module.clone(),
            of: self.of.clone(),
            name: signature.ident.to_string(),
            parameters: parameters.collect(),
            gives: gives(&signature.output),
            body: body.clone(),
        };
        self.graph.functions.push(function);
    }

    fn note_value(&mut self, name: &syn::Ident, value: &syn::Expr) {
        let body = syn::Block {
            brace_token: syn::token::Brace::default(),
            stmts: vec![syn::Stmt::Expr(value.clone(), None)],
        };
        self.graph.functions.push(Function {
            file: self.file.clone(),
            module: self.module.clone(),
            of: None,
            name: name.to_string(),
            parameters: vec![],
            gives: Gives::Other,
            body,
        });
    }

    fn uses(&mut self, tree: &syn::UseTree, before: &[String]) {
        let longer = |name: &syn::Ident| {
            let mut path = before.to_vec();
            match (name.to_string().as_str(), before.is_empty()) {
                ("crate", true) => path.push(self.module[0].clone()),
                ("self", true) => path.extend(self.module.iter().cloned()),
                ("super", true) => path.extend(self.module[..self.module.len() - 1].iter().cloned()),
                ("super", false) => drop(path.pop()),
                ("self", false) => {}
                (name, true) if self.module[0] != name && !EXTERNAL.contains(&name) => {
                    // A child module, or another crate, which has no functions here.
                    path.extend(self.module.iter().cloned());
                    path.push(name.to_owned());
                }
                (name, _) => path.push(name.to_owned()),
            }
            path
        };
        match tree {
            syn::UseTree::Path(path) => self.uses(&path.tree, &longer(&path.ident)),
            syn::UseTree::Name(name) => {
                let target = longer(&name.ident);
                let known_as = target.last().cloned().unwrap_or_default();
                self.note_use(known_as, target);
            }
            syn::UseTree::Rename(name) => self.note_use(name.rename.to_string(), longer(&name.ident)),
            syn::UseTree::Glob(_) => self.note_use("*".to_owned(), before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.uses(tree, before)),
        }
    }

    fn note_use(&mut self, known_as: String, target: Path) {
        self.graph.uses.entry(self.module.clone()).or_default().push((known_as, target));
    }
}

/// Crates of ours as others name them.
const EXTERNAL: &[&str] = &["office", "brazil", "linkage", "paper"];

fn of_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::NameValue(_) => false,
    })
}

fn gives(output: &syn::ReturnType) -> Gives {
    let syn::ReturnType::Type(_, kind) = output else { return Gives::Other };
    let is_word = |kind: &syn::Type| matches!(kind, syn::Type::Reference(to) if matches!(&*to.elem, syn::Type::Path(path) if path.path.is_ident("str")));
    if is_word(kind) {
        return Gives::Word;
    }
    let syn::Type::Path(path) = &**kind else { return Gives::Other };
    let Some(last) = path.path.segments.last() else { return Gives::Other };
    let syn::PathArguments::AngleBracketed(inner) = &last.arguments else { return Gives::Other };
    match inner.args.last() {
        Some(syn::GenericArgument::Type(inner)) if is_word(inner) && last.ident == "Result" => Gives::Refusal,
        Some(syn::GenericArgument::Type(inner)) if is_word(inner) && last.ident == "Option" => Gives::Word,
        _ => Gives::Other,
    }
}

/// The segments of a path.
pub fn segments(path: &syn::Path) -> Path {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

/// The modules of its own crate that a file names, in whatever form: in full, by a `use` line or in a group of one.
pub fn crate_modules(file: &str, text: &str) -> BTreeSet<String> {
    let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut named = Named::default();
    named.visit_file(&parsed);
    named.0
}

/// What stands behind `crate::`, outside of unit tests.
#[derive(Default)]
struct Named(BTreeSet<String>);

impl Named {
    fn first_of(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => drop(self.0.insert(path.ident.to_string())),
            syn::UseTree::Name(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Rename(name) => drop(self.0.insert(name.ident.to_string())),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.first_of(tree)),
            // `use crate::*` would bring in every feature.
            syn::UseTree::Glob(_) => panic!("everything of the crate is used at once"),
        }
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_use_tree(&mut self, found: &'ast syn::UseTree) {
        match found {
            syn::UseTree::Path(path) if path.ident == "crate" => self.first_of(&path.tree),
            _ => visit::visit_use_tree(self, found),
        }
    }

    fn visit_path(&mut self, found: &'ast syn::Path) {
        if let [first, second, ..] = segments(found).as_slice()
            && first == "crate"
        {
            self.0.insert(second.clone());
        }
        visit::visit_path(self, found);
    }

    fn visit_item_mod(&mut self, found: &'ast syn::ItemMod) {
        if !of_tests(&found.attrs) {
            visit::visit_item_mod(self, found);
        }
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        let text = found.tokens.to_string().replace(' ', "");
        for rest in text.split("crate::").skip(1) {
            self.0.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
}

/// The arguments of a macro where they are expressions, as of `execute!` and `format!`.
pub fn macro_arguments(found: &syn::Macro) -> Vec<syn::Expr> {
    let parser = Punctuated::<syn::Expr, syn::Token![,]>::parse_terminated;
    found.parse_body_with(parser).map(|list| list.into_iter().collect()).unwrap_or_default()
}

/// Names that a body uses.
#[derive(Default)]
struct Calls {
    paths: BTreeSet<Path>,
    methods: BTreeSet<(String, usize, bool)>,
}

fn is_context(name: &syn::Ident) -> bool {
    name == "task" || name == "cx"
}

impl<'ast> Visit<'ast> for Calls {
    fn visit_expr_path(&mut self, found: &'ast syn::ExprPath) {
        self.paths.insert(segments(&found.path));
    }

    fn visit_expr_method_call(&mut self, found: &'ast syn::ExprMethodCall) {
        let of_context = match &*found.receiver {
            syn::Expr::Path(path) => path.path.get_ident().is_some_and(is_context),
            syn::Expr::Field(syn::ExprField { member: syn::Member::Named(name), .. }) => is_context(name),
            _ => false,
        };
        self.methods.insert((found.method.to_string(), found.args.len(), of_context));
        visit::visit_expr_method_call(self, found);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        let arguments = macro_arguments(found);
        if arguments.is_empty() {
            // `select!`, `json!`: every name in it may be called.
            let text = found.tokens.to_string().replace(" :: ", "::");
            let names = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            let names = names.map(|name| name.trim_matches(':')).filter(|name| !name.is_empty());
            self.paths.extend(names.map(|name| name.split("::").map(str::to_owned).collect::<Path>()));
        }
        for argument in arguments {
            Visit::visit_expr(self, &argument);
        }
    }
}
