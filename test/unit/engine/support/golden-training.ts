/**
 * The digest of 60 training steps: losses and final weights. A change here means that kernels give other bits, so
 * that `engines.wasm.version` must rise with it.
 */
export const golden = {
  version: 1,
  digest: 'f1d331ae1bada21c5bba13f8a53bf77baaffcf3d3ebb0f012e910c95021613dd',
};
