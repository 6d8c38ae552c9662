//! Codes into sentences, from the same texts that the screens use.

use std::sync::LazyLock;

use serde_json::Value;

use crate::arguments::Language;

/// The texts of one language: the shared ones, then those of the imports.
type Texts = [Value; 2];

static ENGLISH: LazyLock<Texts> = LazyLock::new(|| {
    [
        parse(include_str!("../../../ui/src/shared/locale/en.json")),
        parse(include_str!("../../../ui/src/features/imports/locale/en.json")),
    ]
});
static PORTUGUESE: LazyLock<Texts> = LazyLock::new(|| {
    [
        parse(include_str!("../../../ui/src/shared/locale/pt-BR.json")),
        parse(include_str!("../../../ui/src/features/imports/locale/pt-BR.json")),
    ]
});

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

fn find(language: Language, kind: &str, code: &str) -> Option<&'static str> {
    let texts = match language {
        Language::English => &*ENGLISH,
        Language::Portuguese => &*PORTUGUESE,
    };
    texts.iter().find_map(|text| text[kind][code].as_str())
}

/// The sentence of an issue's code with `{{name}}` for its values, or the code itself.
pub fn template(code: &str, language: Language) -> String {
    find(language, "issues", code).unwrap_or(code).to_owned()
}

/// The sentence of an issue with its values.
pub fn issue(issue: &Value, language: Language) -> String {
    fill(&template(issue["code"].as_str().unwrap_or_default(), language), &issue["params"])
}

/// What the interface calls a field of an import.
pub fn field(key: &str, language: Language) -> String {
    find(language, "fields", key).unwrap_or(key).to_owned()
}

/// An error as sentences: one for each wrong field, or one for the whole.
pub fn sentences(error: &Value, language: Language) -> Vec<String> {
    let issues = error["issues"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !issues.is_empty() {
        return issues
            .iter()
            .map(|found| match found["field"].as_str() {
                None | Some("" | "path") => issue(found, language),
                Some(name) => format!("{name}: {}", issue(found, language)),
            })
            .collect();
    }
    let code = error["code"].as_str().unwrap_or_default();
    let mut params = error["params"].clone();
    let reason = params["reason"].as_str().unwrap_or_default().to_owned();
    if let Some(text) = find(language, "reasons", &reason) {
        let detail = params["detail"].as_str().unwrap_or_default();
        params["reason"] =
            Value::from(if detail.is_empty() { text.to_owned() } else { format!("{text} ({detail})") });
    }
    vec![fill(find(language, "errors", code).unwrap_or(code), &params)]
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
        assert!(sentences(&error, Language::English)[0].contains("the disk is full"));
        assert!(sentences(&error, Language::Portuguese)[0].contains("disco"));
        let found = json!({ "code": "too_long", "params": { "max": "200" } });
        assert!(issue(&found, Language::English).contains("200"));
        assert_eq!(issue(&json!({ "code": "no_such_code" }), Language::English), "no_such_code");
    }
}
