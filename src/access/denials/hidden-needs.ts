import type { S3Operation } from "../../aws/index.ts";
import type { Facts } from "../facts/facts.ts";
import { judge } from "../gaps/judge.ts";
import { withKeyNeeds } from "../gaps/with-key-needs.ts";
import type { Need } from "../needs/need.ts";
import { operationPermissions } from "../needs/operation-permissions.ts";
import type { Denial } from "./denial.ts";
import type { HiddenNeed } from "./diagnosis.ts";

/** What would be refused next, or may be what was refused: AWS's text names one permission at most. */
export function hiddenNeeds(
  denial: Denial,
  needs: readonly Need[],
  facts: Facts | undefined,
): readonly HiddenNeed[] {
  if (denial.code !== "AccessDenied" && denial.code !== "403") return [];
  if (needs.length === 0) return fromText(denial);
  const untried = needs.filter((need) => need.essential && isNotYetTried(need, denial));
  const open = facts === undefined ? untried : notAllowed(untried, facts);
  return open.map(({ action, bucket, side }) => ({ action, bucket, side }));
}

function notAllowed(needs: readonly Need[], facts: Facts): readonly Need[] {
  return judge(withKeyNeeds(needs, facts), facts)
    .filter(({ decision }) => decision.outcome !== "allowed")
    .map(({ need }) => need);
}

/** Listing comes before every transfer, so its denial hides all of them. */
function isNotYetTried({ action, bucket }: Need, denial: Denial): boolean {
  const isSame = action === denial.action && bucket === denial.bucket;
  return !isSame && (isListing(denial) || bucket === denial.bucket);
}

function fromText(denial: Denial): readonly HiddenNeed[] {
  const { bucket, operation, action } = denial;
  const about = bucket === undefined ? {} : { bucket };
  if (isListing(denial)) {
    return [
      { action: "s3:GetObject", ...about, side: "source" },
      { action: "s3:PutObject", ...about, side: "destination" },
    ];
  }
  if (operation === undefined || !isKnown(operation)) return [];
  const asked = operationPermissions[operation].filter(({ when }) => when === undefined);
  if (asked.length < 2) return [];
  return asked
    .filter((permission) => permission.action !== action)
    .map((permission) => {
      const side = permission.on === "copySource" ? "source" : "destination";
      const place = side === "source" ? denial.sourceBucket : denial.destinationBucket;
      return { action: permission.action, ...(place !== undefined && { bucket: place }), side };
    });
}

function isListing({ operation = "", action }: Denial): boolean {
  return action === "s3:ListBucket" || (action === undefined && /^ListObjects/.test(operation));
}

function isKnown(operation: string): operation is S3Operation {
  return Object.hasOwn(operationPermissions, operation);
}
