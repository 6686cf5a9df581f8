/** What GDAS does in each space. */
export const searches = {
  'darts-cnn': () => import('../oneshot/gdas/darts-cnn.ts'),
  'nasbench1shot1-1': () => import('../oneshot/gdas/bench1shot1.ts'),
  'nasbench1shot1-2': () => import('../oneshot/gdas/bench1shot1.ts'),
  'nasbench1shot1-3': () => import('../oneshot/gdas/bench1shot1.ts'),
};
