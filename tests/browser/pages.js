// Every page, wide and narrow, light and dark: accessible, within the screen, without errors.
import assert from "node:assert/strict";
import { fits, isAccessible, isClean, logIn, press, READ_ONLY, shot, tab, textOf } from "./kit.js";

const paths = {
  endpoints: "",
  endpoint: "/endpoint?name=stripe",
  deliveries: "/deliveries",
  failed: "/deliveries?state=dead,retry",
  "deliveries-none": "/deliveries?event=nothing.like.it",
  "delivery-dead": "/deliveries/61",
  "delivery-retry": "/deliveries/52",
  "delivery-unhandled": "/deliveries/60",
  "delivery-done": "/deliveries/2",
  "dead-letters": "/dead-letters",
  "stopped-keys": "/stopped-keys",
  quarantine: "/quarantine",
  "quarantine-request": "/quarantine/request?endpoint=stripe&id=1",
  usage: "/usage",
  "usage-exceeded": "/usage?exceeded=true&days=30",
  secrets: "/secrets",
  bulk: "/bulk?action=replay&state=dead",
  "not-found": "/nothing",
};

export async function everyPageIsAccessibleAndFits({ browser, url }) {
  const wrong = [];
  for (const scheme of ["light", "dark"]) {
    for (const width of [1280, 390]) {
      const page = await tab(browser, { width, scheme });
      await page.goto(`${url}/log-in`);
      await look(page, `log-in-${width}-${scheme}`);
      await logIn(page, url);
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(url + path);
        await look(page, `${name}-${width}-${scheme}`);
      }
      wrong.push(...page.wrong);
      await page.browserContext().close();
    }
  }
  assert.deepEqual(wrong, []);
}

async function look(page, name) {
  await shot(page, name);
  await isAccessible(page);
  await fits(page);
}

export async function everyPageWorksWithoutJavaScript({ browser, url }) {
  const page = await tab(browser, { script: false });
  await logIn(page, url);
  for (const [name, path] of Object.entries(paths)) {
    const answer = await page.goto(url + path);
    assert.equal(answer.status(), name === "not-found" ? 404 : 200, path);
  }
  await page.goto(`${url}/deliveries`);
  await page.type("#event", "customer.subscription.created");
  await press(page, ".filters button[type=submit]");
  assert.match(page.url(), /\/deliveries\?event=customer\.subscription\.created$/);
  await page.goto(`${url}/deliveries`);
  await press(page, "a[rel=next]");
  assert.match(page.url(), /after=/);
  isClean(page);
  await page.browserContext().close();
}

export async function whoMayOnlyLookGetsNoButtons({ browser, url }) {
  const page = await tab(browser);
  await logIn(page, url, READ_ONLY);
  for (const path of Object.values(paths)) {
    await page.goto(url + path);
    const actions = await page.$$eval("form[method=post]:not(.person)", (forms) => forms.length);
    assert.equal(actions, 0, path);
  }
  assert.equal(await textOf(page, "h1"), "Not found");
  await page.goto(url);
  assert.equal(await textOf(page, ".role"), "Read only");
  isClean(page);
  await page.browserContext().close();
}
