import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { Doorward } from "@doorward/client";
import { listen } from "./support/ports.js";
import { problem as answer, Proxy } from "./support/proxy.js";
import { Server } from "./support/server.js";

let server, stranger, tokens, doorward;

before(async () => {
  server = await Server.demo();
  tokens = server.tokens;
  stranger = await Proxy.before(server.origin);
  doorward = new Doorward({ origin: server.origin, token: () => tokens.T_ok });
});
beforeEach(() => stranger.reset());
after(async () => {
  stranger?.close();
  await server?.stop();
});

test("the token goes to no other origin, and nobody reacts to what that says", async () => {
  stranger.instead = [answer("invalid_token", 401), answer("overloaded", 503, { "Retry-After": "0" })];
  for (const status of [401, 503]) {
    const response = await doorward.fetch(`${stranger.origin}/me`);
    assert.equal(response.status, status);
  }
  assert.equal(stranger.seen.length, 2);
  assert.ok(stranger.seen.every((seen) => !("authorization" in seen.headers)));
});

test("an address without a scheme may name another host, and gets no token either", async () => {
  const { host } = new URL(stranger.origin);
  await doorward.fetch(`//${host}/me`);
  assert.equal(stranger.seen.length, 1);
  assert.ok(!("authorization" in stranger.seen[0].headers));
});

test("a redirect to another origin takes no token along, nor is its answer Doorward's", async () => {
  const headers = { "Echo-Status": "302", "Echo-Field": `Location: ${stranger.origin}/landing` };
  stranger.instead = [answer("invalid_token", 401)];
  const response = await doorward.fetch("/me", { headers });
  assert.equal(response.url, `${stranger.origin}/landing`);
  assert.equal(response.status, 401);
  assert.equal(stranger.seen.length, 1);
  assert.ok(!("authorization" in stranger.seen[0].headers));
});

test("a redirect within the origin keeps the token", async () => {
  const headers = { "Echo-Status": "302", "Echo-Field": "Location: /me/there" };
  // The echo would send each request on; what counts is that Doorward let the later ones in.
  await assert.rejects(doorward.fetch("/me", { headers }), /fetch failed/);
  const once = await doorward.fetch("/me", { headers, redirect: "manual" });
  assert.equal(once.status, 302);
});

test("options that would leak or make no sense are refused", () => {
  const token = () => tokens.T_ok;
  for (const options of [
    { origin: "http://app.example", token },
    { origin: "https://app.example/path" },
    { origin: "app.example" },
    { origin: "ftp://app.example" },
    { origin: "https://me@app.example" },
    {},
    { origin: "https://app.example", loginOrigins: ["*"] },
    { origin: "https://app.example", maxWait: Infinity },
    { origin: "https://app.example", maxRepeats: -1 },
  ]) {
    assert.throws(() => new Doorward(options), TypeError, JSON.stringify(options));
  }
  for (const origin of ["https://app.example", "http://localhost:8080", "http://[::1]:1", "http://127.0.0.1"]) {
    assert.equal(new Doorward({ origin, token }).origin, origin);
  }
});

test("what cannot be a token is not sent, and not quoted in the error", async () => {
  for (const given of ["secret\nX-Evil: 1", "se cret", "", undefined, "sécret"]) {
    const client = new Doorward({ origin: stranger.origin, token: () => given });
    const error = await client.fetch("/me").catch((e) => e);
    assert.ok(error instanceof TypeError);
    assert.ok(!/secret|cret/.test(error.message), error.message);
  }
  assert.equal(stranger.seen.length, 0);
});

test("a sign-in does not follow a redirect with the password", async () => {
  let landed = 0;
  const trap = createServer((_, res) => (landed++, res.end("{}")));
  const mover = createServer((_, res) => res.writeHead(307, { Location: `${at}/x` }).end());
  const at = await listen(trap);
  try {
    const moved = new Doorward({ origin: await listen(mover) });
    await assert.rejects(moved.signIn("alice", "secret"), TypeError);
    assert.equal(landed, 0);
  } finally {
    trap.close();
    mover.close();
  }
});
