//! The log file in the data folder: what happened and how long it took, never who or what was typed.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// Beyond this the log starts afresh and the old one is kept once, so that it never fills a disk.
const LONGEST_BYTES: u64 = 5 * 1024 * 1024;

/// Starts logging to `retaguarda.log` in `folder`. Without a log the program works all the same.
pub fn start(folder: &Path) {
    let filter = EnvFilter::try_from_env("RETAGUARDA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    match open(folder) {
        Ok(file) => {
            tracing_subscriber::fmt()
                .with_env_filter(filter)
                .with_ansi(false)
                .with_writer(Mutex::new(file))
                .init();
        }
        Err(error) => {
            tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();
            tracing::warn!(%error, "no log file");
        }
    }
}

fn open(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("retaguarda.log");
    if fs::metadata(&path).is_ok_and(|existing| existing.len() > LONGEST_BYTES) {
        fs::rename(&path, folder.join("retaguarda.log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_log_starts_afresh_and_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("retaguarda.log");
        File::create(&path).unwrap().set_len(LONGEST_BYTES + 1).unwrap();
        open(folder.path()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert_eq!(fs::metadata(folder.path().join("retaguarda.log.1")).unwrap().len(), LONGEST_BYTES + 1);
    }
}
