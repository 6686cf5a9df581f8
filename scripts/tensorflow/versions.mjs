/** What is built, and from which packages. */

/** The version of tfjs that the engine is written against. */
export const tfjs = '4.22.0';

/** TensorFlow, by wheels of Python 3.11. tfjs-node asks for 2.9.1, whose wheels have no library to link; 2.15.1 was tried too. */
export const tensorflow = '2.19.1';

/** The newest Node-API that tfjs-node names, and so the folder in which it looks for its addon. */
export const nodeApi = 8;

/** @param gpu whether with CUDA, which is loaded when the library starts and may be missing */
export const wheelName = (gpu) => (gpu ? 'tensorflow' : 'tensorflow-cpu');
