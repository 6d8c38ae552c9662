//! What a database's refusal means to a person.

use crate::error::Error;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let reason = match &error {
            E::RowNotFound => return Self::NotFound { entity: "row" },
            // What the server answers to the greeting of TLS is no TLS, or its certificate is not trusted.
            E::Tls(_) => Some("database_tls"),
            E::Io(inner) if inner.kind() == std::io::ErrorKind::InvalidData => Some("database_tls"),
            E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                Some("database_unreachable")
            }
            E::Database(inner) if inner.is_unique_violation() => {
                return Self::field("", "already_exists");
            }
            E::Database(inner) if inner.is_foreign_key_violation() => return Self::field("", "in_use"),
            E::Database(inner) => {
                let code = inner.code().unwrap_or_default();
                if inner.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                    sqlite_reason(&code)
                } else {
                    postgres_reason(&code)
                }
            }
            _ => None,
        };
        match reason {
            Some(reason) => Self::unavailable(reason, error),
            None => Self::internal(error),
        }
    }
}

/// What an SQLite result code means to a person (<https://sqlite.org/rescode.html>; the low byte is the kind).
fn sqlite_reason(code: &str) -> Option<&'static str> {
    match code.parse::<i32>().ok()? & 0xff {
        5 | 6 => Some("database_busy"),
        8 => Some("database_read_only"),
        10 => Some("database_io"),
        11 | 26 => Some("database_corrupted"),
        13 => Some("disk_full"),
        14 => Some("database_cannot_open"),
        _ => None,
    }
}

/// What a Postgres SQLSTATE means to a person (appendix A of its manual).
fn postgres_reason(code: &str) -> Option<&'static str> {
    match code {
        "3D000" => Some("database_missing"),
        "42501" => Some("database_forbidden"),
        "25006" => Some("database_read_only"),
        "53100" => Some("disk_full"),
        // Somebody else holds the tables for too long.
        "55P03" => Some("database_busy"),
        _ if code.starts_with("28") => Some("database_sign_in_refused"),
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            Some("database_unreachable")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sys_1_each_trouble_of_a_file_has_its_reason() {
        for (code, reason) in [
            ("5", Some("database_busy")),
            ("8", Some("database_read_only")),
            // SQLITE_READONLY_DIRECTORY: the folder may not be written to.
            ("1544", Some("database_read_only")),
            ("10", Some("database_io")),
            ("11", Some("database_corrupted")),
            ("26", Some("database_corrupted")),
            ("13", Some("disk_full")),
            ("14", Some("database_cannot_open")),
            ("19", None),
            ("HY000", None),
        ] {
            assert_eq!(sqlite_reason(code), reason, "{code}");
        }
    }

    #[test]
    fn sys_1_each_trouble_of_a_server_has_its_reason() {
        for (code, reason) in [
            ("28P01", Some("database_sign_in_refused")),
            ("28000", Some("database_sign_in_refused")),
            ("3D000", Some("database_missing")),
            ("42501", Some("database_forbidden")),
            ("25006", Some("database_read_only")),
            ("53100", Some("disk_full")),
            ("53300", Some("database_unreachable")),
            ("55P03", Some("database_busy")),
            ("57P01", Some("database_unreachable")),
            ("08006", Some("database_unreachable")),
            ("42P01", None),
        ] {
            assert_eq!(postgres_reason(code), reason, "{code}");
        }
    }
}
