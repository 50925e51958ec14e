import type { ChoiceId } from "./strictness.ts";

/** Something that AWS does not document, and how it is read here. */
export interface UndocumentedChoice {
  /** The rule of `docs/policy-evaluation.md` that it is made for. */
  readonly rule: string;
  readonly open: string;
  readonly choice: string;
  /** The other reading, where `strictness` can choose it. */
  readonly alternative?: { readonly id: ChoiceId; readonly reading: string };
}

/** Every choice that is made where AWS's documentation leaves one; the page's section says the same. */
export const undocumentedChoices: readonly UndocumentedChoice[] = [
  {
    rule: "R16",
    open: "The page on variables excludes `Bool`, the page on operators does not.",
    choice: "No variables in `Bool`.",
  },
  {
    rule: "R18",
    open: "What a value with wildcards or colons does once it is put in.",
    choice:
      "A substituted value is plain text: a `*` in it is not wild. It is put in before an ARN is split, so a whole ARN may come from a variable.",
  },
  {
    rule: "R19",
    open: 'AWS warns that the statement "might" become invalid.',
    choice: "Only the one value or entry fails, not the whole statement.",
  },
  {
    rule: "R20",
    open: "Whether a default serves a multivalued key.",
    choice: "It does.",
  },
  {
    rule: "R22",
    open: "A key with several values under an operator without a set operator.",
    choice: "One value must match, for a negated operator none may.",
    alternative: {
      id: "severalValues",
      reading: "All must match, for a negated operator one may not.",
    },
  },
  {
    rule: "R24",
    open: "Whether an empty string is a value.",
    choice: "It is, so the key is present.",
  },
  {
    rule: "R26",
    open: "What a negated operator under `ForAnyValue` asks.",
    choice:
      "It holds when one value of the request differs from all values of the policy; with the key absent it does not hold, and `IfExists` makes it hold.",
    alternative: {
      id: "forAnyValueNegated",
      reading: "It holds when no value of the request matches any of the policy.",
    },
  },
  {
    rule: "R27",
    open: "What an unreadable value compares to, and how a year is told from epoch seconds.",
    choice:
      "An unreadable value of the request fails a comparison, so `NumericNotEquals` and `DateNotEquals` hold. Four digits are a year, more are epoch seconds.",
  },
  {
    rule: "R28",
    open: "The page gives `/32` to an address alone, of either kind.",
    choice:
      "An IPv6 address alone is `/128`. Bits of the block's address beyond its length are ignored.",
  },
  {
    rule: "R29",
    open: "What a pattern or value with fewer than six parts matches.",
    choice: "No ARN, a lone `*` in `ArnLike` included.",
    alternative: { id: "arnStar", reading: "A lone `*` matches every ARN." },
  },
  {
    rule: "R36",
    open: 'AWS says that it "might" check the account and the role.',
    choice: "It always does, so a listed user without its account is denied.",
    alternative: { id: "notPrincipalLineage", reading: "Whom one entry names is spared." },
  },
  {
    rule: "R37",
    open: "AWS no longer supports it, but once did.",
    choice: "It is evaluated. A listed account excludes everyone in it.",
    alternative: { id: "notPrincipalAllow", reading: "It admits nobody." },
  },
  {
    rule: "R48",
    open: "How several session policies of one session combine.",
    choice: "As everywhere within a layer, one Allow is enough.",
    alternative: { id: "sessionPolicies", reading: "Each of them must allow." },
  },
  {
    rule: "R49",
    open: "AWS says so of users and sessions that are named.",
    choice:
      'Everyone (`"*"`) is taken to name them as well, as AWS\'s example with `aws:PrincipalArn` does.',
    alternative: {
      id: "everyonePastLimits",
      reading: "What is granted to everyone is limited as what is granted to a role.",
    },
  },
  {
    rule: "R54",
    open: "AWS says only that it names one.",
    choice:
      "Identity before resource, and the order across accounts, were measured; the rest is the order of AWS's flow chart.",
  },
  {
    rule: "R66",
    open: "AWS calls grants resource-based, and does not say what limits them, nor what a grant to an account gives its users.",
    choice:
      "They are limited as resource policies are; users of the account need an identity policy.",
  },
  {
    rule: "R68",
    open: "Which grant a request retires.",
    choice: "It is not looked at: one that the caller may retire is enough.",
  },
  {
    rule: "R76",
    open: "AWS says that such calls come from addresses of the service.",
    choice:
      "They are taken to have an `aws:SourceIp` that lies in no range, so a `Deny` with `NotIpAddress` denies them.",
  },
  {
    rule: "R78",
    open: "AWS documents none of this. The texts were seen, also by way of S3.",
    choice: "Which layer is named when several are silent is ours.",
  },
  {
    rule: "R81",
    open: 'AWS says "an AWS principal, user, role or service principal (e.g. `aws:PrincipalOrgID`)" and "outside the pattern `AROLEID:*`".',
    choice:
      "The keys that name who calls, or from where, are these. A role's id with `:*` is fixed. A web identity provider is one that is not named by ARN. Any action counts.",
  },
  {
    rule: "R85",
    open: 'AWS ignores "all public ACLs".',
    choice:
      "An account's grant beside a public one holds, and so do the grants of accounts in an ignored ACL.",
  },
  {
    rule: "R86",
    open: "AWS names only `bucket-owner-full-control`.",
    choice: "That `private` from the bucket's own account says the same is ours.",
  },
  {
    rule: "R87",
    open: "Whether a grant to everyone spares a signed caller its identity policy; AWS calls the id that of anonymous writers.",
    choice:
      "It does not. The id is of whoever asks anonymously, and a grant to it is not public (R85).",
  },
  {
    rule: "R91",
    open: "AWS says that the bucket's owner may delete and archive any object, and that who holds `WRITE` may overwrite and delete only its own.",
    choice: "Which actions are meant is ours.",
  },
  {
    rule: "R92",
    open: "AWS says nothing about services.",
    choice: "They need no header.",
  },
  {
    rule: "R94",
    open: "AWS says that both must permit.",
    choice:
      "That each asks like any resource policy, and that identity policies speak of the access point alone, is ours.",
  },
  {
    rule: "R97",
    open: "AWS says how R82, R85 and R96 are told, and that R96 is asked before policies.",
    choice: "The order of the others is ours.",
  },
  {
    rule: "R106",
    open: "AWS calls both forms everyone, and says that they are the same for anonymous callers.",
    choice: "They are the same for all.",
    alternative: {
      id: "everyoneOutside",
      reading:
        '`{"AWS": "*"}` names nobody but users, roles and sessions of accounts, and anonymous callers.',
    },
  },
  {
    rule: "R117",
    open: "When it is told.",
    choice: "After whatever policies say, and before what stands under the key.",
  },
];
