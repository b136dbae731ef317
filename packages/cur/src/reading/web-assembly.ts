/** Compiled code; opaque. */
export interface WasmModule {
  readonly WasmModule: unique symbol;
}

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

/** What is used of the standard's WebAssembly, which Node's types leave out; none where Node was started without it. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: object };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };
