import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { GatheredOutput } from "../../src/cli/gathered-output.ts";

test("what is said in one turn is written at one go, in its order", async () => {
  const written: string[] = [];
  const output = new GatheredOutput((text) => written.push(text));
  output.say("a\n");
  output.say("b\n");
  expect(written).toEqual([]);
  await turn();
  output.say("c\n");
  output.flush();
  output.flush();
  await turn();
  expect(written).toEqual(["a\nb\n", "c\n"]);
});
