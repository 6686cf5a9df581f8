import { publishedWikitext2, wikitext2 } from '../../../schemas/data-sets/wikitext-2.ts';
import { readDataFiles } from '../data-folder.ts';
import type { DataLoader } from '../data-loader.ts';
import type { Corpus } from './corpus.ts';
import { decodeTextCorpus, type TextCorpus } from './text-corpora.ts';

export const published: TextCorpus = { ...publishedWikitext2, files: wikitext2.files };

export const data: DataLoader<Corpus> = {
  kind: wikitext2.kind,
  load(folder) {
    const files = readDataFiles(wikitext2, folder);
    return files.ok ? decodeTextCorpus(wikitext2.name, published, files.value) : files;
  },
};
