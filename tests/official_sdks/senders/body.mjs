// Senders that sign the body, and nothing beside it.

import { inMember } from '../lib/change.mjs';

export default {
  'adyen-platform': {
    sdk: '@adyen/api-library',
    judge: ({ hmacValidator: Validator }, { text, headers, secret }) =>
      new Validator().validateHMACSignature(secret, headers.hmacsignature, text),
  },
  adyen: {
    sdk: '@adyen/api-library',
    // Eight values are signed, and each item holds its own signature.
    change: inMember('pspReference'),
    judge: ({ hmacValidator: Validator }, { text, secret }) =>
      JSON.parse(text).notificationItems.every(({ NotificationRequestItem: item }) =>
        new Validator().validateHMAC(item, secret)),
  },
  braintree: {
    sdk: 'braintree',
    judge: ({ default: braintree }, { form, secret, settings }) =>
      new braintree.BraintreeGateway({
        environment: braintree.Environment.Sandbox,
        merchantId: 'made-up',
        publicKey: settings['public-key'],
        privateKey: secret,
      }).webhookNotification.parse(form.bt_signature, form.bt_payload),
  },
  'coinbase-commerce': {
    sdk: 'coinbase-commerce-node',
    judge: ({ default: { Webhook } }, { text, headers, secret }) =>
      Webhook.verifyEventBody(text, headers['x-cc-webhook-signature'], secret),
  },
  cronofy: {
    sdk: 'cronofy',
    judge: ({ default: Cronofy }, { text, headers, secret }) =>
      new Cronofy({ client_secret: secret }).hmacValid({ hmac: headers['cronofy-hmac-sha256'], body: text }),
  },
  'dropbox-sign': {
    sdk: '@dropbox/sign',
    // Time and type of the event are signed, and nothing else.
    change: inMember('event_type'),
    judge: ({ default: { EventCallbackHelper, EventCallbackRequest } }, { text, secret }) => {
      const json = JSON.parse(text.slice(text.indexOf('\r\n\r\n{'), text.lastIndexOf('}') + 1));
      return EventCallbackHelper.isValid(secret, EventCallbackRequest.init(json));
    },
  },
  easypost: {
    sdk: '@easypost/api',
    judge: ({ default: EasyPost }, { body, headers, secret }) =>
      new EasyPost('made-up').Utils.validateWebhook(body, headers, secret),
  },
  github: {
    sdk: '@octokit/webhooks',
    judge: ({ Webhooks }, { text, headers, secret }) =>
      new Webhooks({ secret }).verify(text, headers['x-hub-signature-256']),
  },
  gocardless: {
    sdk: 'gocardless-nodejs/webhooks',
    judge: ({ parse }, { text, headers, secret }) => parse(text, secret, headers['webhook-signature']),
  },
  'kontent-ai': {
    sdk: '@kontent-ai/webhook-helper',
    judge: ({ default: { signatureHelper } }, { text, headers, secret }) =>
      signatureHelper.isValidSignatureFromString(text, secret, headers['x-kontent-ai-signature']),
  },
  line: {
    sdk: '@line/bot-sdk',
    judge: ({ validateSignature }, { body, headers, secret }) =>
      validateSignature(body, secret, headers['x-line-signature']),
  },
  'modern-treasury': {
    sdk: 'modern-treasury',
    judge: ({ default: ModernTreasury }, { text, headers, secret }) =>
      new ModernTreasury({ apiKey: 'made-up', organizationID: 'made-up', webhookKey: secret })
        .webhooks.validateSignature(text, headers),
  },
  notion: {
    sdk: '@notionhq/client',
    judge: ({ verifyWebhookSignature }, { text, headers, secret }) =>
      verifyWebhookSignature({ body: text, signature: headers['x-notion-signature'], verificationToken: secret }),
  },
  onfido: {
    sdk: '@onfido/api',
    judge: ({ WebhookEventVerifier }, { body, headers, secret }) =>
      new WebhookEventVerifier(secret).readPayload(body, headers['x-sha2-signature']),
  },
  pusher: {
    sdk: 'pusher',
    judge: ({ default: Pusher }, { text, headers, secret, settings }) =>
      new Pusher({ appId: '1', key: settings['app-key'], secret }).webhook({ headers, rawBody: text }).isValid(),
  },
  razorpay: {
    sdk: 'razorpay',
    judge: ({ default: Razorpay }, { text, headers, secret }) =>
      Razorpay.validateWebhookSignature(text, headers['x-razorpay-signature'], secret),
  },
  shopify: { sdk: '@shopify/shopify-api', judge: shopify },
  'shopify-events': { sdk: '@shopify/shopify-api', judge: shopify },
  smartcar: {
    sdk: 'smartcar',
    judge: ({ default: { verifyPayload } }, { text, headers, secret }) =>
      verifyPayload(secret, headers['sc-signature'], JSON.parse(text)),
  },
  stream: {
    sdk: 'stream-chat',
    judge: ({ StreamChat }, { body, headers, secret }) =>
      new StreamChat('made-up', secret).verifyWebhook(body, headers['x-signature']),
  },
};

async function shopify({ shopifyApi, ApiVersion }, { text, headers, url, secret }) {
  await import('@shopify/shopify-api/adapters/node');
  const api = shopifyApi({
    apiKey: 'made-up',
    apiSecretKey: secret,
    scopes: ['read_products'],
    hostName: 'app.example.com',
    apiVersion: Object.values(ApiVersion)[0],
    isEmbeddedApp: false,
    logger: { level: -1 },
  });
  const rawRequest = { method: 'POST', url, headers };
  const { valid } = await api.webhooks.validate({ rawBody: text, rawRequest, rawResponse: {} });
  return valid;
}
