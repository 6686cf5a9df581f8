/**
 * The query process: answers one question about architectures, spaces and recorded results, and ends. It is a program
 * of its own because the runner knows no search space; it holds no tensors, so that it starts at once. The question
 * comes and the answer goes over the IPC channel; long lists go straight to the standard output.
 */
import type { QueryAnswer, QueryRequest } from '../schemas/query.ts';
import type { SplitsRequest } from '../schemas/splits-query.ts';
import { describeArchitecture } from './arch.ts';
import { convertTable, describeTable, queryTable } from './bench.ts';
import { describeSpace } from './space.ts';
import { compareSplits } from './splits.ts';

async function answer(request: QueryRequest | SplitsRequest): Promise<QueryAnswer> {
  switch (request.command) {
    case 'arch':
      return describeArchitecture(request.space, request.architecture, request.options, request.draw);
    case 'space':
      return describeSpace(request.space, request.options, request.asJson);
    case 'bench-query':
      return queryTable(request.table, request.cell, request.options);
    case 'splits':
      return compareSplits(request);
    case 'bench-info':
      return describeTable(request.table);
    case 'bench-convert':
      return convertTable(request.from, request.to);
    default:
      return request satisfies never;
  }
}

function failed(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const help = '  help: this is a bug in Reprise; REPRISE_STACK=1 prints where it happened\n';
  process.stderr.write(`error: ${message}\n${help}`);
  if (process.env['REPRISE_STACK'] !== undefined) process.stderr.write(`${stack ?? ''}\n`);
  process.exit(1);
}

// A reader that has seen enough, such as head, ends the output, not the program with an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

if (process.send) {
  // When its runner is gone, nobody waits for the answer.
  const leave = (): void => process.exit(1);
  process.once('disconnect', leave);
  process.once('message', (request: QueryRequest | SplitsRequest) => {
    void answer(request).then((given) => {
      process.off('disconnect', leave);
      process.send?.(given, () => process.disconnect());
    }, failed);
  });
} else {
  process.stderr.write('This program is started by `reprise arch`, `space`, `bench` and `audit`.\n');
  process.exitCode = 2;
}
