/** Meta-hyperparameters of the search methods and of training, as a resolved manifest holds them. */

/** Stochastic gradient descent with momentum and a cosine schedule. */
export interface OptimizerSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** The cosine schedule ends here. */
  readonly learningRateMin: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** Largest global L2 norm of the gradient. */
  readonly gradientClip: number;
}

export interface NetworkSettings {
  readonly initialChannels: number;
  /** Number of cells; the cells at floor(L/3) and floor(2L/3) reduce. */
  readonly layers: number;
}

export interface AugmentationSettings {
  /** Random crop after zero padding by this many pixels on each side; 0 turns it off. */
  readonly cropPadding: number;
  /** Random horizontal flip; has no effect on data whose classes are not mirror-symmetric (digits). */
  readonly flip: boolean;
  /** Side of the square that cutout erases, in pixels; 0 turns it off. */
  readonly cutout: number;
}

/** How the learning rate falls while one network is trained. */
export interface ScheduleSettings {
  /** `cosine` ends at `learningRateMin`, `linear` near 0. */
  readonly schedule: 'cosine' | 'exponential' | 'linear';
  /** Exponential: what the rate is multiplied by after each epoch. */
  readonly learningRateDecay: number;
  /** Epochs at the start in which the rate rises linearly to `learningRate`; 0 for none. */
  readonly rateWarmUpEpochs: number;
}

/** What it takes to train one discrete network from scratch. */
export interface TrainingSettings
  extends OptimizerSettings,
    ScheduleSettings,
    NetworkSettings,
    AugmentationSettings {
  /** `imagenet` begins with three strided convolutions, so that cells see an eighth of the image's size. */
  readonly stem: 'cifar' | 'imagenet';
  /** Part of the target that is spread evenly over all classes while training. */
  readonly labelSmoothing: number;
  /** Weight of the auxiliary head's loss; 0 builds no auxiliary head. */
  readonly auxiliaryWeight: number;
  /** Drop-path probability reached at the last epoch. */
  readonly dropPath: number;
}

/** Shared weights trained by gradient descent over one network that holds many. */
export interface SharedWeightsSettings extends OptimizerSettings, NetworkSettings, AugmentationSettings {}

/** Adam steps on the architecture's weights (Liu et al. 2019, section 3.1). */
export interface ArchitectureStepSettings {
  readonly architectureLearningRate: number;
  /** Adam's first decay rate. */
  readonly architectureMomentum: number;
  readonly architectureWeightDecay: number;
  /** Epochs at the start in which only the network's weights are trained. */
  readonly warmUpEpochs: number;
}

/** Random search with weight sharing (Li & Talwalkar 2019, section 3). */
export interface RandomWsSettings extends SharedWeightsSettings {
  readonly kind: 'random-ws';
  /** Architectures scored with the shared weights. */
  readonly evaluated: number;
  /** Validation minibatches each of them is scored on. */
  readonly scoringBatches: number;
  /** The best of them that are scored again on the whole validation part. */
  readonly rescored: number;
  /**
   * Whether operations of an edge that were not sampled run as well, as in liamcli/randomNAS_release@6513a0a, so
   * that their running statistics move.
   */
  readonly inactiveOperations: 'run' | 'skip';
}

/** DARTS (Liu et al. 2019): alternating steps on a continuous relaxation. */
export interface DartsSettings extends SharedWeightsSettings, ArchitectureStepSettings {
  readonly kind: 'darts';
  /** `second` differentiates through one step of the network's weights. */
  readonly order: 'first' | 'second';
}

/** PC-DARTS (Xu et al. 2020): partial channels and edge normalisation. */
export interface PcDartsSettings extends SharedWeightsSettings, ArchitectureStepSettings {
  readonly kind: 'pc-darts';
  /** K: one in K channels passes through the mixed operations. */
  readonly partialChannels: number;
}

/** GDAS (Dong & Yang 2019): one operation for each edge, drawn by a straight-through Gumbel softmax. */
export interface GdasSettings extends SharedWeightsSettings, ArchitectureStepSettings {
  readonly kind: 'gdas';
  readonly temperatureStart: number;
  readonly temperatureEnd: number;
}

