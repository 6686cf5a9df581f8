/** The part of the WebAssembly interface in use; TypeScript keeps it in its library for browsers. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    /** @returns the number of pages before */
    grow(pages: number): number;
    private constructor();
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: object;
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
  }
}
