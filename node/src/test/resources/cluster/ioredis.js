// Arguments: number of keys, host:port ..., file to make half way through the writes.
const fs = require('fs');
const Redis = require('ioredis');

const [count, ...rest] = process.argv.slice(2);
const halfWay = rest.pop();
const keys = Number(count);
const nodes = rest.map((node) => ({ host: node.split(':')[0], port: Number(node.split(':')[1]) }));
const cluster = new Redis.Cluster(nodes, {
  slotsRefreshTimeout: 5000,
  clusterRetryStrategy: () => 100,
  redisOptions: { maxRetriesPerRequest: null },
});
cluster.on('error', () => {});

async function untilDone(call) {
  for (let tried = 0; ; tried++) {
    try {
      return await call();
    } catch (e) {
      if (tried === 300) throw e;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

async function each(call) {
  let next = 0;
  const worker = async () => {
    while (next < keys) await call(next++);
  };
  await Promise.all(Array.from({ length: 50 }, worker));
}

(async () => {
  await each(async (index) => {
    if (index === Math.floor(keys / 2)) fs.writeFileSync(halfWay, '');
    await untilDone(() => cluster.set(`ioredis:${index}`, `of ${index}`));
  });
  let right = 0;
  await each(async (index) => {
    if ((await untilDone(() => cluster.get(`ioredis:${index}`))) === `of ${index}`) right++;
  });
  console.log(`read ${right} right`);
  cluster.disconnect();
  process.exit(right === keys ? 0 : 1);
})();