/** SNAS (Xie et al. 2019): soft Gumbel weights, trained together with the network on one set of images. */
export interface SnasSettings extends SharedWeightsSettings, ArchitectureStepSettings {
  readonly kind: 'snas';
  readonly temperatureStart: number;
  readonly temperatureEnd: number;
  readonly dropPath: number;
}

/** ISTA-NAS (Yang et al. 2020): sparse coding of each node's candidate connections. */
export interface IstaNasSettings extends SharedWeightsSettings, ArchitectureStepSettings {
  readonly kind: 'ista-nas';
  /** `one-stage` searches on the target network with all training images. */
  readonly variant: 'two-stage' | 'one-stage';
  /** One-stage: `all` trains on the validation images too, so that the search measures nothing. */
  readonly images: 'all' | 'training-part';
  /** Entries kept for each node. */
  readonly sparseness: number;
  /** Rows of each measurement matrix. */
  readonly projectionDimensions: number;
  /** Weight of the L1 norm in the recovery. */
  readonly lassoPenalty: number;
  /** `exact` solves the LASSO to its optimality conditions; `ista` runs that many shrinkage iterations. */
  readonly solver: 'exact' | 'ista';
  readonly istaIterations: number;
  /** One-stage: a node whose solution moved by at most this much is frozen. */
  readonly freezeTolerance: number;
  /** One-stage: epochs after all nodes are frozen, with the cosine schedule. */
  readonly finalEpochs: number;
  readonly auxiliaryWeight: number;
  readonly dropPath: number;
  /** One-stage: a genotype whose evaluation network has at least this many parameters is refused; 0 refuses none. */
  readonly maxParameters: number;
}

/** ENAS (Pham et al. 2018): a recurrent controller trained by REINFORCE on shared weights. */
export interface EnasSettings extends SharedWeightsSettings {
  readonly kind: 'enas';
  readonly controllerSteps: number;
  readonly controllerLearningRate: number;
  readonly entropyWeight: number;
  /** Architectures scored after each epoch, and the best of them scored on the whole validation part. */
  readonly evaluated: number;
  readonly rescored: number;
}

/**
 * When a black-box search ends and how many trials run at a time on its logical clock. Durations come from the
 * benchmark's recorded times, or from epochs times multiply-adds where networks are trained.
 */
export interface BlackBoxSettings {
  /** Trials after which the search ends; 0 sets no such end. */
  readonly evaluations: number;
  /** Logical seconds after which no trial starts; 0 sets no such end. */
  readonly simulatedSeconds: number;
  readonly logicalWorkers: number;
  /** How a trial is trained; null on a tabular benchmark. */
  readonly trial: TrainingSettings | null;
}

export interface RandomSearchSettings extends BlackBoxSettings {
  readonly kind: 'random';
}

/** Real et al. 2019. */
export interface RegularizedEvolutionSettings extends BlackBoxSettings {
  readonly kind: 'regularized-evolution';
  readonly population: number;
  readonly sample: number;
}

export interface LocalSearchSettings extends BlackBoxSettings {
  readonly kind: 'local-search';
}

/** Williams 1992 as in Ying et al. 2019: independent categorical logits. */
export interface ReinforceSettings extends BlackBoxSettings {
  readonly kind: 'reinforce';
  readonly policyLearningRate: number;
  readonly baselineMomentum: number;
}

/** Bergstra et al. 2011. */
export interface TpeSettings extends BlackBoxSettings {
  readonly kind: 'tpe';
  readonly startUpTrials: number;
  readonly gamma: number;
  readonly candidates: number;
}

export interface HalvingSettings extends BlackBoxSettings {
  readonly eta: number;
  readonly minEpochs: number;
  readonly maxEpochs: number;
}

export interface SuccessiveHalvingSettings extends HalvingSettings {
  readonly kind: 'successive-halving';
  /** Configurations of the first rung. */
  readonly configurations: number;
}

export interface HyperbandSettings extends HalvingSettings {
  readonly kind: 'hyperband';
}

/** Li et al. 2018: promotions without waiting for a rung to fill. */
export interface AshaSettings extends HalvingSettings {
  readonly kind: 'asha';
}

