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
  /** A session that bob opened by `sts:GetFederationToken`. */
  readonly fred: CallerOf<"federatedUser">;
  /** One that the root user of a opened. */
  readonly fredOfRoot: CallerOf<"federatedUser">;
  readonly cloudtrail: CallerOf<"service">;
  /** A build with a token of GitHub's, which a knows as an identity provider. */
  readonly build: Caller;
  /** Somebody with an assertion of a's SAML provider. */
  readonly samlPerson: Caller;
  readonly cloudfront: CallerOf<"originAccessIdentity">;
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
  fred: {
    kind: "federatedUser",
    account: "111111111111",
    arn: "arn:aws:sts::111111111111:federated-user/fred",
    issuerArn: "arn:aws:iam::111111111111:user/team/bob",
    userId: "111111111111:fred",
  },
  fredOfRoot: {
    kind: "federatedUser",
    account: "111111111111",
    arn: "arn:aws:sts::111111111111:federated-user/fred",
    issuerArn: "arn:aws:iam::111111111111:root",
    userId: "111111111111:fred",
  },
  cloudtrail: { kind: "service", name: "cloudtrail.amazonaws.com" },
  build: {
    kind: "webIdentity",
    provider: "arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com",
  },
  samlPerson: { kind: "saml", provider: "arn:aws:iam::111111111111:saml-provider/Shibboleth" },
  cloudfront: {
    kind: "originAccessIdentity",
    arn: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E127EXAMPLE51Z",
    canonicalId:
      "b970b42360b81c8ddbd79d2f5df0069ba9033c8a79655752abe380cd6d63ba8bcf23384d568fcf89fc49700b5e11a0fd",
  },
};

export type CallerName = keyof Callers;
