// Senders whose SDK is a package of PyPI: the function of their name in `python/senders.py` judges.

import { RSA } from '../lib/keys.mjs';

export default {
  mollie: { pypi: 'mollie-api-py' },
  paypal: { pypi: 'paypalrestsdk', key: RSA },
  'twilio-shared-key': { pypi: 'twilio' },
  viber: { pypi: 'viberbot' },
};
