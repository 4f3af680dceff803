import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
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

const as = (token, options = {}) =>
  new Doorward({ origin: proxy.origin, token: () => token, ...options });

/** Sent once, and told with the id of that very answer. */
function once(problem) {
  assert.equal(proxy.seen.length, 1);
  assert.equal(problem.id, proxy.seen[0].answer["x-request-id"]);
  assert.equal(problem.status, proxy.seen[0].status);
  assert.equal(problem.type, `urn:doorward:problem:${problem.name}`);
}

test("forbidden is not tried again", async () => {
  const problem = await refused(as(tokens.T_ok).fetch("/admin"), "forbidden");
  once(problem);
  assert.equal(problem.title, "Forbidden");
  assert.match(problem.message, /^Forbidden \(forbidden, 403, id [0-9a-f-]{36}\)$/);
  assert.deepEqual(problem.challenges, [{ scheme: "Bearer", params: Object.assign(Object.create(null), { realm: "doorward" }) }]);
});

test("too narrow a scope is not tried again, and says what is needed", async () => {
  const problem = await refused(as(tokens.T_ok).fetch("/reports"), "insufficient_scope");
  once(problem);
  assert.deepEqual(problem.scopes, ["reports:read"]);
  assert.equal((await as(tokens.T_reports).fetch("/reports")).status, 200);
});

test("a suspended account is not tried again", async () => {
  once(await refused(as(tokens.T_sue).fetch("/me"), "account_suspended"));
});

test("what must be done first is said", async () => {
  const cookie = `dw-${new URL(server.origin).port}=${server.users.mo.session}`;
  const doorward = new Doorward({ origin: proxy.origin });
  const problem = await refused(doorward.fetch("/me", { headers: { cookie } }), "action_required");
  once(problem);
  assert.equal(problem.action, `${proxy.origin}/.doorward/account#password`);
});

test("a closed route and a hidden one", async () => {
  once(await refused(as(tokens.T_root).fetch("/closed"), "forbidden"));
  proxy.reset();
  once(await refused(as(tokens.T_ok).fetch("/secret/42"), "not_found"));
});

test("an application out of reach is not tried again", async () => {
  once(await refused(as(tokens.T_ok).fetch("/dead"), "upstream_unreachable"));
});

test("a method which Doorward's own pages do not have", async () => {
  const url = "/.doorward/logout";
  const problem = await refused(as(tokens.T_ok).fetch(url, { method: "PUT" }), "method_not_allowed");
  once(problem);
  assert.ok(problem.allow.includes("POST"));
});

test("a stranger without means is told where to sign in, if that may be followed", async () => {
  const open = { origin: proxy.origin, loginOrigins: [server.origin] };
  const problem = await refused(new Doorward(open).fetch("/me"), "authentication_required");
  once(problem);
  assert.equal(problem.loginUri, `${server.origin}/.doorward/login`);
  assert.deepEqual(
    problem.challenges.map((challenge) => challenge.scheme),
    ["Bearer", "Session"],
  );
  proxy.reset();
  const strict = await refused(new Doorward({ origin: proxy.origin }).fetch("/me"), "authentication_required");
  once(strict);
  assert.ok(!("loginUri" in strict), "the page of an origin which nobody named");
});

test("no other page of a named origin is a sign-in page", async () => {
  const doorward = new Doorward({ origin: proxy.origin });
  const { origin } = proxy;
  const { host } = new URL(origin);
  for (const login_uri of [
    `${origin}/uploads/login`,
    `http://me@${host}/.doorward/login`,
    `${origin}/.doorward/login?return_to=//evil.test`,
    "javascript:alert(1)",
    "/.doorward/login",
    "https://evil.test/.doorward/login",
  ]) {
    proxy.instead = [answer("authentication_required", 401, {}, { login_uri })];
    const problem = await refused(doorward.fetch("/me"), "authentication_required");
    assert.ok(!("loginUri" in problem), login_uri);
  }
  const login_uri = `${origin}/.doorward/login`;
  proxy.instead = [answer("authentication_required", 401, {}, { login_uri })];
  assert.equal((await refused(doorward.fetch("/me"), "authentication_required")).loginUri, login_uri);
});

