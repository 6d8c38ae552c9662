//! Where this program runs, as the history of sign-ins shows it.

/// Most characters kept of a name.
const NAME_CHARACTERS_MAX: usize = 100;

/// The machine's name in its network; empty where it has none.
pub fn machine() -> String {
    short(&whoami::hostname().unwrap_or_default())
}

/// The program's name and version, such as `retaguarda 0.1.0`.
pub fn program() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    short(&format!("{name} {}", env!("CARGO_PKG_VERSION")))
}

fn short(name: &str) -> String {
    brazil::text::strip_invisible(name).trim().chars().take(NAME_CHARACTERS_MAX).collect()
}
