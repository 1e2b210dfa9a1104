// Made-up key pairs, for senders that sign with a private key.

import { generateKeyPairSync } from 'node:crypto';

export const ED25519 = ['ed25519'];
export const P256 = ['ec', { namedCurve: 'P-256' }];
export const P521 = ['ec', { namedCurve: 'P-521' }];
export const RSA = ['rsa', { modulusLength: 2048 }];

/** Returns a new pair: the private key in PEM, and the public one as `KeyObject`. */
export function newPair(kind) {
  const { privateKey, publicKey } = generateKeyPairSync(...kind);
  return { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }), publicKey };
}

/** Returns the 32 bytes of an Ed25519 key. */
export const rawBytes = (publicKey) => Buffer.from(publicKey.export({ format: 'jwk' }).x, 'base64url');

/** Returns a public key in PEM. */
export const pem = (publicKey) => publicKey.export({ type: 'spki', format: 'pem' });

/** Returns a public key as base64 of its DER. */
export const base64 = (publicKey) => publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
