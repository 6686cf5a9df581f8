/**
 * What a node of the tree may do: how it joins its two inputs, and what bends the result.
 * Source: Zoph and Le 2017, section 3.4; the larger list is that of their control experiment, section 4.2.
 */

export const combinations = ['add', 'elem_mult', 'max'] as const;
export type Combination = (typeof combinations)[number];

export const activations = ['identity', 'tanh', 'sigmoid', 'relu', 'sin'] as const;
export type Activation = (typeof activations)[number];

/** The choices of a space, in the order of its decisions. */
export interface Words {
  readonly combinations: readonly Combination[];
  readonly activations: readonly Activation[];
}

export const plainWords: Words = {
  combinations: ['add', 'elem_mult'],
  activations: ['identity', 'tanh', 'sigmoid', 'relu'],
};

/** With a maximum of two values, and the sine. */
export const moreWords: Words = { combinations, activations };
