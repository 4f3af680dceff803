import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { listen } from "./ports.js";

const PACKAGE = new URL("../../", import.meta.url);
const TYPES = { js: "text/javascript", html: "text/html; charset=utf-8" };

/** The routes of {@link Application}: pages and scripts for everybody, the rest for some. */
export const RULES = `
store: doorward.db
roles: { user: [], admin: [ "*" ] }
routes:
  - { path: /page, access: public }
  - { path: /react, access: public }
  - { path: /assets/**, access: public }
  - { path: /api/fresh, max-age: 8s }
  - { path: /api/strong, assurance: mfa }
  - { path: /api/admin, roles: [ admin ] }
  - { path: /api/**, access: signed-in }
default: closed
`;

/** A small application with pages whose scripts ask; it stands behind Doorward. */
export class Application {
  /** The requests that came: method, address and headers. */
  seen = [];
  #server;

  /** @param react what `/react` shows, and the script of that page: `{html, script}` */
  static async start(react) {
    const application = new Application();
    application.#server = createServer((req, res) => void application.#serve(req, res, react));
    application.origin = await listen(application.#server);
    return application;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(req, res, react) {
    this.seen.push({ method: req.method, url: req.url, headers: req.headers });
    const { pathname, searchParams } = new URL(req.url, "http://application");
    const script = /^\/assets\/client\/([a-z-]+\.js)$/.exec(pathname)?.[1];
    if (pathname === "/page") {
      send(res, "html", page(searchParams.get("options") ?? "{}"));
    } else if (pathname === "/react") {
      send(res, "html", react.html);
    } else if (pathname === "/assets/page.js") {
      send(res, "js", react.script);
    } else if (script) {
      send(res, "js", await readFile(new URL(`dist/${script}`, PACKAGE)));
    } else if (searchParams.has("to")) {
      res.writeHead(302, { Location: searchParams.get("to") }).end();
    } else {
      res.setHeader("Content-Type", "application/json");
      res.end(JSON.stringify({ user: req.headers["x-doorward-user"] ?? null, path: pathname }));
    }
  }
}

function send(res, kind, body) {
  res.writeHead(200, { "Content-Type": TYPES[kind] }).end(body);
}

/** A page whose client has these options, a JavaScript expression. */
function page(options) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>
<script type="module">
  import { Doorward, isProblem } from "/assets/client/index.js";
  const doorward = new Doorward(${options});
  const told = (error) => isProblem(error) ? { ...error, message: error.message } : String(error);
  window.doorward = doorward;
  window.ask = (path, init) =>
    doorward.fetch(path, init).then(async (r) => ({ status: r.status, ...(await r.json()) }), told);
  window.attempt = (promise) => promise.catch(told);
</script></html>`;
}
