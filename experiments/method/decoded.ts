/** Methods that think in parameters, over architectures. */
import type { ConfigSpace, Configuration } from '../space/config-space.ts';
import type { BlackBoxMethod, Proposal } from './black-box-method.ts';

/** A method over configurations as one over what they stand for. */
export function decoded<A>(method: BlackBoxMethod<Configuration>, space: ConfigSpace<A>): BlackBoxMethod<A> {
  const decode = <T extends Proposal<Configuration>>(trial: T) => ({
    ...trial,
    architecture: space.decode(trial.architecture),
  });
  return {
    ask() {
      const trial = method.ask();
      return trial === 'wait' || trial === undefined ? trial : decode(trial);
    },
    tell: (trial, score) => method.tell(trial, score),
    best() {
      const best = method.best();
      return best && decode(best);
    },
  };
}
