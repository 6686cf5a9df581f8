/**
 * The page as one document: its program and its style stand in it, so that it asks nobody for anything but data, and the
 * same text with the data in it is a file that needs no server.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { escapeXml } from '../util/escape-xml.ts';
import { ExplainedError } from '../util/explained-error.ts';
import { unlessMissing } from '../util/system-error.ts';

export interface PageDocument {
  readonly html: string;
  /** Its Content-Security-Policy: no program but its own, no address but where it is from. */
  readonly policy: string;
}

export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** Those of the build, which lie beside the command line. @throws ExplainedError where the build has none */
export function builtParts(): PageParts {
  const read = (name: string): string => {
    const file = fileURLToPath(new URL(`./${name}`, import.meta.url));
    const text = unlessMissing(() => readFileSync(file, 'utf8'));
    if (text !== undefined) return text;
    throw new ExplainedError(
      `expected the page at ${file}, found none`,
      'build the program with `npm run build`',
    );
  };
  return { script: read('page.js'), style: read('page.css') };
}

/** Asks the server that it is from. */
export function servedDocument(parts: PageParts): PageDocument {
  const policy = `${basePolicy(parts)}; connect-src 'self'; frame-ancestors 'none'`;
  return { html: documentOf(parts, 'Reprise', ''), policy };
}

/** Holds the answers by the resource that is asked for, and asks nobody. */
export function staticDocument(
  parts: PageParts,
  title: string,
  answers: Readonly<Record<string, unknown>>,
  start: string,
): string {
  // The end of a script is told by its text, also within a string.
  const data = JSON.stringify({ start, answers }).replaceAll('<', '\\u003c');
  const policy = `<meta http-equiv="content-security-policy" content="${basePolicy(parts)}">`;
  return documentOf(parts, title, `<script type="application/json" id="answers">${data}</script>`, policy);
}

/** Drawings style their parts one by one, which is why styles may stand in elements. */
const basePolicy = ({ script }: PageParts): string => {
  const digest = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
};

const documentOf = ({ script, style }: PageParts, title: string, data: string, head = ''): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8">${head}<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>${escapeXml(title)}</title><style>${style}</style></head>
<body><div id="page"><p class="waiting">Reprise</p></div>${data}<script>${script}</script></body></html>
`;
