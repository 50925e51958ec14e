/**
 * The text of the policies that AWS attaches everywhere and nobody can change, by their ARN.
 * Organizations User Guide, SCP evaluation (`FullAWSAccess`) and Resource control policies (`RCPFullAWSAccess`).
 */
export function fullAccessText(arn: string): string | undefined {
  const found =
    /:organizations::aws:policy\/(?:service_control_policy\/p-FullAWSAccess|resource_control_policy\/p-(RCP)FullAWSAccess)$/.exec(
      arn,
    );
  if (found === null) return undefined;
  const principal = found[1] === undefined ? {} : { Principal: "*" };
  const statement = { Effect: "Allow", ...principal, Action: "*", Resource: "*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
