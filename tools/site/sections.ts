/** What stands beside every page of the site; a page by its path in the repository. */
export interface Section {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly page: string }[];
}

export const SECTIONS: readonly Section[] = [
  {
    text: "Start",
    items: [
      { text: "Sluice", page: "README.md" },
      { text: "Sluice (日本語)", page: "README.ja.md" },
      { text: "Start here", page: "docs/index.md" },
    ],
  },
  {
    text: "Tasks",
    items: [
      { text: "Sync across accounts with SSO", page: "docs/tasks/across-accounts.md" },
      { text: "The other team must grant", page: "docs/tasks/other-team.md" },
      { text: "KMS", page: "docs/tasks/kms.md" },
      { text: "VPC endpoint", page: "docs/tasks/vpc-endpoint.md" },
      { text: "Requester Pays", page: "docs/tasks/requester-pays.md" },
      { text: "CI", page: "docs/ci.md" },
      { text: "Going on with a run", page: "docs/resume.md" },
      { text: "Past one machine", page: "docs/scale.md" },
      { text: "The lab", page: "docs/lab.md" },
      { text: "Examples", page: "examples/README.md" },
      { text: "The lab with Terraform", page: "examples/terraform/README.md" },
    ],
  },
  {
    text: "Reference",
    items: [
      { text: "Causes", page: "docs/causes.md" },
      { text: "Lint", page: "docs/lint.md" },
      { text: "The page", page: "docs/ui.md" },
      { text: "How a request is decided", page: "docs/policy-evaluation.md" },
      { text: "What the lab can do", page: "docs/lab-coverage.md" },
      { text: "JSON in and out", page: "docs/json.md" },
      { text: "The library", page: "docs/api.md" },
    ],
  },
  {
    text: "About",
    items: [
      { text: "Compared with other tools", page: "docs/comparison.md" },
      { text: "Differences to aws s3 sync", page: "docs/differences.md" },
      { text: "Performance", page: "docs/performance.md" },
      { text: "Architecture", page: "ARCHITECTURE.md" },
      { text: "Contributing", page: "CONTRIBUTING.md" },
    ],
  },
];
