//! Keeps or reads a secret in a process of its own, whose session bus the story chooses:
//! `secrets-probe DATA_DIR set KEY SECRET`, `… get KEY`, `… kind KEY`. Prints the answer.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use office::secrets::{Secrets, SystemKeyring};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let secrets = Secrets::open(arguments[0].as_ref(), Some(Arc::new(SystemKeyring)));
    let key = &arguments[2];
    let answer = match arguments[1].as_str() {
        "set" => secrets.set(key, &arguments[3]).map(|kind| kind.as_text()),
        "get" => secrets.get(key).map(Option::unwrap_or_default),
        "kind" => secrets.kind(key).map(|kind| kind.as_text()),
        other => panic!("{other}?"),
    };
    println!("{}", answer.unwrap_or_else(|error| error.to_string()));
}
