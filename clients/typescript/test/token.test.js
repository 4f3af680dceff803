import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Doorward } from "@doorward/client";
import { Proxy } from "./support/proxy.js";
import { refused } from "./support/refused.js";
import { Server } from "./support/server.js";

const ISSUER_TAKES = 100;
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

/** A client whose tokens are these, one after the other; the last one again and again. */
function holder(...given) {
  const asked = [];
  const token = async (refusal) => {
    asked.push(refusal?.name);
    const next = given[Math.min(asked.length, given.length) - 1];
    await sleep(ISSUER_TAKES); // so that others are refused meanwhile
    return next;
  };
  return { doorward: new Doorward({ origin: proxy.origin, token }), asked };
}

const bearer = (seen) => seen.headers.authorization;
const paths = (count) => Array.from({ length: count }, (_, n) => `/me/${n}`);

test("fifty requests with an expired token renew it once, and all succeed", async () => {
  const { doorward, asked } = holder(tokens.T_exp, tokens.T_ok);
  const answers = await Promise.all(paths(50).map((path) => doorward.fetch(path)));
  assert.deepEqual(answers.map((answer) => answer.status), Array(50).fill(200));
  const echoed = await Promise.all(answers.map((answer) => answer.json()));
  assert.deepEqual(echoed.map((echo) => echo.target), paths(50));
  assert.deepEqual(asked, [undefined, "invalid_token"]);
  assert.equal(proxy.seen.length, 100);
  for (const path of paths(50)) {
    const tries = proxy.seen.filter((seen) => seen.path === path);
    assert.deepEqual(tries.map((seen) => seen.status), [401, 200]);
    assert.deepEqual(tries.map(bearer), [`Bearer ${tokens.T_exp}`, `Bearer ${tokens.T_ok}`]);
  }
});

test("a request that began with the old token takes the new one without renewing again", async () => {
  const { doorward, asked } = holder(tokens.T_exp, tokens.T_ok, tokens.T_bob);
  let release;
  const late = new Promise((resolve) => (release = resolve));
  proxy.hold = async (seen) => seen.path === "/me/late" && seen.status === 401 && late;
  const slow = doorward.fetch("/me/late");
  assert.equal((await doorward.fetch("/me/quick")).status, 200);
  assert.equal(asked.length, 2);
  release();
  assert.equal((await slow).status, 200);
  assert.equal(asked.length, 2);
  assert.equal(bearer(proxy.seen.at(-1)), `Bearer ${tokens.T_ok}`);
});

test("who comes while a token is renewed waits for it, and is not refused first", async () => {
  let give;
  const fresh = new Promise((resolve) => (give = resolve));
  let renews;
  const renewing = new Promise((resolve) => (renews = resolve));
  const token = (refusal) => (refusal ? (renews(), fresh) : tokens.T_exp);
  const doorward = new Doorward({ origin: proxy.origin, token });
  const first = doorward.fetch("/me/first");
  await renewing;
  const second = doorward.fetch("/me/second");
  give(tokens.T_ok);
  assert.deepEqual([(await first).status, (await second).status], [200, 200]);
  assert.deepEqual(
    proxy.seen.map((seen) => [seen.path, seen.status]).sort(),
    [["/me/first", 200], ["/me/first", 401], ["/me/second", 200]],
  );
});

test("a revoked token is renewed; a second refusal goes to the caller", async () => {
  const good = holder(tokens.T_revoked, tokens.T_ok);
  assert.equal((await good.doorward.fetch("/me")).status, 200);
  proxy.reset();
  const bad = holder(tokens.T_revoked, tokens.T_exp);
  const problem = await refused(bad.doorward.fetch("/me"), "invalid_token");
  assert.equal(problem.status, 401);
  assert.equal(proxy.seen.length, 2);
  assert.equal(problem.id, proxy.seen[1].answer["x-request-id"]);
});

test("the same token again is not tried again", async () => {
  const { doorward, asked } = holder(tokens.T_exp);
  await refused(doorward.fetch("/me"), "invalid_token");
  assert.equal(asked.length, 2);
  assert.equal(proxy.seen.length, 1);
});

