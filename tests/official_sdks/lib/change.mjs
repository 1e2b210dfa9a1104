// One changed byte: what an SDK must refuse.

/**
 * Changes one character of a body, which stays JSON or a form: the first one of the last text value of JSON, the
 * last letter or digit of a form. Where there is none, the body gets one.
 */
export function inBody(request) {
  const text = request.body.toString('latin1');
  const place = /^\s*[[{]/.test(text) ? /":\s*"(?=[A-Za-z0-9])/g : /(?=[A-Za-z0-9])/g;
  const last = [...text.matchAll(place)].at(-1);
  if (!last) return { ...request, body: Buffer.from(`${text}1`, 'latin1') };
  return { ...request, body: Buffer.from(withOther(text, last.index + last[0].length), 'latin1') };
}

/** Changes the tenth last character of a header: a signature or a token. */
export function inHeader(name) {
  return (request) => {
    const value = request.headers[name];
    return { ...request, headers: { ...request.headers, [name]: withOther(value, value.length - 10) } };
  };
}

/** Changes the first character of the text of a member of the body, at whatever depth it lies. */
export function inMember(name) {
  return (request) => {
    const text = request.body.toString('latin1');
    const { index, 0: start } = new RegExp(`"${name}"\\s*:\\s*"`).exec(text);
    return { ...request, body: Buffer.from(withOther(text, index + start.length), 'latin1') };
  };
}

function withOther(text, at) {
  return text.slice(0, at) + (text[at] === '1' ? '2' : '1') + text.slice(at + 1);
}
