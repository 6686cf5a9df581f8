import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { servedDocument, staticDocument } from '../../../runner/page/document.ts';

const parts = { script: 'let a = 1;', style: 'p { color: red }' };

test('the policy lets the program of the page run, and no other', () => {
  const { html, policy } = servedDocument(parts);
  const script = /<script>(.*)<\/script>/s.exec(html)?.[1] ?? '';
  const digest = createHash('sha256').update(script).digest('base64');
  expect(policy).toBe(
    `default-src 'none'; script-src 'sha256-${digest}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; connect-src 'self'; frame-ancestors 'none'`,
  );
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
});

test('answers within a static page end no element, and come back as they were', () => {
  const answers = { 'job?label=a': { text: '</script><script>alert(1)</script><!--' } };
  const html = staticDocument(parts, 'A <b> & c', answers, '#/');
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).toContain('<title>A &lt;b&gt; &amp; c</title>');
  const data = /id="answers">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  expect(JSON.parse(data)).toEqual({ start: '#/', answers });
  expect(html).toContain("default-src 'none'");
});
