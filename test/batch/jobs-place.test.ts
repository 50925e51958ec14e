import { expect, onTestFinished, test, vi } from "vitest";
import { profileLabel } from "../../src/aws/index.ts";
import { createBatchJobs } from "../../src/client/index.ts";
import { answer, startScript } from "../client/scripted-server.ts";

const XML = { "content-type": "application/xml" };
const ORDER = {
  ...{ description: "d", roleArn: "r", destinationBucket: "b", write: {} },
  ...{
    manifest: { bucket: "m", key: "k", etag: "e" },
    report: { bucket: "m", prefix: "p" },
  },
};

test("each call goes where the bucket is by then, and what failed to open is opened anew", async () => {
  const server = await startScript([
    answer(200, "<ListJobsResult><Jobs></Jobs></ListJobsResult>", XML),
    answer(200, "<CreateJobResult><JobId>j1</JobId></CreateJobResult>", XML),
  ]);
  onTestFinished(() => server.close());
  let region = "us-east-1";
  const account = vi.fn(() => Promise.resolve("111111111111"));
  account.mockRejectedValueOnce(new Error("no answer"));
  const jobs = createBatchJobs({
    profile: {
      label: profileLabel("dev-b"),
      credentials: () => Promise.resolve({ accessKeyId: "AKIA", secretAccessKey: "secret" }),
      ...{ region, endpoints: { s3: server.url }, addressing: "auto", certificates: undefined },
    },
    account,
    region: () => region,
  });
  const list = async (): Promise<readonly unknown[]> => {
    const listed: unknown[] = [];
    for await (const job of jobs.list()) listed.push(job);
    return listed;
  };
  await expect(list()).rejects.toThrow("no answer");
  expect(await list()).toEqual([]);
  region = "eu-west-1";
  expect(await jobs.create(ORDER)).toEqual({ id: "j1", region });
  const scopes = server.seen.map(
    ({ headers }) => /Credential=[^/]+\/\d+\/([^/]+)/.exec(headers.authorization ?? "")?.[1],
  );
  expect(scopes).toEqual(["us-east-1", "eu-west-1"]);
});
