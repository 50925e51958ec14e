import type { JSX } from "preact";
import type { PageState } from "../view/fragment.ts";
import type { Words } from "../view/words.ts";

interface SizesProps {
  readonly large: PageState["large"];
  readonly threshold: string;
  readonly words: Words;
  readonly change: (part: Partial<PageState>) => void;
}

/** Where to say whether large objects are among what goes, for some permissions only these take. */
export function SizesField({ large, threshold, words, change }: SizesProps): JSX.Element {
  return (
    <label>
      {words.sizes(threshold)}{" "}
      <select
        id="large"
        value={large ?? "unknown"}
        onChange={({ currentTarget: { value } }) => {
          change({
            large: value === "some" || value === "none" ? value : undefined,
            need: undefined,
          });
        }}
      >
        {(["unknown", "some", "none"] as const).map((one) => (
          <option key={one} value={one}>
            {words.large[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
