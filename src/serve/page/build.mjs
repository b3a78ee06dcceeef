// Builds the page into `built/`, which is checked in so that `cargo build` alone works.
//
//   node build.mjs            writes built/
//   node build.mjs --compare  fails where built/ is not of this source
//   node build.mjs --tests    writes the tests into .tests/, for node to run
import { fileURLToPath } from "node:url";
import { buildPage } from "../../review/page/building.mjs";

// Colours, type and controls are those of the review page.
const styles = ["../../review/page/source/page.css", "source/page.css"];
await buildPage(fileURLToPath(new URL(".", import.meta.url)), styles);
