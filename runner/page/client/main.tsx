/** The page: the view that the address names, below a line that says where one is. */
import './page.css';
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isFile, start } from './answers.ts';
import { wordsOf } from './route.ts';
import { AuditView } from './views/audit.tsx';
import { CellView } from './views/cell.tsx';
import { DiffView } from './views/diff.tsx';
import { ExperimentView } from './views/experiment.tsx';
import { GraphView } from './views/graph.tsx';
import { HomeView } from './views/home.tsx';
import { JobView } from './views/job.tsx';
import { LogView } from './views/log.tsx';
import { ManifestView } from './views/manifest.tsx';
import { ObjectView } from './views/object.tsx';
import { RecordView } from './views/record.tsx';
import { ReportView } from './views/report.tsx';
import { RunView } from './views/run.tsx';
import { SeedSetsView } from './views/seed-sets.tsx';

function View({ words }: { readonly words: readonly string[] }) {
  const [kind, ...rest] = words;
  if (kind === undefined) return <HomeView />;
  const [first = '', second = ''] = rest;
  if (kind === 'run') return <RunView run={first} />;
  if (kind === 'record') return <RecordView recordKey={first} />;
  if (kind === 'object') return <ObjectView digest={first} name={second} />;
  if (kind === 'log') return <LogView job={first} />;
  if (kind === 'diff') return <DiffView a={first} b={second} profile={rest[2] ?? ''} />;
  if (kind === 'e') return <OfExperiment id={first} profile={second || 'base'} words={rest.slice(2)} />;
  return <Nowhere />;
}

function OfExperiment({
  id,
  profile,
  words,
}: {
  readonly id: string;
  readonly profile: string;
  readonly words: readonly string[];
}) {
  const name = { id, profile };
  const [kind, first = '', row = '', column = ''] = words;
  if (kind === undefined) return <ExperimentView name={name} />;
  if (kind === 'report') return <ReportView name={name} report={first} />;
  if (kind === 'cell') return <CellView name={name} report={first} row={row} column={column} />;
  if (kind === 'graph') return <GraphView name={name} words={words.slice(1)} />;
  if (kind === 'job') return <JobView name={name} label={first} />;
  if (kind === 'seed-sets') return <SeedSetsView name={name} />;
  if (kind === 'audit') return <AuditView name={name} />;
  if (kind === 'manifest') return <ManifestView name={name} />;
  return <Nowhere />;
}

const Nowhere = () => (
  <section>
    <h1>Nothing is here</h1>
    <p>
      The address names no view. <a href={start}>The first page</a> leads to all of them.
    </p>
  </section>
);

function Page() {
  const [hash, setHash] = useState(location.hash || start);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    const follow = (): void => setHash(location.hash || start);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => {
    // Whoever hears the page is told that another view begins; the first one begins by itself.
    if (!isFirst.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [hash]);
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        To the content
      </button>
      <header>
        <a class="name" href={isFile ? start : '#/'}>
          Reprise
        </a>
        {isFile ? <span class="faint">a report as one file</span> : <a href="#/diff">Compare</a>}
      </header>
      <main ref={main} tabIndex={-1} id="main">
        <View key={hash} words={wordsOf(hash)} />
      </main>
    </>
  );
}

const place = document.getElementById('page');
if (place !== null) {
  place.textContent = '';
  render(<Page />, place);
}
