//! How a server is reached: from another computer only by TLS whose certificate was checked (decision 11).

use std::io::ErrorKind;
use std::net::IpAddr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::error::{Error, Result};

/// The options with the protection that the way to the server needs.
///
/// # Errors
/// `Unavailable` with `database_tls_required` when the address asks for less.
pub(super) fn protect(options: PgConnectOptions) -> Result<PgConnectOptions> {
    let here = options.get_socket().is_some() || is_here(options.get_host());
    let mode = needed(here, options.get_ssl_mode())?;
    Ok(options.ssl_mode(mode))
}

/// The protection for a server on this machine or elsewhere, when the address says `stated`. `Prefer` is what an
/// address that says nothing comes with.
fn needed(here: bool, stated: PgSslMode) -> Result<PgSslMode> {
    match stated {
        mode if here => Ok(mode),
        PgSslMode::Prefer | PgSslMode::VerifyFull => Ok(PgSslMode::VerifyFull),
        // `verify-ca` too: the driver trusts public authorities besides the one given, and the certificate of any
        // stranger's server would do.
        less => Err(Error::unavailable("database_tls_required", name(less))),
    }
}

/// Whether nothing leaves this machine on the way to a host: its own name, loopback, or a socket's folder.
pub fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.starts_with('/')
        || bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn name(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "sslmode=disable",
        PgSslMode::Allow => "sslmode=allow",
        PgSslMode::Prefer => "sslmode=prefer",
        PgSslMode::Require => "sslmode=require",
        PgSslMode::VerifyCa => "sslmode=verify-ca",
        PgSslMode::VerifyFull => "sslmode=verify-full",
    }
}

/// What a failure to connect means where only the way to the server can have failed.
pub(super) fn explain(options: &PgConnectOptions, error: sqlx::Error) -> Error {
    let elsewhere = options.get_socket().is_none() && !is_here(options.get_host());
    match &error {
        // A host that is missing is another kind of error: this is the file that the address names.
        sqlx::Error::Io(inner) if elsewhere && inner.kind() == ErrorKind::NotFound => {
            Error::unavailable("database_tls_authority", error)
        }
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(url: &str) -> Result<String, String> {
        let options: PgConnectOptions = url.parse().unwrap();
        match protect(options) {
            Ok(options) => Ok(format!("{:?}", options.get_ssl_mode())),
            Err(error) => Err(error.to_json()["params"]["reason"].as_str().unwrap_or_default().to_owned()),
        }
    }

    #[test]
    fn sys_1_a_server_elsewhere_is_reached_by_checked_tls_or_not_at_all() {
        let full = Ok("VerifyFull".to_owned());
        for host in [
            "servidor",
            "servidor.empresa.com.br",
            "192.168.0.9",
            "0.0.0.0",
            "[fd00::9]",
            "localhost.evil.example",
        ] {
            assert_eq!(mode(&format!("postgres://ana@{host}/base")), full, "{host}");
            assert_eq!(mode(&format!("postgres://ana@{host}/base?sslmode=prefer")), full, "{host}");
            assert_eq!(
                mode(&format!("postgres://ana@{host}/base?sslmode=verify-full&sslrootcert=ca.pem")),
                full
            );
            for less in ["disable", "allow", "require", "verify-ca"] {
                let refused = mode(&format!("postgres://ana@{host}/base?sslmode={less}"));
                assert_eq!(refused, Err("database_tls_required".to_owned()), "{host} {less}");
            }
        }
    }

    #[test]
    fn sys_1_on_the_machine_itself_the_address_decides() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"] {
            assert_eq!(mode(&format!("postgres://ana@{host}/base")), Ok("Prefer".to_owned()), "{host}");
            let plain = mode(&format!("postgres://ana@{host}/base?sslmode=disable"));
            assert_eq!(plain, Ok("Disable".to_owned()), "{host}");
        }
        let socket = mode("postgres:///base?host=/var/run/postgresql");
        assert_eq!(socket, Ok("Prefer".to_owned()));
        assert_eq!(mode("postgres://%2Fvar%2Frun%2Fpostgresql/base"), Ok("Prefer".to_owned()));
    }
}
