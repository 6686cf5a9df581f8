/** What the image jobs need to know about a space: how its architectures are written, counted and trained. */
import type { ArchitectureFile, ArchitectureOf, SpaceName } from '../../schemas/architecture.ts';
import type { JobFailure } from '../../schemas/failure.ts';
import type { Result } from '../../schemas/result.ts';
import { space as dartsCnn } from '../space/darts-cnn/index.ts';
import { images as cnnImages } from '../space/darts-cnn/network.ts';
import type { SpaceModule } from '../space/module.ts';
import { space as nasbench101 } from '../space/nasbench101/index.ts';
import { images as cellImages } from '../space/nasbench101/network.ts';
import type { SearchedSpace } from '../space/variation.ts';
import type {
  ImageTraining,
  ImageSpace as Trained,
  TrainedImages,
} from '../task/image-classification/space.ts';
import { problemsOf } from './genotype-problems.ts';

export { cellNetwork, cellNetworkProblem } from '../space/nasbench101/network.ts';

export interface ImageSpace<S extends SpaceName>
  extends SearchedSpace<ArchitectureOf[S]>,
    Pick<Trained<ArchitectureOf[S]>, 'model' | 'minibatches' | 'networkProblem'> {
  readonly name: S;
  /** What keeps a value from being an architecture that can be trained. */
  problems(value: unknown): readonly string[];
  /** Of anything that a method may propose. */
  id(architecture: ArchitectureOf[S]): string;
  train(
    run: Omit<ImageTraining<unknown>, 'genotype'> & { readonly architecture: ArchitectureOf[S] },
  ): Promise<Result<TrainedImages, JobFailure>>;
}

const imageSpace = <S extends SpaceName>(
  name: S,
  space: SpaceModule<ArchitectureOf[S]>,
  images: Trained<ArchitectureOf[S]>,
): ImageSpace<S> => ({
  name,
  variation: space,
  config: space.config,
  problems: (value) => problemsOf(space.read(value)),
  id: (architecture) => space.id(architecture),
  networkProblem: images.networkProblem,
  model: images.model,
  minibatches: images.minibatches,
  train: ({ architecture, ...run }) => images.train({ ...run, genotype: architecture }),
});

export const dartsCnnImages = imageSpace('darts-cnn', dartsCnn, cnnImages);
export const nasbench101Images = imageSpace('nasbench101', nasbench101, cellImages);

/** The content of `architecture.json`. */
export const architectureFile = <S extends SpaceName>(
  { name, id }: Pick<ImageSpace<S>, 'name' | 'id'>,
  genotype: ArchitectureOf[S],
): ArchitectureFile<S> => ({ space: name, id: id(genotype), genotype });
