/** Corpora by name. */
import type { JobFailure } from '../../../schemas/failure.ts';
import { fail, ok, type Result } from '../../../schemas/result.ts';
import { readDataFiles } from '../data-folder.ts';
import type { Corpus } from './corpus.ts';
import { generateGrammar } from './grammar.ts';
import { decodeTextCorpus, type TextCorpusName, textCorpora } from './text-corpora.ts';

const isTextCorpus = (name: string): name is TextCorpusName => Object.hasOwn(textCorpora, name);

/** @param folder where the corpus' files and index.json lie; null for a generated corpus */
export function loadCorpus(name: string, folder: string | null): Result<Corpus, JobFailure> {
  if (name === 'grammar') return ok(generateGrammar());
  if (!isTextCorpus(name)) {
    const names = ['grammar', ...Object.keys(textCorpora)].join(', ');
    return fail({ reason: 'job-refused', message: `Unknown corpus ${name}; there are ${names}` });
  }
  const files = readDataFiles(name, folder);
  return files.ok ? decodeTextCorpus(name, files.value) : files;
}
