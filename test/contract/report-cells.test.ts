import { describe, expect, test } from 'vitest';
import { expand } from '../../runner/graph/expand.ts';
import { findManifests, loadManifest } from '../../runner/manifest/index.ts';
import { reportKindOf } from '../../runner/report/find-kind.ts';
import { findCell } from '../../runner/trace/report-cell.ts';

const reports = findManifests('.').flatMap(({ file }) => {
  const loaded = loadManifest(file, {});
  if (!loaded.ok) throw new Error(`${file} is broken`);
  const { manifest } = loaded.value;
  return Object.keys(manifest.reports).map((report) => ({ id: manifest.id, report, manifest }));
});

describe('every report of the manifests of the project', () => {
  test.each(reports)('$id $report has cells that can be traced, each with jobs', ({ manifest, report }) => {
    const graph = expand(manifest);
    const settings = manifest.reports[report] ?? { kind: '', title: '' };
    const columns = reportKindOf(settings).reads(settings);
    expect(columns.length).toBeGreaterThan(0);
    const names = new Set(graph.jobs.flatMap(({ variant, seedSet }) => [variant, `${variant}/${seedSet}`]));
    for (const { reads, stage } of columns) {
      const column = `${reads}@${stage}`;
      const jobs = [...names].slice(0, 8).flatMap((row) => {
        const cell = findCell(manifest, graph, { report, row, column });
        return cell.ok ? [cell.value.jobs.length] : [];
      });
      expect(Math.max(...jobs)).toBeGreaterThan(0);
    }
  });
});
