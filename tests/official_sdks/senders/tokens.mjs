// Senders that show a token: a JWT that both sides know the secret of.

import { inHeader } from '../lib/change.mjs';

export default {
  livekit: {
    sdk: 'livekit-server-sdk',
    judge: ({ WebhookReceiver }, { text, headers, secret, settings }) =>
      new WebhookReceiver(settings['api-key'], secret).receive(text, headers.authorization),
  },
  messagebird: {
    sdk: 'messagebird/lib/webhook-signature-jwt.js',
    judge: ({ default: { verify } }, { url, body, headers, secret }) =>
      verify(url, body, headers['messagebird-signature-jwt'], Buffer.from(secret)),
  },
  qstash: {
    sdk: '@upstash/qstash',
    judge: ({ Receiver }, { url, text, headers, secret }) =>
      new Receiver({ currentSigningKey: secret, nextSigningKey: 'sig_made_up' })
        .verify({ signature: headers['upstash-signature'], body: text, url }),
  },
  vonage: {
    sdk: '@vonage/jwt',
    // The SDK leaves the hash of the body to its caller.
    change: inHeader('authorization'),
    judge: ({ verifySignature }, { headers, secret }) =>
      verifySignature(headers.authorization.replace('Bearer ', ''), secret),
  },
};
