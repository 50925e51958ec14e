import { UsageError } from "../../aws/index.ts";
import { usage } from "../catalogue/english/usage.ts";
import type { UsageFault } from "./usage-fault.ts";

/** A command line that makes no sense; its `fault` can be said in the reader's language. */
export class UsageFaultError extends UsageError {
  readonly fault: UsageFault;

  constructor(fault: UsageFault) {
    super(usage(fault));
    this.fault = fault;
  }
}
