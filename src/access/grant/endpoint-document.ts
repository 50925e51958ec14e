import { parseArn } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import type { GrantedDocument } from "./grant-proposal.ts";

type EndpointDocument = Extract<GrantedDocument, { readonly kind: "vpcEndpointPolicy" }>;

/** The policy of the VPC endpoint that the caller's requests come by, undefined where nobody told of one. */
export function endpointDocument(facts: Pick<Facts, "limits">): EndpointDocument | undefined {
  const arn = endpointArn(facts);
  if (arn === undefined) return undefined;
  const { region, resource } = arn;
  return { kind: "vpcEndpointPolicy", endpoint: resource.slice(resource.indexOf("/") + 1), region };
}

/** The ARN of that endpoint. */
function endpointArn({ limits }: Pick<Facts, "limits">): ReturnType<typeof parseArn> {
  const { vpcEndpoint } = limits;
  const attachedTo = vpcEndpoint.known === true ? vpcEndpoint.value?.attachedTo : undefined;
  return attachedTo === undefined ? undefined : parseArn(attachedTo);
}
