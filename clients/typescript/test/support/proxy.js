import { Agent, createServer, request } from "node:http";
import { listen } from "./ports.js";

/**
 * Stands in front of Doorward: counts what goes through, holds answers back, and gives those which
 * a healthy server does not give.
 */
export class Proxy {
  /** Every request that came: method, path, headers, body, and the answer's status and headers. */
  seen = [];
  /** Answers to give next in place of the server's: `{status, headers, body}`, first one first. */
  instead = [];
  /** Waits before an answer to that request is passed on. */
  hold = async () => {};
  #server;
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  static async before(origin) {
    const proxy = new Proxy();
    proxy.#server = createServer((req, res) => void proxy.#serve(new URL(origin), req, res));
    proxy.origin = await listen(proxy.#server);
    return proxy;
  }

  reset() {
    this.seen = [];
    this.instead = [];
    this.hold = async () => {};
  }

  close() {
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(to, req, res) {
    const chunks = [];
    try {
      for await (const chunk of req) {
        chunks.push(chunk);
      }
    } catch {
      return; // the client went away
    }
    const body = Buffer.concat(chunks);
    const seen = { method: req.method, path: req.url, headers: req.headers, body: String(body) };
    this.seen.push(seen);
    const canned = this.instead.shift();
    if (canned) {
      res.writeHead(canned.status, canned.headers);
      res.end(canned.body);
      return;
    }
    const headers = { ...req.headers, host: to.host };
    const options = { host: to.hostname, port: to.port, agent: this.#agent };
    const upstream = request(
      { ...options, method: req.method, path: req.url, headers },
      async (answer) => {
        Object.assign(seen, { status: answer.statusCode, answer: answer.headers });
        await this.hold(seen);
        res.writeHead(answer.statusCode, answer.rawHeaders);
        answer.pipe(res);
      },
    );
    upstream.on("error", () => res.destroy());
    upstream.end(body);
  }
}

/** An answer in the form of Doorward's own. */
export function problem(name, status, headers = {}, members = {}) {
  const id = crypto.randomUUID();
  return {
    status,
    headers: { "Content-Type": "application/problem+json", "X-Request-Id": id, ...headers },
    body: JSON.stringify({
      type: `urn:doorward:problem:${name}`,
      title: name,
      status,
      instance: `urn:uuid:${id}`,
      ...members,
    }),
  };
}
