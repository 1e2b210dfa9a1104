// Senders that sign their URL, or parts of it.

import { inHeader } from '../lib/change.mjs';

export default {
  contentful: {
    sdk: '@contentful/node-apps-toolkit',
    judge: ({ verifyRequest }, { method, url, headers, text, secret }) => {
      const { pathname, search } = new URL(url);
      return verifyRequest(secret, { method, path: pathname + search, headers, body: text });
    },
  },
  'hubspot-v1': { sdk: '@hubspot/api-client', judge: hubspot('v1', 'x-hubspot-signature') },
  'hubspot-v2': { sdk: '@hubspot/api-client', judge: hubspot('v2', 'x-hubspot-signature') },
  'hubspot-v3': { sdk: '@hubspot/api-client', judge: hubspot('v3', 'x-hubspot-signature-v3') },
  'mercado-pago': {
    sdk: 'mercadopago',
    // The body is not signed, and an id in the query only where there is one.
    change: inHeader('x-signature'),
    judge: ({ WebhookSignatureValidator }, { url, headers, secret }) =>
      WebhookSignatureValidator.validate({
        xSignature: headers['x-signature'],
        xRequestId: headers['x-request-id'],
        dataId: new URL(url).searchParams.get('data.id'),
        secret,
      }),
  },
  plivo: {
    sdk: 'plivo',
    judge: ({ default: { validateV3Signature } }, { method, url, headers, form, secret }) =>
      validateV3Signature(
        method,
        url,
        headers['x-plivo-signature-v3-nonce'],
        secret,
        headers['x-plivo-signature-v3'],
        form,
      ),
  },
  square: {
    sdk: 'square',
    judge: ({ WebhooksHelper }, { url, text, headers, secret }) =>
      WebhooksHelper.verifySignature({
        requestBody: text,
        signatureHeader: headers['x-square-hmacsha256-signature'],
        signatureKey: secret,
        notificationUrl: url,
      }),
  },
  twilio: {
    sdk: 'twilio',
    judge: ({ default: twilio }, { url, text, headers, form, secret }) => {
      const signature = headers['x-twilio-signature'];
      return new URL(url).searchParams.has('bodySHA256')
        ? twilio.validateRequestWithBody(secret, signature, url, text)
        : twilio.validateRequest(secret, signature, url, form);
    },
  },
};

function hubspot(signatureVersion, header) {
  return ({ default: { Signature } }, { method, url, text, headers, secret }) =>
    Signature.isValid({
      signatureVersion,
      signature: headers[header],
      clientSecret: secret,
      requestBody: text,
      url,
      method,
      timestamp: Number(headers['x-hubspot-request-timestamp']),
    });
}
