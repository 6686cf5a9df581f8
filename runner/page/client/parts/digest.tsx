/** Digests, short on the screen and whole where they lead to. */
import { to } from '../route.ts';

const short = (text: string): string => text.slice(0, 12);

/** Of an object of the store. */
export const ObjectLink = ({ digest, name = '' }: { readonly digest: string; readonly name?: string }) => (
  <a class="digest" href={name === '' ? to('object', digest) : to('object', digest, name)} title={digest}>
    {short(digest)}
  </a>
);

/** Of a job. */
export const KeyLink = ({ recordKey }: { readonly recordKey: string }) => (
  <a class="digest" href={to('record', recordKey)} title={recordKey}>
    {short(recordKey)}
  </a>
);

/** What leads nowhere. */
export const Digest = ({ digest }: { readonly digest: string }) => (
  <code class="digest" title={digest}>
    {short(digest)}
  </code>
);
