import type { SyncOptions } from "../options.ts";

/** How what a run takes away is kept: under the encryption that the run writes with, and else as it is. */
export function backupOptions(options: SyncOptions): SyncOptions {
  const { sourceCustomerKey, ...others } = options;
  const { sseCustomer, serverSideEncryption, sseKmsKeyId } = options.write;
  return {
    // What is kept stood at the destination, under no key of the source's.
    ...(sourceCustomerKey === undefined ? options : others),
    write: {
      ...(sseCustomer && { sseCustomer }),
      ...(serverSideEncryption !== undefined && { serverSideEncryption }),
      ...(sseKmsKeyId !== undefined && { sseKmsKeyId }),
    },
    noOverwrite: false,
    through: "copy",
    ...(sseCustomer && { sourceCustomerKey: sseCustomer }),
  };
}
