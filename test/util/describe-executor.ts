/** What every executor does. A new implementation runs these cases unchanged. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Executor, ExecutorEvent } from '../../runner/exec/executor.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { JobSpec } from '../../schemas/job.ts';

export interface ExecutorRig {
  readonly executor: Executor;
  /** Specs of jobs that do what their names say; each call gives a new one. */
  readonly spec: (behaviour: 'finish' | 'refuse' | 'throw' | 'die' | 'hang') => JobSpec;
}

/** @param make an executor with so many slots. */
export function describeExecutor(name: string, make: (slots: number) => ExecutorRig): void {
  const never = (): AbortSignal => new AbortController().signal;
  const run = async (rig: ExecutorRig, spec: JobSpec, signal = never()) => {
    const events: ExecutorEvent[] = [];
    const outcome = await rig.executor.run(spec, signal, (event) => events.push(event));
    return { outcome, events };
  };
  const reasonOf = ({ outcome }: Awaited<ReturnType<typeof run>>): JobFailure['reason'] | 'done' =>
    outcome.done ? 'done' : outcome.failure.reason;

  describe(name, () => {
    test('has the slots it was asked for', () => {
      expect(make(3).executor.slots).toBe(3);
    });

    test('a job ends done, with its outputs in its folder, after one `started` and perhaps progress', async () => {
      const rig = make(1);
      const spec = rig.spec('finish');
      const { outcome, events } = await run(rig, spec);
      expect(outcome).toMatchObject({ done: true });
      expect(readFileSync(join(spec.outputFolder, 'metrics.json'), 'utf8')).not.toBe('');
      expect(events[0]).toEqual({ type: 'started', device: expect.any(String) });
      expect(events.filter(({ type }) => type === 'started')).toHaveLength(1);
    });

    test.each([
      ['refuse', 'job-refused'],
      ['throw', 'unknown-error-thrown'],
    ] as const)('a job that should %s ends as %s, and the slot is free again', async (behaviour, reason) => {
      const rig = make(1);
      expect(reasonOf(await run(rig, rig.spec(behaviour)))).toBe(reason);
      expect(reasonOf(await run(rig, rig.spec('finish')))).toBe('done');
    });

    test('a job that dies ends with the kind of its death, and the slot is free again', async () => {
      const rig = make(1);
      expect(reasonOf(await run(rig, rig.spec('die')))).toMatch(/^worker-(?:exited|killed-by-signal)$/);
      expect(reasonOf(await run(rig, rig.spec('finish')))).toBe('done');
    });

    test('an aborted job ends with the reason of the signal, and the slot is free again', async () => {
      const rig = make(1);
      const control = new AbortController();
      const failure: JobFailure = { reason: 'timed-out', timeoutMs: 7 };
      const outcome = await rig.executor.run(rig.spec('hang'), control.signal, (event) => {
        if (event.type === 'started') control.abort(failure);
      });
      expect(outcome).toMatchObject({ done: false, failure });
      expect(reasonOf(await run(rig, rig.spec('finish')))).toBe('done');
    });

    test('a job whose signal was aborted before it began does not run', async () => {
      const rig = make(1);
      const signal = AbortSignal.abort({ reason: 'interrupted' } satisfies JobFailure);
      expect(reasonOf(await run(rig, rig.spec('hang'), signal))).toBe('interrupted');
    });

    test('as many jobs as slots run side by side', async () => {
      const rig = make(2);
      const control = new AbortController();
      let started = 0;
      const hanging = [1, 2].map(() =>
        rig.executor.run(rig.spec('hang'), control.signal, (event) => {
          if (event.type === 'started' && ++started === 2) control.abort({ reason: 'interrupted' });
        }),
      );
      expect((await Promise.all(hanging)).map(({ done }) => done)).toEqual([false, false]);
    });

    test('closing ends a running job as interrupted, and nothing runs after it', async () => {
      const rig = make(1);
      let closed: Promise<void> | undefined;
      const outcome = await rig.executor.run(rig.spec('hang'), never(), () => {
        closed ??= rig.executor.close();
      });
      await closed;
      expect(outcome).toMatchObject({ done: false, failure: { reason: 'interrupted' } });
      expect(reasonOf(await run(rig, rig.spec('finish')))).toBe('interrupted');
    });
  });
}
