/** What random search with weight sharing does in each space. */
export const searches = {
  'darts-cnn': () => import('../oneshot/random-ws/darts-cnn.ts'),
  'darts-rnn': () => import('../oneshot/random-ws/darts-rnn.ts'),
  'nasbench1shot1-1': () => import('../oneshot/random-ws/bench1shot1.ts'),
  'nasbench1shot1-2': () => import('../oneshot/random-ws/bench1shot1.ts'),
  'nasbench1shot1-3': () => import('../oneshot/random-ws/bench1shot1.ts'),
};
