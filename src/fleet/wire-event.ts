import { AwsError, type AwsErrorDetail, type Sentence, ToldError } from "../aws/index.ts";
import { keyPrefix, type Place, spotAt, type SyncEvent } from "../sync/index.ts";

/** An error as JSON, from which one like it is made again. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly detail?: AwsErrorDetail;
  readonly sentence?: Sentence;
}

type Transferred = Extract<SyncEvent, { readonly type: "transferred" }>;
type WithError = Extract<SyncEvent, { readonly error?: Error }>;

/** An event of a range as JSON; the most frequent ones say no more than they must. */
export type WireEvent =
  | {
      readonly t: "moved";
      readonly k: string;
      readonly b: number;
      readonly r: Transferred["reason"];
    }
  | { readonly t: "deleted"; readonly k: string }
  | { readonly t: "event"; readonly event: object; readonly error?: WireError };

/** Both ends of a run: what is written is in S3. */
export interface FleetEnds {
  readonly source: Place;
  readonly destination: Extract<Place, { readonly kind: "s3" }>;
}

/** What such a run does with an object. */
export function writingKind({ source }: FleetEnds): "upload" | "copy" {
  return source.kind === "local" ? "upload" : "copy";
}

export function errorToWire(error: Error): WireError {
  const { name, message } = error;
  if (error instanceof AwsError) return { name, message, detail: error.detail };
  if (error instanceof ToldError) return { name, message, sentence: error.sentence };
  return { name, message };
}

export function errorFromWire({ name, message, detail, sentence }: WireError): Error {
  if (detail !== undefined) return new AwsError(detail);
  const error = sentence === undefined ? new Error(message) : new ToldError(sentence);
  error.name = name;
  return error;
}

/** Makes JSON of an event. */
export function eventToWire(event: SyncEvent, { destination }: FleetEnds): WireEvent {
  const { length } = keyPrefix(destination.prefix);
  if (event.type === "transferred" && event.to.kind === "s3") {
    return { t: "moved", k: event.to.key.slice(length), b: event.bytes, r: event.reason };
  }
  if (event.type === "deleted" && event.at.kind === "s3") {
    return { t: "deleted", k: event.at.key.slice(length) };
  }
  return "error" in event ? withWireError(event) : { t: "event", event };
}

function withWireError({ error, ...event }: WithError): WireEvent {
  return { t: "event", event, ...(error && { error: errorToWire(error) }) };
}

/** Makes the event again. */
export function eventFromWire(wire: WireEvent, ends: FleetEnds): SyncEvent {
  const { source, destination } = ends;
  switch (wire.t) {
    case "moved": {
      const [from, to] = [spotAt(source, wire.k), spotAt(destination, wire.k)];
      const said = {
        kind: writingKind(ends),
        reason: wire.r,
        from,
        to,
        bytes: wire.b,
        dryrun: false,
      } as const;
      return { type: "transferred", ...said };
    }
    case "deleted":
      return { type: "deleted", at: spotAt(destination, wire.k), dryrun: false };
    case "event": {
      const error = wire.error === undefined ? {} : { error: errorFromWire(wire.error) };
      // It was made by `eventToWire` of the same version: others are refused before they work.
      return { ...wire.event, ...error } as SyncEvent;
    }
  }
}
