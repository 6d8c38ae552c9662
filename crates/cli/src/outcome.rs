//! What is written, and how the program ends. A closed pipe is no reason to fail.

use std::io::Write;
use std::process::ExitCode;

use office::Error;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Language};
use crate::words::Words;

/// How the program ends; documented in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Fine = 0,
    /// A defect.
    Internal = 1,
    /// Wrong arguments.
    Usage = 2,
    /// Refused, in whole or in part.
    Refused = 3,
    /// Something outside cannot be reached or used.
    Unavailable = 4,
    /// Checking found something wrong.
    Unsound = 5,
    /// Stopped by the user.
    Stopped = 6,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<&Error> for Exit {
    fn from(error: &Error) -> Self {
        match error {
            Error::Unavailable { .. } => Self::Unavailable,
            Error::Internal { .. } => Self::Internal,
            _ => Self::Refused,
        }
    }
}

/// Where results go.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// One JSON object instead of sentences.
    pub json: bool,
    /// Of the sentences.
    pub language: Language,
    /// For codes.
    pub words: Words,
}

impl Screen {
    /// As the arguments say.
    pub fn new(arguments: &Arguments) -> Self {
        Self {
            json: arguments.json,
            language: arguments.lang,
            words: Words::new(arguments.lang, &arguments.action),
        }
    }

    /// The result: a sentence, or the JSON.
    pub fn tell(&self, sentence: &str, value: &Value) {
        let text = if self.json { value.to_string() } else { sentence.to_owned() };
        writeln!(std::io::stdout(), "{text}").ok();
    }

    /// A sentence beside the result; not with `--json`.
    pub fn add(&self, sentence: &str) {
        if !self.json {
            writeln!(std::io::stdout(), "{sentence}").ok();
        }
    }

    /// Something went wrong before anything could be tried.
    pub fn complain(&self, sentence: &str) {
        writeln!(std::io::stderr(), "retaguarda: {sentence}").ok();
    }

    /// An error of a command, in words; with `--json` its object on standard output.
    pub fn fail(&self, error: &Error) -> Exit {
        let told = error.to_json();
        for sentence in self.words.sentences(&told) {
            self.complain(&sentence);
        }
        if self.json {
            self.tell("", &json!({ "error": told }));
        }
        Exit::from(error)
    }

    /// One of two sentences.
    pub fn say(&self, english: impl Into<String>, portuguese: impl Into<String>) -> String {
        match self.language {
            Language::English => english.into(),
            Language::Portuguese => portuguese.into(),
        }
    }
}
