// The versions of the SDKs, as they are pinned.

import { readFileSync } from 'node:fs';

const here = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const npm = JSON.parse(here('package.json')).dependencies;
const pypi = Object.fromEntries(here('requirements.txt').split('\n').map((line) => line.split('==')));

/** Returns the package that judges a sender, as the notes of vectors name it: `npm stripe`. */
export function packageOf({ sdk, pypi }) {
  return pypi ? `pypi ${pypi}` : `npm ${npmPackage(sdk)}`;
}

/** Returns name and version of the package that judges a sender. */
export function versionOf({ sdk, pypi: name }) {
  return name ? `${name} ${pypi[name]}` : `${npmPackage(sdk)} ${npm[npmPackage(sdk)]}`;
}

function npmPackage(module) {
  return module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/');
}
