import { AwsError } from "../aws/index.ts";
import { describeFailure } from "./http/describe-failure.ts";

/** What the SDK's exceptions of all services have in common. */
interface SdkException extends Error {
  readonly $metadata: { readonly httpStatusCode?: number; readonly requestId?: string };
}

/** A call of the control plane, for errors. */
export interface SdkCall {
  readonly operation: string;
  /** Where it went, as far as we know. */
  readonly url: string;
}

/** Turns what the SDK throws into `AwsError` with AWS's own code, or `WireError`. */
export function awsErrorFromSdk(error: unknown, { operation, url }: SdkCall): unknown {
  if (!isSdkException(error)) return describeFailure(error, url);
  const { httpStatusCode, requestId } = error.$metadata;
  // Without a status nothing was answered: the SDK adds $metadata to network errors as well.
  if (httpStatusCode === undefined) return describeFailure(error, url);
  const code = wireCode(error);
  return new AwsError({
    code,
    message: error.message,
    status: httpStatusCode,
    operation,
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function isSdkException(error: unknown): error is SdkException {
  return error instanceof Error && "$metadata" in error && error.$metadata instanceof Object;
}

/** The SDK names exceptions by shape (`NoSuchEntityException`); AWS's code is in the answer. */
function wireCode(error: SdkException): string {
  const fields: Readonly<Record<string, unknown>> = { ...error };
  const nested = fields["Error"];
  const code: unknown =
    fields["Code"] ?? (nested instanceof Object && "Code" in nested ? nested.Code : undefined);
  return typeof code === "string" ? code : error.name;
}
