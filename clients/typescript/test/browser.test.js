import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Application, RULES } from "./support/application.js";
import { Chromium } from "./support/chromium.js";
import { listen } from "./support/ports.js";
import { Server } from "./support/server.js";

let application, server, chromium;

before(async () => {
  application = await Application.start();
  server = await Server.serve(application.origin, RULES);
  chromium = await Chromium.start();
});
after(async () => {
  await chromium?.stop();
  await server?.stop();
  application?.close();
});

/** Somebody's page at that address, when its client is there. */
async function at(path) {
  const page = await chromium.page();
  await page.go(server.origin + path);
  await page.until("window.ask");
  return page;
}

const url = (path) => server.origin + path;
const login = (query) => url(`/.doorward/login?${query}`);
const visits = (page, start) => page.visited.filter((visited) => visited.startsWith(start)).length;

test("fifty requests of a stranger lead to the sign-in page once, and back", async () => {
  const page = await at("/page?list=7&sort=up");
  await page.run("void Promise.all([...Array(50).keys()].map((n) => ask(`/api/${n}`)))");
  await page.until(`location.pathname === "/.doorward/login"`);
  assert.equal(page.visited.at(-1), login("return_to=%2Fpage%3Flist%3D7%26sort%3Dup"));
  await page.signIn("alice", server.password);
  await page.until(`location.href === ${JSON.stringify(url("/page?list=7&sort=up"))} && window.ask`);
  assert.equal(visits(page, login("")), 1);
  const answers = await page.run("Promise.all([...Array(50).keys()].map((n) => ask(`/api/${n}`)))");
  assert.deepEqual(
    answers,
    [...Array(50).keys()].map((n) => ({ status: 200, user: "alice", path: `/api/${n}` })),
  );
});

test("a sign-in from the page itself, and a sign-out", async () => {
  const page = await at("/page?options={signIn:false}");
  const stranger = await page.run("ask('/api/me')");
  assert.deepEqual([stranger.name, stranger.status], ["authentication_required", 401]);
  assert.equal(stranger.loginUri, url("/.doorward/login"));
  const wrong = await page.run("attempt(doorward.signIn('alice', 'wrong'))");
  assert.equal(wrong.name, "invalid_credentials");
  const password = JSON.stringify(server.password);
  const account = await page.run(`attempt(doorward.signIn('alice', ${password}, { returnTo: '/page' }))`);
  assert.deepEqual([account.user, account.returnTo], ["alice", "/page"]);
  assert.equal((await page.run("ask('/api/me')")).user, "alice");
  await page.run("attempt(doorward.signOut())");
  assert.equal((await page.run("ask('/api/me')")).name, "authentication_required");
  assert.deepEqual(page.visited.slice(1), [], "no page was left for it");
});

test("the page's own dialog is asked once for many, and all succeed", async () => {
  const page = await at("/page?options={signIn:(r)=>window.dialog(r)}");
  await page.run(`window.asked = 0; window.dialog = async () => {
    asked++;
    await doorward.signIn("alice", ${JSON.stringify(server.password)});
  }`);
  const answers = await page.run("Promise.all([...Array(50)].map(() => ask('/api/me')))");
  assert.deepEqual(answers.map((answer) => answer.user), Array(50).fill("alice"));
  assert.equal(await page.run("asked"), 1);
});

test("too old a sign-in is led through a new one, and back", async () => {
  const page = await at("/page?options={signIn:false}");
  await page.run(`doorward.signIn("alice", ${JSON.stringify(server.password)}).then(() => 1)`);
  assert.equal((await page.run("ask('/api/fresh')")).user, "alice");
  await sleep(8500);
  await page.run("void ask('/api/fresh')");
  await page.until(`location.pathname === "/.doorward/login"`);
  assert.equal(
    page.visited.at(-1),
    login(`max_age=8&return_to=${encodeURIComponent("/page?options={signIn:false}")}`),
  );
  await page.signIn("alice", server.password);
  await page.until("window.ask");
  assert.equal((await page.run("ask('/api/fresh')")).user, "alice");
});

test("a level which the server asks for stands in the address", async () => {
  const page = await at("/page?options={signIn:false}");
  await page.run(`doorward.signIn("alice", ${JSON.stringify(server.password)}).then(() => 1)`);
  await page.run("void ask('/api/strong')");
  await page.until(`location.pathname === "/.doorward/login"`);
  assert.ok(page.visited.at(-1).startsWith(login("step_up=urn%3Adw%3Amfa&return_to=")));
  // Alice has no second factor: the server says so, and leads nobody round in a circle.
  await page.until("document.querySelector('h1')");
  assert.equal(visits(page, login("")), 1);
});

test("a page which signing in does not help is left once, not for ever", async () => {
  const page = await at("/page");
  const ask = "ask('/api/me', { credentials: 'omit' })";
  await page.run(`void ${ask}`);
  await page.signIn("alice", server.password);
  await page.until("window.ask");
  assert.equal((await page.run("ask('/assets/hello')")).status, 200, "what everybody may have");
  assert.equal((await page.run(ask)).name, "authentication_required");
  assert.equal(visits(page, login("")), 1);
  assert.equal((await page.run("ask('/api/me')")).user, "alice", "with cookies it is well");
  // What was refused is not any more, so signing in did help: it may be tried again.
  await page.run("doorward.signOut().then(() => 1)");
  await page.run("void ask('/api/me')");
  await page.until(`location.pathname === "/.doorward/login"`);
});

test("a frame leads nobody away", async () => {
  const page = await at("/page");
  await page.run(`new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.src = "/page";
    frame.onload = resolve;
    document.body.append(frame);
  }).then(() => 1)`);
  await page.until("frames[0].ask");
  assert.equal((await page.run("frames[0].ask('/api/me')")).name, "authentication_required");
  assert.equal(await page.run("frames[0].location.pathname"), "/page");
});

test("forbidden leads nobody away, and bears the number that the server knows", async () => {
  const page = await at("/page");
  await page.run(`doorward.signIn("alice", ${JSON.stringify(server.password)}).then(() => 1)`);
  const [problem, shown] = await page.run(`(async () => {
    let shown;
    const watched = new doorward.constructor({ fetch: async (...args) => {
      const response = await fetch(...args);
      shown = response.headers.get("X-Request-Id");
      return response;
    } });
    return [await watched.fetch("/api/admin").catch((error) => ({ ...error })), shown];
  })()`);
  assert.equal(problem.name, "forbidden");
  assert.match(shown, /^[0-9a-f-]{36}$/);
  assert.equal(problem.id, shown);
  assert.deepEqual(page.visited.slice(1), []);
});

test("a redirect to another origin takes no token along", async () => {
  const seen = [];
  const stranger = createServer((req, res) => {
    seen.push({ method: req.method, headers: req.headers });
    res.setHeader("Access-Control-Allow-Origin", req.headers.origin ?? "*");
    res.setHeader("Access-Control-Allow-Headers", "authorization");
    res.end("{}");
  });
  const to = encodeURIComponent(`${await listen(stranger)}/landing`);
  try {
    const page = await at("/page?options={token:()=>'secret-token'}");
    const answer = await page.run(`ask("/assets/moved?to=${to}")`);
    assert.equal(answer.status, 200);
    const first = application.seen.find(({ url }) => url.startsWith("/assets/moved"));
    assert.equal(first.headers.authorization, "Bearer secret-token");
    assert.ok(seen.length > 0);
    assert.ok(!JSON.stringify(seen).includes("secret-token"));
  } finally {
    stranger.closeAllConnections();
    stranger.close();
  }
});
