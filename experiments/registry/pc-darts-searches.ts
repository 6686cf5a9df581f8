/** What PC-DARTS does in each space. */
export const searches = {
  'darts-cnn': () => import('../oneshot/pc-darts/darts-cnn.ts'),
  'nasbench1shot1-1': () => import('../oneshot/pc-darts/bench1shot1.ts'),
  'nasbench1shot1-2': () => import('../oneshot/pc-darts/bench1shot1.ts'),
  'nasbench1shot1-3': () => import('../oneshot/pc-darts/bench1shot1.ts'),
};
