import { expect, test } from "vitest";
import { controlPolicyCalls } from "../../src/client/account/control-policy-calls.ts";

type Means = Awaited<ReturnType<Parameters<typeof controlPolicyCalls>[0]>>;

test("what could not be asked of all levels once is asked again", async () => {
  const answers = [
    () => Promise.reject(new Error("the line is cut")),
    () =>
      Promise.resolve({ Policies: [{ Id: "p-1", Name: "full", Arn: "arn", AwsManaged: true }] }),
  ];
  const call = (): Promise<unknown> => answers.shift()?.() ?? Promise.reject(new Error("no more"));
  const read = controlPolicyCalls(() => Promise.resolve({ client: {}, call } as unknown as Means));
  await expect(read("r-1", "resource")).rejects.toThrow("the line is cut");
  const found = [{ id: "p-1", name: "full", arn: "arn" }];
  expect(await read("r-1", "resource")).toEqual(found);
  expect(await read("r-2", "resource")).toEqual(found);
});
