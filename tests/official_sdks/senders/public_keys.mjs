// Senders that sign with a private key. The runner makes a pair of keys for each of them.

import https from 'node:https';
import { Readable } from 'node:stream';

import { inHeader, inMember } from '../lib/change.mjs';
import { ED25519, P256, P521, RSA, base64, pem, rawBytes } from '../lib/keys.mjs';

const SNS = {
  sdk: 'sns-validator',
  key: RSA,
  // The last text of the body, a URL, is not signed.
  change: inMember('Message'),
  judge: ({ default: MessageValidator }, { text, publicKey }) =>
    withHttpsGet(pem(publicKey), () => new Promise((resolve, reject) => {
      const done = (error) => (error ? reject(error) : resolve(true));
      new MessageValidator().validate(withoutCache(JSON.parse(text)), done);
    })),
};

export default {
  'aws-sns': SNS,
  'aws-sns-sha256': SNS,
  discord: {
    sdk: 'discord-interactions',
    key: ED25519,
    judge: ({ verifyKey }, { body, headers, publicKey }) => {
      const { 'x-signature-ed25519': signature, 'x-signature-timestamp': time } = headers;
      return verifyKey(body, signature, time, rawBytes(publicKey).toString('hex'));
    },
  },
  'google-pubsub': {
    sdk: 'google-auth-library',
    key: RSA,
    // The body is not signed.
    change: inHeader('authorization'),
    judge: ({ OAuth2Client }, { headers, settings, publicKey }) => {
      const token = headers.authorization.replace('Bearer ', '');
      const { kid } = JSON.parse(Buffer.from(token.split('.')[0], 'base64url'));
      const issuers = ['https://accounts.google.com'];
      return new OAuth2Client()
        .verifySignedJwtWithCertsAsync(token, { [kid]: pem(publicKey) }, settings.audience, issuers);
    },
  },
  saleor: {
    sdk: '@saleor/app-sdk/auth',
    key: RSA,
    judge: async ({ verifySignatureWithJwks }, { text, headers, publicKey }) => {
      const signature = headers['saleor-signature'];
      const { kid } = JSON.parse(Buffer.from(signature.split('.')[0], 'base64url'));
      const key = { ...publicKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid };
      await verifySignatureWithJwks(JSON.stringify({ keys: [key] }), signature, text);
    },
  },
  sendgrid: {
    sdk: '@sendgrid/eventwebhook',
    key: P256,
    judge: ({ default: { EventWebhook } }, { body, headers, publicKey }) => {
      const webhook = new EventWebhook();
      return webhook.verifySignature(
        webhook.convertPublicKeyToECDSA(base64(publicKey)),
        body,
        headers['x-twilio-email-event-webhook-signature'],
        headers['x-twilio-email-event-webhook-timestamp'],
      );
    },
  },
  telnyx: {
    sdk: 'telnyx',
    key: ED25519,
    judge: ({ default: Telnyx }, { text, headers, publicKey }) =>
      new Telnyx({ apiKey: 'made-up', publicKey: rawBytes(publicKey).toString('base64') })
        .webhooks.unwrap(text, { headers }),
  },
  truelayer: {
    sdk: 'truelayer-signing',
    key: P521,
    judge: ({ verify }, { method, url, headers, text, publicKey }) => {
      const path = new URL(url).pathname;
      verify({ publicKeyPem: pem(publicKey), signature: headers['tl-signature'], method, path, headers, body: text });
    },
  },
};

/** Answers the SDK's request for a certificate with a key: it takes either, and looks for nothing else in it. */
async function withHttpsGet(answer, use) {
  const get = https.get;
  https.get = (_url, respond) => {
    respond(Object.assign(Readable.from([answer]), { statusCode: 200 }));
    return { on: () => {} };
  };
  try {
    return await use();
  } finally {
    https.get = get;
  }
}

/** The SDK keeps certificates by their URL: each request gets one of its own. */
function withoutCache(message) {
  const url = message.SigningCertURL.replace(/[^/]*$/, `${Math.random()}.pem`);
  return { ...message, SigningCertURL: url };
}
