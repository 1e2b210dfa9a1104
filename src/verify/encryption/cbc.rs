//! AES-256 in CBC mode.

use ::cbc::Decryptor;
#[cfg(feature = "testing")]
use ::cbc::{Encryptor, cipher::BlockModeEncrypt};
use aes::{
    Aes256,
    cipher::{Block, BlockModeDecrypt, KeyIvInit},
};
use subtle::ConstantTimeEq;

use super::key::CipherKey;

/// Opens what begins with its initialization vector, and is padded to blocks of 16 bytes.
pub(super) fn open(key: &CipherKey, ciphertext: &[u8]) -> Option<Vec<u8>> {
    let (iv, blocks) = ciphertext.split_first_chunk()?;
    without_padding(decrypt(key, *iv, blocks)?, 16)
}

/// Opens a message between 16 random bytes, its length, and the name of its receiver. It is padded to
/// blocks of 32 bytes.
pub(super) fn open_for(key: &CipherKey, ciphertext: &[u8], receiver: &[u8]) -> Option<Vec<u8>> {
    let (iv, _) = key.0.split_first_chunk()?;
    let plain = without_padding(decrypt(key, *iv, ciphertext)?, 32)?;
    let (length, rest) = plain.get(16..)?.split_first_chunk()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let (message, named) = rest.split_at_checked(length)?;
    bool::from(named.ct_eq(receiver)).then(|| message.to_vec())
}

/// Encrypts, with the initialization vector before the ciphertext.
#[cfg(feature = "testing")]
pub(super) fn seal(key: &CipherKey, iv: [u8; 16], plain: &[u8]) -> Vec<u8> {
    [iv.to_vec(), encrypt(key, iv, padded(plain.to_vec(), 16))].concat()
}

/// Encrypts a message between 16 random bytes, its length, and the name of its receiver.
#[cfg(feature = "testing")]
pub(super) fn seal_for(
    key: &CipherKey,
    random: [u8; 16],
    message: &[u8],
    receiver: &[u8],
) -> Vec<u8> {
    let mut iv = [0; 16];
    iv.copy_from_slice(&key.0[..16]);
    let length = u32::try_from(message.len()).unwrap_or(u32::MAX).to_be_bytes();
    let plain = [&random[..], &length, message, receiver].concat();
    encrypt(key, iv, padded(plain, 32))
}

#[cfg(feature = "testing")]
fn encrypt(key: &CipherKey, iv: [u8; 16], mut bytes: Vec<u8>) -> Vec<u8> {
    let (blocks, _) = Block::<Aes256>::slice_as_chunks_mut(&mut bytes);
    Encryptor::<Aes256>::new(&(*key.0).into(), &iv.into()).encrypt_blocks(blocks);
    bytes
}

/// Adds the padding of PKCS#7.
#[cfg(feature = "testing")]
fn padded(mut plain: Vec<u8>, block: u8) -> Vec<u8> {
    let count = block - u8::try_from(plain.len() % usize::from(block)).unwrap_or_default();
    plain.resize(plain.len() + usize::from(count), count);
    plain
}

/// Decrypts whole blocks; `None` if there is a part of one.
fn decrypt(key: &CipherKey, iv: [u8; 16], ciphertext: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = ciphertext.to_vec();
    let (blocks, rest) = Block::<Aes256>::slice_as_chunks_mut(&mut bytes);
    let is_whole = rest.is_empty();
    Decryptor::<Aes256>::new(&(*key.0).into(), &iv.into()).decrypt_blocks(blocks);
    is_whole.then_some(bytes)
}

/// Cuts the padding of PKCS#7 off: up to a block of bytes, each of which is the number of them.
fn without_padding(mut plain: Vec<u8>, block: u8) -> Option<Vec<u8>> {
    let count = *plain.last()?;
    let end = plain.len().checked_sub(usize::from(count))?;
    let is_padding = (1..=block).contains(&count) && plain[end..].iter().all(|byte| *byte == count);
    is_padding.then(|| {
        plain.truncate(end);
        plain
    })
}
