import { defaultKeyPolicy, type WorldKey } from "../../policy/index.ts";
import type { LabState } from "../state/lab-state.ts";
import { makeKey } from "./create-key.ts";
import type { KmsKey } from "./kms-tables.ts";
import { putKey } from "./put-key.ts";
import { makeS3Key } from "./s3-managed-key.ts";

const WAIT_MS = 30 * 24 * 60 * 60 * 1000;

/** Writes the keys of a world; in a transaction. */
export function writeWorldKeys(lab: Pick<LabState, "world" | "kms" | "random" | "now">): void {
  for (const [account, { keys = {} }] of Object.entries(lab.world.accounts)) {
    for (const [id, written] of Object.entries(keys)) writeKey(lab, { account, id, written });
  }
}

type Lab = Parameters<typeof writeWorldKeys>[0];

interface Placed {
  readonly account: string;
  readonly id: string;
  readonly written: WorldKey;
}

function writeKey(lab: Lab, { account, id, written }: Placed): void {
  const { region, policy = defaultKeyPolicy(account), state = "enabled", grants = [] } = written;
  const key =
    written.awsManaged === true
      ? makeS3Key(lab, { account, region, id })
      : makeKey(lab, { account, region, id, policy });
  putKey(lab, { ...key, ...stateOf(state, key) });
  if (written.alias !== undefined && written.awsManaged !== true) {
    lab.kms.aliases.put([account, region, written.alias], {
      name: written.alias,
      keyId: id,
      createdMs: key.createdMs,
      updatedMs: key.createdMs,
    });
  }
  for (const { encryptionContextEquals, encryptionContextSubset, ...grant } of grants) {
    lab.kms.grants.put([key.arn, grant.id], {
      ...grant,
      ...(encryptionContextEquals && {
        encryptionContextEquals: Object.entries(encryptionContextEquals),
      }),
      ...(encryptionContextSubset && {
        encryptionContextSubset: Object.entries(encryptionContextSubset),
      }),
      token: grant.id,
      keyArn: key.arn,
      issuer: `arn:aws:iam::${account}:root`,
      createdMs: key.createdMs,
    });
  }
}

function stateOf(
  state: NonNullable<WorldKey["state"]>,
  { createdMs }: KmsKey,
): Pick<KmsKey, "state" | "deletionMs"> {
  switch (state) {
    case "enabled":
      return { state: "Enabled" };
    case "disabled":
      return { state: "Disabled" };
    case "pendingDeletion":
      return { state: "PendingDeletion", deletionMs: createdMs + WAIT_MS };
  }
}
