/**
 * Keeps the AWS SDK's notice about Node 20 off the terminal; to be called before the first client.
 * The notice is for who builds on the SDK, and it would stand between a person and a sync's output.
 */
export function quietSdk(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}
