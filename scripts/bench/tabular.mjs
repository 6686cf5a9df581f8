// Times search on recorded results: regularised evolution on the 30,001 cells of NAS-Bench-101 that are at hand,
// against the same loop in plain Python with dictionaries. Both sides run in turn, in the same minutes, so that a busy
// machine slows both. More is better; the ratio is ours to the peer's.
//
// The algorithm is the notebook's: population 50, sample 10 without replacement, every edge flips with chance 1/7 and
// every operation changes with chance 1/5, drawn again from the parent until the child is valid; 10^7 simulated seconds
// a run. Valid is what the table has, since the other cells have no results. All rounds together are 500 runs.
//
//   node scripts/bench/tabular.mjs [--json] [--rounds N] [--runs N] [--only TEXT] [--data FILE.csv]
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '500' },
    only: { type: 'string', default: '' },
    data: {
      type: 'string',
      default: join(root, '..', 'shared', 'data', 'nasbench101', 'nb101_vis_30001.csv'),
    },
  },
});
const rounds = Number(options.rounds);
const runs = Math.ceil(Number(options.runs) / rounds);

/** Counts are what one round does. */
const cases = [
  {
    name: `regularized evolution 50/10, 1e7 s, ${runs * rounds} runs`,
    kind: 'evolution',
    unit: 'evaluations/s',
    ours: runs,
    peers: 1,
  },
  { name: 'look-up by spec', kind: 'lookup', unit: 'look-ups/s', ours: 200_000, peers: 5_000 },
].filter(({ name }) => name.includes(options.only));

/** Functions of (count, seed) to {count, seconds}. */
const program = `
import { codedBenchmark } from './experiments/benchmark/nasbench101-benchmark.ts';
import { importCsv } from './experiments/benchmark/nasbench101-sources.ts';
import { TabularEvaluator } from './experiments/benchmark/tabular-evaluator.ts';
import { codedEvolution, edgeBitsOf, labelCodeOfCode } from './experiments/space/nasbench101/coded-cells.ts';
import { runOnLogicalClock } from './experiments/method/logical-clock.ts';
import { regularizedEvolution } from './experiments/method/regularized-evolution.ts';
import { draws } from './experiments/rng/draws.ts';
import { key, split } from './experiments/rng/key.ts';
import { drawSpec } from './experiments/space/nasbench101/random-spec.ts';

export function open(path) {
  const { table, failure } = importCsv(path);
  if (failure) throw new Error(JSON.stringify(failure));
  const benchmark = codedBenchmark(table);
  const space = codedEvolution((code) => table.cells.rowOfCode(7, edgeBitsOf(code), labelCodeOfCode(code)) >= 0);
  return {
    async evolution(runs, seed) {
      const start = performance.now();
      let count = 0;
      for (let run = 0; run < runs; run += 1) {
        const own = split(key(seed), 'run', run);
        const evolution = { population: 50, sample: 10, replacement: false };
        const outcome = await runOnLogicalClock({
          method: regularizedEvolution(space, { epochs: 108, key: own, ...evolution }),
          evaluate: new TabularEvaluator(benchmark, own).evaluate,
          logicalWorkers: 1,
          evaluations: 0,
          simulatedSeconds: 1e7,
          id: String,
        });
        count += outcome.value.trials;
      }
      return { count, seconds: (performance.now() - start) / 1000 };
    },
    async lookup(count, seed) {
      const source = draws(key(seed));
      const specs = Array.from({ length: 1_000 }, () => drawSpec(source));
      const start = performance.now();
      for (let i = 0; i < count; i += 1) table.indexOfSpec(specs[i % specs.length]);
      return { count, seconds: (performance.now() - start) / 1000 };
    },
  };
}
`;

