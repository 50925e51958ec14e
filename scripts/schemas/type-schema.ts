import ts from "typescript";
import { anyOf, type JsonSchema } from "./json-schema.ts";

/** The JSON Schemas of the members of an exported union type, as `JSON.stringify` writes them. */
export function schemasOfUnion(file: string, name: string): readonly JsonSchema[] {
  const program = ts.createProgram([file], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts"],
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  const found = module && checker.getExportsOfModule(module).find((each) => each.name === name);
  if (found === undefined) throw new Error(`\`${file}\` exports no \`${name}\``);
  const type = checker.getDeclaredTypeOfSymbol(found);
  return membersOf(type).map((member) => ofType(member, checker));
}

function membersOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function ofType(type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  if (type.isUnion()) return ofUnion(type.types, checker);
  if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
  if (type.flags & ts.TypeFlags.BooleanLiteral) {
    return { const: checker.typeToString(type) === "true" };
  }
  if (type.flags & ts.TypeFlags.String) return { type: "string" };
  if (type.flags & ts.TypeFlags.Number) return { type: "number" };
  if (checker.typeToString(type) === "Error") return { $ref: "#/$defs/error" };
  if (checker.isArrayType(type)) return ofArray(type, checker);
  if (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))
    return ofObject(type, checker);
  throw new Error(`cannot write \`${checker.typeToString(type)}\` as JSON Schema`);
}

function ofUnion(types: readonly ts.Type[], checker: ts.TypeChecker): JsonSchema {
  const some = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  const schemas = some.map((each) => ofType(each, checker));
  const constants = schemas.flatMap((each) => (each.const === undefined ? [] : [each.const]));
  if (constants.length < schemas.length) return anyOf(schemas);
  const isBoolean = constants.length === 2 && constants.every((each) => typeof each === "boolean");
  return isBoolean
    ? { type: "boolean" }
    : constants.length === 1
      ? (schemas[0] ?? {})
      : { enum: constants };
}

function ofArray(type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  const items = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  return { type: "array", items: items === undefined ? {} : ofType(items, checker) };
}

function ofObject(type: ts.Type, checker: ts.TypeChecker): JsonSchema {
  const properties = checker.getPropertiesOfType(type);
  const needed = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
  return {
    type: "object",
    properties: Object.fromEntries(
      properties.map((each) => [each.name, ofType(checker.getTypeOfSymbol(each), checker)]),
    ),
    required: needed.map(({ name }) => name),
  };
}
