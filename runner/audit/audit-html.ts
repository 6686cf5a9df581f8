/** An audit as one page that needs nothing else: light and dark, printable, the same bytes for the same findings. */
import { visibleLines, visibleText } from '../util/visible-text.ts';
import { countVerdicts } from './audit.ts';
import type { Finding, Verdict } from './finding.ts';
import type { AuditFigure } from './seed-sets/figures.ts';

const style = `:root{color-scheme:light dark;--text:#1b1b1b;--faint:#5c5c5c;--ground:#fff;--line:#d9d9d9;--met:#17652a;--not:#a3131a;--open:#7a5200}
@media (prefers-color-scheme:dark){:root{--text:#e8e8e8;--faint:#a6a6a6;--ground:#16181b;--line:#3a3d41;--met:#6fce86;--not:#ff8a8a;--open:#e8b54a}}
body{font:15px/1.5 system-ui,sans-serif;color:var(--text);background:var(--ground);max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;width:100%}td{border-top:1px solid var(--line);padding:.35rem .6rem .35rem 0;vertical-align:top}
td:first-child{white-space:nowrap;width:8rem;font-weight:600}.met{color:var(--met)}.not-met{color:var(--not)}.cannot-be-told{color:var(--open)}
.check{color:var(--faint)}.advice{color:var(--faint)}p,ul{margin:.1rem 0}ul{padding-left:1.2rem}figure{margin:1.5rem 0}img{max-width:100%;background:#fff}pre{overflow-x:auto}code,.evidence{overflow-wrap:anywhere}`;

/** @param figures of seed sets */
export function auditHtml(
  call: string,
  commit: string,
  findings: readonly Finding[],
  figures: readonly AuditFigure[],
): string {
  const counts = countVerdicts(findings);
  const kinds = [...new Set(findings.map(({ check }) => kindOf(check)))];
  const title = `Audit of ${call}`;
  const sections = kinds.map((kind) =>
    section(
      kind,
      findings.filter(({ check }) => kindOf(check) === kind),
      call,
    ),
  );
  const summary = (Object.keys(counts) as Verdict[])
    .map((verdict) => `<span class="${classOf(verdict)}">${counts[verdict]} ${verdict}</span>`)
    .join(', ');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${text(title)}</title><style>${style}</style></head>
<body><h1>${text(title)}</h1><p>Commit <code>${text(commit)}</code></p><p>${summary}</p>
${[...sections, ...figureSection(figures)].join('\n')}
</body></html>
`;
}

function section(kind: string, findings: readonly Finding[], call: string): string {
  const rows = findings.map(({ check, verdict, subject, evidence, advice }) => {
    const about = subject === call ? '' : `<p><strong>${text(subject)}</strong></p>`;
    const shown =
      evidence.length === 1
        ? `<p>${text(evidence[0] ?? '')}</p>`
        : `<ul>${evidence.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
    const help = advice === null || verdict === 'met' ? '' : `<p class="advice">To do: ${text(advice)}</p>`;
    return `<tr><td class="${classOf(verdict)}">${verdict}</td><td class="evidence"><p class="check">${text(check.slice(kind.length + 1))}</p>${about}${shown}${help}</td></tr>`;
  });
  return `<section><h2>${text(kind)}</h2><table>${rows.join('\n')}</table></section>`;
}

/** As images, so that the names within one drawing cannot meet those of another. */
function figureSection(figures: readonly AuditFigure[]): string[] {
  if (figures.length === 0) return [];
  const images = figures.map(({ text: shown, svg }) => {
    const data = Buffer.from(svg).toString('base64');
    return `<figure><img alt="${text(shown.split('\n')[0] ?? '')}" src="data:image/svg+xml;base64,${data}"><details><summary>In numbers</summary><pre>${lines(shown)}</pre></details></figure>`;
  });
  return [`<section><h2>seed sets in figures</h2>${images.join('\n')}</section>`];
}

const kindOf = (check: string): string => check.split('/')[0] ?? check;
const classOf = (verdict: Verdict): string => verdict.replaceAll(' ', '-');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of a page; what is invisible is shown as in a terminal. */
const text = (raw: string): string => marked(visibleText(raw));
const lines = (raw: string): string => marked(visibleLines(raw));

const marked = (raw: string): string => raw.replace(/[&<>"']/g, (one) => entities[one] ?? one);
