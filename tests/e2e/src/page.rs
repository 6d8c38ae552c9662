//! What a person does at the window: find by what they read, type, press, look.
//!
//! Every step waits until it can be done, and fails by saying what it looked for and what was there.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::{Value, json};
use thirtyfour::{By, Key, WebDriver, WebElement};

use super::picture;
use super::processes::{HEIGHT, Running, WIDTH};

/// How long a step waits for what it needs.
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(40);

/// Finds visible elements by role and accessible name: the whole name first, else a part of it.
const FIND_BY_ROLE: &str = include_str!("find_by_role.js");
/// The accessibility checker, from the screens' packages.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/node_modules/axe-core/axe.min.js");

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    fn key(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// One finding of the accessibility checker.
#[derive(Debug, Deserialize)]
pub struct Violation {
    /// Rule that is broken, such as `color-contrast`.
    pub id: String,
    /// What the rule asks for.
    pub help: String,
    /// The elements, with what is wrong with each.
    pub nodes: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.help)?;
        self.nodes.iter().try_for_each(|node| write!(f, "\n    {node}"))
    }
}

/// The open window. Clones are the same window.
#[derive(Clone)]
pub struct Window {
    /// The session, for what has no helper here.
    pub driver: WebDriver,
    display: String,
    pictures: PathBuf,
    processes: Arc<Mutex<Vec<Running>>>,
}

impl Window {
    pub(super) fn new(
        driver: WebDriver,
        display: String,
        processes: Vec<Running>,
        pictures: PathBuf,
    ) -> Self {
        Self { driver, display, pictures, processes: Arc::new(Mutex::new(processes)) }
    }

    /// Closes the window and stops what drove it.
    pub async fn close(self) {
        self.driver.clone().quit().await.ok();
        let processes = std::mem::take(&mut *self.processes.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::task::spawn_blocking(|| drop(processes)).await.ok();
    }

    /// Ends the program and all it started without a word, as a crash or a power cut does; what drove it goes too.
    pub async fn kill(self) {
        for process in self.processes.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            process.kill_descendants();
        }
        self.close().await;
    }

    /// The element with this `data-testid`, once it is there and visible.
    pub async fn by_test_id(&self, id: &str) -> WebElement {
        self.by_css(&format!("[data-testid=\"{id}\"]")).await
    }

    /// The first visible element of a CSS selector, once it is there.
    pub async fn by_css(&self, selector: &str) -> WebElement {
        let until = Instant::now() + PATIENCE;
        loop {
            for element in self.driver.find_all(By::Css(selector)).await.unwrap_or_default() {
                if element.is_displayed().await.unwrap_or(false) {
                    return element;
                }
            }
            self.wait_or_fail(until, &format!("{selector} was not found")).await;
        }
    }

