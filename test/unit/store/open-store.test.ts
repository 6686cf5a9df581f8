import { relative } from 'node:path';
import { openStore } from '../../../runner/store/open-store.ts';
import { describeStore } from './describe-store.ts';

describeStore('a store in a folder', openStore);
describeStore('a store whose path is relative', (folder, options) =>
  openStore(relative(process.cwd(), folder), options),
);
