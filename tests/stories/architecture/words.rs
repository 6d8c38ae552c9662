//! Every code and reason that the source can give has its text where it will be looked for (SYS-7).

use std::collections::{BTreeMap, BTreeSet};

use office::commands::COMMANDS;
use serde_json::Value;
use syn::visit::{self, Visit};

use super::graph::{Function, Gives, Graph, macro_arguments, segments};
use super::{assert_none, handlers, root, sources};

/// Under which of a feature's texts a code is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A wrong field: `issues`.
    Issue,
    /// Why something outside failed: `reasons`.
    Reason,
    /// A finding about a sale: `checks`.
    Check,
}

/// What an expression that stands for a code can be.
#[derive(Debug)]
enum Said {
    Word(String),
    /// The function's own parameter: whoever calls it says the code.
    Parameter(usize),
    /// What these functions give.
    Asked(Vec<usize>),
    /// Out of a pattern or another issue: said where that was made.
    Passed,
    Unclear(String),
}

/// What one function says.
#[derive(Default)]
struct Sayings {
    codes: BTreeSet<(Kind, String)>,
    asked: BTreeSet<usize>,
    carried: BTreeSet<(usize, Kind)>,
    unclear: Vec<String>,
}

/// Functions and the number of their parameter that is a code.
type Carriers = BTreeSet<(usize, usize, Kind)>;

struct Listener<'a> {
    graph: &'a Graph,
    function: &'a Function,
    carriers: &'a Carriers,
    sayings: Sayings,
}

impl Listener<'_> {
    fn say(&mut self, kind: Kind, code: &syn::Expr) {
        for said in self.said(code, 0) {
            match said {
                Said::Word(word) => drop(self.sayings.codes.insert((kind, word))),
                Said::Parameter(index) => drop(self.sayings.carried.insert((index, kind))),
                Said::Asked(functions) => self.sayings.asked.extend(functions),
                Said::Passed => {}
                Said::Unclear(what) => {
                    self.sayings.unclear.push(format!("{}: {what}", self.function.shown()));
                }
            }
        }
    }

    fn said(&self, code: &syn::Expr, depth: usize) -> Vec<Said> {
        let last = |block: &syn::Block| match block.stmts.last() {
            Some(syn::Stmt::Expr(value, _)) => self.said(value, depth + 1),
            _ => vec![],
        };
        match code {
            _ if depth > 12 => vec![Said::Unclear("too deep".to_owned())],
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(word), .. }) => vec![Said::Word(word.value())],
            syn::Expr::Reference(inner) => self.said(&inner.expr, depth + 1),
            syn::Expr::Paren(inner) => self.said(&inner.expr, depth + 1),
            syn::Expr::Try(inner) => self.said(&inner.expr, depth + 1),
            syn::Expr::Block(inner) => last(&inner.block),
            syn::Expr::If(choice) => {
                let mut both = last(&choice.then_branch);
                both.extend(choice.else_branch.iter().flat_map(|(_, other)| self.said(other, depth + 1)));
                both
            }
            syn::Expr::Match(choice) => {
                choice.arms.iter().flat_map(|arm| self.said(&arm.body, depth + 1)).collect()
            }
            // Leaves before anything is said.
            syn::Expr::Return(_) | syn::Expr::Continue(_) => vec![],
            syn::Expr::Field(_) => vec![Said::Passed],
            syn::Expr::MethodCall(call) if CHANGES_NOTHING.contains(&call.method.to_string().as_str()) => {
                self.said(&call.receiver, depth + 1)
            }
            syn::Expr::MethodCall(call) => {
                vec![Said::Asked(self.graph.methods(
                    self.function,
                    &call.method.to_string(),
                    call.args.len(),
                ))]
            }
            syn::Expr::Call(call) => match &*call.func {
                syn::Expr::Path(path) if path.path.is_ident("Some") => self.said(&call.args[0], depth + 1),
                syn::Expr::Path(path) => {
                    vec![Said::Asked(self.graph.named(self.function, &segments(&path.path)))]
                }
                _ => vec![Said::Unclear("a call".to_owned())],
            },
            syn::Expr::Path(path) => self.named(&segments(&path.path), depth),
            _ => vec![Said::Unclear("an expression".to_owned())],
        }
    }

    fn named(&self, path: &[String], depth: usize) -> Vec<Said> {
        if let [name] = path {
            if name == "None" {
                return vec![];
            }
            if let Some(index) = self.function.parameters.iter().position(|known| known == name) {
                return vec![Said::Parameter(index)];
            }
            let mut binding = Binding { name, values: vec![], pattern: false };
            binding.visit_block(&self.function.body);
            if !binding.values.is_empty() {
                return binding.values.iter().flat_map(|value| self.said(value, depth + 1)).collect();
            }
            if binding.pattern {
                return vec![Said::Passed];
            }
        }
        match self.graph.named(self.function, path) {
            found if found.is_empty() => vec![Said::Unclear(path.join("::"))],
            found => vec![Said::Asked(found)],
        }
    }

    fn call(&mut self, callees: &[usize], arguments: &[&syn::Expr]) {
        let told: Vec<_> =
            self.carriers.iter().filter(|(callee, ..)| callees.contains(callee)).copied().collect();
        for (callee, index, kind) in told {
            // Another method of this name takes another number.
            if self.graph.functions[callee].parameters.len() == arguments.len() {
                self.say(kind, arguments[index]);
            }
        }
    }
}

