import type { EndpointFacts, RequestContext } from "../policy/index.ts";
import type { Identity } from "./authenticate.ts";
import type { LabRequest } from "./http/lab-request.ts";
import type { Payload } from "./http/payload.ts";
import type { LabState } from "./state/lab-state.ts";

/** A request whose sender is known: what operations are handed. */
export interface Call {
  readonly lab: LabState;
  readonly request: LabRequest;
  readonly identity: Identity;
  readonly payload: Payload;
  /** Condition keys that hold for the whole request, whatever it touches. */
  readonly context: RequestContext;
  /** The VPC endpoint that the request came through. */
  readonly endpoint?: EndpointFacts | undefined;
}
