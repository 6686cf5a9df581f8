/** The spaces with released architectures that no other method names, for images. */
export const searches = {
  'enas-macro': () => import('../direct/fixed-search.ts'),
  'enas-micro': () => import('../direct/fixed-search.ts'),
};

/** The same for text. */
export const textSearches = {
  'nas-rnn': () => import('../direct/fixed-search.ts'),
  'enas-rnn': () => import('../direct/fixed-search.ts'),
};

/** The same for segmentation. */
export const segmentationSearches = {
  'auto-deeplab': () => import('../direct/fixed-search.ts'),
};
