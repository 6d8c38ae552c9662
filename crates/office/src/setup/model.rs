//! A choice of place, and what was found there.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::db::address::Server;

/// Where a base is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// In a file of this computer.
    File {
        /// With its whole path.
        file: String,
    },
    /// On a server.
    Server(Server),
}

/// A server as a person types it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ServerInput {
    /// Name or number of the computer.
    pub host: String,
    /// The port; 5432 when empty.
    pub port: String,
    /// The base.
    pub database: String,
    /// Each person signs in by a role of their own: nobody's name and password are kept on this computer.
    pub own_users: bool,
    /// Who signs in for everybody.
    pub user: String,
    /// Their password.
    pub password: String,
    /// A file with the certificate of an authority of one's own; empty for the public ones.
    pub certificate: String,
}

/// A folder for the file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FolderInput {
    /// With its whole path.
    pub folder: String,
}

/// What the assistant begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetupStart {
    /// The folder that is proposed for the file.
    pub folder: String,
    /// What was chosen before.
    pub chosen: Option<Place>,
    /// The program was started with an address: there is nothing to choose.
    pub given: bool,
    /// The oldest version of a server that is supported.
    pub server_at_least: i64,
}

crate::text_enum! {
    /// What a folder is good for.
    pub enum FolderFinding {
        /// A new base can be made there.
        Free,
        /// A base of this program is there.
        Ours,
        /// A file of the base's name is there which this program does not know.
        NotOurs,
        /// The data of the base there went to a server.
        Moved,
        /// It lies on another computer.
        OnNetwork,
        /// There is no such folder.
        Missing,
        /// Nothing may be written there.
        ReadOnly,
        /// Not the whole path of a folder.
        NotAbsolute,
    }
}

/// What was found at a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FolderCheck {
    /// The base's file in it.
    pub file: String,
    /// What it is good for.
    pub finding: FolderFinding,
}

crate::text_enum! {
    /// What a base on a server holds.
    pub enum ServerHolds {
        /// Nothing: a new base can be made.
        Nothing,
        /// A base of this program, of an earlier version.
        Older,
        /// A base of this program.
        Ours,
        /// A base of this program, of a later version.
        Newer,
        /// Tables of something else.
        Foreign,
        /// What only people with a role of their own may see.
        Unseen,
    }
}

/// What was found at a server that let one in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ServerCheck {
    /// Its version.
    pub version: String,
    /// The version is supported.
    pub version_fits: bool,
    /// What travels is encrypted, and the server has proved who it is.
    pub encrypted: bool,
    /// The server is this computer.
    pub here: bool,
    /// Tables may be made, where that is needed.
    pub may_create: bool,
    /// The extension that finds parts of words is there or can be installed.
    pub may_search: bool,
    /// What the base holds.
    pub holds: ServerHolds,
    /// Somebody has begun to work there.
    pub in_use: bool,
    /// It can be used.
    pub fits: bool,
}
