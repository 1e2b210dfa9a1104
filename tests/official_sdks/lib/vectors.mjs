// What the checks sign again: the requests below `tests/vectors` that an official SDK has accepted.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from './http_file.mjs';
import { ROOT } from './root.mjs';

const FOLDER = join(ROOT, 'tests', 'vectors');

/** Returns the names of all senders that have such a request. */
export function judgedSenders() {
  const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((folder) => folder.name).filter((name) => deliveries(name, '').length > 0);
}

/** Returns the deliveries of a sender that a package has accepted, each body once. */
export function deliveries(sender, judge) {
  const folder = join(FOLDER, sender);
  const files = readdirSync(folder).filter((file) => file.startsWith('accept-')).sort();
  const all = files.map((file) => ({ file, ...parse(readFileSync(join(folder, file))) }));
  // `hookport sign` makes POST requests.
  const usable = all.filter(({ notes, method }) => notes.oracle?.[0].startsWith(judge) && method === 'POST');
  const same = (one) => (other) => one.target === other.target && one.body.equals(other.body);
  return usable.filter((vector, index) => usable.findIndex(same(vector)) === index);
}
