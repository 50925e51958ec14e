/** The ARN of a policy that an account keeps itself. */
export function customerPolicyArn(account: string, name: string): string {
  return `arn:aws:iam::${account}:policy/${name}`;
}

/** The name that a reference to one of the account's own policies gives: bare, or in its ARN. */
export function customerPolicyName(reference: string, account: string): string {
  const prefix = customerPolicyArn(account, "");
  return reference.startsWith(prefix) ? reference.slice(prefix.length) : reference;
}
