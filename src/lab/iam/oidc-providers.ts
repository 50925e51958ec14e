import {
  accountOf,
  type QueryCall,
  type QueryOperation,
  requireParameter,
  validationError,
} from "../query/query-call.ts";
import { readList } from "../query/read-list.ts";
import { requireLength } from "../query/validate.ts";
import type { OidcProviderRow } from "../state/iam-tables.ts";
import { element, wrap } from "../xml/write-xml.ts";
import { REQUEST_TAGS } from "./condition-keys.ts";
import { iamTime, tagElements } from "./entity-xml.ts";
import { findProvider, providerArn, putProvider } from "./find-provider.ts";
import { alreadyExists, limitExceeded } from "./iam-refusals.ts";
import { reading, writing } from "./iam-operation.ts";
import { readTags } from "./read-tags.ts";
import { EVERYTHING, PROVIDER } from "./subjects.ts";
import { providerUrl, taggingOf } from "./tagging-access.ts";

// IAM and AWS STS quotas.
const MAX_CLIENT_IDS = 100;

const createOpenIDConnectProvider = writing({
  name: "CreateOpenIDConnectProvider",
  on: {
    type: "oidc-provider",
    parameters: ["Url"],
    locate: (call) => ({
      arn: providerArn(accountOf(call), providerUrl(requireParameter(call, "Url"))),
    }),
  },
  parameters: ["ClientIDList", "ThumbprintList", "Tags"],
  keys: [REQUEST_TAGS],
  also: [taggingOf("oidc-provider")],
  run(call) {
    const written = requireParameter(call, "Url");
    requireLength(written, "url", { max: 255 });
    if (!isProviderUrl(written)) {
      throw validationError("Invalid Open ID Connect Provider URL");
    }
    const url = providerUrl(written);
    const account = accountOf(call);
    if (call.lab.iam.providers.get([account, url]) !== undefined) {
      throw alreadyExists(`Provider with url ${written} already exists.`);
    }
    const tags = readTags(call);
    putProvider(call, {
      url,
      ...(written.startsWith("http://") && { isPlain: true }),
      clientIds: readClientIds(call),
      thumbprints: readList(call, "ThumbprintList"),
      createdMs: call.lab.now(),
      ...(tags.length > 0 && { tags }),
    });
    return element("OpenIDConnectProviderArn", providerArn(account, url)) + tagElements(tags);
  },
});

/** AWS takes `https` only; the lab also takes a provider without it on this machine, as tests have. */
function isProviderUrl(url: string): boolean {
  return /^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(url) || LOCAL.test(url);
}

const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/[^\s?#]*)?$/;

function readClientIds(call: QueryCall): readonly string[] {
  const ids = [...new Set(readList(call, "ClientIDList"))];
  if (ids.length <= MAX_CLIENT_IDS) return ids;
  throw limitExceeded(
    `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${MAX_CLIENT_IDS}`,
  );
}

const getOpenIDConnectProvider = reading({
  name: "GetOpenIDConnectProvider",
  on: PROVIDER,
  run(call) {
    const { url, clientIds, thumbprints, createdMs, tags } = findProvider(call);
    return (
      element("Url", url) +
      wrap("ClientIDList", clientIds.map((id) => element("member", id)).join("")) +
      wrap("ThumbprintList", thumbprints.map((print) => element("member", print)).join("")) +
      element("CreateDate", iamTime(createdMs)) +
      tagElements(tags)
    );
  },
});

const listOpenIDConnectProviders = reading({
  name: "ListOpenIDConnectProviders",
  on: { ...EVERYTHING, locate: (call) => ({ arn: providerArn(accountOf(call), "") }) },
  run(call) {
    const account = accountOf(call);
    const rows = Array.from(call.lab.iam.providers.range({ within: [account] }));
    const list = rows.map(({ value }) =>
      wrap("member", element("Arn", providerArn(account, value.url))),
    );
    return wrap("OpenIDConnectProviderList", list.join(""));
  },
});

const deleteOpenIDConnectProvider = writing({
  name: "DeleteOpenIDConnectProvider",
  on: PROVIDER,
  run(call) {
    call.lab.iam.providers.delete([accountOf(call), findProvider(call).url]);
    return undefined;
  },
});

function clientIdOperation(
  name: string,
  change: (row: OidcProviderRow, id: string) => readonly string[],
): QueryOperation {
  return writing({
    name,
    on: PROVIDER,
    parameters: ["ClientID"],
    run(call) {
      const row = findProvider(call);
      putProvider(call, { ...row, clientIds: change(row, requireParameter(call, "ClientID")) });
      return undefined;
    },
  });
}

const updateThumbprint = writing({
  name: "UpdateOpenIDConnectProviderThumbprint",
  on: PROVIDER,
  parameters: ["ThumbprintList"],
  run(call) {
    putProvider(call, { ...findProvider(call), thumbprints: readList(call, "ThumbprintList") });
    return undefined;
  },
});

/** Identity providers that speak OpenID Connect. */
export const PROVIDER_OPERATIONS: readonly QueryOperation[] = [
  createOpenIDConnectProvider,
  getOpenIDConnectProvider,
  listOpenIDConnectProviders,
  deleteOpenIDConnectProvider,
  clientIdOperation("AddClientIDToOpenIDConnectProvider", ({ clientIds }, id) => [
    ...new Set([...clientIds, id]),
  ]),
  clientIdOperation("RemoveClientIDFromOpenIDConnectProvider", ({ clientIds }, id) =>
    clientIds.filter((each) => each !== id),
  ),
  updateThumbprint,
];
