// A server with a made-up inbox, a browser, and what must be true of every page.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

export const FULL = "made-up-full-token";
export const READ_ONLY = "made-up-read-only";

const root = new URL("../../", import.meta.url).pathname;
const target = process.env.CARGO_TARGET_DIR || `${root}target`;
const shots = `${target}/console-screenshots`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// Starts the example `console` with these endpoints beside its own. Returns its URL, and an end to it.
export async function server(endpoints) {
  const program = process.env.CONSOLE_EXAMPLE || `${target}/debug/examples/console`;
  const child = spawn(program, endpoints, { stdio: ["ignore", "pipe", "ignore"] });
  const [url] = await once(createInterface({ input: child.stdout }), "line");
  return { url, origin: new URL(url).origin, stop: () => child.kill() };
}

export async function chromium() {
  const executablePath = process.env.CHROMIUM || "/usr/bin/chromium";
  // A container has no user namespaces for the sandbox, and the pages are our own.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"];
  return puppeteer.launch({ executablePath, args, headless: true });
}

// Opens a tab that fails on dialogs, errors, refused content and requests to elsewhere.
export async function tab(browser, { width = 1280, height = 900, scheme = "light", script = true } = {}) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  await page.setJavaScriptEnabled(script);
  const wrong = [];
  page.on("dialog", async (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("pageerror", (error) => wrong.push(`an error: ${error.message}`));
  page.on("console", (message) => {
    const isOfTest = /status of (4\d\d|503)/.test(message.text());
    if (["error", "warn"].includes(message.type()) && !isOfTest) wrong.push(`the console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== "data:" && page.own && origin !== page.own) wrong.push(`a request to ${request.url()}`);
  });
  page.wrong = wrong;
  return page;
}

export function isClean(page) {
  assert.deepEqual(page.wrong, [], page.url());
}

export async function logIn(page, url, token = FULL) {
  page.own = new URL(url).origin;
  await page.goto(`${url}/log-in`);
  await page.type("#token", token);
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  assert.equal(page.url(), url);
}

export async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

export const textOf = (page, selector) => page.$eval(selector, (element) => element.textContent.trim());

// Notes what axe calls serious or critical.
export async function isAccessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
  page.wrong.push(...found.map((text) => `${page.url()}: ${text}`));
}

// Notes a page that is wider than the screen.
export async function fits(page) {
  const beyond = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > width ? document.documentElement.scrollWidth - width : 0;
  });
  if (beyond > 0) page.wrong.push(`${page.url()} is ${beyond} pixels too wide`);
}

export async function shot(page, name) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

// Waits until a condition holds in the page.
export const until = (page, condition, ...args) => page.waitForFunction(condition, { timeout: 10000 }, ...args);
