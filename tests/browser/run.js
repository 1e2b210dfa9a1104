// Runs all claims, or those whose names hold the first argument.
import * as actions from "./actions.js";
import * as hostile from "./hostile.js";
import * as keyboard from "./keyboard.js";
import { chromium, server } from "./kit.js";
import * as pages from "./pages.js";

const isClaim = ([, claim]) => typeof claim === "function";
const claims = [pages, hostile, keyboard, actions].flatMap((all) => Object.entries(all).filter(isClaim));
const wanted = claims.filter(([name]) => name.includes(process.argv[2] || ""));

const browser = await chromium();
let failed = 0;
for (const [name, claim] of wanted) {
  // Each has an inbox of its own.
  const { url, origin, stop } = await server(hostile.endpoints);
  try {
    await claim({ browser, url, origin });
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  } finally {
    stop();
  }
}
await browser.close();
console.log(`${wanted.length - failed} of ${wanted.length} claims hold`);
process.exitCode = failed > 0 || wanted.length === 0 ? 1 : 0;