test("a signIn function is asked once for many, with the page that leads back", async () => {
  const asked = [];
  const doorward = new Doorward({
    origin: proxy.origin,
    loginOrigins: [server.origin],
    returnTo: () => "/orders?page=2",
    signIn: async (request) => {
      asked.push(request);
      await sleep(100);
    },
  });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => refused(doorward.fetch("/me"), "authentication_required")),
  );
  assert.equal(asked.length, 1);
  assert.equal(asked[0].loginUrl, `${server.origin}/.doorward/login?return_to=%2Forders%3Fpage%3D2`);
  assert.equal(proxy.seen.length, 40, "each is tried once more");
  assert.equal(new Set(outcomes.map((problem) => problem.id)).size, 20);
});

test("who was refused before somebody signed in is tried again without asking anybody", async () => {
  let asked = 0;
  const doorward = new Doorward({ origin: proxy.origin, signIn: () => void asked++ });
  let release;
  const late = new Promise((resolve) => (release = resolve));
  proxy.hold = async (seen) => seen.path === "/me" && late;
  const slow = refused(doorward.fetch("/me"), "authentication_required");
  await doorward.signIn("alice", server.users.alice.password);
  release();
  await slow; // a program keeps no cookies, so the second try is refused as well
  assert.equal(asked, 0);
  assert.deepEqual(
    proxy.seen.map((seen) => [seen.path, seen.status]),
    [["/me", 401], ["/.doorward/login", 200], ["/me", 401]],
  );
});

test("a route that takes no token is not answered with a new one", async () => {
  let asked = 0;
  const token = () => (asked++, tokens.T_ok);
  const doorward = new Doorward({ origin: proxy.origin, token });
  once(await refused(doorward.fetch("/cookie-only"), "authentication_required"));
  assert.equal(asked, 1);
});

test("the application's own refusals come as they are", async () => {
  const doorward = as(tokens.T_ok);
  for (const status of [400, 401, 403, 404, 500, 502]) {
    proxy.reset();
    const response = await doorward.fetch("/me", { headers: { "Echo-Status": `${status}` } });
    assert.equal(response.status, status);
    assert.equal((await response.json()).method, "GET");
    assert.equal(proxy.seen.length, 1);
  }
});

test("a document is Doorward's only with the id and the status of its answer", async () => {
  const doorward = as(tokens.T_ok);
  const other = crypto.randomUUID();
  const canned = answer("forbidden", 403);
  for (const [what, change] of [
    ["passed on from another Doorward", { headers: { ...canned.headers, "X-Request-Id": other } }],
    ["another status", { status: 404 }],
    ["another type", { headers: { ...canned.headers, "Content-Type": "application/json" } }],
    ["another kind", { body: canned.body.replace("doorward", "example") }],
    ["no JSON", { body: canned.body.slice(1) }],
    ["no object", { body: "[]" }],
    ["no UTF-8", { body: Buffer.concat([Buffer.from(canned.body), Buffer.of(0xff)]) }],
    ["endless", { body: canned.body.replace("{", "{" + " ".repeat(1 << 20)) }],
  ]) {
    proxy.instead = [{ ...canned, ...change }];
    const response = await doorward.fetch("/me");
    assert.equal(response.status, change.status ?? 403, what);
    const body = Buffer.from(await response.arrayBuffer());
    assert.ok(body.equals(Buffer.from(change.body ?? canned.body)), `${what}: whole still`);
  }
  proxy.instead = [canned];
  await refused(doorward.fetch("/me"), "forbidden");
});

test("a name which this version does not know is a problem still", async () => {
  proxy.instead = [answer("eaten_by_dog", 403)];
  const problem = await refused(as(tokens.T_ok).fetch("/me"), "eaten_by_dog");
  assert.equal(problem.status, 403);
});

test("challenges are read as RFC 9110 writes them, and never guessed", async () => {
  const read = async (field) => {
    proxy.instead = [answer("forbidden", 403, { "WWW-Authenticate": field })];
    const { challenges } = await refused(as(tokens.T_ok).fetch("/me"), "forbidden");
    return challenges.map(({ scheme, params }) => [scheme, { ...params }]);
  };
  assert.deepEqual(await read('Basic realm="a, \\"b\\"", charset=UTF-8, , Negotiate, Bearer Error = "x"'), [
    ["Basic", { realm: 'a, "b"', charset: "UTF-8" }],
    ["Negotiate", {}],
    ["Bearer", { error: "x" }],
  ]);
  assert.deepEqual(await read('Bearer realm="a", realm="b"'), [["Bearer", { realm: "a" }]]);
  assert.deepEqual(await read('Bearer realm="never ends'), [["Bearer", {}]]);
  assert.deepEqual(await read('Bearer __proto__="x"'), [["Bearer", { ["__proto__"]: "x" }]]);
});
