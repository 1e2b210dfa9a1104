// Hostile names, headers and bodies: each is seen as text, and none runs.
import assert from "node:assert/strict";
import { request } from "node:http";
import { fits, isClean, logIn, shot, tab, textOf } from "./kit.js";

export const corpus = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(2)>`,
  `'><svg/onload=alert(3)>`,
  `</title></textarea></pre><script>alert(4)</script>`,
  `javascript:alert(5)`,
  `<iframe srcdoc="<script>parent.alert(6)</script>"></iframe>`,
  `" autofocus onfocus=alert(7) x="`,
  `<base href=https://evil.example/>`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<form action=https://evil.example><button>Log in</button></form>`,
  `<link rel=stylesheet href=//evil.example/x.css>`,
  `{{constructor.constructor('alert(8)')()}}`,
  `<math><mtext><table><mglyph><style><img src=x onerror=alert(9)>`,
  `&lt;script&gt;alert(10)&lt;/script&gt;`,
  `\u202Egpj.exe\u2066 \u200B`,
  `<style>*{display:none}</style>`,
  "long".repeat(50),
];

// Names of endpoints, which a configuration would have to hold.
export const endpoints = ["anything", `<img src=x onerror=alert("endpoint")>`, `a/b?c=d&e#f "'\u202E<b>`];

const markup = "script:not([src$='.js']), img, iframe, base, math, style, [onerror], [onload], [onfocus], [srcdoc]";

export async function nothingHostileRuns({ browser, url, origin }) {
  for (const [number] of endpoints.entries()) {
    for (const text of corpus) await deliver(`${origin}/any/${number}`, text);
  }
  const page = await tab(browser);
  await logIn(page, url);
  const lists = ["", "/deliveries", "/dead-letters", "/usage", "/secrets", "/bulk?action=replay"];
  const ofEndpoints = endpoints.map((name) => `/endpoint?name=${encodeURIComponent(name)}`);
  for (const path of [...lists, ...ofEndpoints]) await isText(page, url + path);

  await page.goto(`${url}/deliveries?endpoint=${encodeURIComponent(endpoints[1])}`);
  const links = await page.$$eval("#deliveries tbody a", (all) => all.map((link) => link.href));
  assert.ok(links.length >= corpus.length, `${links.length} deliveries`);
  for (const link of links) await isText(page, link);
  await page.setViewport({ width: 390, height: 900 });
  for (const path of [...lists, ...ofEndpoints]) await isText(page, url + path);
  await isText(page, links[0]);
  await shot(page, "hostile-delivery-390");
  await page.goto(`${url}/deliveries?first=5`);
  await shot(page, "hostile-deliveries-390");
  await page.goto(`${url}/dead-letters`);
  await shot(page, "hostile-dead-letters-390");

  await page.goto(`${url}/endpoint?name=${encodeURIComponent(endpoints[2])}`);
  assert.match(await textOf(page, "h1"), /^a\/b\?c=d&e#f "'U\+202E<b>$/, "what is hidden is named");
  isClean(page);
  await page.browserContext().close();
}

async function isText(page, url) {
  const answer = await page.goto(url);
  assert.equal(answer.status(), 200, url);
  assert.equal(await page.$(markup).then((found) => found && "markup"), null, url);
  assert.ok(!/[\u202A-\u202E\u2066-\u2069\u200B]/.test(await page.$eval("main", (main) => main.innerText)), url);
  await fits(page);
}

// Sends a text as a name, in headers and in the body.
function deliver(url, text) {
  const body = JSON.stringify({ type: text, id: text, [text]: [text, { nested: text }] });
  const bytes = Buffer.from(text).toString("latin1");
  const headers = { "content-type": "application/json", "user-agent": bytes, "x-hostile": bytes };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`${answer.statusCode} for ${text}`))));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
