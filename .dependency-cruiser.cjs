// Which module may import which. This table is the architecture; ARCHITECTURE.md explains it.
const mayImport = {
  aws: [],
  policy: ["aws"],
  access: ["aws", "policy"],
  sync: ["aws"],
  client: ["aws", "access", "sync"],
  fleet: ["aws", "sync"],
  lab: ["aws", "policy"],
  app: ["aws", "policy", "access", "sync", "client", "fleet"],
  web: ["aws", "policy", "access", "app", "lab"],
  cli: ["aws", "app", "lab", "web"],
};
// Which npm packages a module may take. Pure modules take pure parsers only.
const mayTake = {
  aws: [],
  policy: ["jsonc-parser", "valibot"],
  access: ["valibot", "yaml"],
  sync: ["hyparquet"],
  client: ["@aws-sdk/", "@smithy/"],
  fleet: ["bullmq", "ioredis", "valibot"],
  lab: ["@peculiar/x509", "lmdb", "saxes"],
  app: ["yaml", "valibot"],
  web: ["preact", "@codemirror/", "@lezer/"],
  cli: ["fast-string-width", "diff"],
};
const notTest = "[.]test[.]ts$";

const direction = Object.entries(mayImport).map(([name, others]) => ({
  name: `${name}-may-import-${others.join("-") || "nothing"}`,
  severity: "error",
  from: { path: `^src/${name}/`, pathNot: notTest },
  to: { path: "^src/", pathNot: `^src/(${[name, ...others].join("|")})/` },
}));

const packages = Object.entries(mayTake).map(([name, taken]) => ({
  name: `${name}-takes-only-its-packages`,
  severity: "error",
  from: { path: `^src/${name}/`, pathNot: notTest },
  to: {
    dependencyTypes: ["npm"],
    pathNot: taken.length === 0 ? "^$" : taken.map((id) => `node_modules/${id}`).join("|"),
  },
}));

module.exports = {
  forbidden: [
    ...direction,
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "enter-a-module-by-its-index",
      severity: "error",
      from: { path: "^src/([^/]+)/" },
      to: {
        path: "^src/[^/]+/.",
        pathNot: ["^src/$1/", "^src/[^/]+/index[.]ts$"],
      },
    },
    {
      name: "pure-modules-know-no-node",
      severity: "error",
      from: { path: "^src/(aws|policy|access)/", pathNot: notTest },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "the-page-meets-only-pure-modules",
      severity: "error",
      from: { path: "^src/web/ui/" },
      to: {
        path: "^src/",
        pathNot: "^src/(web/ui|aws|policy|access)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    ...packages,
    {
      name: "no-dev-dependencies",
      severity: "error",
      from: { path: "^src", pathNot: notTest },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
  },
};
