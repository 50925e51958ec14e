import { accountCaller, type AttachedPolicy } from "../../policy/index.ts";
import type { AccountReader } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attempt } from "./attempt.ts";
import type { ShownCaller } from "./caller-of-identity.ts";
import { assumed, type Fact, known, type LimitFact, type Limits } from "./facts.ts";
import { firstKnown } from "./first-known.ts";

/** What limits a caller, as far as live calls tell; what they were not asked for is assumed. */
export async function limitsOf(
  shown: ShownCaller,
  readers: readonly AccountReader[],
): Promise<Limits> {
  return {
    boundary: await boundaryOf(shown, readers),
    session: sessionOf(shown, readers[0]),
    serviceControl: assumed({
      en: "service control policies were not asked for",
      ja: "サービスコントロールポリシーは問い合わせていません",
    }),
    vpcEndpoint: assumed({ en: "the way to S3 is not known", ja: "S3 への経路が分かりません" }),
    managementAccounts: [],
  };
}

/** Nobody shows the policy that a session was opened with but who opened it. */
function sessionOf(shown: ShownCaller, caller: AccountReader | undefined): Limits["session"] {
  if (shown.kind !== "roleSession") return known(undefined, "GetCallerIdentity");
  if (caller?.opensOwnSession !== true) {
    return assumed({
      en: "session policies cannot be read",
      ja: "セッションポリシーは読めません",
    });
  }
  return known(undefined, `${caller.label.en} opens its session without one`);
}

async function boundaryOf(
  shown: ShownCaller,
  readers: readonly AccountReader[],
): Promise<LimitFact<AttachedPolicy>> {
  const arn = await boundaryArnOf(shown, readers);
  if (!arn.known) return assumed(arn.why);
  const { value, from } = arn;
  if (value === undefined) return known(undefined, from);
  return firstKnown(readers, (reader) => readBoundary(value, reader, shown));
}

function boundaryArnOf(
  shown: ShownCaller,
  readers: readonly AccountReader[],
): Promise<Fact<string | undefined>> {
  switch (shown.kind) {
    case "root":
    case "federatedUser":
      return Promise.resolve(known(undefined, "GetCallerIdentity"));
    case "user":
      return firstKnown(readers, (reader) =>
        attempt(
          askedOf("GetUser", reader),
          async () => (await reader.user(shown.userName)).boundaryArn,
        ),
      );
    case "roleSession":
      return firstKnown(readers, (reader) =>
        attempt(
          askedOf("GetRole", reader),
          async () => (await reader.role(shown.roleName)).boundaryArn,
        ),
      );
  }
}

async function readBoundary(
  arn: string,
  reader: AccountReader,
  { caller }: ShownCaller,
): Promise<Fact<AttachedPolicy>> {
  const from = askedOf(
    { en: `permissions boundary ${arn}`, ja: `アクセス許可の境界 ${arn}` },
    reader,
  );
  const policy = await attempt(from, () => reader.managedPolicy(arn));
  if (!policy.known) return policy;
  const attachedTo = accountCaller(caller)?.arn ?? "anonymous";
  return attachedPolicy({ ...policy.value, attachedTo, kind: "identity" }, from.en);
}