const CHANGES_NOTHING: &[&str] = &["to_owned", "to_string", "clone", "into", "as_str", "unwrap_or_default"];

impl<'ast> Visit<'ast> for Listener<'_> {
    fn visit_expr_struct(&mut self, found: &'ast syn::ExprStruct) {
        let name = found.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let made = MADE.iter().find(|(known, ..)| *known == name);
        for field in &found.fields {
            if let (Some((_, told, kind)), syn::Member::Named(member)) = (made, &field.member)
                && member == told
            {
                self.say(*kind, &field.expr);
            }
        }
        visit::visit_expr_struct(self, found);
    }

    fn visit_expr_call(&mut self, found: &'ast syn::ExprCall) {
        if let syn::Expr::Path(path) = &*found.func {
            let callees = self.graph.named(self.function, &segments(&path.path));
            self.call(&callees, &found.args.iter().collect::<Vec<_>>());
            if path.path.is_ident("Err") && self.function.gives == Gives::Refusal {
                self.say(Kind::Issue, &found.args[0]);
            }
        }
        visit::visit_expr_call(self, found);
    }

    fn visit_expr_method_call(&mut self, found: &'ast syn::ExprMethodCall) {
        let callees = self.graph.methods(self.function, &found.method.to_string(), found.args.len());
        self.call(&callees, &found.args.iter().collect::<Vec<_>>());
        if self.function.gives == Gives::Refusal {
            match (found.method.to_string().as_str(), found.args.first()) {
                ("ok_or", Some(code)) => self.say(Kind::Issue, code),
                ("map_err" | "ok_or_else", Some(syn::Expr::Closure(to))) => self.say(Kind::Issue, &to.body),
                _ => {}
            }
        }
        visit::visit_expr_method_call(self, found);
    }

    fn visit_macro(&mut self, found: &'ast syn::Macro) {
        for argument in macro_arguments(found) {
            Visit::visit_expr(self, &argument);
        }
    }
}

/// Where codes get out of the program: the type, its field, and which texts tell it.
const MADE: &[(&str, &str, Kind)] = &[
    ("FieldIssue", "code", Kind::Issue),
    ("Flaw", "code", Kind::Issue),
    ("Row", "flaw", Kind::Issue),
    ("Unavailable", "reason", Kind::Reason),
    ("SaleCheck", "code", Kind::Check),
];

/// What a name is bound to inside a function.
struct Binding<'a> {
    name: &'a str,
    values: Vec<syn::Expr>,
    pattern: bool,
}

impl<'ast> Visit<'ast> for Binding<'_> {
    fn visit_local(&mut self, found: &'ast syn::Local) {
        let pattern = match &found.pat {
            syn::Pat::Type(typed) => &*typed.pat,
            other => other,
        };
        if let (syn::Pat::Ident(bound), Some(value)) = (pattern, &found.init)
            && bound.ident == self.name
        {
            self.values.push((*value.expr).clone());
        }
        visit::visit_local(self, found);
    }

    fn visit_pat_ident(&mut self, found: &'ast syn::PatIdent) {
        self.pattern |= found.ident == self.name;
    }
}

