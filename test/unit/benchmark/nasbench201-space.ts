/** NAS-Bench-201 (Dong and Yang, ICLR 2020): an operation on each of the six edges of a cell of four nodes. */
import {
  type ConfigSpace,
  type Configuration,
  categorical,
  expectConfiguration,
} from '../../../experiments/space/config-space.ts';

const nasbench201Operations = [
  'none',
  'skip_connect',
  'nor_conv_1x1',
  'nor_conv_3x3',
  'avg_pool_3x3',
] as const;

/** Edges in the order of the cell's text: into node 1, into node 2, into node 3. */
const edges = [1, 2, 3].flatMap((node) => Array.from({ length: node }, (_, source) => ({ node, source })));

/** Decodes to the text by which the benchmark names a cell. */
export const nasbench201Config: ConfigSpace<string> = {
  name: 'nasbench201',
  parameters: edges.map(({ node, source }) =>
    categorical(`${node}<-${source}`, nasbench201Operations.length),
  ),
  decode(configuration) {
    expectConfiguration(nasbench201Config, configuration);
    return cellText(configuration);
  },
};

function cellText(configuration: Configuration): string {
  const inputs = (wanted: number): string =>
    edges
      .map(({ node, source }, i) =>
        node === wanted ? `|${nasbench201Operations[configuration[i] ?? 0]}~${source}` : '',
      )
      .join('');
  return [1, 2, 3].map((node) => `${inputs(node)}|`).join('+');
}
