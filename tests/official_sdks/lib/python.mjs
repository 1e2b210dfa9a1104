// SDKs that are packages of PyPI: a Python process judges, line by line.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const VENV = `${FOLDER}.venv/bin/python`;

class Python {
  #process;
  #answers;

  /** Returns whether the SDK accepts a request; fails with the words of the SDK if it does not. */
  async judge(sender, { body, publicKey, ...request }) {
    this.#start();
    this.#process.stdin.write(`${JSON.stringify({ ...request, sender, body: body.toString('base64') })}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('`python/judge.py` has ended');
    const { accepted, problem } = JSON.parse(value);
    if (problem) throw new Error(problem);
    return accepted;
  }

  stop() {
    this.#process?.stdin.end();
  }

  #start() {
    if (this.#process) return;
    if (!existsSync(VENV)) throw new Error('there is no `.venv`: README.md says how to make it');
    this.#process = spawn(VENV, [`${FOLDER}python/judge.py`], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }
}

export const PYTHON = new Python();
