import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readWorldFile } from "../../src/app/index.ts";
import { type Lab, startLab } from "../../src/lab/index.ts";
import { ask, type WireAnswer } from "./wire.ts";

const CANONICAL = "c0ffee".padEnd(64, "0");

const WORLD = `
bucketDefaults: legacy
accounts:
  "111111111111":
    name: a
    canonicalId: ${CANONICAL}
    root:
      profile: root-a
      credentials: { accessKeyId: test, secretAccessKey: test }
    users:
      minio:
        managedPolicies: [AdministratorAccess]
        credentials: { accessKeyId: minio.admin, secretAccessKey: not-a-secret }
    buckets:
      bucket-a: { files: content, versioning: Enabled }
`;

describe("a world file", () => {
  let directory: string;
  let lab: Lab;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sluice-files-"));
    await mkdir(join(directory, "content", "sub folder"), { recursive: true });
    await writeFile(join(directory, "content", "a.txt"), "first");
    await writeFile(join(directory, "content", "sub folder", "é.txt"), "second");
    await symlink("/etc/hostname", join(directory, "content", "link"));
    await writeFile(join(directory, "world.yaml"), WORLD);
    lab = await startLab({ world: await readWorldFile(join(directory, "world.yaml")) });
  });
  afterAll(async () => {
    await lab.close();
    await rm(directory, { recursive: true });
  });

  function askWith(
    accessKeyId: string,
    secretAccessKey: string,
    target: string,
  ): Promise<WireAnswer> {
    const credentials = { accessKeyId, secretAccessKey };
    return ask(lab.port, { method: "GET", target, credentials, region: "us-east-1" });
  }

  test("fills a bucket with the files of a directory beside it, links left out", async () => {
    const { body } = await askWith("test", "test", "/bucket-a?list-type=2");
    const keys = Array.from(body.matchAll(/<Key>(.*?)<\/Key>/g), ([, key]) => key);
    expect(keys).toEqual(["a.txt", "sub folder/é.txt"]);
    const second = await askWith("test", "test", "/bucket-a/sub%20folder/%C3%A9.txt");
    expect(second.body).toBe("second");
    expect(second.headers).toMatchObject({
      etag: '"a9f0e61a137d86aa9db53465e0801612"',
      "content-type": "binary/octet-stream",
    });
    expect(second.headers["x-amz-version-id"]).toEqual(expect.any(String));
  });

  test("fills it again when the lab is reset", async () => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const question = { credentials, region: "us-east-1", target: "/bucket-a/a.txt" };
    await ask(lab.port, { ...question, method: "DELETE" });
    expect((await ask(lab.port, { ...question, method: "GET" })).status).toBe(404);
    await lab.reset();
    expect((await ask(lab.port, { ...question, method: "GET" })).body).toBe("first");
  });

  test("may give users and root users keys of any form", async () => {
    expect((await askWith("test", "test", "/bucket-a?list-type=2")).status).toBe(200);
    expect((await askWith("minio.admin", "not-a-secret", "/bucket-a?list-type=2")).status).toBe(
      200,
    );
    expect((await askWith("test", "wrong", "/bucket-a?list-type=2")).status).toBe(403);
    const arns = lab.principals.map(({ profile, arn }) => [profile, arn]);
    expect(arns).toContainEqual(["root-a", "arn:aws:iam::111111111111:root"]);
  });

  test("fixes canonical user ids", async () => {
    const { body } = await askWith("test", "test", "/bucket-a?acl");
    expect(body).toContain(`<ID>${CANONICAL}</ID>`);
  });

  test("may have buckets as before April 2023", async () => {
    const ownership = await askWith("test", "test", "/bucket-a?ownershipControls");
    expect(ownership.body).toContain("ObjectWriter");
    const block = await askWith("test", "test", "/bucket-a?publicAccessBlock");
    expect(block.body).toContain("<BlockPublicPolicy>false</BlockPublicPolicy>");
  });

  test("that names a directory which is not there is refused with the bucket's name", async () => {
    const path = join(directory, "other.yaml");
    await writeFile(path, WORLD.replace("content", "nowhere"));
    const world = await readWorldFile(path);
    await expect(startLab({ world })).rejects.toThrow(
      `cannot fill bucket \`bucket-a\` with the files of \`${join(directory, "nowhere")}\``,
    );
  });
});
