import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Change } from "../view/changes.ts";
import type { Language } from "../view/given.ts";
import { type DiffLine, lineDiff } from "../view/line-diff.ts";
import type { OwnerScript, PageTools } from "../view/page-tools.ts";
import type { Words } from "../view/words.ts";

interface ChangesProps {
  readonly changes: readonly Change[];
  readonly tools: PageTools | undefined;
  readonly language: Language;
  readonly words: Words;
}

/** What changes, line by line, and the commands that make it so, for the people of each account. */
export function ChangesView({ changes, tools, language, words }: ChangesProps): JSX.Element | null {
  const scripts = useMemo(
    () =>
      tools?.scripts(
        changes.flatMap(({ edit }) => (edit === undefined ? [] : [edit])),
        language,
      ) ?? [],
    [changes, tools, language],
  );
  if (changes.length === 0) return null;
  const accounts = [...new Set(changes.map(({ account }) => account))];
  return (
    <section aria-labelledby="changes-heading" id="changes">
      <h2 id="changes-heading">{words.changes}</h2>
      {accounts.map((account) => (
        <div key={account} class="owner">
          <h3>{words.owner(account)}</h3>
          {changes
            .filter((change) => change.account === account)
            .map((change) => (
              <ChangeView key={`${change.attachedTo} ${change.name}`} {...{ change, words }} />
            ))}
          {scripts
            .filter((script) => script.account === account)
            .map((script) => (
              <Script key={script.account} {...{ script, words }} />
            ))}
        </div>
      ))}
    </section>
  );
}

interface ChangeProps {
  readonly change: Change;
  readonly words: Words;
}

function ChangeView({ change, words }: ChangeProps): JSX.Element {
  const { name, attachedTo, before, after, edit } = change;
  const lines = useMemo(() => lineDiff(before, after), [before, after]);
  return (
    <figure class="change">
      <figcaption>
        {name} · {attachedTo}
      </figcaption>
      <pre class="diff" tabindex={0} aria-label={words.diffOf(name)}>
        {lines.map((line, at) => (
          <Line key={at} {...{ line, words }} />
        ))}
      </pre>
      {edit === undefined && <p class="hint">{words.noCommand}</p>}
    </figure>
  );
}

function Line({ line, words }: { readonly line: DiffLine; readonly words: Words }): JSX.Element {
  switch (line.kind) {
    case "same":
      return <span>{`  ${line.text}\n`}</span>;
    case "removed":
      return <del>{`- ${line.text}\n`}</del>;
    case "added":
      return <ins>{`+ ${line.text}\n`}</ins>;
    case "gap":
      return <span class="hint">{`  ${words.gap(line.count)}\n`}</span>;
  }
}

interface ScriptProps {
  readonly script: OwnerScript;
  readonly words: Words;
}

function Script({ script: { account, text }, words }: ScriptProps): JSX.Element {
  const [copied, setCopied] = useState<string>();
  const isCopied = copied === text;
  return (
    <details>
      <summary>{words.commands(account)}</summary>
      <button
        type="button"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(text);
          });
        }}
      >
        {words.copy}
      </button>{" "}
      <span role="status">{isCopied && words.copied}</span>
      <pre class="script" tabindex={0} aria-label={words.commands(account)}>
        {text}
      </pre>
    </details>
  );
}
