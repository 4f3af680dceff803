import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import { Application, RULES } from "./support/application.js";
import { Chromium } from "./support/chromium.js";
import { Server } from "./support/server.js";

const EXAMPLE = new URL("../examples/react/", import.meta.url);
let application, server, chromium;

before(async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL("page.tsx", EXAMPLE).pathname],
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const html = await readFile(new URL("index.html", EXAMPLE), "utf8");
  application = await Application.start({ html, script: outputFiles[0].text });
  server = await Server.serve(application.origin, RULES);
  chromium = await Chromium.start();
});
after(async () => {
  await chromium?.stop();
  await server?.stop();
  application?.close();
});

test("the example signs in, greets, tells of a refusal, and signs out", async () => {
  const page = await chromium.page();
  await page.go(`${server.origin}/react`);
  await page.signIn("alice", server.password);
  await page.until("document.querySelector('h1')?.innerText === 'Hello, alice'");
  const alert = await page.until("document.querySelector('[role=alert]')?.innerText");
  assert.match(alert, /^Forbidden\. Number for support: [0-9a-f-]{36}$/);
  assert.equal(page.visited.at(-1), `${server.origin}/react`);
  await page.run("document.querySelector('button').click()");
  await page.until(`location.pathname === "/.doorward/login"`);
});
