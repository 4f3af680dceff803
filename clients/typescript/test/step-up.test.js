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

const pay = (doorward) => doorward.fetch("/pay", { method: "POST", body: "ten" });

test("a step-up is led through once for many, and its token is used from then on", async () => {
  const asked = [];
  const doorward = new Doorward({
    origin: proxy.origin,
    loginOrigins: [server.origin],
    returnTo: () => "/pay",
    token: () => tokens.T_ok,
    stepUp: async (request) => {
      asked.push(request);
      await sleep(100);
      return tokens.T_mfa;
    },
  });
  const answers = await Promise.all(Array.from({ length: 20 }, () => pay(doorward)));
  assert.ok(answers.every((answer) => answer.status === 200));
  assert.equal(asked.length, 1);
  const [{ problem, loginUrl }] = asked;
  assert.deepEqual(problem.acrValues, ["urn:dw:mfa"]);
  assert.ok(!("maxAge" in problem), "the sign-in is fresh enough");
  assert.equal(loginUrl, `${server.origin}/.doorward/login?step_up=urn%3Adw%3Amfa&return_to=%2Fpay`);
  assert.equal((await pay(doorward)).status, 200);
  assert.equal(proxy.seen.length, 41);
});

test("a renewal which ends later does not throw the step-up's token away", async () => {
  let renew, release;
  const renewed = new Promise((done) => (renew = done));
  const released = new Promise((done) => (release = done));
  let [given, stepped] = [0, false];
  const until = async (what) => {
    while (!what()) {
      await sleep(5);
    }
  };
  const doorward = new Doorward({
    origin: proxy.origin,
    token: () => (given++ === 0 ? tokens.T_ok : renewed),
    stepUp: () => {
      stepped = true;
      return tokens.T_mfa;
    },
  });
  assert.equal((await doorward.fetch("/me")).status, 200);
  proxy.hold = async (seen) => seen.path === "/pay" && (await released);
  const paying = pay(doorward);
  await until(() => proxy.seen.at(-1).status === 401);
  proxy.instead.push(answer("invalid_token", 401));
  const me = doorward.fetch("/me");
  await until(() => given === 2);
  release();
  await until(() => stepped);
  await sleep(20); // its token is taken
  renew(tokens.T_ok);
  assert.equal((await paying).status, 200);
  assert.equal((await me).status, 200);
  assert.equal(proxy.seen.at(-1).headers.authorization, `Bearer ${tokens.T_mfa}`);
});

test("an age that is not met is named alone, in the document and on a HEAD", async () => {
  const doorward = new Doorward({ origin: proxy.origin, token: () => tokens.T_mfa_old });
  for (const method of ["POST", "HEAD"]) {
    const problem = await refused(
      doorward.fetch("/pay", { method }),
      "insufficient_user_authentication",
    );
    assert.equal(problem.maxAge, 300);
    assert.deepEqual(problem.acrValues, []);
  }
  assert.equal(proxy.seen.length, 2);
});

test("missing scopes are named with it", async () => {
  const doorward = new Doorward({ origin: proxy.origin, token: () => tokens.T_stale });
  const sent = doorward.fetch("/transfer", { method: "POST" });
  const problem = await refused(sent, "insufficient_user_authentication");
  assert.deepEqual([problem.acrValues, problem.maxAge, problem.scopes], [["urn:dw:mfa"], 300, ["payments:write"]]);
});

test("a step-up that did not help is the caller's", async () => {
  let asked = 0;
  const doorward = new Doorward({
    origin: proxy.origin,
    token: () => tokens.T_ok,
    stepUp: () => void asked++,
  });
  const problem = await refused(pay(doorward), "insufficient_user_authentication");
  assert.equal(asked, 1);
  assert.deepEqual(proxy.seen.map((seen) => seen.status), [401, 401]);
  assert.equal(problem.id, proxy.seen[1].answer["x-request-id"]);
});

test("a server which asks for more and more is not followed for ever", async () => {
  let asked = 0;
  const doorward = new Doorward({ origin: proxy.origin, stepUp: () => void asked++ });
  for (let age = 1; age < 10; age++) {
    proxy.instead.push(answer("insufficient_user_authentication", 401, {}, { max_age: age }));
  }
  const problem = await refused(pay(doorward), "insufficient_user_authentication");
  assert.equal(problem.maxAge, 2);
  assert.equal(asked, 1);
});

test("first renewed, then stepped up, in one call", async () => {
  const doorward = new Doorward({
    origin: proxy.origin,
    token: (refusal) => (refusal ? tokens.T_ok : tokens.T_exp),
    stepUp: () => tokens.T_mfa,
  });
  assert.equal((await pay(doorward)).status, 200);
  assert.deepEqual(proxy.seen.map((seen) => seen.status), [401, 401, 200]);
});
