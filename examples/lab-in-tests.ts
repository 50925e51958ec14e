// Starts a local AWS for a test, asks it as two of its principals, and stops it.
import { readWorldFile } from "sluice";
import { startLab } from "sluice/lab";

const lab = await startLab({ world: await readWorldFile("worlds/two-accounts.yaml") });
console.log(lab.principals.map(({ profile }) => profile).join(" "));

// Any AWS client works now: `lab.url` is the endpoint, `lab.awsConfig()` the config file.
const answer = await fetch(`${lab.url}/dev-b-222222222222/?list-type=2`);
console.log(answer.status, /<Code>(\w+)/.exec(await answer.text())?.[1]);
await lab.close();
