/** What a manifest says of the task besides its kind. */
import { Type } from '@sinclair/typebox';
import { choice, type SettingsOf, yesOrNo } from '../../../schemas/setting.ts';
import type { WrittenTask } from '../module.ts';

const proposals = {
  redraw: yesOrNo(
    'Redraw',
    'Whether samples and children are drawn again until the table holds them. Otherwise a trial is spent on what it does not hold, with an error of 100 % and no time, as in the optimiser study of NAS-Bench-101.',
    true,
  ),
  edges: choice(
    'Edges counted',
    'Whether the nine edges of a cell of NAS-Bench-101 are counted after pruning, as the benchmark does, or before it, as its optimiser study does.',
    ['after-pruning', 'before-pruning'],
    { default: 'after-pruning' },
  ),
};

/** What becomes of proposals that are no cell of the table. */
export type ProposalRules = SettingsOf<typeof proposals>;

export const written: WrittenTask = {
  data: {
    title: 'Table',
    description:
      'The table. `textures10-cells` comes with Reprise; the others are added with `reprise data add`.',
  },
  settings: proposals,
  example: { data: 'textures10-cells' },
};

/** As jobs read it. */
export const tabularTask = { data: Type.String(), ...proposals };
