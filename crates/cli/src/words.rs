//! Codes into sentences, from the same texts that the screens use and in the same order: those of the feature whose
//! command was run, then the shared ones.

use std::sync::LazyLock;

use serde_json::Value;

use crate::arguments::{Action, Language};

/// The texts of one language by feature: the shared ones and those of the commands that are run here.
type Texts = [(&'static str, Value); 5];

macro_rules! texts {
    ($language:literal) => {
        LazyLock::new(|| {
            [
                (
                    "shared",
                    parse(include_str!(concat!("../../../ui/src/shared/locale/", $language, ".json"))),
                ),
                texts!($language, "duplicates"),
                texts!($language, "imports"),
                texts!($language, "maintenance"),
                texts!($language, "quotes"),
            ]
        })
    };
    ($language:literal, $feature:literal) => {
        (
            $feature,
            parse(include_str!(concat!(
                "../../../ui/src/features/",
                $feature,
                "/locale/",
                $language,
                ".json"
            ))),
        )
    };
}

static ENGLISH: LazyLock<Texts> = texts!("en");
static PORTUGUESE: LazyLock<Texts> = texts!("pt-BR");

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Finds the words for what one action answers.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    language: Language,
    feature: &'static str,
}

impl Words {
    /// In a language, for an action.
    pub fn new(language: Language, action: &Action) -> Self {
        let feature = match action {
            Action::Demo(_) | Action::Migrate | Action::Worker | Action::Roles(_) | Action::Move(_) => {
                "shared"
            }
            Action::Import(_) => "imports",
            Action::Quote(_) => "quotes",
            Action::Duplicates(_) => "duplicates",
            Action::Backup { .. } | Action::Restore { .. } | Action::Support { .. } | Action::Verify => {
                "maintenance"
            }
        };
        Self { language, feature }
    }

    fn find(self, kind: &str, code: &str) -> Option<&'static str> {
        let texts = match self.language {
            Language::English => &*ENGLISH,
            Language::Portuguese => &*PORTUGUESE,
        };
        [self.feature, "shared"].into_iter().find_map(|wanted| {
            texts
                .iter()
                .find(|(feature, _)| *feature == wanted)
                .and_then(|(_, text)| text[kind][code].as_str())
        })
    }

    /// The sentence of an issue's code with `{{name}}` for its values, or the code itself.
    pub fn template(self, code: &str) -> String {
        self.find("issues", code).unwrap_or(code).to_owned()
    }

    /// The sentence of an issue with its values.
    pub fn issue(self, issue: &Value) -> String {
        fill(&self.template(issue["code"].as_str().unwrap_or_default()), &issue["params"])
    }

    /// The sentence of something that the check found.
    pub fn problem(self, problem: &Value) -> String {
        let code = problem["code"].as_str().unwrap_or_default();
        let mut params = problem["params"].clone();
        for (name, kind) in [("series", "series"), ("state", "message_states")] {
            if let Some(word) = params[name].as_str().and_then(|key| self.find(kind, key)) {
                params[name] = Value::from(word);
            }
        }
        fill(self.find("problems", code).unwrap_or(code), &params)
    }

    /// What the interface calls a field of an import.
    pub fn field(self, key: &str) -> String {
        self.find("fields", key).unwrap_or(key).to_owned()
    }

    /// An error as sentences: one for each wrong field, or one for the whole.
    pub fn sentences(self, error: &Value) -> Vec<String> {
        let issues = error["issues"].as_array().map(Vec::as_slice).unwrap_or_default();
        if !issues.is_empty() {
            return issues
                .iter()
                .map(|found| match found["field"].as_str() {
                    None | Some("" | "path") => self.issue(found),
                    Some(name) => format!("{name}: {}", self.issue(found)),
                })
                .collect();
        }
        let code = error["code"].as_str().unwrap_or_default();
        let mut params = error["params"].clone();
        let reason = params["reason"].as_str().unwrap_or_default().to_owned();
        if let Some(text) = self.find("reasons", &reason) {
            let detail = params["detail"].as_str().unwrap_or_default();
            params["reason"] =
                Value::from(if detail.is_empty() { text.to_owned() } else { format!("{text} ({detail})") });
        }
        vec![fill(self.find("errors", code).unwrap_or(code), &params)]
    }
}

/// Puts the values into `{{name}}`.
fn fill(text: &str, params: &Value) -> String {
    let Some(params) = params.as_object() else { return text.to_owned() };
    params.iter().fold(text.to_owned(), |text, (name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text.replace(&format!("{{{{{name}}}}}"), &value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn codes_become_sentences_in_both_languages() {
        let error =
            json!({ "code": "unavailable", "params": { "reason": "disk_full", "detail": "" }, "issues": [] });
        let [english, portuguese] =
            [Language::English, Language::Portuguese].map(|language| Words::new(language, &Action::Verify));
        assert!(english.sentences(&error)[0].contains("the disk is full"));
        assert!(portuguese.sentences(&error)[0].contains("disco"));
        let found = json!({ "code": "too_long", "params": { "max": "200" } });
        assert!(english.issue(&found).contains("200"));
        let found = json!({ "code": "number_gap", "params": {
            "series": "quotes", "year": "2026", "count": "8", "lowest": "1", "highest": "9",
        }});
        let told = portuguese.problem(&found);
        assert_eq!(told, "A numeração de orçamentos de 2026 tem falhas: 8 números entre 1 e 9.");
        assert_eq!(english.issue(&json!({ "code": "no_such_code" })), "no_such_code");
    }

    #[test]
    fn sys_7_every_language_and_feature_is_read() {
        for (feature, texts) in ENGLISH.iter().chain(PORTUGUESE.iter()) {
            assert!(texts["issues"].is_object(), "{feature}");
        }
    }
}
