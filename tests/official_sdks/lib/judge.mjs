// One sender: its deliveries are signed by hookport and judged by the SDK.

import { inBody } from './change.mjs';
import { sign } from './hookport.mjs';
import { newPair } from './keys.mjs';
import { PYTHON } from './python.mjs';
import { packageOf } from './sdk.mjs';
import { deliveries } from './vectors.mjs';

/** Returns the number of deliveries. Fails if the SDK refuses one, or accepts it with one byte changed. */
export async function check(binary, name, sender) {
  const vectors = deliveries(name, `${packageOf(sender)}@`);
  if (vectors.length === 0) throw new Error('`tests/vectors` has nothing to sign for it');
  const judge = sender.pypi ? (request) => PYTHON.judge(name, request) : await npmJudge(sender);
  const change = sender.change ?? inBody;
  for (const vector of vectors) {
    const request = signed(binary, name, sender, vector);
    const refusal = await refusalBy(judge, request);
    if (refusal) throw new Error(`${vector.file} is refused: ${refusal}`);
    if (!(await refusalBy(judge, change(request)))) {
      throw new Error(`${vector.file} is accepted with one byte changed`);
    }
  }
  return vectors.length;
}

async function npmJudge(sender) {
  const module = await import(sender.sdk);
  return (request) => sender.judge(module, withTexts(request));
}

/** The body as SDKs want it: as text, and as the fields of a form, where a repeated one is an array. */
function withTexts(request) {
  const text = request.body.toString();
  const fields = new URLSearchParams(text);
  const values = (name) => (fields.getAll(name).length > 1 ? fields.getAll(name) : fields.get(name));
  return { ...request, text, form: Object.fromEntries([...fields.keys()].map((name) => [name, values(name)])) };
}

/** Signs the body of a vector anew: now, and for public keys with a new pair. */
function signed(binary, name, sender, { notes, target, headers, body }) {
  const pair = sender.key && newPair(sender.key);
  const secret = pair?.privateKey ?? notes.secret[0];
  const settings = notes.setting ?? [];
  const prepared = sender.prepare ? Buffer.from(sender.prepare(body.toString())) : body;
  const url = target;
  const contentType = headers['content-type'];
  const request = sign(binary, { sender: name, secret, settings, url, contentType, body: prepared });
  return {
    ...request,
    ...pair,
    secret,
    settings: Object.fromEntries(settings.map((setting) => setting.split(/=(.*)/s))),
    url: new URL(url).origin + request.target,
  };
}

/** Returns why a request is refused; nothing if it is accepted. */
async function refusalBy(judge, request) {
  try {
    return (await judge(request)) === false ? 'the signature does not match' : undefined;
  } catch (error) {
    return error.message || error.name;
  }
}
