import fc from "fast-check";
import { expect, test } from "vitest";
import { Fifo } from "../../src/sync/run/fifo.ts";

test("a fifo gives what an array gives whose first one is taken", () => {
  const steps = fc.array(fc.constantFrom("push", "push", "shift", "clear"), { maxLength: 200 });
  fc.assert(
    fc.property(steps, (taken) => {
      const fifo = new Fifo<number>();
      const array: number[] = [];
      const [given, wanted]: (number | undefined)[][] = [[], []];
      taken.forEach((step, number) => {
        if (step === "push") {
          fifo.push(number);
          array.push(number);
        } else if (step === "shift") {
          given?.push(fifo.shift());
          wanted?.push(array.shift());
        } else if (number % 40 === 0) {
          fifo.clear();
          array.length = 0;
        }
        given?.push(fifo.length);
        wanted?.push(array.length);
      });
      expect(given).toEqual(wanted);
    }),
  );
});
