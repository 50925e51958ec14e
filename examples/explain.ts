// Says what an error of another tool means.
import { explain } from "sluice";

const output = `fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: User: arn:aws:sts::111111111111:assumed-role/Sync/alice is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::dev-b" because no resource-based policy allows the s3:ListBucket action`;

for (const { code, actor, causes } of explain(output)) {
  console.log(code, JSON.stringify(actor), causes.join(" "));
}
