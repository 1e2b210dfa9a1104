// From the log-in to a replay with the keyboard alone.
import assert from "node:assert/strict";
import { FULL, isClean, tab, textOf } from "./kit.js";

export async function aDeadLetterIsReplayedWithTheKeyboardAlone({ browser, url }) {
  const page = await tab(browser);
  await page.goto(`${url}/log-in`);
  await page.keyboard.type(FULL); // the field has the focus
  await enter(page);

  await page.keyboard.press("Tab");
  assert.equal(await focusedText(page), "Skip to the content");
  assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().top >= 0), "it is seen");

  await tabTo(page, "Dead letters");
  assert.ok(await hasOutline(page), "the focus is visible");
  await enter(page);
  assert.equal(await textOf(page, "h1"), "Dead letters");
  await tabTo(page, "Newest: #");
  await enter(page);
  assert.match(await textOf(page, "h1"), /^Delivery #/);
  await tabTo(page, "Replay what failed");
  await enter(page);
  assert.match(await textOf(page, ".flash"), /run again\.$/);
  isClean(page);
  await page.browserContext().close();
}

async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

async function tabTo(page, start) {
  for (let tabs = 0; tabs < 200; tabs += 1) {
    if ((await focusedText(page)).startsWith(start)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`no way to ${start}`);
}

const focusedText = (page) => page.evaluate(() => document.activeElement.textContent.trim());

const hasOutline = (page) =>
  page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none");
