import { type Denial, type Diagnosis, diagnose, readDenials } from "../access/index.ts";
import { AwsError, type Sentence } from "../aws/index.ts";
import { decodeAuthorizationMessage, loadProfile, type Profile } from "../client/index.ts";
import type { IdentityFlags } from "./job.ts";

/** A diagnosis, and why its encoded message stays so where AWS was asked. */
interface DecodedDiagnosis {
  readonly diagnosis: Diagnosis;
  readonly refused?: Sentence;
}

/** So many messages are sent, within so long. */
const MOST_MESSAGES = 20;
const PATIENCE_MS = 5000;

/**
 * Has STS decode what is encoded, as an identity; without a profile as whoever the environment or the default
 * profile is, if anyone.
 */
export async function decodeDiagnoses(
  diagnoses: readonly Diagnosis[],
  identity: Pick<IdentityFlags, "profile" | "region" | "endpointUrl">,
): Promise<readonly DecodedDiagnosis[]> {
  const encoded = diagnoses.filter(({ denial }) => denial.encodedMessage !== undefined);
  const asked = new Set(encoded.slice(0, MOST_MESSAGES));
  if (asked.size === 0) return diagnoses.map((diagnosis) => ({ diagnosis }));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const profile = await loadProfile(identity);
    const decoded = await Promise.all(
      diagnoses.map(async (diagnosis) =>
        asked.has(diagnosis) ? decodeOne(diagnosis, profile, signal) : { diagnosis },
      ),
    );
    return countedTogether(decoded);
  } catch (error) {
    // Who named nobody did not ask for it: the text is explained all the same.
    if (identity.profile === undefined) return diagnoses.map((diagnosis) => ({ diagnosis }));
    throw error;
  }
}

async function decodeOne(
  diagnosis: Diagnosis,
  profile: Profile,
  signal: AbortSignal,
): Promise<DecodedDiagnosis> {
  const { denial } = diagnosis;
  try {
    const text = await decodeAuthorizationMessage(profile, denial.encodedMessage ?? "", signal);
    const [told] = readDenials(text);
    return { diagnosis: told === undefined ? diagnosis : diagnose({ ...told, ...denial }) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { operation } = error.detail;
    const told = (label: string): string => `${operation} (${label}): ${error.code}`;
    const { en, ja } = profile.label;
    return { diagnosis, refused: { en: told(en), ja: told(ja) } };
  }
}

/** Every message is encoded anew: only decoded can those of one cause be told to be alike. */
function countedTogether(all: readonly DecodedDiagnosis[]): readonly DecodedDiagnosis[] {
  const alike = new Map<string, DecodedDiagnosis>();
  for (const each of all) {
    const { code, denial } = each.diagnosis;
    const name = JSON.stringify([code, identityOf(denial)]);
    const known = alike.get(name)?.diagnosis;
    const count = (known?.denial.count ?? 0) + denial.count;
    const diagnosis = known ?? each.diagnosis;
    alike.set(name, {
      ...each,
      diagnosis: { ...diagnosis, denial: { ...diagnosis.denial, count } },
    });
  }
  return [...alike.values()].sort((a, b) => b.diagnosis.denial.count - a.diagnosis.denial.count);
}

/** The context of each request is another: there is a time in it. */
function identityOf({ decoded, encodedMessage, message, ...denial }: Denial): readonly unknown[] {
  if (decoded === undefined) return [encodedMessage, message];
  const { operation, principal, action, resource, layer } = denial;
  return [operation, principal, action, resource, layer, decoded.matchedStatements];
}
