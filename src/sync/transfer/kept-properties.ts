import { AwsError } from "../../aws/index.ts";
import type { CopyJob } from "./copy-job.ts";
import type { ObjectDescription, ObjectHead, Tag, WriteOptions } from "../ports.ts";
import { type Reporter, request, type Workbench } from "../run/workbench.ts";

/** The header that carries tags holds no more, and the AWS CLI's limit is the same. */
const TAGGING_HEADER_BYTES = 2 * 1024;

/** What a copy writes that S3 does not take along by itself. */
export interface KeptProperties {
  readonly write: WriteOptions;
  /** Tags too long for a header: written once the object is there. */
  readonly lateTags: readonly Tag[];
}

type Directives = Workbench["write"];

/** Headers for a copy in one request, which takes description and tags along by itself. */
export function directivesOf(job: CopyJob, bench: Workbench): Directives | Promise<Directives> {
  switch (bench.options.copyProps) {
    case "none":
      return { metadataDirective: "REPLACE", ...bench.write, tagging: "" };
    case "metadata-directive":
      return withoutTags(described(job, bench));
    case "auto":
    case "default":
      return described(job, bench);
  }
}

/** A header that is given replaces the source's, which S3 then drops altogether: so all are sent. */
function described(job: CopyJob, bench: Workbench): Directives | Promise<Directives> {
  const { write } = bench;
  return write.metadataDirective !== undefined || !describes(write)
    ? write
    : describedAnew(job, bench);
}

async function describedAnew(job: CopyJob, bench: Workbench): Promise<Directives> {
  const { description } = await headOfSource(job, bench);
  return { ...description, ...bench.write, metadataDirective: "REPLACE" };
}

async function withoutTags(write: Directives | Promise<Directives>): Promise<Directives> {
  return { ...(await write), tagging: "" };
}

/** What a copy that we put together ourselves keeps, S3 taking nothing along. */
export async function keptProperties(
  job: CopyJob,
  head: ObjectHead | undefined,
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<KeptProperties> {
  const { write, copyProps } = bench.options;
  const { metadataDirective, ...given } = write;
  if (copyProps === "none") return { write: given, lateTags: [] };
  const source =
    metadataDirective === "REPLACE" ? {} : (head ?? (await headOfSource(job, bench))).description;
  const description = { ...source, ...given };
  if (copyProps === "metadata-directive") return { write: description, lateTags: [] };
  const tags = await tagsOfSource(job, bench, reporter);
  const tagging = taggingText(tags);
  if (tagging === "") return { write: description, lateTags: [] };
  return tagging.length > TAGGING_HEADER_BYTES
    ? { write: description, lateTags: tags }
    : { write: { ...description, tagging }, lateTags: [] };
}

/** Has the journal know of tags that are to follow, before the object is there. */
export async function noteLateTags(
  { entry, to }: CopyJob,
  tags: readonly Tag[],
  { journal }: Workbench,
): Promise<void> {
  if (tags.length > 0) await journal?.tagsFollow({ t: "tags", key: entry.key, to: to.key, tags });
}

/** Writes the tags that no header could carry; the object stays where that fails, and is told of. */
export async function writeLateTags(
  { entry, to }: CopyJob,
  tags: readonly Tag[],
  { bench, reporter }: { readonly bench: Workbench; readonly reporter: Reporter },
): Promise<void> {
  if (tags.length === 0) return;
  const { signal } = bench;
  try {
    await request(bench, () => to.store.putObjectTagging(to.key, tags, { signal }));
    bench.journal?.tagged(entry.key);
  } catch (error) {
    await reporter.warn("tags-not-written");
    throw error;
  }
}

function headOfSource({ from, entry }: CopyJob, bench: Workbench): Promise<ObjectHead> {
  const { signal, options } = bench;
  return request(bench, () =>
    from.store.headObject(from.key, {
      signal,
      ...(entry.etag !== undefined && { ifMatch: entry.etag }),
      ...(options.sourceCustomerKey && { sseCustomer: options.sourceCustomerKey }),
    }),
  );
}

async function tagsOfSource(
  { from }: CopyJob,
  bench: Workbench,
  reporter: Reporter,
): Promise<readonly Tag[]> {
  const { signal, options } = bench;
  try {
    return await request(bench, () => from.store.getObjectTagging(from.key, { signal }));
  } catch (error) {
    if (options.copyProps === "default" || !(error instanceof AwsError)) throw error;
    // Stores that know no tags have none to lose.
    if (error.code === "NotImplemented") return [];
    if (error.code !== "AccessDenied") throw error;
    await reporter.warn("tags-not-read", error);
    return [];
  }
}

const DESCRIBING: Readonly<Record<keyof ObjectDescription, true>> = {
  contentType: true,
  cacheControl: true,
  contentDisposition: true,
  contentEncoding: true,
  contentLanguage: true,
  expires: true,
  websiteRedirectLocation: true,
  metadata: true,
};

/** The website redirect is never taken from a source, so it alone replaces nothing. */
function describes(write: WriteOptions): boolean {
  return Object.keys(write).some(
    (name) => name in DESCRIBING && name !== "websiteRedirectLocation",
  );
}

function taggingText(tags: readonly Tag[]): string {
  return new URLSearchParams(
    tags.map(({ key, value }): [string, string] => [key, value]),
  ).toString();
}
