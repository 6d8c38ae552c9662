//! Keeps SQLite files off network file systems.

use std::path::Path;

use crate::error::{Error, Result};

/// SQLite's locks do not hold on network file systems; two desktops would corrupt the file.
#[cfg(target_os = "linux")]
pub(super) fn refuse(path: &Path) -> Result<()> {
    // Magic numbers of statfs(2): NFS, SMB, SMB2, CIFS, AFS, CODA, NCP, 9P, Ceph, FUSE is judged by its owner.
    const NETWORK: [i64; 9] = [
        0x6969,
        0x517b,
        0xfe53_4d42,
        0xff53_4d42,
        0x5346_414f,
        0x7375_7245,
        0x564c,
        0x0102_1997,
        0x00c3_6400,
    ];
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(stat) = rustix::fs::statfs(folder) else { return Ok(()) };
    if NETWORK.contains(&stat.f_type) {
        return Err(Error::unavailable("database_on_network", folder.display()));
    }
    Ok(())
}

/// Other systems: not checked yet.
#[cfg(not(target_os = "linux"))]
pub(super) fn refuse(_path: &Path) -> Result<()> {
    Ok(())
}
