import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { test } from "node:test";

const ROOT = new URL("../", import.meta.url);
const DOCS = new URL("../../docs/", ROOT);
// Within the package, so that its own name leads to it.
const COMPILED = new URL("test/.docs/", ROOT);

const SETTINGS = {
  extends: "../../tsconfig.json",
  compilerOptions: { noEmit: true, rootDir: ".", noUnusedLocals: false, noUnusedParameters: false },
  include: ["*.ts"],
};

/** The rows of the last table of the page, by problem: what is written in TypeScript. */
function lines(answers) {
  const section = answers.slice(answers.indexOf("\n## In code\n"));
  const rows = [...section.matchAll(/^\| `(\w+)` \| `([^`]+)`/gm)];
  return new Map(rows.map(([, name, code]) => [name, code]));
}

/** The problems of the first table, which is held against the server's own list. */
function problems(answers) {
  return [...answers.matchAll(/^\| \d{3} \| `(\w+)` \|/gm)].map(([, name]) => name);
}

test("every example and every line of the answers compiles", async () => {
  await rm(COMPILED, { recursive: true, force: true });
  await mkdir(COMPILED);
  let blocks = 0;
  for (const page of [new URL("README.md", ROOT), new URL("clients.md", DOCS)]) {
    for (const [, code] of (await readFile(page, "utf8")).matchAll(/```ts\n(.*?)```/gs)) {
      await writeFile(new URL(`block${blocks++}.ts`, COMPILED), `${code}\nexport {};\n`);
    }
  }
  assert.ok(blocks >= 5);
  const cases = [...lines(await readFile(new URL("answers.md", DOCS), "utf8"))];
  await writeFile(
    new URL("answers.ts", COMPILED),
    `import type { Doorward, KnownProblem } from "@doorward/client";
declare const doorward: Doorward;
declare function show(...words: string[]): void;
export function handle(p: KnownProblem): void {
  switch (p.name) {
${cases.map(([name, code]) => `    case "${name}": ${code}; break;`).join("\n")}
    default: p satisfies never;
  }
}
`,
  );
  await writeFile(new URL("tsconfig.json", COMPILED), JSON.stringify(SETTINGS));
  try {
    execFileSync("npx", ["tsc", "-p", "test/.docs"], { cwd: ROOT, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout);
  }
  await rm(COMPILED, { recursive: true });
});

test("the answers, their lines of code and the types name the same problems", async () => {
  const answers = await readFile(new URL("answers.md", DOCS), "utf8");
  const source = await readFile(new URL("src/problem.ts", ROOT), "utf8");
  const members = source.slice(source.indexOf("interface ProblemMembers"), source.indexOf("\n}\n", source.indexOf("interface ProblemMembers")));
  const typed = [...members.matchAll(/^  (\w+): /gm)].map(([, name]) => name);
  assert.ok(typed.length > 30);
  assert.deepEqual(problems(answers).sort(), typed.sort());
  assert.deepEqual([...lines(answers).keys()].sort(), typed);
});
