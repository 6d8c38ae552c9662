//! A server that is not on this machine proves who it is, or nothing is told to it (decision 11).
//!
//! `0.0.0.0` stands for a server elsewhere: it is no loopback address, and here it leads to the story's own server.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use office::{App, AppConfig, Error};
use stories::server::Server;
use tempfile::TempDir;

fn reason(error: &Error) -> String {
    error.to_json()["params"]["reason"].as_str().unwrap_or_default().to_owned()
}

async fn open(url: &str) -> Result<std::sync::Arc<App>, Error> {
    let folder = TempDir::new().unwrap();
    let config = AppConfig {
        database_url: Some(url.to_owned()),
        data_dir: Some(folder.path().to_path_buf()),
        ..AppConfig::default()
    };
    App::open(config).await
}

/// Writes a certificate for these names and its key; gives the settings that use them.
fn certify(folder: &Path, names: &[&str]) -> Vec<String> {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let (certificate, key) = (folder.join("server.crt"), folder.join("server.key"));
    fs::write(&certificate, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    vec![
        "ssl = on".to_owned(),
        format!("ssl_cert_file = '{}'", certificate.display()),
        format!("ssl_key_file = '{}'", key.display()),
    ]
}

/// The server's address as another computer would have it.
fn from_elsewhere(server: &Server, more: &str) -> String {
    format!("{}{more}", server.url().replace("127.0.0.1", "0.0.0.0"))
}

#[tokio::test]
async fn sys_1_a_server_elsewhere_is_used_when_its_certificate_is_trusted() {
    let server = Server::start_with(|folder| certify(folder, &["0.0.0.0"]));
    let authority = server.folder().join("server.crt").display().to_string();
    let trusted = open(&from_elsewhere(&server, &format!("?sslrootcert={authority}"))).await.unwrap();
    assert_eq!(trusted.db.server_encrypts().await.unwrap(), Some(true));
    trusted.db.close().await;
    // Its own authority is unknown to this machine.
    let stranger = open(&from_elsewhere(&server, "")).await.unwrap_err();
    assert_eq!(reason(&stranger), "database_tls", "{stranger:?}");
    let missing = open(&from_elsewhere(&server, "?sslrootcert=/nao/existe.pem")).await.unwrap_err();
    assert_eq!(reason(&missing), "database_tls_authority", "{missing:?}");
    for less in ["disable", "require", "verify-ca"] {
        let address = from_elsewhere(&server, &format!("?sslmode={less}&sslrootcert={authority}"));
        assert_eq!(reason(&open(&address).await.unwrap_err()), "database_tls_required", "{less}");
    }
    // On this machine nothing leaves it, and the address may say so.
    let plain = open(&format!("{}?sslmode=disable", server.url())).await.unwrap();
    assert_eq!(plain.db.server_encrypts().await.unwrap(), Some(false));
    plain.db.close().await;
}

#[tokio::test]
async fn sys_1_a_certificate_for_another_name_and_a_server_without_any_are_refused() {
    let server = Server::start_with(|folder| certify(folder, &["banco.empresa.example"]));
    let authority = server.folder().join("server.crt").display().to_string();
    let other = open(&from_elsewhere(&server, &format!("?sslrootcert={authority}"))).await.unwrap_err();
    assert_eq!(reason(&other), "database_tls", "{other:?}");
    let shared = std::env::var("RETAGUARDA_TEST_POSTGRES").unwrap().replace("127.0.0.1", "0.0.0.0");
    let without = open(&shared).await.unwrap_err();
    assert_eq!(reason(&without), "database_tls", "{without:?}");
}
