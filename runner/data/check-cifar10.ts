/**
 * CIFAR-10, binary version: six files of 10,000 images, each image a label byte followed by 3,072 pixel bytes.
 * The training batches are balanced together, not each for itself.
 */
import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../schemas/result.ts';
import type { DataProblem } from './data-problem.ts';
import type { SourceFile } from './source-file.ts';

const imageBytes = 3073;
const imagesPerFile = 10_000;
const classes = 10;
const testFile = 'test_batch.bin';

export function checkCifar10(files: readonly SourceFile[]): readonly DataProblem[] {
  const training = new Array<number>(classes).fill(0);
  const problems: DataProblem[] = [];
  for (const file of files) {
    const counted = countLabels(file);
    if (!counted.ok) problems.push(...counted.failures);
    else if (file.name === testFile) problems.push(...checkBalance(file.shownAs, counted.value, 1000));
    else
      for (const [label, count] of counted.value.entries()) training[label] = (training[label] ?? 0) + count;
  }
  // Counts of damaged files would only repeat what was said about them.
  return problems.length > 0 ? problems : checkBalance('the five training batches', training, 5000);
}

function countLabels({ copy, shownAs }: SourceFile): Result<readonly number[], DataProblem> {
  const bytes = readFileSync(copy);
  const expectedBytes = imageBytes * imagesPerFile;
  if (bytes.length !== expectedBytes) {
    const foundBytes = bytes.length;
    return fail({ reason: 'source-size', name: 'cifar10', path: shownAs, expectedBytes, foundBytes });
  }
  const counts = new Array<number>(classes).fill(0);
  for (let image = 0; image < imagesPerFile; image++) {
    const found = bytes[image * imageBytes] ?? 0;
    if (found >= classes)
      return fail({ reason: 'source-label', name: 'cifar10', path: shownAs, image, found });
    counts[found] = (counts[found] ?? 0) + 1;
  }
  return ok(counts);
}

function checkBalance(path: string, found: readonly number[], expectedEach: number): readonly DataProblem[] {
  if (found.every((count) => count === expectedEach)) return [];
  return [{ reason: 'source-classes', name: 'cifar10', path, expectedEach, found }];
}
