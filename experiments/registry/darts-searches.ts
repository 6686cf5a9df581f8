/** What DARTS does in each space. */
export const searches = {
  'darts-cnn': () => import('../oneshot/darts/darts-cnn.ts'),
  'darts-rnn': () => import('../oneshot/darts/darts-rnn.ts'),
  'nasbench1shot1-1': () => import('../oneshot/darts/bench1shot1.ts'),
  'nasbench1shot1-2': () => import('../oneshot/darts/bench1shot1.ts'),
  'nasbench1shot1-3': () => import('../oneshot/darts/bench1shot1.ts'),
};
