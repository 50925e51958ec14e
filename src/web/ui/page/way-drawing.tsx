import type { JSX } from "preact";
import type { Layer } from "../../../policy/index.ts";
import { type DrawnGate, SIGNS, type Way } from "../view/gates.ts";
import { STEP, START, lanesOf, placeOf, widthOf } from "../view/drawing.ts";
import type { Words } from "../view/words.ts";

/** What drawing and table share. */
export interface WayProps {
  readonly way: Way;
  readonly layer: Layer | undefined;
  readonly words: Words;
  readonly pick: (layer: Layer) => void;
  readonly permission: string;
}

const LINE = 92;

/** The way as a line from caller to object, which stops at the first shut gate. */
export function WayDrawing({ way, layer, words, pick, permission }: WayProps): JSX.Element {
  const { gates, endsAt } = way;
  const width = widthOf(gates.length);
  const stop = endsAt === -1 ? width - START / 2 : placeOf(endsAt);
  return (
    <div class="scroll">
      <svg
        viewBox={`0 0 ${width} 160`}
        width={width}
        height="160"
        role="group"
        aria-label={words.wayOf(permission)}
      >
        {lanesOf(gates).map(({ account, from, count }) => (
          <g key={from}>
            <rect
              class="lane"
              x={placeOf(from) - STEP / 2 + 3}
              y="4"
              width={count * STEP - 6}
              height="152"
              rx="8"
            />
            <text class="account" x={placeOf(from) + ((count - 1) * STEP) / 2} y="20">
              {account}
            </text>
          </g>
        ))}
        <line class="path" x1={START / 2} y1={LINE} x2={stop} y2={LINE} />
        {endsAt !== -1 && (
          <line class="path behind" x1={stop} y1={LINE} x2={width - START / 2} y2={LINE} />
        )}
        <circle class="caller" cx={START / 2} cy={LINE} r="10" />
        <text x={START / 2} y={LINE + 38}>
          {words.caller}
        </text>
        <circle
          class={endsAt === -1 ? "object reached" : "object"}
          cx={width - START / 2}
          cy={LINE}
          r="10"
        />
        <text x={width - START / 2} y={LINE + 38}>
          {words.object}
        </text>
        {gates.map((gate, at) => (
          <DrawnGateView
            key={gate.layer}
            {...{ gate, words, x: placeOf(at) }}
            isPicked={gate.layer === layer}
            pick={() => {
              pick(gate.layer);
            }}
          />
        ))}
      </svg>
    </div>
  );
}

interface DrawnGateProps {
  readonly gate: DrawnGate;
  readonly words: Words;
  readonly x: number;
  readonly isPicked: boolean;
  readonly pick: () => void;
}

function DrawnGateView({ gate, words, x, isPicked, pick }: DrawnGateProps): JSX.Element {
  const { layer, state, isBehind } = gate;
  const said = `${words.gates[layer]}: ${words.states[state]}${isBehind ? `, ${words.behind}` : ""}`;
  return (
    <g
      class={`gate ${state}${isBehind ? " behind" : ""}`}
      role="button"
      tabindex={0}
      aria-pressed={isPicked}
      aria-label={said}
      onClick={pick}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        pick();
      }}
    >
      <rect class="frame" x={x - STEP / 2 + 6} y="30" width={STEP - 12} height="122" rx="6" />
      <text class="layer" x={x} y="50">
        {words.gates[layer]}
      </text>
      <GateShape {...{ state, x }} />
      <text class="sign" x={x} y={LINE + 5}>
        {SIGNS[state]}
      </text>
      <text class="state" x={x} y="142">
        {words.states[state]}
      </text>
    </g>
  );
}

/** Two open leaves, a stop, a question and a mere dot: told apart without colour too. */
function GateShape({
  state,
  x,
}: {
  readonly state: DrawnGate["state"];
  readonly x: number;
}): JSX.Element {
  switch (state) {
    case "open":
      return (
        <g>
          <rect class="shape" x={x - 20} y={LINE - 26} width="7" height="52" />
          <rect class="shape" x={x + 13} y={LINE - 26} width="7" height="52" />
        </g>
      );
    case "shut":
      return (
        <path class="shape" d={`M${x - 10} ${LINE - 25}h20l15 15v20l-15 15h-20l-15-15v-20z`} />
      );
    case "unknown":
      return <path class="shape" d={`M${x} ${LINE - 25}l25 25l-25 25l-25-25z`} />;
    case "noSay":
      return <circle class="shape" cx={x} cy={LINE} r="11" />;
  }
}
