import { render } from "preact";
import type { Given } from "../view/given.ts";
import { App } from "./app.tsx";

/** All blocks were written by the build or the server beside this script; nothing else could. */
function readBlock(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  return text === undefined ? undefined : JSON.parse(text);
}

const page = document.getElementById("page");
if (page === null) throw new Error("the document has no place for the page");
const world = readBlock("world") as Given["world"];
const lab = readBlock("lab") as Given["lab"];
const runs = readBlock("runs") as Given["runs"];
const given = {
  ...(readBlock("given") as Given),
  ...(world && { world }),
  ...(runs && { runs }),
  ...(lab !== undefined && { lab }),
};
render(<App given={given} />, page);
