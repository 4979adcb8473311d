/** The part of koffi that calls OpenVINO and ONNX Runtime's C API. koffi's own types are `any` where these say what is passed. */
declare module 'koffi' {
  export function config(): Readonly<Record<string, number>>
  /** Sets the sizes of stacks in bytes, before the first call. */
  export function config(sizes: Readonly<Record<string, number>>): void
  /** Loads a shared library. @throws Error when it cannot be loaded */
  export function load(path: string): { func(signature: string): (...args: never[]) => unknown }
  /** Defines a struct by the name that signatures may use. @throws Error when the name is taken */
  export function struct(name: string, members: Readonly<Record<string, string>>): void
  /** Where the numbers of an array lie. */
  export function address(data: Uint8Array): bigint
  /** Copies `length` numbers to a pointer. */
  export function encode(
    pointer: object,
    type: 'float' | 'int64_t',
    data: ArrayLike<number | bigint>,
    length: number,
  ): void
  /** A copy of `length` numbers from a pointer. */
  export function decode(pointer: object, type: 'float', length: number): unknown
  /** What lies at a pointer: the pointers of an array, or a function. */
  export function decode(pointer: object, type: Type): unknown
  /** A type that is not named. */
  interface Type {
    readonly name: string
  }
  export function array(of: 'void *', length: number): Type
  /** Defines the type of a function by its name. @throws Error when the name is taken */
  export function proto(signature: string): Type
}
