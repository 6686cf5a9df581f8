import { ptb, publishedPtb } from '../../../schemas/data-sets/ptb.ts';
import { readDataFiles } from '../data-folder.ts';
import type { DataLoader } from '../data-loader.ts';
import type { Corpus } from './corpus.ts';
import { decodeTextCorpus, type TextCorpus } from './text-corpora.ts';

export const published: TextCorpus = { ...publishedPtb, files: ptb.files };

export const data: DataLoader<Corpus> = {
  kind: ptb.kind,
  load(folder) {
    const files = readDataFiles(ptb, folder);
    return files.ok ? decodeTextCorpus(ptb.name, published, files.value) : files;
  },
};
