// Requests as they lie in `.http` files: notes, a request line, headers, a blank line, and the body.

/** Returns the request of a file. Names of headers are in lower case; `notes` holds all values of each note. */
export function parse(bytes) {
  // Each byte is one character, so that places in the text are places in the file.
  const text = bytes.toString('latin1');
  const gap = /\r?\n\r?\n/.exec(text) ?? { index: text.length, 0: '' };
  const lines = text.slice(0, gap.index).split(/\r?\n/);
  const head = lines.filter((line) => !line.startsWith('# '));
  const [method, target] = head[0].split(' ');
  return {
    notes: notes(lines),
    method,
    target,
    headers: Object.fromEntries(head.slice(1).map(header)),
    body: bytes.subarray(gap.index + gap[0].length),
  };
}

function notes(lines) {
  const all = {};
  for (const line of lines.filter((line) => line.startsWith('# '))) {
    const [name, value] = divide(line.slice(2));
    (all[name] ??= []).push(value);
  }
  return all;
}

function header(line) {
  const [name, value] = divide(line);
  return [name.toLowerCase(), value];
}

function divide(line) {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
