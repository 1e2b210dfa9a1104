// Senders that nobody has written a check for, though an SDK has judged their vectors.

import { readFileSync } from 'node:fs';

import { judgedSenders } from './vectors.mjs';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Returns what neither has a check nor stands with its reason in the table of README.md. */
export function sendersWithoutCheck(senders) {
  const excused = [...README.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  const missing = judgedSenders().filter((name) => !senders[name] && !excused.includes(name));
  const both = excused.filter((name) => senders[name]);
  return [
    ...missing.map((name) => `${name} has neither a check nor a row in README.md`),
    ...both.map((name) => `${name} has a check and a row in README.md`),
  ];
}