/// String literals that look like codes.
#[derive(Default)]
struct Words(BTreeSet<String>);

impl<'ast> Visit<'ast> for Words {
    fn visit_lit_str(&mut self, found: &'ast syn::LitStr) {
        let word = found.value();
        let starts = word.starts_with(|c: char| c.is_ascii_lowercase());
        if starts
            && word.len() > 1
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        {
            self.0.insert(word);
        }
    }
}

fn words_in(function: &Function) -> BTreeSet<String> {
    let mut words = Words::default();
    words.visit_block(&function.body);
    words.0
}

/// What every function says by itself.
fn sayings(graph: &Graph) -> Vec<Sayings> {
    let mut carriers = Carriers::new();
    let mut asked = BTreeSet::new();
    loop {
        let before = carriers.len();
        let all: Vec<Sayings> = (graph.functions.iter())
            .map(|function| {
                let mut listener =
                    Listener { graph, function, carriers: &carriers, sayings: Sayings::default() };
                listener.visit_block(&function.body);
                listener.sayings
            })
            .collect();
        let mut more = carriers.clone();
        for (index, one) in all.iter().enumerate() {
            more.extend(one.carried.iter().map(|(parameter, kind)| (index, *parameter, *kind)));
            asked.extend(one.asked.iter().copied());
        }
        if more.len() == before {
            return all
                .into_iter()
                .enumerate()
                .map(|(index, one)| with_given(graph, index, one, &asked))
                .collect();
        }
        carriers = more;
    }
}

/// Adds what a function gives to be said by others.
fn with_given(graph: &Graph, index: usize, mut one: Sayings, asked: &BTreeSet<usize>) -> Sayings {
    let function = &graph.functions[index];
    let is_error = function.of.as_deref() == Some("Error") && function.module == ["office", "error"];
    let of_code = function.gives == Gives::Word && function.name == "code";
    // A refusal's own words were heard where it says them; of what is asked, anything may be one.
    if !is_error && function.gives != Gives::Refusal && (of_code || asked.contains(&index)) {
        let kind =
            if function.module.ends_with(&["failures".to_owned()]) { Kind::Reason } else { Kind::Issue };
        one.codes.extend(words_in(function).into_iter().map(|word| (kind, word)));
    }
    one
}

/// The texts of one language by feature.
fn texts(language: &str) -> BTreeMap<String, Value> {
    let files = sources("ui/src", &[&format!("{language}.json")]);
    let read = |(file, text): (String, String)| {
        let feature = file.split('/').rev().nth(2).unwrap_or_default().to_owned();
        (feature, serde_json::from_str(&text).unwrap())
    };
    files.into_iter().map(read).collect()
}

fn has(texts: &BTreeMap<String, Value>, feature: &str, kind: Kind, code: &str) -> bool {
    let in_group = |feature: &str, group: &str| {
        let group = texts.get(feature).and_then(|all| all.get(group));
        let plural = format!("{code}_other");
        group.is_some_and(|group| group[code].is_string() || group[plural.as_str()].is_string())
    };
    match kind {
        Kind::Issue => in_group(feature, "issues") || in_group("shared", "issues"),
        Kind::Reason => in_group(feature, "reasons") || in_group("shared", "reasons"),
        Kind::Check => in_group("registrations", "checks") || in_group("shared", "issues"),
    }
}

/// Codes with the way on which a command comes to say them.
type Codes = BTreeMap<(Kind, String), String>;

/// Which commands say which codes.
fn codes_by_command(graph: &Graph, sayings: &[Sayings]) -> Vec<(String, Codes)> {
    let calls: Vec<_> = (0..graph.functions.len()).map(|index| graph.calls(index)).collect();
    // Reading the request comes before any handler.
    let parse = graph.find(&["office".to_owned()], &["dispatch".to_owned(), "parse".to_owned()]);
    let told = |handler: &[usize]| {
        let start = [handler, &parse].concat();
        let reached = graph.reach(&start, &calls);
        let mut codes = Codes::new();
        for index in reached.keys() {
            for code in &sayings[*index].codes {
                codes.entry(code.clone()).or_insert_with(|| graph.way(&reached, *index));
            }
        }
        codes
    };
    handlers(graph).into_iter().map(|(name, handler)| (name, told(&handler))).collect()
}

