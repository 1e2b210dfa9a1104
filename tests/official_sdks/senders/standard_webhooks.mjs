// Senders of the family of Standard Webhooks and Svix.

export default {
  anthropic: {
    sdk: '@anthropic-ai/sdk',
    judge: ({ default: Anthropic }, { text, headers, secret }) =>
      new Anthropic({ apiKey: 'made-up' }).beta.webhooks.unwrap(text, { headers, key: secret }),
  },
  clerk: {
    sdk: '@clerk/backend/webhooks',
    judge: ({ verifyWebhook }, { url, headers, body, secret }) =>
      verifyWebhook(new Request(url, { method: 'POST', headers, body }), { signingSecret: secret }),
  },
  'dodo-payments': {
    sdk: 'dodopayments',
    judge: ({ default: DodoPayments }, { text, headers, secret }) =>
      new DodoPayments({ bearerToken: 'made-up' }).webhooks.unwrap(text, { headers, key: secret }),
  },
  imagekit: {
    sdk: '@imagekit/nodejs',
    judge: ({ default: ImageKit }, { text, headers, secret }) =>
      new ImageKit({ privateKey: 'made-up' }).webhooks.unwrap(text, { headers, key: secret }),
  },
  lithic: {
    sdk: 'lithic',
    judge: ({ default: Lithic }, { text, headers, secret }) =>
      new Lithic({ apiKey: 'made-up' }).webhooks.verifySignature(text, headers, secret),
  },
  liveblocks: {
    sdk: '@liveblocks/node',
    judge: ({ WebhookHandler }, { text, headers, secret }) =>
      new WebhookHandler(secret).verifyRequest({ headers, rawBody: text }),
  },
  openai: {
    sdk: 'openai',
    judge: ({ default: OpenAI }, { text, headers, secret }) =>
      new OpenAI({ apiKey: 'made-up', webhookSecret: secret }).webhooks.unwrap(text, headers),
  },
  polar: { sdk: '@polar-sh/sdk/webhooks', judge: polar },
  replicate: {
    sdk: 'replicate',
    judge: ({ default: { validateWebhook } }, { text, headers, secret }) =>
      validateWebhook({
        id: headers['webhook-id'],
        timestamp: headers['webhook-timestamp'],
        signature: headers['webhook-signature'],
        body: text,
        secret,
      }),
  },
  resend: {
    sdk: 'resend',
    judge: ({ Resend }, { text, headers, secret }) =>
      new Resend('made-up').webhooks.verify({
        payload: text,
        headers: {
          id: headers['svix-id'],
          timestamp: headers['svix-timestamp'],
          signature: headers['svix-signature'],
        },
        webhookSecret: secret,
      }),
  },
  'standard-webhooks': {
    sdk: 'standardwebhooks',
    judge: ({ Webhook }, { text, headers, secret }) => new Webhook(secret).verify(text, headers),
  },
  svix: {
    sdk: 'svix',
    judge: ({ Webhook }, { text, headers, secret }) => new Webhook(secret).verify(text, headers),
  },
};

/** The SDK checks the signature first, and then the body against its schemas, which ours need not fit. */
function polar({ validateEvent, WebhookVerificationError }, { text, headers, secret }) {
  try {
    return validateEvent(text, headers, secret);
  } catch (error) {
    if (error instanceof WebhookVerificationError) throw error;
    return true;
  }
}
