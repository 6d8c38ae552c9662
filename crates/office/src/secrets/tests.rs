use std::sync::Mutex;

use super::*;

/// A keyring that can be out of reach.
#[derive(Debug, Default)]
struct Pretended {
    held: Mutex<BTreeMap<String, String>>,
    gone: Mutex<bool>,
}

impl Pretended {
    fn reach(&self) -> std::result::Result<(), String> {
        if *self.gone.lock().unwrap() { Err("gone".to_owned()) } else { Ok(()) }
    }
}

impl Keyring for Pretended {
    fn look(&self) -> std::result::Result<(), String> {
        self.reach()
    }

    fn get(&self, name: &str) -> std::result::Result<Option<String>, String> {
        self.reach()?;
        Ok(self.held.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &str) -> std::result::Result<(), String> {
        self.reach()?;
        self.held.lock().unwrap().insert(name.to_owned(), secret.to_owned());
        Ok(())
    }
}

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("secrets-{}", crate::ids::random_token()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.0.join("secrets.json")).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[test]
fn without_a_keyring_a_file_of_its_owner_s_keeps_the_secret() {
    let folder = Folder::new();
    let secrets = Secrets::open(&folder.0, None);
    assert_eq!(secrets.get("mail").unwrap(), None);
    assert_eq!(secrets.kind("mail").unwrap(), SecretsKind::File);
    assert_eq!(secrets.set("mail", "segredo").unwrap(), SecretsKind::File);
    assert_eq!(secrets.get("mail").unwrap().as_deref(), Some("segredo"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(folder.0.join("secrets.json")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn with_a_keyring_the_file_only_says_so() {
    let folder = Folder::new();
    let keyring = Arc::new(Pretended::default());
    let secrets = Secrets::open(&folder.0, Some(keyring.clone()));
    assert_eq!(secrets.kind("mail").unwrap(), SecretsKind::Keyring);
    assert_eq!(secrets.set("mail", "segredo").unwrap(), SecretsKind::Keyring);
    assert_eq!(folder.text(), r#"{"mail":null}"#);
    let again = Secrets::open(&folder.0, Some(keyring.clone()));
    assert_eq!(again.get("mail").unwrap().as_deref(), Some("segredo"));
    let elsewhere = Folder::new();
    let other = Secrets::open(&elsewhere.0, Some(keyring));
    assert_eq!(other.get("mail").unwrap(), None, "another installation has its own");
}

#[test]
fn a_keyring_out_of_reach_is_not_a_missing_password() {
    let folder = Folder::new();
    let keyring = Arc::new(Pretended::default());
    let secrets = Secrets::open(&folder.0, Some(keyring.clone()));
    secrets.set("mail", "segredo").unwrap();
    *keyring.gone.lock().unwrap() = true;
    assert_eq!(secrets.get("mail").unwrap_err().code(), "unavailable");
    assert_eq!(secrets.kind("mail").unwrap(), SecretsKind::Keyring);
    assert_eq!(secrets.get("another").unwrap(), None);
    // Typed again, it goes where it can.
    assert_eq!(secrets.set("mail", "outro").unwrap(), SecretsKind::File);
    assert_eq!(secrets.get("mail").unwrap().as_deref(), Some("outro"));
    *keyring.gone.lock().unwrap() = false;
    assert_eq!(secrets.set("mail", "mais um").unwrap(), SecretsKind::Keyring);
    assert!(!folder.text().contains("outro"), "the file lets go of what the keyring took");
}

#[test]
fn a_file_from_before_the_keyring_is_understood() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("secrets.json"), r#"{"mail":"antigo"}"#).unwrap();
    let secrets = Secrets::open(&folder.0, Some(Arc::new(Pretended::default())));
    assert_eq!(secrets.get("mail").unwrap().as_deref(), Some("antigo"));
    assert_eq!(secrets.kind("mail").unwrap(), SecretsKind::File);
}
