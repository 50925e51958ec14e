import type { ContextValue, EndpointPolicy, RequestContext } from "../../policy/index.ts";
import type { AccountReader } from "../ports.ts";
import { attachedPolicy } from "./attached-policy.ts";
import { askedOf } from "./asked-of.ts";
import { attemptAside } from "./attempt.ts";
import { type Fact, known } from "./facts.ts";
import { firstKnown } from "./first-known.ts";

/** What is known of the VPC endpoint that requests come by. */
export interface EndpointFact {
  readonly policy: Fact<EndpointPolicy>;
  /** The condition keys that follow from it. */
  readonly surroundings: RequestContext;
}

/**
 * Reads an endpoint that somebody named: nothing else tells which way requests take. It is where the first of the
 * readers acts, whose requests come by it (PrivateLink Guide, Gateway endpoints: endpoints are of one Region), and not
 * where another's settings point.
 */
export async function endpointFact(
  id: string,
  readers: readonly AccountReader[],
): Promise<EndpointFact> {
  const ofRun = readers[0]?.region;
  const there = ofRun === undefined ? [] : [ofRun];
  const read = await firstKnown(readers, (reader) =>
    attemptAside(askedOf("DescribeVpcEndpoints", reader), () => reader.vpcEndpoint(id, ...there)),
  );
  const keys = (vpc: ContextValue, account: ContextValue): RequestContext =>
    new Map<string, ContextValue>([
      ["aws:sourcevpce", [id]],
      ["aws:sourcevpc", vpc],
      ["aws:vpceaccount", account],
    ]);
  if (!read.known) return { policy: read, surroundings: keys("unknown", "unknown") };
  const { account, policy: text, region, type, vpc } = read.value;
  const attachedTo = `arn:aws:ec2:${region}:${account}:vpc-endpoint/${id}`;
  const policy = attachedPolicy(
    { name: "endpoint policy", attachedTo, kind: "resource", text },
    read.from,
  );
  return {
    policy: policy.known ? known({ ...policy.value, type }, policy.from) : policy,
    surroundings: keys([vpc], [account]),
  };
}
