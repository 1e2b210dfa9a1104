// Every action, as a person does it.
import assert from "node:assert/strict";
import { isClean, logIn, press, tab, textOf, until } from "./kit.js";

const message = (page) => textOf(page, ".flash");

export const everyActionSaysWhatItDid = ({ browser, url }) => everyAction(url, browser, { width: 1280 });

export const everyActionWorksOnANarrowScreenWithoutJavaScript = ({ browser, url }) =>
  everyAction(url, browser, { width: 390, script: false });

async function everyAction(url, browser, screen) {
  const page = await tab(browser, screen);
  await logIn(page, url);

  await press(page, "form[action$='/endpoint/pause'] button");
  assert.match(await message(page), /^stripe is paused/);
  await page.reload();
  assert.equal(await page.$(".flash"), null, "a message is shown once");
  await press(page, "form[action$='/endpoint/resume'] button");
  assert.equal(await message(page), "stripe is resumed.");

  await page.goto(`${url}/deliveries?state=dead&endpoint=stripe`);
  await press(page, "#deliveries tbody a");
  await press(page, "form[action$='/replay'] button.primary");
  assert.match(await message(page), /^1 run will run again\./);

  await press(page, "form[action$='/replay'] button:not(.primary)");
  assert.match(await message(page), /^\d runs? will run again\./);

  await page.goto(`${url}/dead-letters`);
  await press(page, "form[action$='/dead-letters/replay'] button");
  assert.match(await message(page), /run again\.$/);

  await page.goto(`${url}/deliveries?state=dead&endpoint=till`);
  await press(page, ".filters a[href*='action=replay']");
  assert.match(await textOf(page, "section.card h2"), /^\d+ deliver(y|ies) match/);
  await press(page, "form[action$='/bulk'] button");
  assert.match(await message(page), /run again\.$/);

  await page.goto(`${url}/deliveries?state=retry`);
  await press(page, "#deliveries tbody a");
  await press(page, "form[action$='/cancel'] button");
  assert.equal(await message(page), "1 run was cancelled.");

  await page.goto(`${url}/deliveries?state=retry`);
  await press(page, ".filters a[href*='action=cancel']");
  await press(page, "form[action$='/bulk'] button");
  assert.match(await message(page), /cancelled\.$/);

  await page.goto(`${url}/stopped-keys`);
  await press(page, "form[action$='/stopped-keys/resume'] button");
  assert.match(await message(page), /goes on\.$/);

  await page.goto(`${url}/quarantine`);
  await press(page, "form[action$='/quarantine/reverify'] button");
  assert.match(await message(page), /^None of the \d+ requests is proved/);
  await press(page, "form[action$='/quarantine/discard'] button");
  assert.match(await message(page), /was discarded\.$/);
  await press(page, "table a[href*='/quarantine/request']");
  await press(page, "form[action$='/quarantine/discard'] button");
  assert.match(await message(page), /was discarded\.$/);
  assert.match(await textOf(page, ".empty"), /The quarantine is empty/);

  await press(page, "form.person button");
  assert.match(page.url(), /\/log-in$/);
  isClean(page);
  await page.browserContext().close();
}

export async function newDeliveriesAppearByThemselvesUntilTheLogOut({ browser, url, origin }) {
  const page = await tab(browser);
  await logIn(page, url);
  await page.goto(`${url}/deliveries`);
  await until(page, () => document.querySelector(".live.on"));
  const before = await page.$eval("#deliveries tbody tr", (row) => row.id);
  await page.focus("#deliveries tbody a");
  const type = `live.${Date.now()}`;
  await fetch(`${origin}/any/0`, { method: "POST", body: JSON.stringify({ type }) });
  await until(page, (type) => document.querySelector("#deliveries tbody tr").textContent.includes(type), type);
  await until(page, () => document.querySelector("[data-live] [role=status]").textContent !== "");
  const focused = await page.evaluate(() => document.activeElement.closest("tr")?.id);
  assert.equal(focused, before, "a row keeps its focus");

  const other = await page.browserContext().newPage();
  await other.goto(url);
  await press(other, "form.person button");
  await page.bringToFront();
  await until(page, () => location.pathname.endsWith("/log-in"));
  isClean(page);
  await page.browserContext().close();
}
