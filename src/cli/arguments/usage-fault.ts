/** What is wrong with a command line, and what would be right. */
export type UsageFault =
  | { readonly code: "unknownCommand"; readonly name: string; readonly meant?: string }
  | {
      readonly code: "wrongOperands";
      readonly command: string;
      readonly count: number;
      readonly form: string;
    }
  | {
      readonly code: "unknownOption";
      readonly command: string;
      readonly option: string;
      readonly meant?: string;
    }
  | {
      readonly code: "takesNoValue";
      readonly command: string;
      readonly option: string;
      readonly value: string;
    }
  | {
      readonly code: "needsValue";
      readonly command: string;
      readonly option: string;
      readonly placeholder: string;
    }
  | {
      readonly code: "notOneOf";
      readonly option: string;
      readonly value: string;
      readonly allowed: readonly string[];
    }
  | {
      readonly code: "notWhole";
      readonly option: string;
      readonly value: string;
      readonly min: number;
      readonly max: number;
    };
