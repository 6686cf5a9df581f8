/** The views of one experiment. */
import { type ExperimentName, toExperiment } from '../route.ts';

const views = [
  ['', 'Overview'],
  ['graph', 'Jobs'],
  ['seed-sets', 'Seed sets'],
  ['audit', 'Audit'],
  ['manifest', 'Manifest'],
] as const;

export const ExperimentNav = ({
  name,
  current,
}: {
  readonly name: ExperimentName;
  readonly current: string;
}) => (
  <nav aria-label="Views of the experiment">
    <a class="place" href={toExperiment(name)}>
      {name.id} <span class="faint">{name.profile}</span>
    </a>
    <ul>
      {views.map(([word, text]) => (
        <li key={word}>
          <a
            href={word === '' ? toExperiment(name) : toExperiment(name, word)}
            aria-current={word === current ? 'page' : undefined}
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);
