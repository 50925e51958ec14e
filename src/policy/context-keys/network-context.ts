import type { RequestContext } from "../request.ts";

/** The way that a request takes. */
export type Network =
  | { readonly kind: "internet"; readonly sourceIp: string }
  | {
      readonly kind: "vpcEndpoint";
      readonly id: string;
      readonly vpc: string;
      readonly account: string;
      readonly sourceIp?: string;
      /** Of the endpoint's account, where it is in one. */
      readonly organization?: { readonly id: string; readonly path?: string };
    };

/** IAM User Guide, Properties of the network: through an endpoint a request has no `aws:SourceIp`. */
export function networkContext(network: Network): RequestContext {
  switch (network.kind) {
    case "internet":
      return new Map([["aws:sourceip", [network.sourceIp]]]);
    case "vpcEndpoint": {
      const { id, vpc, account, sourceIp, organization } = network;
      return new Map([
        ["aws:sourcevpce", [id]],
        ["aws:sourcevpc", [vpc]],
        ["aws:vpceaccount", [account]],
        ...optional("aws:vpcsourceip", sourceIp),
        ...optional("aws:vpceorgid", organization?.id),
        ...optional("aws:vpceorgpaths", organization?.path),
      ]);
    }
  }
}

function optional(key: string, value: string | undefined): readonly [string, readonly string[]][] {
  return value === undefined ? [] : [[key, [value]]];
}
