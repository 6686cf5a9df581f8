/** Which data the jobs of a graph read, and the trials that its searches ask for. */
import { expect, test } from 'vitest';
import { expand } from '../../../runner/graph/expand.ts';
import { findAllData } from '../../../runner/study/find-data.ts';
import { smallManifest } from '../../util/manifest.ts';
import { temporaryFolder } from '../../util/temporary-folder.ts';

test('a trial may read less than the search that asks for it', () => {
  const task = { ...smallManifest.task, benchmark: 'textures10-cells' };
  const graph = expand({ ...smallManifest, task });
  const data = findAllData(graph, temporaryFolder(), {});
  if (!data.ok) throw new Error('expected generated data');
  const [search] = graph.jobs;
  const without = { ...search?.parameters, task: { ...task, benchmark: null } };
  expect(data.value(without)).toMatchObject({ digest: null, dataFolder: null, benchmarkFolder: null });
});
