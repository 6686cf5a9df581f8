/**
 * Lines that no job wrote and that follow from what it did: the gradients that the replicas of a controller sent to their
 * parameter server, and how old the parameters were that each is of.
 */
import type { JsonObject, JsonValue } from '../../../../schemas/json.ts';
import { isJsonObject } from '../../../../schemas/manifest.ts';
import { ReplicaSchedule } from '../../../../schemas/replica-schedule.ts';

/** The kind of method that has them. */
export const withGradients = 'nas-rl';

export const gradientPhase = 'gradient';

/** What each number of a line is. */
export const gradientFields = {
  gradient: 'number of the gradient, from 0',
  time: 'logical seconds since the search began, when it was sent',
  trial: 'number of the trial that completed it, from 0',
  replica: 'number of the replica that sent it, from 0',
  staleness: 'updates of the server since the replica fetched its parameters',
};

/**
 * Empty for a search that has no such server.
 * @param lines of `trajectory.jsonl`
 * @param method its settings, as the job was given them
 */
export function gradientLines(
  lines: readonly JsonObject[],
  method: JsonValue | undefined,
): readonly JsonObject[] {
  if (!isJsonObject(method) || method['kind'] !== withGradients || method['policy'] === 'uniform') return [];
  const [replicas, children, gradientsPerUpdate] = [
    method['replicas'],
    method['children'],
    method['gradientsPerUpdate'],
  ].map(Number) as [number, number, number];
  const schedule = new ReplicaSchedule({ replicas, children, gradientsPerUpdate });
  const found: JsonObject[] = [];
  for (const line of lines) {
    const { phase, event, trial, time } = line;
    if (phase !== 'decision' || typeof trial !== 'number') continue;
    if (event === 'start') schedule.start(trial);
    if (event !== 'finish') continue;
    const { gradient } = schedule.finish(trial, hasScore(line));
    if (!gradient) continue;
    const { replica, staleness } = gradient;
    found.push({
      ...{ phase: gradientPhase, gradient: found.length, time: time ?? null, trial, replica, staleness },
    });
  }
  return found;
}

/** A crashed trial has null for every score, and taught nothing. */
const hasScore = (line: JsonObject): boolean =>
  Object.entries(line).some(([name, value]) => name.startsWith('validation') && value !== null);
