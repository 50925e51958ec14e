import type { JSX } from "preact";
import { SIGNS } from "../view/gates.ts";
import type { WayProps } from "./way-drawing.tsx";

/** The way as a table, for whoever does not see the drawing. */
export function WayTable({ way, layer, words, pick, permission }: WayProps): JSX.Element {
  return (
    <div class="scroll">
      <table id="way">
        <caption>{words.wayOf(permission)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.gate}</th>
            <th scope="col">{words.account}</th>
            <th scope="col">{words.answer}</th>
          </tr>
        </thead>
        <tbody>
          {way.gates.map((gate) => (
            <tr key={gate.layer} class={gate.isBehind ? "behind" : ""}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={gate.layer === layer}
                  onClick={() => {
                    pick(gate.layer);
                  }}
                >
                  {words.gates[gate.layer]}
                </button>
              </th>
              <td>{gate.account}</td>
              <td class={gate.state}>
                {SIGNS[gate.state]} {words.states[gate.state]}
                {gate.isBehind && ` (${words.behind})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
