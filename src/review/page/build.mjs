// Builds the page into `built/`, which is checked in so that `cargo build` alone works.
//
//   node build.mjs            writes built/
//   node build.mjs --compare  fails where built/ is not of this source
//   node build.mjs --tests    writes the tests into .tests/, for node to run
import { fileURLToPath } from "node:url";
import { buildPage } from "./building.mjs";

const styles = ["page", "rows", "home", "media"].map((name) => `source/${name}.css`);
await buildPage(fileURLToPath(new URL(".", import.meta.url)), styles);
