/** Runs a search by the form of its method: no task tells the forms apart itself. */
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import type { BlackBoxModule } from '../method/module.ts';
import type { SpaceModule } from '../space/module.ts';
import type { DirectForm, DirectModule } from './direct-module.ts';
import type { Found } from './found.ts';
import { refuse } from './measured.ts';
import type { MethodModule } from './method-module.ts';
import type { SharedForm, WeightSharingModule } from './weight-sharing-module.ts';

/** What a task does with each form. `Search`: a search that shares weights in this task. */
export interface FormSearches<Run, Search> {
  proposeTrials(method: BlackBoxModule, run: Run): Promise<Result<Found, JobFailure>>;
  /** What the method does in this task, if it fits. */
  sharedForm(tasks: WeightSharingModule['tasks']): SharedForm<Search> | undefined;
  shareWeights(search: Search, run: Run): Promise<Result<Found, JobFailure>>;
  /** The same of methods that search directly. */
  directForm(tasks: DirectModule['tasks']): DirectForm<Run> | undefined;
}

export async function searchByForm<Run extends { readonly space: SpaceModule<unknown> }, Search>(
  method: MethodModule,
  run: Run,
  searches: FormSearches<Run, Search>,
): Promise<Result<Found, JobFailure>> {
  const { name } = run.space;
  const unfit = () => refuse(`The method ${method.kind} does not go with the space ${name}`);
  switch (method.form) {
    case 'black-box':
      return searches.proposeTrials(method, run);
    case 'weight-sharing': {
      const load = searches.sharedForm(method.tasks)?.searches[name];
      return load ? searches.shareWeights(await load(), run) : unfit();
    }
    case 'direct': {
      const form = searches.directForm(method.tasks);
      return form?.spaces.includes(name) ? (await form.load()).search(run) : unfit();
    }
    default:
      return method satisfies never;
  }
}
