/** Which outputs of jobs go into an archive. */
import { checkpointFile } from '../exec/command/checkpoint.ts';

/** `small`: all but weights and checkpoints, which are large and which no report reads. */
export type ArtifactChoice = 'none' | 'small' | 'all';

const isBulky = (name: string): boolean => {
  const file = name.slice(name.lastIndexOf('/') + 1);
  return file === checkpointFile || file.endsWith('.safetensors') || /^(?:weights|checkpoint)[.-]/.test(file);
};

export const isChosen = (choice: ArtifactChoice, output: string): boolean =>
  choice === 'all' || (choice === 'small' && !isBulky(output));
