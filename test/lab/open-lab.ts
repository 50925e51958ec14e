import { IAMClient, type IAMClientConfig } from "@aws-sdk/client-iam";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";
import type { Credentials } from "../../src/aws/index.ts";
import { type Lab, type LabOptions, startLab } from "../../src/lab/index.ts";
import type { World } from "../../src/policy/index.ts";
import { storyWorld } from "./story-world.ts";

/** A running lab with SDK clients for its principals, by profile. */
export interface OpenLab {
  readonly lab: Lab;
  readonly faults: readonly unknown[];
  credentialsOf(profile: string): Credentials;
  s3(profile: string, config?: S3ClientConfig): S3Client;
  iam(profile: string, config?: IAMClientConfig): IAMClient;
  sts(profile: string, config?: STSClientConfig): STSClient;
  /** Keys of a new session of a role. */
  assume(profile: string, roleArn: string): Promise<Credentials>;
  close(): Promise<void>;
}

/** Starts a lab, with the world of the story unless there is another. */
export async function openLab(
  options: Pick<LabOptions, "dataDirectory" | "now" | "tlsPort"> & { readonly world?: World } = {},
): Promise<OpenLab> {
  const faults: unknown[] = [];
  const lab = await startLab({
    world: storyWorld(),
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  const credentialsOf = (profile: string): Credentials => {
    const principal = lab.principals.find((other) => other.profile === profile);
    if (principal === undefined) throw new Error(`no profile \`${profile}\``);
    return principal.credentials;
  };
  const clients: { destroy(): void }[] = [];
  const keep = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  const base = (profile: string): { endpoint: string; credentials: Credentials } => ({
    endpoint: lab.url,
    credentials: credentialsOf(profile),
  });
  const sts: OpenLab["sts"] = (profile, config = {}) =>
    keep(new STSClient({ ...base(profile), region: "ap-northeast-1", maxAttempts: 1, ...config }));
  return {
    lab,
    faults,
    credentialsOf,
    s3: (profile, config = {}) =>
      keep(
        new S3Client({
          ...base(profile),
          region: "ap-northeast-1",
          forcePathStyle: true,
          maxAttempts: 1,
          ...config,
        }),
      ),
    iam: (profile, config = {}) =>
      keep(new IAMClient({ ...base(profile), region: "us-east-1", maxAttempts: 1, ...config })),
    sts,
    async assume(profile, roleArn) {
      const command = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "test" });
      const { Credentials: issued } = await sts(profile).send(command);
      return {
        accessKeyId: issued?.AccessKeyId ?? "",
        secretAccessKey: issued?.SecretAccessKey ?? "",
        sessionToken: issued?.SessionToken ?? "",
      };
    },
    async close() {
      for (const client of clients) client.destroy();
      await lab.close();
    },
  };
}
