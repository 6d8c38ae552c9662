// Every crate and every npm package that we build on must carry a licence from the list in deny.toml,
// and come from the public registry. Needs no network: it reads what the lock files and cargo say.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const root = new URL("..", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const list = read("deny.toml").match(/^allow = \[([^\]]*)\]/m);
const allowed = new Set([...list[1].matchAll(/"([^"]+)"/g)].map((match) => match[1]));

/** Whether an SPDX expression can be satisfied with allowed licences only. `/` is the old form of OR. */
function acceptable(expression) {
  const tokens = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const any = () => {
    let result = all();
    while (tokens[at] === "OR") {
      at += 1;
      result = all() || result;
    }
    return result;
  };
  const all = () => {
    let result = one();
    while (tokens[at] === "AND") {
      at += 1;
      result = one() && result;
    }
    return result;
  };
  const one = () => {
    if (tokens[at] === "(") {
      at += 1;
      const result = any();
      at += 1;
      return result;
    }
    let name = tokens[at++] ?? "";
    if (tokens[at] === "WITH") {
      name = `${name} WITH ${tokens[at + 1]}`;
      at += 2;
    }
    return allowed.has(name);
  };
  return any() && at === tokens.length;
}

const problems = [];
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version=1", "--locked"], {
    cwd: root,
    maxBuffer: 1 << 28,
  }),
);
for (const crate of metadata.packages) {
  // Our own crates come from this folder.
  if (!crate.source) continue;
  const name = `crate ${crate.name} ${crate.version}`;
  if (!acceptable(crate.license ?? "")) problems.push(`${name}: licence "${crate.license ?? "none"}"`);
  if (!crate.source.startsWith("registry+https://github.com/rust-lang/crates.io-index")) {
    problems.push(`${name}: comes from ${crate.source}`);
  }
}

const packages = Object.entries(JSON.parse(read("ui/package-lock.json")).packages);
for (const [path, entry] of packages) {
  if (path === "") continue;
  const name = `npm ${path.replace(/^.*node_modules\//, "")} ${entry.version}`;
  if (!acceptable(entry.license ?? "")) problems.push(`${name}: licence "${entry.license ?? "none"}"`);
}

for (const problem of problems) console.error(problem);
console.log(`${metadata.packages.length} crates, ${packages.length - 1} npm packages, ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
