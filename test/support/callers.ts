import type { Caller } from "../../src/policy/index.ts";

const ssoRole = "AWSReservedSSO_AdministratorAccess_0123456789abcdef";

type CallerOf<Kind extends Caller["kind"]> = Extract<Caller, { readonly kind: Kind }>;

interface Callers {
  /** A session that Identity Center opened. */
  readonly alice: CallerOf<"roleSession">;
  readonly bob: CallerOf<"user">;
  readonly rootOfA: CallerOf<"root">;
  /** A session of a service-linked role. */
  readonly autoscaling: CallerOf<"roleSession">;
  readonly carol: CallerOf<"user">;
  readonly rootOfB: CallerOf<"root">;
  readonly anonymous: CallerOf<"anonymous">;
}

/** Who asks in the corpus: `a` is account 111111111111, `b` is 222222222222. */
export const callers: Callers = {
  alice: {
    kind: "roleSession",
    account: "111111111111",
    arn: `arn:aws:sts::111111111111:assumed-role/${ssoRole}/alice`,
    roleArn: `arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/ap-northeast-1/${ssoRole}`,
    userId: "AROAEXAMPLEALICE00001:alice",
  },
  bob: {
    kind: "user",
    account: "111111111111",
    arn: "arn:aws:iam::111111111111:user/team/bob",
    userId: "AIDAEXAMPLEBOB0000001",
  },
  rootOfA: {
    kind: "root",
    account: "111111111111",
    arn: "arn:aws:iam::111111111111:root",
  },
  autoscaling: {
    kind: "roleSession",
    account: "111111111111",
    arn: "arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling",
    roleArn:
      "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
    userId: "AROAEXAMPLESCALING001:AutoScaling",
  },
  carol: {
    kind: "user",
    account: "222222222222",
    arn: "arn:aws:iam::222222222222:user/carol",
    userId: "AIDAEXAMPLECAROL00001",
  },
  rootOfB: {
    kind: "root",
    account: "222222222222",
    arn: "arn:aws:iam::222222222222:root",
  },
  anonymous: { kind: "anonymous" },
};

export type CallerName = keyof Callers;
