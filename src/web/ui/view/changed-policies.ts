import type { AttachedPolicy, Layer } from "../../../policy/index.ts";
import { type Edits, placeKey, type PolicyEdit } from "./edits.ts";

interface Changes {
  readonly one: (layer: Layer) => (policy: AttachedPolicy) => AttachedPolicy;
  /** Those of one principal or bucket, with the ones that were not there before. */
  readonly all: (
    layer: Layer,
    attachedTo: string,
  ) => (policies: readonly AttachedPolicy[]) => readonly AttachedPolicy[];
}

/** What edits make of the policies of a layer. */
export function changesBy(edits: Edits): Changes {
  const one: Changes["one"] = (layer) => (policy) => {
    const document = edits.get(placeKey({ layer, ...policy }))?.document;
    return document === undefined ? policy : { ...policy, document };
  };
  return {
    one,
    all: (layer, attachedTo) => (policies) => {
      const isNew = (edit: PolicyEdit): boolean =>
        edit.layer === layer &&
        edit.attachedTo === attachedTo &&
        policies.every(({ name }) => name !== edit.name);
      const added = [...edits.values()]
        .filter(isNew)
        .flatMap(({ document, name }) =>
          document === undefined ? [] : [{ document, name, attachedTo }],
        );
      return [...policies.map(one(layer)), ...added];
    },
  };
}
