/** `reprise new <id>`: a manifest to start from, complete enough to run. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Project } from '../../project/project.ts';
import { replaceFile } from '../../util/atomic-file.ts';
import { type ExitCode, exitCode } from '../../util/exit-code.ts';
import { onlyFailure } from '../../util/only-failure.ts';
import { type CliContext, type ProjectFlags, requireProject } from '../context.ts';

/** As the schema has it: ids become names of files, with a profile and an ending. */
const longestId = 64;

export async function newCommand(context: CliContext, id: string, flags: ProjectFlags): Promise<ExitCode> {
  const project = requireProject(context, flags);
  if (!project.ok) return onlyFailure(project.failures);
  const { root } = project.value;
  if (id.length > longestId || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
    context.terminal.err(
      `error: expected an id of lower-case words joined by hyphens, at most ${longestId} characters, found "${id}"\n  help: for example li2019-table5\n`,
    );
    return exitCode.usage;
  }
  const file = join(root, 'manifests', id.split('-')[0] ?? id, `${id}.yaml`);
  if (existsSync(file)) {
    context.terminal.err(
      `error: expected a new id, found ${relative(root, file)}\n  help: choose another id, or edit that file\n`,
    );
    return exitCode.usage;
  }
  replaceFile(file, template(id, schemaOf(project.value)));
  context.terminal.out(`${relative(root, file)}\n`);
  context.terminal.err(
    `edit it, then: reprise check ${id} && git add ${relative(root, file)} && git commit, then: reprise run ${id}\n`,
  );
  return exitCode.done;
}

/** As editors find it from the folder of the manifest. */
const schemaOf = ({ program }: Project): string =>
  `../../${program.installed === null ? 'schemas' : '.reprise'}/manifest.schema.json`;

const template = (id: string, schema: string): string => `# yaml-language-server: $schema=${schema}
id: ${id}
title: One sentence that says what the table compares

task: { kind: image-classification, data: textures10, trainPortion: 0.5 }
space: { name: darts-cnn }

# Two sets, so that an audit can compare them.
seedSets:
  first: [1, 2, 3]
  second: { from: 101, count: 3 }

methods:
  random:
    kind: random
    evaluations: 4
    trial:
      epochs: 3
      batchSize: 32
      initialChannels: 8
      layers: 3
      cropPadding: 1

stages:
  search: { kind: search, seeds: each }
  evaluate:
    kind: train
    from: search
    seeds: each
    measure: test
    epochs: 8
    batchSize: 32
    initialChannels: 8
    layers: 3
    cropPadding: 1

reports:
  main:
    title: Test error of the architectures found
    rows: method-by-seed-set
    columns:
      - { metric: test.errorPercent, stage: evaluate }
      - { metric: model.parameters, stage: evaluate }
      - { metric: cost.multiplyAdds, stage: search }
`;
