// Senders that sign the body and a time.

import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';

export default {
  box: {
    sdk: 'box-node-sdk/managers',
    judge: ({ WebhooksManager }, { text, headers, secret }) =>
      WebhooksManager.validateMessage(text, headers, secret),
  },
  cashfree: {
    sdk: 'cashfree-pg',
    judge: ({ Cashfree, CFEnvironment }, { text, headers, secret }) =>
      new Cashfree(CFEnvironment.SANDBOX, 'made-up', secret)
        .PGVerifyWebhookSignature(headers['x-webhook-signature'], text, headers['x-webhook-timestamp']),
  },
  cloudinary: {
    sdk: 'cloudinary',
    judge: ({ v2 }, { text, headers, secret }) => {
      v2.config({ api_secret: secret, cloud_name: 'made-up', api_key: 'made-up' });
      return v2.utils.verifyNotificationSignature(text, Number(headers['x-cld-timestamp']), headers['x-cld-signature']);
    },
  },
  crisp: {
    sdk: 'crisp-api',
    judge: ({ Crisp }, { text, headers, secret }) => {
      const { 'x-crisp-request-timestamp': time, 'x-crisp-signature': signature } = headers;
      return new Crisp().verifyWidget(secret, JSON.parse(text), time, signature);
    },
  },
  elevenlabs: {
    sdk: '@elevenlabs/elevenlabs-js',
    judge: ({ ElevenLabsClient }, { text, headers, secret }) =>
      new ElevenLabsClient({ apiKey: 'made-up' })
        .webhooks.constructEvent(text, headers['elevenlabs-signature'], secret),
  },
  hygraph: {
    sdk: '@hygraph/utils',
    judge: ({ verifyWebhookSignature }, { text, headers, secret }) =>
      verifyWebhookSignature({ rawPayload: text, signature: headers['gcms-signature'], secret }),
  },
  linear: {
    sdk: '@linear/sdk/webhooks',
    // The body says the time, and the SDK compares it with its clock.
    prepare: (text) => text.replace(/("webhookTimestamp"\s*:\s*)\d+/, `$1${Date.now()}`),
    judge: ({ LinearWebhookClient }, { body, text, headers, secret }) =>
      new LinearWebhookClient(secret).verify(body, headers['linear-signature'], JSON.parse(text).webhookTimestamp),
  },
  mux: {
    sdk: '@mux/mux-node',
    judge: ({ default: Mux }, { text, headers, secret }) =>
      new Mux({ tokenId: 'made-up', tokenSecret: 'made-up' }).webhooks.verifySignature(text, headers, secret),
  },
  orb: {
    sdk: 'orb-billing',
    judge: ({ default: Orb }, { text, headers, secret }) =>
      new Orb({ apiKey: 'made-up' }).webhooks.verifySignature(text, headers, secret),
  },
  paddle: {
    sdk: '@paddle/paddle-node-sdk',
    judge: ({ Paddle }, { text, headers, secret }) =>
      new Paddle('made-up').webhooks.isSignatureValid(text, secret, headers['paddle-signature']),
  },
  retell: {
    sdk: 'retell-sdk',
    judge: ({ default: Retell }, { text, headers, secret }) =>
      Retell.verify(text, secret, headers['x-retell-signature']),
  },
  sanity: {
    sdk: '@sanity/webhook',
    judge: ({ isValidSignature }, { text, headers, secret }) =>
      isValidSignature(text, headers['sanity-webhook-signature'], secret),
  },
  slack: {
    sdk: '@slack/bolt',
    judge: ({ verifySlackRequest }, { text, headers, secret }) =>
      verifySlackRequest({
        signingSecret: secret,
        body: text,
        headers: {
          'x-slack-signature': headers['x-slack-signature'],
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      }),
  },
  stripe: {
    sdk: 'stripe',
    judge: ({ default: Stripe }, { body, text, headers, secret }) => {
      const stripe = new Stripe('made-up');
      const signature = headers['stripe-signature'];
      return JSON.parse(text).object === 'v2.core.event'
        ? stripe.parseEventNotification(body, signature, secret)
        : stripe.webhooks.constructEvent(body, signature, secret);
    },
  },
  twitch: { sdk: '@twurple/eventsub-http', judge: twitch },
  webflow: {
    sdk: 'webflow-api',
    judge: ({ WebflowClient }, { text, headers, secret }) =>
      new WebflowClient({ accessToken: 'made-up' }).webhooks.verifySignature({ headers, body: text, secret }),
  },
  workos: {
    sdk: '@workos-inc/node',
    judge: ({ WorkOS }, { text, headers, secret }) =>
      new WorkOS('made-up').webhooks.verifyHeader({
        payload: JSON.parse(text),
        sigHeader: headers['workos-signature'],
        secret,
      }),
  },
  zoom: { sdk: '@zoom/rivet/chatbot', judge: zoom },
};

/** Puts the request to the SDK's whole handler: it answers 410 to what it cannot verify. */
async function twitch({ EventSubMiddleware }, { body, headers, secret }) {
  const middleware = new EventSubMiddleware({
    apiClient: { _authProvider: {} },
    hostName: 'hooks.example.com',
    secret,
    strictHostCheck: false,
    logger: { minLevel: 'critical' },
  });
  const subscription = middleware.onStreamOnline('1', () => {});
  const routes = {};
  middleware.apply({ post: (path, handler) => (routes[path] = handler), get: () => {} });
  const request = Object.assign(Readable.from([body]), { headers, params: { id: subscription.id } });
  return new Promise((resolve, reject) => {
    const response = { setHeader: () => {}, writeHead: (status) => resolve(status !== 410), end: () => {} };
    routes['event/:id'](request, response, reject);
  });
}

/** Puts the request to the SDK's receiver: it answers 400 to what it cannot verify. */
async function zoom({ AwsLambdaReceiver }, { text, headers, secret }) {
  const receiver = new AwsLambdaReceiver({ webhooksSecretToken: secret });
  receiver.init({ eventEmitter: new EventEmitter() });
  const { statusCode } = await receiver.start()({ headers, body: text, isBase64Encoded: false }, {});
  return statusCode === 200;
}