test("if renewing fails, it fails once for all, and the next request tries it anew", async () => {
  const asked = [];
  const token = async (refusal) => {
    asked.push(refusal?.name);
    await sleep(ISSUER_TAKES);
    if (asked.length === 2) {
      throw new Error("the issuer is away");
    }
    return asked.length === 1 ? tokens.T_exp : tokens.T_ok;
  };
  const doorward = new Doorward({ origin: proxy.origin, token });
  const outcomes = await Promise.allSettled(paths(50).map((path) => doorward.fetch(path)));
  assert.ok(outcomes.every((o) => o.reason?.message === "the issuer is away"));
  assert.equal(asked.length, 2);
  assert.equal(proxy.seen.length, 50);
  assert.equal((await doorward.fetch("/me")).status, 200);
  assert.equal(asked.length, 3);
});

test("each of many callers is told of his own request", async () => {
  const { doorward } = holder(tokens.T_exp);
  const problems = await Promise.all(
    paths(20).map((path) => refused(doorward.fetch(path), "invalid_token")),
  );
  const ids = proxy.seen.map((seen) => seen.answer["x-request-id"]);
  assert.deepEqual(problems.map((problem) => problem.id).sort(), ids.sort());
  assert.equal(new Set(ids).size, 20);
});

test("a HEAD is told from its challenges, and renews too", async () => {
  const { doorward, asked } = holder(tokens.T_exp, tokens.T_ok);
  assert.equal((await doorward.fetch("/me", { method: "HEAD" })).status, 200);
  assert.deepEqual(asked, [undefined, "invalid_token"]);
});

test("a body is sent again whole, in an init and in a Request", async () => {
  for (const send of [
    (doorward) => doorward.fetch("/me", { method: "POST", body: "kept" }),
    (doorward) =>
      doorward.fetch(new Request(`${proxy.origin}/me`, { method: "POST", body: "kept" })),
  ]) {
    proxy.reset();
    const { doorward } = holder(tokens.T_exp, tokens.T_ok);
    assert.equal((await send(doorward)).status, 200);
    assert.deepEqual(proxy.seen.map((seen) => [seen.status, seen.body]), [[401, "kept"], [200, "kept"]]);
  }
});

test("a stream is not sent again, but the token is renewed for the next one", async () => {
  const { doorward, asked } = holder(tokens.T_exp, tokens.T_ok);
  const send = () =>
    doorward.fetch("/me", { method: "POST", body: new Blob(["once"]).stream(), duplex: "half" });
  await refused(send(), "invalid_token");
  assert.equal(proxy.seen.length, 1);
  assert.equal((await send()).status, 200);
  assert.equal(asked.length, 2);
});

test("a caller's own credential is neither replaced nor renewed", async () => {
  const { doorward, asked } = holder(tokens.T_ok);
  const headers = { Authorization: `Bearer ${tokens.T_exp}` };
  await refused(doorward.fetch("/me", { headers }), "invalid_token");
  assert.deepEqual(asked, []);
  await doorward.fetch("/me");
  await refused(doorward.fetch("/me", { headers }), "invalid_token");
  assert.equal(asked.length, 1);
  assert.deepEqual(
    proxy.seen.map(bearer),
    [tokens.T_exp, tokens.T_ok, tokens.T_exp].map((token) => `Bearer ${token}`),
  );
});

test("waiting for a token can be given up, and goes on for the others", async () => {
  let give;
  const token = () => new Promise((resolve) => (give = resolve));
  const doorward = new Doorward({ origin: proxy.origin, token });
  const hasty = new AbortController();
  const gone = doorward.fetch("/me", { signal: hasty.signal });
  const patient = doorward.fetch("/me");
  hasty.abort(new Error("changed my mind"));
  await assert.rejects(gone, { message: "changed my mind" });
  give(tokens.T_ok);
  assert.equal((await patient).status, 200);
  assert.equal(proxy.seen.length, 1);
});
