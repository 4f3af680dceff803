import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endsWithUs } from "./children.js";

const WITHIN = 30_000;

/** A real Chromium, driven by its DevTools protocol over a pipe: no port, no library. */
export class Chromium {
  #process;
  #profile;
  #last = 0;
  #waiting = new Map();
  #listeners = new Set();
  #rest = "";

  static async start() {
    const chromium = new Chromium();
    chromium.#profile = await mkdtemp(join(tmpdir(), "doorward-chromium-"));
    chromium.#process = endsWithUs(spawn(
      process.env.CHROMIUM ?? "/usr/bin/chromium",
      [
        "--headless=new",
        "--remote-debugging-pipe",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--user-data-dir=${chromium.#profile}`,
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    ));
    chromium.#process.stdio[4].setEncoding("utf8").on("data", (data) => chromium.#read(data));
    await chromium.send("Browser.getVersion");
    return chromium;
  }

  /** A page of somebody who has no cookies yet. */
  async page() {
    const { browserContextId } = await this.send("Target.createBrowserContext");
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId);
    await page.send("Page.enable");
    await page.send("Runtime.enable");
    return page;
  }

  send(method, params = {}, sessionId) {
    const id = ++this.#last;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return answer;
  }

  /** Calls it with each event. */
  listen(listener) {
    this.#listeners.add(listener);
  }

  async stop() {
    const gone = once(this.#process, "exit");
    this.send("Browser.close").catch(() => {});
    await Promise.race([gone, sleep(5000, undefined, { ref: false })]);
    this.#process.kill("SIGKILL");
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #read(data) {
    const messages = (this.#rest + data).split("\0");
    this.#rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (!waiting) {
        this.#listeners.forEach((listener) => listener(message));
      } else if (message.error) {
        waiting.reject(new Error(message.error.message));
      } else {
        waiting.resolve(message.result);
      }
    }
  }
}

class Page {
  /** The addresses which the top frame went to. */
  visited = [];
  #chromium;
  #session;

  constructor(chromium, session) {
    this.#chromium = chromium;
    this.#session = session;
    chromium.listen(({ method, params, sessionId }) => {
      if (sessionId === session && method === "Page.frameNavigated" && !params.frame.parentId) {
        this.visited.push(params.frame.url);
      }
    });
  }

  send(method, params) {
    return this.#chromium.send(method, params, this.#session);
  }

  async go(url) {
    const { errorText } = await this.send("Page.navigate", { url });
    if (errorText) {
      throw new Error(`${url}: ${errorText}`);
    }
  }

  /** What a script in the page gives; a promise is waited for. */
  async run(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    }
    return result.value;
  }

  /** Waits until that holds in the page, which may be another one until then. */
  async until(expression) {
    const end = Date.now() + WITHIN;
    for (;;) {
      const value = await this.run(expression).catch(() => undefined);
      if (value) {
        return value;
      }
      if (Date.now() > end) {
        const text = await this.run("location.href + '\\n' + document.body?.innerText");
        throw new Error(`never held: ${expression}, at ${text}`);
      }
      await sleep(30);
    }
  }

  /** Fills the form of the sign-in page and sends it, as a person does. */
  async signIn(username, password) {
    await this.until("document.readyState === 'complete' && document.querySelector('input[name=password]')");
    await this.run(
      `document.querySelector("input[name=username]").value = ${JSON.stringify(username)};
       document.querySelector("input[name=password]").value = ${JSON.stringify(password)};
       document.querySelector("button[type=submit]").click()`,
    );
  }
}
