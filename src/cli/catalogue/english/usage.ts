import type { Catalogue } from "../catalogue.ts";

export const usage: Catalogue["usage"] = (fault) => {
  switch (fault.code) {
    case "unknownCommand":
      return `unknown command \`${fault.name}\`: ${fault.meant === undefined ? "`sluice --help` lists the commands" : `did you mean \`sluice ${fault.meant}\`?`}`;
    case "wrongOperands":
      return `cannot run \`sluice ${fault.command}\` with ${fault.count} ${fault.count === 1 ? "operand" : "operands"}: it is \`${fault.form}\``;
    case "unknownOption":
      return `unknown option \`${fault.option}\` for \`sluice ${fault.command}\`: ${
        fault.meant === undefined
          ? `\`sluice ${fault.command} --help\` lists the options`
          : `did you mean \`--${fault.meant}\`?`
      }`;
    case "takesNoValue":
      return `option \`${fault.option}\` of \`sluice ${fault.command}\` takes no value: got \`${fault.value}\``;
    case "needsValue":
      return `option \`${fault.option}\` of \`sluice ${fault.command}\` needs a value: \`${fault.option} ${fault.placeholder}\``;
    case "notOneOf":
      return `cannot use \`${fault.value}\` for \`${fault.option}\`: it must be one of ${fault.allowed.map((one) => `\`${one}\``).join(", ")}`;
    case "notWhole":
      return `cannot use \`${fault.value}\` for \`${fault.option}\`: it must be a whole number from ${fault.min} to ${fault.max}`;
  }
};
