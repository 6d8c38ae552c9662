//! The address of a server, put together from what a person types.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a server is, and who signs in; never the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Server {
    /// Name or number of the computer, or the folder of a socket.
    pub host: String,
    /// The port it listens at.
    pub port: u16,
    /// The base.
    pub database: String,
    /// Who signs in; empty where each person does so by a role of their own.
    pub user: String,
    /// A file with the certificate of an authority of one's own; empty for the public ones.
    pub certificate: String,
}

impl Server {
    /// The address as the driver reads it.
    pub fn url(&self, password: &str) -> String {
        let host = if self.host.contains(':') && !self.host.starts_with('[') {
            format!("[{}]", self.host)
        } else if self.host.starts_with('[') {
            self.host.clone()
        } else {
            escaped(&self.host)
        };
        let who = match (self.user.is_empty(), password.is_empty()) {
            (true, _) => String::new(),
            (false, true) => format!("{}@", escaped(&self.user)),
            (false, false) => format!("{}:{}@", escaped(&self.user), escaped(password)),
        };
        let mut url = format!("postgres://{who}{host}:{}/{}", self.port, escaped(&self.database));
        if !self.certificate.is_empty() {
            url.push_str("?sslrootcert=");
            url.push_str(&escaped(&self.certificate));
        }
        url
    }

    /// As it is told to people: the computer and the base.
    pub fn label(&self) -> String {
        format!("{}/{}", self.host, self.database)
    }
}

/// Percent-encoding of everything but letters, digits and `-._~`.
fn escaped(word: &str) -> String {
    let mut told = String::with_capacity(word.len());
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            told.push(char::from(byte));
        } else {
            told.push_str(&format!("%{byte:02X}"));
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use sqlx::postgres::PgConnectOptions;

    use super::*;

    fn server(host: &str) -> Server {
        Server {
            host: host.to_owned(),
            port: 5433,
            database: "base de ação".to_owned(),
            user: "ana@casa".to_owned(),
            certificate: String::new(),
        }
    }

    #[test]
    fn sys_1_what_is_typed_reaches_the_driver_as_it_is() {
        for host in ["servidor.empresa.local", "192.168.0.9", "fd00::9", "[fd00::9]"] {
            let options: PgConnectOptions = server(host).url("a/b:c@d?ç %").parse().unwrap();
            assert_eq!(options.get_host().trim_matches(['[', ']']), host.trim_matches(['[', ']']));
            assert_eq!(options.get_port(), 5433);
            assert_eq!(options.get_username(), "ana@casa");
            assert_eq!(options.get_database(), Some("base de ação"));
        }
        let options: PgConnectOptions = server("/var/run/postgresql").url("").parse().unwrap();
        assert!(options.get_socket().is_some() || options.get_host().starts_with('/'));
        let with = Server { certificate: "/etc/nossa autoridade.pem".to_owned(), ..server("a") };
        assert!(with.url("x").ends_with("?sslrootcert=%2Fetc%2Fnossa%20autoridade.pem"));
        let nobody = Server { user: String::new(), ..server("a") };
        assert_eq!(nobody.url("x"), "postgres://a:5433/base%20de%20a%C3%A7%C3%A3o");
    }
}
