// Puts what `hookport sign` writes to the official SDKs of the senders: `node check.mjs [SENDER…]`.
// README.md says how to set it up.

import { build } from './lib/hookport.mjs';
import { check } from './lib/judge.mjs';
import { PYTHON } from './lib/python.mjs';
import { versionOf } from './lib/sdk.mjs';
import { sendersWithoutCheck } from './lib/unchecked.mjs';
import senders from './senders/index.mjs';

const print = console.log;
// Some SDKs write what they judge.
for (const level of ['log', 'debug', 'info', 'warn', 'error']) console[level] = () => {};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !senders[name]);
if (unknown.length > 0) fail([`there is no check of ${unknown.join(', ')}`]);

const binary = build();
const problems = [];
for (const name of names.length > 0 ? names : Object.keys(senders).sort()) {
  const judge = `${name.padEnd(18)} ${versionOf(senders[name])}`;
  try {
    const count = await check(binary, name, senders[name]);
    print(`ok      ${judge}: accepts ${count}, and none of them with one byte changed`);
  } catch (error) {
    problems.push(name);
    print(`FAILED  ${judge}: ${error.message}`);
  }
}
PYTHON.stop();
if (names.length === 0) problems.push(...sendersWithoutCheck(senders));
if (problems.length > 0) fail(problems);
process.exit(0);

function fail(problems) {
  print(`\nfailed: ${problems.join(', ')}`);
  process.exit(1);
}
