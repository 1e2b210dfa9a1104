// All senders.
//
// A sender has these members:
//
// - `sdk`: the module that judges; or `pypi`, the package whose function in `python/senders.py` does
// - `judge(module, request)`: puts a request to it. It refuses by throwing, or by returning `false`
// - `key`: the kind of key, if the sender signs with a private one
// - `change(request)`: changes one byte that is signed; by default a byte of the body
// - `prepare(text)`: changes a body before it is signed, if it says the time

import body from './body.mjs';
import bodyAndTime from './body_and_time.mjs';
import publicKeys from './public_keys.mjs';
import python from './python.mjs';
import standardWebhooks from './standard_webhooks.mjs';
import tokens from './tokens.mjs';
import url from './url.mjs';

export default { ...body, ...bodyAndTime, ...publicKeys, ...python, ...standardWebhooks, ...tokens, ...url };
