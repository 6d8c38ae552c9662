//! Whether what was typed can be a server, and whether what was found there can be used.

use crate::db::address::Server;
use crate::db::is_here;
use crate::db::probe::{Holds, Probe};
use crate::error::{Issues, Result};
use crate::setup::model::{ServerCheck, ServerHolds, ServerInput};

/// The port that servers listen at unless told otherwise.
const USUAL_PORT: u16 = 5432;

/// The server that was typed.
///
/// # Errors
/// `Invalid` at every field that cannot be.
pub fn check_server(typed: &ServerInput) -> Result<Server> {
    let mut issues = Issues::default();
    let host = typed.host.trim();
    if host.is_empty() {
        issues.add("host", "required");
    } else if host.contains("://") || host.contains(char::is_whitespace) || host.contains(['@', '?', '#']) {
        issues.add("host", "host_malformed");
    }
    let port = match typed.port.trim() {
        "" => Some(USUAL_PORT),
        port => port.parse().ok().filter(|port| *port > 0),
    };
    if port.is_none() {
        issues.add("port", "port_malformed");
    }
    let database = issues.name("database", &typed.database);
    let user = if typed.own_users { String::new() } else { issues.name("user", &typed.user) };
    let server = Server {
        host: host.to_owned(),
        port: port.unwrap_or(USUAL_PORT),
        database,
        user,
        certificate: typed.certificate.trim().to_owned(),
    };
    issues.finish(Some(server))
}

/// What was found, and whether it can be used.
pub fn judge(server: &Server, probe: &Probe) -> ServerCheck {
    let holds = match probe.holds {
        Holds::Nothing => ServerHolds::Nothing,
        Holds::Older => ServerHolds::Older,
        Holds::Ours => ServerHolds::Ours,
        Holds::Newer => ServerHolds::Newer,
        Holds::Foreign => ServerHolds::Foreign,
    };
    // A base that is there as this program wants it asks for no rights to make anything.
    let makes = matches!(holds, ServerHolds::Nothing | ServerHolds::Older);
    let may_create = probe.may_create || !makes;
    let may_search = probe.may_search || !makes;
    let known = !matches!(holds, ServerHolds::Newer | ServerHolds::Foreign);
    ServerCheck {
        version: probe.version.clone(),
        version_fits: probe.version_fits,
        encrypted: probe.encrypted,
        here: is_here(&server.host),
        may_create,
        may_search,
        holds,
        in_use: probe.in_use,
        fits: probe.version_fits && may_create && may_search && known,
    }
}

/// What is known of a server before anybody signs in: it answers. The rest shows when the first person does.
pub fn judge_door(server: &Server, encrypted: bool) -> ServerCheck {
    ServerCheck {
        version: String::new(),
        version_fits: true,
        encrypted,
        here: is_here(&server.host),
        may_create: true,
        may_search: true,
        holds: ServerHolds::Unseen,
        in_use: true,
        fits: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(host: &str, port: &str) -> ServerInput {
        ServerInput {
            host: host.to_owned(),
            port: port.to_owned(),
            database: " retaguarda ".to_owned(),
            own_users: false,
            user: "ana".to_owned(),
            password: String::new(),
            certificate: String::new(),
        }
    }

    #[test]
    fn sys_1_every_wrong_field_of_a_server_is_told_at_once() {
        let server = check_server(&typed(" servidor ", "")).unwrap();
        assert_eq!((server.host.as_str(), server.port), ("servidor", 5432));
        assert_eq!(server.database, "retaguarda");
        for host in ["https://servidor", "ana@servidor", "o servidor", "a?b"] {
            assert!(check_server(&typed(host, "5432")).is_err(), "{host}");
        }
        for port in ["0", "65536", "cinco", "-1"] {
            assert!(check_server(&typed("servidor", port)).is_err(), "{port}");
        }
        let nothing = ServerInput { database: String::new(), user: " ".to_owned(), ..typed("", "x") };
        let told = check_server(&nothing).unwrap_err();
        let fields: Vec<&str> = told.issues().iter().map(|issue| issue.field.as_str()).collect();
        assert_eq!(fields, ["host", "port", "database", "user"]);
        let own = ServerInput { own_users: true, user: "ana".to_owned(), ..typed("servidor", "") };
        assert_eq!(check_server(&own).unwrap().user, "", "nobody's name is kept where each has their own");
    }

    #[test]
    fn sys_1_rights_are_asked_for_only_where_something_is_made() {
        let server = check_server(&typed("localhost", "")).unwrap();
        let probe = |holds, may_create, version_fits| Probe {
            version: "16.1".to_owned(),
            version_fits,
            encrypted: false,
            may_create,
            may_search: may_create,
            holds,
            in_use: false,
        };
        for (holds, may_create, version_fits, fits) in [
            (Holds::Nothing, true, true, true),
            (Holds::Nothing, false, true, false),
            (Holds::Older, false, true, false),
            (Holds::Ours, false, true, true),
            (Holds::Ours, true, false, false),
            (Holds::Newer, true, true, false),
            (Holds::Foreign, true, true, false),
        ] {
            let told = judge(&server, &probe(holds, may_create, version_fits));
            assert_eq!(told.fits, fits, "{holds:?}");
            assert!(told.here);
        }
    }
}