/** Falkner et al. 2018. */
export interface BohbSettings extends HalvingSettings {
  readonly kind: 'bohb';
  readonly topPercent: number;
  readonly samples: number;
  readonly randomFraction: number;
  readonly bandwidthFactor: number;
  readonly minBandwidth: number;
}

export type BlackBoxMethodSettings =
  | RandomSearchSettings
  | RegularizedEvolutionSettings
  | LocalSearchSettings
  | ReinforceSettings
  | TpeSettings
  | SuccessiveHalvingSettings
  | HyperbandSettings
  | AshaSettings
  | BohbSettings;

/** Every cell of NAS-Bench-101 with at most so many vertices, trained from scratch at each budget. */
export interface ExhaustiveSettings {
  readonly kind: 'exhaustive';
  readonly maxVertices: number;
  /** Numbers of epochs. */
  readonly budgets: readonly number[];
  readonly trial: TrainingSettings;
}

/** BOHB over the meta-hyperparameters of a one-shot method, with search epochs as the budget. */
export interface TuneSettings {
  readonly kind: 'tune';
  readonly method: OneShotMethodSettings;
  /** 1 tunes regularisation, 2 also the learning rate, 3 nine settings. */
  readonly tunedSettings: 1 | 2 | 3;
  readonly evaluations: number;
  readonly logicalWorkers: number;
  readonly eta: number;
  readonly minEpochs: number;
  readonly maxEpochs: number;
  readonly topPercent: number;
  readonly samples: number;
  readonly randomFraction: number;
  readonly bandwidthFactor: number;
  readonly minBandwidth: number;
}

/** No search: an architecture that a paper names. */
export interface FixedSettings {
  readonly kind: 'fixed';
  /** Such as `DARTS_V2`. */
  readonly architecture: string;
}

export type OneShotMethodSettings =
  | RandomWsSettings
  | DartsSettings
  | PcDartsSettings
  | GdasSettings
  | SnasSettings
  | IstaNasSettings
  | EnasSettings;

/** Training of a recurrent language model (Liu et al. 2019, appendix; Merity et al. 2018). */
export interface LanguageTrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /** Steps of truncated backpropagation through time. */
  readonly unroll: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly gradientClip: number;
  /** Width of the embedding and of the hidden state. */
  readonly width: number;
  /** Of the output (`dropout`), hidden-to-hidden, input mask, embedded input and whole words. */
  readonly dropout: number;
  readonly dropoutHidden: number;
  readonly dropoutInputMask: number;
  readonly dropoutInput: number;
  readonly dropoutEmbedding: number;
  /** Weight of the squared difference of consecutive hidden states. */
  readonly slowness: number;
  /** Epochs without improvement after which SGD becomes averaged SGD; 0 never switches. */
  readonly averagingPatience: number;
}

export interface RnnRandomWsSettings extends LanguageTrainingSettings {
  readonly kind: 'rnn-random-ws';
  readonly evaluated: number;
  readonly rescored: number;
  readonly scoringBatches: number;
}

export interface RnnDartsSettings extends LanguageTrainingSettings, ArchitectureStepSettings {
  readonly kind: 'rnn-darts';
  readonly order: 'first' | 'second';
}

/** ASHA and plain random search over recurrent cells: as the image kinds, with a language model as the trial. */
export interface RnnRandomSettings {
  readonly kind: 'rnn-random';
  readonly evaluations: number;
  readonly trial: LanguageTrainingSettings;
}

export interface RnnAshaSettings {
  readonly kind: 'rnn-asha';
  readonly eta: number;
  readonly minEpochs: number;
  readonly maxEpochs: number;
  readonly evaluations: number;
  readonly logicalWorkers: number;
  readonly trial: LanguageTrainingSettings;
}

export type RnnMethodSettings = RnnRandomWsSettings | RnnDartsSettings | RnnRandomSettings | RnnAshaSettings;

export type MethodSettings =
  | OneShotMethodSettings
  | BlackBoxMethodSettings
  | ExhaustiveSettings
  | FixedSettings
  | TuneSettings
  | RnnMethodSettings;
