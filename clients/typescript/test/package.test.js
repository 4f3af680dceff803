import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";

const ROOT = new URL("../", import.meta.url);

test("the package holds what is used, and nothing else", async () => {
  const sources = (await readdir(new URL("src", ROOT))).map((name) => name.replace(".ts", ""));
  const out = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: ROOT });
  const listed = Object.values(JSON.parse(out))[0];
  assert.deepEqual(
    listed.files.map((file) => file.path).sort(),
    [
      "LICENSE",
      "README.md",
      "package.json",
      ...sources.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
    ].sort(),
  );
});

test("it needs nothing at run time, and its licence is the repository's", async () => {
  const manifest = JSON.parse(await readFile(new URL("package.json", ROOT), "utf8"));
  assert.equal(manifest.dependencies, undefined);
  assert.equal(manifest.peerDependencies, undefined);
  const licence = await readFile(new URL("LICENSE", ROOT), "utf8");
  assert.equal(licence, await readFile(new URL("../../LICENSE", ROOT), "utf8"));
});
