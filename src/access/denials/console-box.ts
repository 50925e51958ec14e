const box =
  /(?:User|ユーザー) ?[:：] ?(?<user>\S+) (?:Service: \S+ )?(?:Action|アクション) ?[:：] ?(?<action>[\w-]+:\w+)(?: (?:On resource\(s\)|リソース) ?[:：] ?(?<resource>\S+))?(?: (?:Context|コンテキスト) ?[:：] ?(?<context>.{1,300}))?/;

// IAM User Guide in Japanese: the names of the kinds of policies.
const japanese: readonly (readonly [RegExp, string])[] = [
  [/(?:アイデンティティ|ID) ?ベース/, "identity-based policy"],
  [/リソース ?ベース/, "resource-based policy"],
  [/サービスコントロール/, "service control policy"],
  [/リソースコントロール/, "resource control policy"],
  [/許可の境界|アクセス許可境界/, "permissions boundary"],
  [/セッションポリシー/, "session policy"],
  [/VPC ?エンドポイント/, "VPC endpoint policy"],
];

/** The box that consoles show for a denial, in the words of AWS's sentence; any other text as it is. */
export function consoleBoxAsSentence(record: string): string {
  const { user, action, resource, context } = box.exec(record)?.groups ?? {};
  if (user === undefined || action === undefined) return record;
  const where = resource === undefined ? "" : ` on resource: ${resource}`;
  return `User: ${user} is not authorized to perform: ${action}${where} ${clause(context ?? "", action)}`;
}

function clause(context: string, action: string): string {
  if (context.startsWith("no ")) return `because ${context}`;
  if (/^(?:with )?an explicit deny/.test(context)) return `with ${context.replace(/^with /, "")}`;
  const layer = japanese.find(([pattern]) => pattern.test(context))?.[1];
  if (layer === undefined) return context;
  return /明示的/.test(context)
    ? `with an explicit deny in a ${layer}`
    : `because no ${layer} allows the ${action} action`;
}