    /// The element of a role (`button`, `textbox`, `link`, `heading`, `tab`, `row`, …) with this name.
    pub async fn by_role_name(&self, role: &str, name: &str) -> WebElement {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(element) = self.find_by_role(role, name).await {
                return element;
            }
            self.wait_or_fail(until, &format!("{role} \"{name}\" was not found")).await;
        }
    }

    async fn find_by_role(&self, role: &str, name: &str) -> Option<WebElement> {
        self.find_all_by_role(role, name).await.into_iter().next()
    }

    async fn find_all_by_role(&self, role: &str, name: &str) -> Vec<WebElement> {
        let found = self.driver.execute(FIND_BY_ROLE, vec![json!(role), json!(name)]).await;
        found.and_then(|found| found.elements()).unwrap_or_default()
    }

    /// Whether an element of this role and name is there now.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        self.find_by_role(role, name).await.is_some()
    }

    /// Whether it comes within two seconds.
    async fn appears(&self, role: &str, name: &str) -> bool {
        for _ in 0..50 {
            if self.has(role, name).await {
                return true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        false
    }

    /// Puts the focus on what has this role and name, as Tab does: a list longer than the window cannot be clicked. A list
    /// whose rows are on their way is waited for.
    pub async fn focus(&self, role: &str, name: &str) {
        if role == "grid" {
            self.by_css("[role=grid]:not([aria-busy=true])").await;
        }
        self.by_role_name(role, name).await.focus().await.expect("it takes the focus");
    }

    /// Clicks what has this role and name; waits until it can be clicked.
    pub async fn click(&self, role: &str, name: &str) {
        self.click_nth(role, name, 0).await;
    }

    /// The same where several have the role and name, counted from 0.
    pub async fn click_nth(&self, role: &str, name: &str, nth: usize) {
        let until = Instant::now() + PATIENCE;
        loop {
            let Some(element) = self.find_all_by_role(role, name).await.into_iter().nth(nth) else {
                self.wait_or_fail(until, &format!("{role} \"{name}\" was not found")).await;
                continue;
            };
            match (element.is_enabled().await, element.click().await) {
                (Ok(true), Ok(())) => return,
                (enabled, result) => {
                    let why = format!("{role} \"{name}\" could not be clicked: {enabled:?} {result:?}");
                    self.wait_or_fail(until, &why).await;
                }
            }
        }
    }

    /// Replaces the text of the field with this label.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.by_role_name("textbox", label).await;
        self.type_into(&field, text).await;
    }

    /// Replaces the text of a field, key by key as a person would.
    pub async fn type_into(&self, field: &WebElement, text: &str) {
        // A drawer on its way in is not to be typed into yet.
        let until = Instant::now() + PATIENCE;
        while let Err(error) = field.click().await {
            self.wait_or_fail(until, &format!("the field does not take the focus: {error}")).await;
        }
        let held = field.prop("value").await.ok().flatten().unwrap_or_default();
        if !held.is_empty() {
            field.send_keys(Key::Control + "a").await.expect("the text is selected");
            field.send_keys(Key::Delete + "").await.expect("the text is deleted");
        }
        field.send_keys(text).await.expect("the field takes the text");
    }

    /// Puts a text of several lines into a field, as pasting does; the driver's typing loses the line breaks.
    pub async fn paste(&self, label: &str, text: &str) {
        self.click("textbox", label).await;
        let insert = "document.execCommand('insertText', false, arguments[0]);";
        self.driver.execute(insert, vec![json!(text)]).await.expect("the text is inserted");
    }

    /// Chooses from the list of a field. A page that still moves may take the click elsewhere; a person sees that
    /// nothing was chosen, or that the list closed, and tries again, and so does this.
    pub async fn choose(&self, label: &str, option: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            // A second click on the field would close the list again.
            if !self.has("option", option).await {
                self.click("textbox", label).await;
            }
            if self.appears("option", option).await && self.takes(label, option).await {
                return;
            }
            self.wait_or_fail(until, &format!("{label} does not offer or take \"{option}\"")).await;
        }
    }

    /// Whether the field takes the option, which may be gone before it is clicked.
    async fn takes(&self, label: &str, option: &str) -> bool {
        let Some(offered) = self.find_by_role("option", option).await else { return false };
        if offered.click().await.is_err() {
            return false;
        }
        for _ in 0..10 {
            let field = self.by_role_name("textbox", label).await;
            if !field.prop("value").await.ok().flatten().unwrap_or_default().is_empty() {
                return true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        false
    }

    /// The element that has the focus, once it is one that can be typed into.
    pub async fn focused(&self) -> WebElement {
        self.by_css("input:focus, textarea:focus").await
    }

    /// Presses a key or a chord where the focus is: `a`, `Enter`, `Control+k`, `Shift+Tab`.
    pub async fn press(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let mut chain = self.driver.action_chain();
        for key in &keys {
            chain = chain.key_down(*key);
        }
        for key in keys.iter().rev() {
            chain = chain.key_up(*key);
        }
        chain.perform().await.unwrap_or_else(|error| panic!("{chord}: {error}"));
    }

    /// Waits until the page shows this text anywhere.
    pub async fn wait_for_text(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.text().await.contains(text) {
            self.wait_or_fail(until, &format!("\"{text}\" did not appear")).await;
        }
    }

    /// Waits until the page no longer shows this text.
    pub async fn wait_until_gone(&self, text: &str) {
        let until = Instant::now() + PATIENCE;
        while self.text().await.contains(text) {
            self.wait_or_fail(until, &format!("\"{text}\" did not go away")).await;
        }
    }

    /// All text the page shows.
    pub async fn text(&self) -> String {
        let text = self.driver.execute("return document.body ? document.body.innerText : ''", vec![]).await;
        text.ok().and_then(|value| value.json().as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Gives the page a size in pixels, as a person pulling at the window's corner.
    pub async fn resize(&self, width: u32, height: u32) {
        self.driver.set_window_rect(0, 0, width, height).await.expect("the window changes its size");
    }

    /// Changes the colours as the person's own choice in the menu does.
    pub async fn set_theme(&self, theme: Theme) {
        let script = "document.documentElement.setAttribute('data-mantine-color-scheme', arguments[0]);";
        self.driver.execute(script, vec![json!(theme.key())]).await.expect("the theme changes");
        // Where colours fade into each other, contrast is measured when they have arrived.
        let arrived = "const done = arguments[0]; \
                       requestAnimationFrame(() => requestAnimationFrame(() => \
                         Promise.allSettled(document.getAnimations() \
                           .filter((one) => one.effect.getComputedTiming().endTime !== Infinity) \
                           .map((one) => one.finished)).then(() => done(true))));";
        self.driver.execute_async(arrived, vec![]).await.expect("the colours arrive");
    }

    /// Keeps a picture as `NAME.png`; gives its path.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        // The picture is of the last frame: let the page paint what it holds.
        let painted = "const done = arguments[0]; \
                       requestAnimationFrame(() => requestAnimationFrame(() => done([innerWidth, innerHeight])));";
        let size = self.driver.execute_async(painted, vec![]).await.expect("the page paints");
        let (width, height) = size.convert().expect("the size of the page");
        let png = picture::of_display(&self.display, width, height).await;
        std::fs::create_dir_all(&self.pictures).expect("a folder for pictures");
        let path = self.pictures.join(format!("{name}.png"));
        std::fs::write(&path, png).expect("the picture is written");
        path
    }

    /// What axe finds wrong with the page as it stands: WCAG 2.2 A and AA, or what depends on colours alone.
    pub async fn axe(&self, only_colours: bool) -> Vec<Violation> {
        let source = std::fs::read_to_string(AXE).unwrap_or_else(|error| panic!("{AXE}: {error}"));
        let load = format!("if (!window.axe) {{ {source}\n window.axe = axe; }}");
        self.driver.execute(load, vec![]).await.expect("axe loads");
        let run = r"
            const done = arguments[arguments.length - 1];
            const all = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
            axe.run(document, { runOnly: arguments[0] ? ['color-contrast', 'link-in-text-block'] : all })
              .then((result) => done(JSON.stringify(result.violations.map((found) => ({
                id: found.id, help: found.help,
                nodes: found.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`),
              })))))
              .catch((error) => done(JSON.stringify([{ id: 'axe', help: String(error), nodes: [] }])));";
        let answer = self.driver.execute_async(run, vec![json!(only_colours)]).await.expect("axe runs");
        serde_json::from_str(answer.json().as_str().unwrap_or("null")).expect("axe's findings")
    }

    /// Fails unless the page is accessible in light and in dark.
    pub async fn assert_accessible(&self) {
        let findings = self.violations().await;
        assert!(findings.is_empty(), "\n{}", findings.join("\n"));
    }

    /// What axe finds in light, then what it finds otherwise in dark.
    pub async fn violations(&self) -> Vec<String> {
        let mut findings = Vec::new();
        for theme in [Theme::Light, Theme::Dark] {
            self.set_theme(theme).await;
            findings.extend(
                self.axe(theme == Theme::Dark).await.iter().map(|found| format!("{theme:?}: {found}")),
            );
        }
        self.set_theme(Theme::Light).await;
        // What axe scrolled to look at comes back in the page's own time; a click meanwhile goes elsewhere.
        tokio::time::sleep(Duration::from_millis(350)).await;
        findings
    }

    /// Asks the application directly, through the window's own session.
    pub async fn rpc(&self, command: &str, request: Value) -> Result<Value, Value> {
        let script = r"
            const done = arguments[arguments.length - 1];
            window.__TAURI_INTERNALS__.invoke('rpc', { command: arguments[0], request: arguments[1] })
              .then((ok) => done({ ok }), (error) => done({ error }));";
        let answer =
            self.driver.execute_async(script, vec![json!(command), request]).await.expect("an answer");
        match answer.json().get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer.json().get("ok").cloned().unwrap_or(Value::Null)),
        }
    }

    /// What a failed test leaves behind: a picture, and what the page said.
    pub(super) async fn keep_evidence(&self) {
        // The whole display, without asking the page: it may be past answering.
        let png = picture::of_display(&self.display, WIDTH, HEIGHT).await;
        std::fs::write(self.pictures.join("failed.png"), png).ok();
        std::fs::write(self.pictures.join("failed.txt"), self.text().await).ok();
        if let Ok(source) = self.driver.source().await {
            std::fs::write(self.pictures.join("failed.html"), source).ok();
        }
        eprintln!("the window as it was: {}", self.pictures.join("failed.png").display());
    }

    async fn wait_or_fail(&self, until: Instant, why: &str) {
        if Instant::now() >= until {
            panic!("{why}. The page says:\n{}", self.text().await);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// A key by its name.
fn key(name: &str) -> char {
    let special = match name {
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Control" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        "Home" => Key::Home,
        "End" => Key::End,
        "PageUp" => Key::PageUp,
        "PageDown" => Key::PageDown,
        "Backspace" => Key::Backspace,
        "Delete" => Key::Delete,
        "Space" => Key::Space,
        "F2" => Key::F2,
        "F5" => Key::F5,
        _ => {
            let mut letters = name.chars();
            let letter = letters.next().expect("a key");
            assert!(letters.next().is_none(), "{name} is not a key this harness knows");
            return letter;
        }
    };
    special.value()
}
