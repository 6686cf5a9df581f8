/** What the declared files of a task `command` add to the code of its jobs, and to the state of the tree. */
import { byCodeUnit, canonicalDigest } from '../../schemas/canonical.ts';
import type { JobKind } from '../../schemas/job.ts';
import type { CodeIdentity } from '../../schemas/record.ts';
import type { JobGraph } from '../graph/job-graph.ts';
import type { CodeState } from '../project/code-state.ts';
import { differs } from '../project/committed-content.ts';
import type { CommandTaskFiles, CommandTasks } from './command-tasks.ts';

/**
 * A trial or a training runs the declared files alone. A search runs the program of Reprise, and what it finds rests on
 * both.
 * @param own the identity of the program of Reprise
 */
export function codeWithCommand(
  kind: JobKind,
  command: CommandTaskFiles | undefined,
  own: () => CodeIdentity,
): CodeIdentity {
  if (command === undefined || kind === 'select') return own();
  if (kind !== 'search') return command.code;
  const { sources, packages, tools } = own();
  return {
    sources: canonicalDigest([sources, command.code.sources]),
    packages: canonicalDigest([packages, command.code.packages]),
    tools,
  };
}

/** A tree whose declared files differ from the commit is dirty, also where git was told not to look at them. */
export function withDeclared(code: CodeState, graph: JobGraph, commandOf: CommandTasks): CodeState {
  const tasks = new Set(graph.jobs.flatMap(({ parameters }) => commandOf(parameters) ?? []));
  const known = new Set(code.dirty?.changed);
  const declared = [...tasks].flatMap(({ root, files }) => {
    const blobs = Object.fromEntries(files.map(({ path, blob }) => [path, blob]));
    return files.flatMap(({ path }) => {
      const entry = code.head.get(path);
      return entry !== undefined && !known.has(path) && differs(root, path, entry, blobs) ? [path] : [];
    });
  });
  const hidden = [...new Set(declared)];
  if (hidden.length === 0) return code;
  const changed = [...known, ...hidden].sort(byCodeUnit);
  return {
    ...code,
    dirty: {
      changed,
      hidden: [...(code.dirty?.hidden ?? []), ...hidden],
      converted: code.dirty?.converted ?? [],
    },
  };
}
