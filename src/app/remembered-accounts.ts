import { type AccountReader, rememberAnswers } from "../access/index.ts";
import { AwsError } from "../aws/index.ts";
import { onceEach } from "./once-each.ts";

/** Opens the accounts of several checks of one run, which ask AWS no question twice, and none in vain that is known to be. */
export function rememberedAccounts(
  open: (profile: string | undefined) => Promise<AccountReader>,
): (profile: string | undefined) => Promise<AccountReader> {
  const tellers = new Map<string, AccountReader>();
  return onceEach(async (profile: string | undefined) => {
    const { reader } = rememberAnswers(await open(profile));
    return {
      ...reader,
      bucketPolicy: async (bucket: string) => {
        const teller = tellers.get(bucket);
        if (teller !== undefined && (await accountOf(teller)) !== (await accountOf(reader))) {
          throw notTheOwner();
        }
        const text = await reader.bucketPolicy(bucket);
        tellers.set(bucket, reader);
        return text;
      },
    };
  });
}

async function accountOf(reader: AccountReader): Promise<string> {
  return (await reader.callerIdentity()).account;
}

/** S3 tells a bucket's policy to its own account alone (API Reference, GetBucketPolicy: 405), and has told somebody else. */
function notTheOwner(): AwsError {
  return new AwsError({
    operation: "GetBucketPolicy",
    code: "MethodNotAllowed",
    status: 405,
    message: "The specified method is not allowed against this resource.",
  });
}
