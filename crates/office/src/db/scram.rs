//! What a Postgres server keeps of a password (SCRAM-SHA-256, RFC 5802 and 7677). It is made here, so that the clear
//! password never travels in a statement, where the server might write it to its log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::ids;

/// The server's own number of rounds; whoever signs in goes through as many.
const ROUNDS: u32 = 4096;
/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// What the server keeps of a password. Takes milliseconds.
///
/// # Errors
/// `Invalid` with `password_characters` for characters that no keyboard makes, with which nobody could sign in.
pub fn verifier(field: &str, password: &str) -> Result<String> {
    let prepared = stringprep::saslprep(password).map_err(|_| Error::field(field, "password_characters"))?;
    Ok(with_salt(prepared.as_bytes(), &ids::random_bytes::<16>()))
}

/// Whether a password can be one at all: with other characters the driver does not even ask the server.
pub fn is_possible(password: &str) -> bool {
    stringprep::saslprep(password).is_ok()
}

fn with_salt(password: &[u8], salt: &[u8]) -> String {
    let salted = stretched(password, salt);
    let stored = Sha256::digest(hmac(&salted, b"Client Key"));
    let server = hmac(&salted, b"Server Key");
    let [salt, stored, server] = [salt, &stored, &server].map(|bytes| STANDARD.encode(bytes));
    format!("SCRAM-SHA-256${ROUNDS}:{salt}${stored}:{server}")
}

/// `Hi` of RFC 5802.
fn stretched(password: &[u8], salt: &[u8]) -> [u8; 32] {
    let mut round = hmac(password, &[salt, &1_u32.to_be_bytes()].concat());
    let mut all = round;
    for _ in 1..ROUNDS {
        round = hmac(password, &round);
        all.iter_mut().zip(round).for_each(|(sum, byte)| *sum ^= byte);
    }
    all
}

/// HMAC-SHA-256 (RFC 2104).
fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0_u8; BLOCK];
    if key.len() > BLOCK {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sys_4_keyed_hashes_are_those_of_the_standard() {
        // RFC 4231, cases 2 and 6.
        let hex = |bytes: [u8; 32]| ids::hex(&bytes);
        assert_eq!(
            hex(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            hex(hmac(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn sys_4_what_the_server_keeps_does_not_tell_the_password() {
        let one = verifier("new", "uma senha comprida").unwrap();
        assert!(one.starts_with("SCRAM-SHA-256$4096:") && !one.contains("senha"), "{one}");
        assert_ne!(one, verifier("new", "uma senha comprida").unwrap(), "a salt of its own each time");
        assert_eq!(verifier("new", "sino\u{7}").unwrap_err().issues()[0].code, "password_characters");
    }
}
