/*
 * Bundles the browser code into ../static/dist: scripts as ES modules with shared chunks, a style sheet for each
 * reading direction, one sprite with the icons in use, and manifest.json, which maps the plain name of each file
 * to the name with its content hash.
 */
import { createHash } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "static", "dist");
const entries = ["app.js", "diagram.js", "app.ltr.css", "app.rtl.css"];

/** Bundle all entries; what comes back maps plain names to built ones. */
async function bundle() {
  const result = await esbuild.build({
    absWorkingDir: here,
    entryPoints: entries.map((name) => `src/${name}`),
    outdir: out,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff": "file", ".woff2": "file", ".ttf": "file", ".eot": "file", ".svg": "file" },
    legalComments: "linked",
    metafile: true,
    logLevel: "warning",
  });
  const names = {};
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (!output.entryPoint) continue;
    const plain = path.basename(output.entryPoint);
    names[plain] = path.basename(file);
    if (output.cssBundle) names[plain.replace(/\.js$/, ".css")] = path.basename(output.cssBundle);
  }
  return names;
}

/** Write one SVG sprite with the icons that src/icons.json names; what comes back is its built name. */
async function sprite() {
  const wanted = JSON.parse(await fs.readFile(path.join(here, "src", "icons.json"), "utf8"));
  const folder = path.join(here, "node_modules", "bootstrap-icons", "icons");
  const symbols = [];
  for (const name of [...new Set(wanted)].sort()) {
    const svg = await fs.readFile(path.join(folder, `${name}.svg`), "utf8");
    const inner = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
    symbols.push(`<symbol id="${name}" viewBox="0 0 16 16">${inner.replace(/\s*\n\s*/g, "")}</symbol>`);
  }
  const text = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase();
  const built = `icons-${hash}.svg`;
  await fs.writeFile(path.join(out, built), text);
  return built;
}

await fs.rm(out, { recursive: true, force: true });
await fs.mkdir(out, { recursive: true });
const manifest = { ...(await bundle()), "icons.svg": await sprite() };
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await fs.writeFile(path.join(out, "manifest.json"), JSON.stringify(sorted, null, 2) + "\n");
