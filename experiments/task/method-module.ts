/** The forms of search methods, as tasks run them. */
import type { BlackBoxModule } from '../method/module.ts';
import type { DirectModule } from './direct-module.ts';
import type { WeightSharingModule } from './weight-sharing-module.ts';

export type MethodModule = BlackBoxModule | WeightSharingModule | DirectModule;
