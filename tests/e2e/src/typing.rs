//! How long it takes from a key to what it brings on the screen.

use std::time::Duration;

use serde_json::json;

use super::Window;

/// Between two keys: longer than any answer is to take, so that each change belongs to the key before it.
const BETWEEN_KEYS: Duration = Duration::from_millis(450);

/// Notes when each key was pressed, and when the last change it made to the results had been painted: two frames are
/// asked for, the second of which comes after the first was drawn.
const WATCH: &str = r"
    const keys = (window.__keys = []);
    addEventListener('keydown', (event) => keys.push({ at: event.timeStamp, painted: null }), true);
    new MutationObserver(() => {
      const key = keys.at(-1);
      if (!key) return;
      requestAnimationFrame(() => requestAnimationFrame(() => { key.painted = performance.now(); }));
    }).observe(document.querySelector(arguments[0]), { subtree: true, childList: true, characterData: true });";

const TAKEN: &str = r"
    const taken = window.__keys.filter((key) => key.painted !== null).map((key) => key.painted - key.at);
    window.__keys.length = 0;
    return taken;";

impl Window {
    /// From now on keys are timed by what they change within the element that this selector finds.
    pub async fn watch_keys(&self, results: &str) {
        self.driver.execute(WATCH, vec![json!(results)]).await.expect("the page watches");
    }

    /// Types a text where the focus is, letter by letter; gives the milliseconds from each key that changed something
    /// to its painted result.
    pub async fn type_timed(&self, text: &str) -> Vec<f64> {
        let field = self.focused().await;
        for letter in text.chars() {
            field.send_keys(letter.to_string()).await.expect("the field takes a letter");
            tokio::time::sleep(BETWEEN_KEYS).await;
        }
        let taken = self.driver.execute(TAKEN, vec![]).await.expect("the page tells");
        serde_json::from_value(taken.json().clone()).expect("milliseconds")
    }
}