const peerProgram = `
import hashlib, json, platform, random, sys, time

OPS = 3
EDGES = [(x, y) for y in range(1, 7) for x in range(y)]

def md5(text):
    return hashlib.md5(text.encode()).hexdigest()

def pruned(bits, labels):
    """Edges and labels of what lies on paths from 0 to 6; None when that is no cell."""
    edges = [e for i, e in enumerate(EDGES) if bits >> i & 1]
    forward, backward = {0}, {6}
    for x, y in edges:
        if x in forward:
            forward.add(y)
    for x, y in sorted(edges, key=lambda e: -e[1]):
        if y in backward:
            backward.add(x)
    kept = sorted(forward & backward)
    if 0 not in kept or 6 not in kept:
        return None
    place = {v: i for i, v in enumerate(kept)}
    edges = [(place[x], place[y]) for x, y in edges if x in place and y in place]
    if len(edges) > 9:
        return None
    return edges, [-1] + [labels[v - 1] for v in kept[1:-1]] + [-2]

def cell_hash(edges, labels):
    n = len(labels)
    sources = [[x for x, y in edges if y == v] for v in range(n)]
    targets = [[y for x, y in edges if x == v] for v in range(n)]
    h = [md5(str((len(targets[v]), len(sources[v]), labels[v]))) for v in range(n)]
    for _ in range(n):
        h = [md5(''.join(sorted(h[x] for x in sources[v])) + '|' + ''.join(sorted(h[y] for y in targets[v]))
                 + '|' + h[v]) for v in range(n)]
    return md5(str(sorted(h)))

table = {}
with open(sys.argv[1]) as file:
    next(file)
    for line in file:
        row = line.rstrip().split(',')
        table[row[0]] = (float(row[9]), float(row[5]))

known = {}

def look_up(cell):
    """(accuracy, seconds), or None; remembers every spec that it has seen."""
    found = known.get(cell, 0)
    if found == 0:
        kept = pruned(*cell)
        found = known[cell] = table.get(cell_hash(*kept)) if kept else None
    return found

def sample():
    while True:
        cell = (random.getrandbits(21), tuple(random.randrange(OPS) for _ in range(5)))
        if look_up(cell):
            return cell

def mutate(parent):
    bits, labels = parent
    while True:
        child_bits = bits
        for i in range(21):
            if random.random() < 1 / 7:
                child_bits ^= 1 << i
        child_labels = tuple(
            random.choice([o for o in range(OPS) if o != op]) if random.random() < 1 / 5 else op for op in labels)
        child = (child_bits, child_labels)
        if look_up(child):
            return child

def evolution(runs, seed):
    random.seed(seed)
    count = 0
    start = time.perf_counter()
    for _ in range(runs):
        members, clock, best = [], 0.0, 0.0
        while clock <= 1e7:
            if len(members) < 50:
                cell = sample()
            else:
                cell = mutate(max(random.sample(members, 10), key=lambda m: m[0])[1])
            accuracy, seconds = look_up(cell)
            clock += seconds
            best = max(best, accuracy)
            members.append((accuracy, cell))
            if len(members) > 50:
                members.pop(0)
            count += 1
    return {'count': count, 'seconds': time.perf_counter() - start}

def lookup(count, seed):
    random.seed(seed)
    cells = []
    while len(cells) < 1000:
        cell = (random.getrandbits(21), tuple(random.randrange(OPS) for _ in range(5)))
        if pruned(*cell):
            cells.append(cell)
    start = time.perf_counter()
    for i in range(count):
        table.get(cell_hash(*pruned(*cells[i % 1000])))
    return {'count': count, 'seconds': time.perf_counter() - start}

print('python ' + platform.python_version(), flush=True)
for line in sys.stdin:
    job = json.loads(line)
    print(json.dumps({'evolution': evolution, 'lookup': lookup}[job['kind']](job['count'], job['seed'])), flush=True)
`;

const startPeer = async (folder) => {
  const path = join(folder, 'peer.py');
  writeFileSync(path, peerProgram);
  const child = spawn('python3', [path, options.data], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  const name = (await lines.next()).value;
  if (name === undefined) return null;
  return {
    name,
    ask: async (job) => {
      child.stdin.write(`${JSON.stringify(job)}\n`);
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`python3 ended during: ${job.kind}`);
      return JSON.parse(value);
    },
    stop: () => child.stdin.end(),
  };
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const rate = ({ count, seconds }) => count / seconds;
const round = (value) => (value === null ? null : Number(value.toPrecision(4)));

const report = ({ name, unit }, ours, peers, peerName) => {
  const [a, b] = [ours, peers].map((results) => (results.length > 0 ? median(results.map(rate)) : null));
  // The ratio of each round, and then their median: both sides of one ratio saw the same machine.
  const ratio = peers.length > 0 ? median(ours.map((result, i) => rate(result) / rate(peers[i]))) : null;
  if (options.json) {
    const line = { case: name, unit, ours: round(a), peer: round(b), peerName, ratio: round(ratio) };
    console.log(JSON.stringify(line));
    return;
  }
  const [count, seconds] = ['count', 'seconds'].map((field) =>
    ours.reduce((sum, one) => sum + one[field], 0),
  );
  const against = peers.length > 0 ? `${round(b)} in ${peerName}, ratio ${round(ratio)}` : 'no peer';
  console.log(`${name}: ${round(a)} ${unit} (${count} in ${seconds.toFixed(1)} s); ${against}`);
};

if (!existsSync(options.data)) {
  console.error(`needs ${options.data}: name another file with --data`);
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
try {
  const outfile = join(folder, 'tabular.mjs');
  await build({
    stdin: { contents: program, resolveDir: root, sourcefile: 'tabular.ts', loader: 'ts' },
    absWorkingDir: root,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    logLevel: 'error',
  });
  const { open } = await import(pathToFileURL(outfile).href);
  const ours = open(options.data);
  const peer = await startPeer(folder);
  for (const job of cases) {
    // The first calls compile, and fill what both sides remember.
    await ours[job.kind](1, 1_000);
    await peer?.ask({ kind: job.kind, count: 1, seed: 1_000 });
    const results = { ours: [], peers: [] };
    for (let seed = 0; seed < rounds; seed += 1) {
      results.ours.push(await ours[job.kind](job.ours, seed));
      if (peer) results.peers.push(await peer.ask({ kind: job.kind, count: job.peers, seed }));
    }
    report(job, results.ours, results.peers, peer?.name ?? null);
  }
  peer?.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
