import type { JSX } from "preact";
import type { PageState } from "../view/fragment.ts";
import type { Given } from "../view/given.ts";
import type { Look, OpenedFile, WorldRead } from "../view/look-at.ts";
import { startOf } from "../view/start-of.ts";
import type { Words } from "../view/words.ts";

interface SourceProps {
  readonly given: Given;
  readonly opened: OpenedFile | undefined;
  readonly state: PageState;
  readonly words: Words;
  readonly look: Look | Exclude<WorldRead, { kind: "read" }>;
  readonly change: (part: Partial<PageState>) => void;
  readonly open: (file: File) => void;
  readonly openLab: () => void;
}

/** Where to pick a story, open a world file, and say which run in it is meant. */
export function SourcePanel(props: SourceProps): JSX.Element {
  const { given, opened, state, words, look, change, open, openLab } = props;
  const isWorld =
    !["live", "runs"].includes(state.from) && !given.stories.some(({ id }) => id === state.from);
  return (
    <section aria-label={words.start} class="source">
      <StoryPicker {...{ given, opened, state, words, isWorld, change }} />
      <label>
        {words.openWorld} <small>({words.dropHint})</small>
        <input
          type="file"
          accept=".yaml,.yml,.json"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file !== undefined) open(file);
          }}
        />
      </label>
      {given.lab !== undefined && (
        <p>
          <button type="button" id="lab-world" onClick={openLab}>
            {words.openLab}
          </button>
        </p>
      )}
      {isWorld && opened !== undefined && <RunFields {...{ state, words, look, change }} />}
      {look.kind === "answered" && <code class="line">{look.run.line}</code>}
    </section>
  );
}

interface PickerProps extends Pick<SourceProps, "given" | "opened" | "state" | "words" | "change"> {
  readonly isWorld: boolean;
}

function StoryPicker(props: PickerProps): JSX.Element {
  const { given, opened, state, words, isWorld, change } = props;
  const live = [
    ...(given.lab === undefined ? [] : [["live", words.live(given.lab)] as const]),
    ...(given.runs === undefined ? [] : [["runs", words.runs] as const]),
    ...(opened === undefined ? [] : [["world", words.opened(opened.name)] as const]),
  ];
  const value = isWorld ? "world" : state.from;
  const known = [...live.map(([name]) => name), ...given.stories.map(({ id }) => id)];
  return (
    <label>
      {words.story}
      <select
        id="story"
        value={value}
        onChange={({ currentTarget }) => {
          change({ ...startOf(state), from: currentTarget.value });
        }}
      >
        {live.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
        {!known.includes(value) && <option value={value}>–</option>}
        {given.stories.map(({ id, titles }) => (
          <option key={id} value={id}>
            {titles[state.language]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** In a world file nothing says which run is meant. */
function RunFields({
  state,
  words,
  look,
  change,
}: Pick<SourceProps, "state" | "words" | "look" | "change">): JSX.Element {
  const profiles = look.kind === "answered" ? look.profiles : [state.profile];
  return (
    <div class="run">
      <label>
        {words.profile}
        <select
          id="profile"
          value={look.kind === "answered" ? look.run.profile : state.profile}
          onChange={({ currentTarget }) => {
            change({ profile: currentTarget.value, need: undefined });
          }}
        >
          {profiles.map((profile) => (
            <option key={profile}>{profile}</option>
          ))}
        </select>
      </label>
      {(["source", "destination"] as const).map((end) => (
        <label key={end}>
          {words[end]}
          <input
            id={end}
            value={state[end]}
            placeholder="s3://bucket/prefix"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              change({ [end]: currentTarget.value, need: undefined });
            }}
          />
        </label>
      ))}
    </div>
  );
}
