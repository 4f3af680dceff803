import { spawn, execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { endsWithUs } from "./children.js";
import { freePort } from "./ports.js";

const COMMAND =
  process.env.DOORWARD_COMMAND ?? new URL("../../../../doorward", import.meta.url).pathname;
const STARTS_WITHIN = 60_000;

/** A real Doorward: the packaged command in a process of its own. */
export class Server {
  #process;
  #folder;
  #said = "";

  constructor(process, folder, origin) {
    this.#process = process;
    this.#folder = folder;
    this.origin = origin;
    for (const stream of [process.stdout, process.stderr]) {
      stream.on("data", (data) => (this.#said += data));
    }
  }

  /** `doorward demo`, with all its people and tokens. */
  static async demo() {
    const folder = await mkdtemp(join(tmpdir(), "doorward-client-"));
    const port = await freePort();
    const file = join(folder, "fixture.json");
    const args = ["demo", "--listen", `127.0.0.1:${port}`, "--fixture", file];
    const server = new Server(endsWithUs(spawn(COMMAND, args)), folder, `http://127.0.0.1:${port}`);
    await server.#awaitOpen();
    const { users, tokens } = JSON.parse(await readFile(file, "utf8"));
    return Object.assign(server, { users, tokens });
  }

  /** `doorward serve` in front of that application, with these routes; alice and root may come. */
  static async serve(upstream, rules) {
    const folder = await mkdtemp(join(tmpdir(), "doorward-client-"));
    const door = join(folder, "door");
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const password = "correct horse, battery staple";
    const config = ["-c", join(door, "doorward.yaml")];
    const at = ["--origin", origin, "--upstream", upstream, "--listen", `127.0.0.1:${port}`];
    await run(password, "init", door, "--admin", "root", "--password-stdin", ...at);
    await writeFile(
      join(door, "doorward.yaml"),
      `listen: 127.0.0.1:${port}\norigin: ${origin}\nupstream: ${upstream}\naudit: audit.jsonl\n${rules}`,
    );
    await run(password, "user", "add", "alice", "--role", "user", "--password-stdin", ...config);
    const server = new Server(endsWithUs(spawn(COMMAND, ["serve", ...config])), folder, origin);
    await server.#awaitOpen();
    return Object.assign(server, { password });
  }

  async stop() {
    if (this.#process.exitCode === null) {
      this.#process.kill();
      await once(this.#process, "exit");
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #awaitOpen() {
    const until = Date.now() + STARTS_WITHIN;
    for (;;) {
      try {
        await (await fetch(`${this.origin}/.doorward/health`)).text();
        return;
      } catch {
        if (this.#process.exitCode !== null || Date.now() > until) {
          await this.stop();
          throw new Error(`Doorward did not start; it said: ${this.#said}`);
        }
        await sleep(50);
      }
    }
  }
}

/** Runs the command; that text is its standard input. */
async function run(input, ...args) {
  await new Promise((resolve, reject) => {
    const child = execFile(COMMAND, args, (error, _, stderr) =>
      error ? reject(new Error(`doorward ${args[0]}: ${stderr}`)) : resolve(),
    );
    child.stdin.end(`${input}\n`);
  });
}
