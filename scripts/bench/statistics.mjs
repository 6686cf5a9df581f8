// Processor time of 50,000 stratified bootstrap replicates of a table of 10 methods, 3 seed sets and 20 seeds.
// node scripts/bench/statistics.mjs
import { load } from '../build.mjs';

const { bootstrapInterval } = await load('runner/statistics/bootstrap.ts');
const { RandomWords } = await load('runner/statistics/random.ts');

const random = new RandomWords('table');
const table = Array.from({ length: 10 }, (_, method) =>
  Array.from({ length: 3 }, () => Array.from({ length: 20 }, () => method + random.below(1000) / 1000)),
);
for (const statistic of ['mean', 'interquartile-mean']) {
  const times = Array.from({ length: 7 }, () => {
    const since = process.cpuUsage();
    for (const strata of table) bootstrapInterval(strata, { statistic, replicates: 50_000 });
    return process.cpuUsage(since).user / 1000;
  });
  const [least = 0, , , median = 0] = times.sort((a, b) => a - b);
  console.log(`${statistic}: ${least.toFixed(0)} ms at best, ${median.toFixed(0)} ms in the median of 7`);
}
