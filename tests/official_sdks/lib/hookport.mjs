// The command line of this repository.

import { execFileSync } from 'node:child_process';

import { parse } from './http_file.mjs';
import { ROOT } from './root.mjs';

/** Builds the command line once, and returns its path. `HOOKPORT` names one that is built already. */
export function build() {
  if (process.env.HOOKPORT) return process.env.HOOKPORT;
  const args = ['build', '--all-features', '--bin', 'hookport', '--message-format', 'json-render-diagnostics'];
  const out = execFileSync('cargo', args, { cwd: ROOT, maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] });
  const built = out.toString().split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return built.find((message) => message.executable).executable;
}

/**
 * Returns what `hookport sign` writes for a body.
 *
 * Only what describes the body, its `Content-Type`, is given to it. All other headers are its own.
 */
export function sign(binary, { sender, secret, settings, url, contentType, body }) {
  const args = ['sign', '--provider', sender, '--url', url, '--secret-env', 'HOOKPORT_SECRET'];
  for (const setting of settings) args.push('--set', setting);
  if (contentType) args.push('--header', `Content-Type: ${contentType}`);
  const out = execFileSync(binary, [...args, '-'], {
    input: body,
    env: { ...process.env, HOOKPORT_SECRET: secret },
    maxBuffer: 1 << 30,
    stdio: 'pipe',
  });
  return parse(out);
}