#[test]
fn sys_7_every_code_and_reason_has_its_text_in_both_languages() {
    let graph = Graph::read(&["office", "brazil"]);
    let sayings = sayings(&graph);
    assert_none(sayings.iter().flat_map(|one| one.unclear.clone()).collect(), "which codes are these");
    let told = codes_by_command(&graph, &sayings);
    let said: BTreeSet<_> = told.iter().flat_map(|(_, codes)| codes.keys().cloned()).collect();
    let never: Vec<_> = (graph.functions.iter().zip(&sayings))
        .filter(|(function, _)| function.module[0] == "office")
        .flat_map(|(function, one)| one.codes.difference(&said).map(|code| (function.shown(), code)))
        .filter(|(shown, (kind, _))| *kind != Kind::Reason && !shown.contains("/demo/"))
        .map(|(shown, (_, code))| format!("{shown}: {code}"))
        .collect();
    assert_none(never, "codes that no command was found to say");
    let mut found = Vec::new();
    for language in ["pt-BR", "en"] {
        let texts = texts(language);
        for (name, codes) in &told {
            let feature = name.split('.').next().unwrap_or_default();
            let without = codes.iter().filter(|((kind, code), _)| !has(&texts, feature, *kind, code));
            found.extend(
                without.map(|((kind, code), way)| format!("{language} {kind:?} {code}: {name}: {way}")),
            );
        }
        // A reason may also come up at the start of the program or in the background, where no command asked.
        let reasons = sayings.iter().flat_map(|one| &one.codes).filter(|(kind, _)| *kind == Kind::Reason);
        for (kind, code) in reasons {
            let anywhere = told.iter().any(|(_, codes)| codes.contains_key(&(*kind, code.clone())));
            if !anywhere && !has(&texts, "shared", *kind, code) {
                found.push(format!("{language} {kind:?} {code}: at the start"));
            }
        }
    }
    assert!(said.len() > 150, "only {} codes were found", said.len());
    assert_none(found, "codes without a text");
}

#[test]
fn sys_7_the_command_line_has_the_texts_of_the_commands_it_runs() {
    let lines = sources("crates/cli/src", &[".rs"]);
    let words = std::fs::read_to_string(root().join("crates/cli/src/words.rs")).unwrap();
    let loaded = |feature: &str| words.contains(&format!("texts!($language, \"{feature}\")"));
    let graph = Graph::read(&["office", "brazil", "cli"]);
    let sayings = sayings(&graph);
    let told = codes_by_command(&graph, &sayings);
    let mut run = 0;
    let mut found = Vec::new();
    for language in ["pt-BR", "en"] {
        let mut texts = texts(language);
        texts.retain(|feature, _| feature == "shared" || loaded(feature));
        for command in COMMANDS.iter() {
            let named = format!("\"{}\"", command.name);
            if !lines.iter().any(|(_, text)| text.contains(&named)) {
                continue;
            }
            run += 1;
            let feature = command.name.split('.').next().unwrap_or_default();
            let codes = told.iter().find(|(name, _)| name == command.name).map(|(_, codes)| codes.clone());
            let without = codes.unwrap_or_default().into_keys();
            let without = without.filter(|(kind, code)| !has(&texts, feature, *kind, code));
            found.extend(without.map(|(kind, code)| format!("{language} {kind:?} {code}: {}", command.name)));
        }
        let own = (graph.functions.iter().zip(&sayings)).filter(|(function, _)| function.module[0] == "cli");
        let codes: BTreeSet<_> = own.flat_map(|(_, one)| one.codes.iter()).collect();
        assert!(!codes.is_empty(), "the command line has reasons of its own");
        let without = codes.into_iter().filter(|(kind, code)| !has(&texts, "shared", *kind, code));
        found.extend(
            without.map(|(kind, code)| format!("{language} {kind:?} {code}: the command line itself")),
        );
    }
    assert!(run >= 16, "the command line runs {} commands", run / 2);
    assert_none(found, "codes that the command line cannot tell");
}
