import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Doorward } from "@doorward/client";
import { Proxy, problem as answer } from "./support/proxy.js";
import { refused } from "./support/refused.js";
import { Server } from "./support/server.js";

let server, proxy, tokens;

before(async () => {
  server = await Server.demo();
  proxy = await Proxy.before(server.origin);
  tokens = server.tokens;
});
beforeEach(() => proxy.reset());
after(async () => {
  proxy?.close();
  await server?.stop();
});

const client = (options = {}) => {
  let asked = 0;
  const token = () => (asked++, tokens.T_ok);
  const doorward = new Doorward({ origin: proxy.origin, token, ...options });
  return { doorward, asked: () => asked };
};
const statuses = () => proxy.seen.map((seen) => seen.status ?? "canned");
const unavailable = (retryAfter) =>
  answer("auth_backend_unavailable", 503, { "Retry-After": retryAfter });

/** How many milliseconds it took. */
async function took(work) {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

test("an outage is waited for as told, with the same token, and a POST too", async () => {
  const { doorward, asked } = client();
  proxy.instead = [unavailable("1"), answer("overloaded", 503, { "Retry-After": "0" })];
  const millis = await took(async () => {
    const response = await doorward.fetch("/me", { method: "POST", body: "order" });
    assert.equal(response.status, 200);
  });
  assert.ok(millis >= 1000, `${millis} ms`);
  assert.deepEqual(proxy.seen.map((seen) => seen.body), ["order", "order", "order"]);
  assert.equal(new Set(proxy.seen.map((seen) => seen.headers.authorization)).size, 1);
  assert.equal(asked(), 1);
});

test("a date is waited for by the server's clock", async () => {
  const { doorward } = client();
  const now = Date.parse("2031-05-06T07:08:09Z");
  const at = (millis) => new Date(millis).toUTCString();
  const canned = unavailable(at(now + 2000));
  proxy.instead = [{ ...canned, headers: { ...canned.headers, Date: at(now) } }];
  const millis = await took(async () => {
    assert.equal((await doorward.fetch("/me")).status, 200);
  });
  assert.ok(millis >= 2000 && millis < 10_000, `${millis} ms`);
});

test("nobody waits longer than the caller allows, nor for what cannot be read", async () => {
  const { doorward } = client({ maxWait: 2000 });
  for (const [field, seconds] of [["3", 3], ["soon", undefined], ["-1", undefined], ["1.5", undefined]]) {
    proxy.reset();
    proxy.instead = [unavailable(field)];
    const problem = await refused(doorward.fetch("/me"), "auth_backend_unavailable");
    assert.equal(problem.retryAfter, seconds);
    assert.equal(proxy.seen.length, 1);
  }
});

test("it is repeated so often and no more", async () => {
  for (const [options, sent] of [[{}, 4], [{ maxRepeats: 1 }, 2], [{ maxRepeats: 0 }, 1]]) {
    proxy.reset();
    proxy.instead = Array.from({ length: 9 }, () => unavailable("0"));
    await refused(client(options).doorward.fetch("/me"), "auth_backend_unavailable");
    assert.equal(proxy.seen.length, sent);
  }
});

test("waiting can be given up", async () => {
  const { doorward } = client();
  proxy.instead = [unavailable("20")];
  const reason = new Error("changed my mind");
  const hasty = new AbortController();
  setTimeout(() => hasty.abort(reason), 200);
  const millis = await took(async () => {
    await assert.rejects(doorward.fetch("/me", { signal: hasty.signal }), reason);
  });
  assert.ok(millis < 10_000, `${millis} ms`);
  assert.equal(proxy.seen.length, 1);
});

test("an application's own 503 is waited for only where a repeat does no harm", async () => {
  const { doorward } = client();
  const headers = { "Echo-Status": "503", "Echo-Field": "Retry-After: 0" };
  for (const [method, sent] of [["GET", 4], ["PUT", 4], ["POST", 1], ["PATCH", 1]]) {
    proxy.reset();
    const response = await doorward.fetch("/me", { method, headers });
    assert.equal(response.status, 503, "the application's answer, not an error");
    assert.equal((await response.json()).method, method);
    assert.equal(proxy.seen.length, sent, method);
  }
});

test("a stream is not sent again", async () => {
  const { doorward } = client();
  proxy.instead = [unavailable("0")];
  const body = new Blob(["once"]).stream();
  const sent = doorward.fetch("/me", { method: "POST", body, duplex: "half" });
  await refused(sent, "auth_backend_unavailable");
  assert.equal(proxy.seen.length, 1);
});

test("what came too early is sent once more", async () => {
  const { doorward } = client();
  const early = answer("too_early", 425);
  proxy.instead = [early];
  assert.equal((await doorward.fetch("/me", { method: "POST", body: "order" })).status, 200);
  assert.deepEqual(statuses(), ["canned", 200]);
  proxy.reset();
  proxy.instead = [early, early];
  await refused(doorward.fetch("/me"), "too_early");
  assert.equal(proxy.seen.length, 2);
});

test("too many wrong passwords: who is told to wait for minutes is told so", async () => {
  const { doorward } = client();
  for (let n = 0; n < 5; n++) {
    await refused(doorward.signIn("bob", `wrong ${n}`), "invalid_credentials");
  }
  const problem = await refused(doorward.signIn("bob", "wrong 5"), "too_many_attempts");
  assert.equal(problem.id, proxy.seen[5].answer["x-request-id"]);
  assert.equal(problem.retryAfter, Number(proxy.seen[5].answer["retry-after"]));
  assert.ok(problem.retryAfter > 30);
  assert.equal(proxy.seen.length, 6);
  assert.ok(proxy.seen.every((seen) => seen.headers.authorization === undefined));
});

test("a short wait after too many wrong passwords is kept to", async () => {
  const throttled = await Server.serve(
    server.origin,
    "store: doorward.db\nthrottle: { pair: 2/4s }\nroles: { user: [], admin: [\"*\"] }\nroutes: [ { path: /**, access: signed-in } ]\ndefault: closed\n",
  );
  const front = await Proxy.before(throttled.origin);
  try {
    const doorward = new Doorward({ origin: front.origin });
    await refused(doorward.signIn("alice", "wrong"), "invalid_credentials");
    await refused(doorward.signIn("alice", "wrong too"), "invalid_credentials");
    let account;
    const millis = await took(async () => {
      account = await doorward.signIn("alice", throttled.password, { returnTo: "/me" });
    });
    assert.deepEqual(front.seen.map((seen) => seen.status), [401, 401, 429, 200]);
    assert.ok(millis >= 1000 * Number(front.seen[2].answer["retry-after"]), `${millis} ms`);
    assert.equal(account.user, "alice");
    assert.equal(account.acr, "urn:dw:pwd");
    assert.equal(account.returnTo, "/me");
    assert.ok(account.expiresAt > new Date());
  } finally {
    front.close();
    await throttled.stop();
  }
});
