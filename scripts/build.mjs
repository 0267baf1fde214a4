// `npm run build`: both builds, from scratch. What `npm start` then finds fresh it does not make again.

import { ensureBuilt } from "./_builds.mjs";
import { main } from "./_house.mjs";
import { ensureInstalled } from "./_install.mjs";

await main(async () => {
  await ensureInstalled();
  await ensureBuilt({ force: true });
});
