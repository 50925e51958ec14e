import { describe, expect, test } from "vitest";
import { type CauseCase, loadCauseCases, loadTraps } from "../causes/cause-case.ts";
import { containing, type Runner, sendMended, tellCase } from "../causes/tell-case.ts";
import { awsCliIsLeftOut, findAwsCli, openAwsShell } from "../support/aws-cli.ts";

const binary = await findAwsCli();
const catalogue = loadCauseCases("catalogue");
const lookalikes = loadCauseCases("lookalikes");
const stories = new Map(catalogue.map(([, each]) => [each.cause, each]));

/** Sends a command with the real AWS CLI, from an empty directory. */
const awsCli: Runner = async ({ lab, endpoint, variables }, call) => {
  const shell = await openAwsShell({
    binary: binary ?? "aws",
    endpointUrl: endpoint,
    awsConfig: lab.awsConfig(),
  });
  try {
    const known = [...variables].map(([name, value]) => `${name}='${value}'; `).join("");
    const who = call.as === undefined ? "unset AWS_PROFILE; " : "";
    const { exit, stdout, stderr } = await shell.run(call.as ?? "", known + who + call.run);
    // Version 2 says 254 where version 1 says 255: AWS refused.
    return { exit: exit === 254 ? 255 : exit, text: stdout + stderr };
  } finally {
    await shell.close();
  }
};

describe("the real AWS CLI", () => {
  test.skipIf(awsCliIsLeftOut(binary))("is there", () => {
    expect(binary, "no `aws` on the path: install it or set `SLUICE_AWS`").toBeDefined();
  });
});

describe.skipIf(binary === undefined)(
  "the causes, by the real AWS CLI",
  { concurrent: true },
  () => {
    test.for([...catalogue, ...lookalikes])("%s", ([, each]) => tellCase(each, awsCli));

    test.for(loadTraps())("$trap: $name", async ({ of, fix, refused }) => {
      const story: CauseCase | undefined = stories.get(of);
      if (story === undefined) throw new Error(`no case \`${of}\``);
      const { exit, text } = await sendMended({ ...story, fix }, awsCli);
      expect({ fails: exit !== 0, text }).toEqual({ fails: true, text: containing(refused) });
    });
  },
);
